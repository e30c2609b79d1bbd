package httpsig

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// JWK is a public key as profiles show it (RFC 7517, 7518). Other kinds than EC
// may be read too; they verify nothing.
type JWK struct {
	KID string `json:"kid"`
	KTY string `json:"kty"`
	CRV string `json:"crv,omitempty"`
	X   string `json:"x,omitempty"`
	Y   string `json:"y,omitempty"`
	Use string `json:"use,omitempty"`
	Alg string `json:"alg,omitempty"`
}

// Public gives the key. Of a kind that is not known here it is ErrAlgorithm; a
// key that is not for signing, or not well made, is ErrKey.
func (j JWK) Public() (*PublicKey, error) {
	if j.Use != "" && j.Use != "sig" {
		return nil, fmt.Errorf("%w: %q is not for signing", ErrKey, j.KID)
	}
	for _, a := range algorithms() {
		if j.KTY == "EC" && j.CRV == a.crv && (j.Alg == "" || j.Alg == a.alg) {
			return j.on(a)
		}
	}
	return nil, fmt.Errorf("%w: %q is of the kind %q, curve %q, algorithm %q", ErrAlgorithm, j.KID, j.KTY, j.CRV, j.Alg)
}

// on reads the point, which must lie on the curve.
func (j JWK) on(a algorithm) (*PublicKey, error) {
	point := []byte{4} // not compressed
	for _, text := range []string{j.X, j.Y} {
		raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
		if err != nil || len(raw) != a.size {
			return nil, fmt.Errorf("%w: %q: a coordinate is not %d bytes of base64url", ErrKey, j.KID, a.size)
		}
		point = append(point, raw...)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(a.curve, point)
	if err != nil {
		return nil, fmt.Errorf("%w: %q: %w", ErrKey, j.KID, err)
	}
	return &PublicKey{ID: j.KID, key: key}, nil
}

// Thumbprint is the fingerprint of an EC key (RFC 7638), 43 letters.
func (j JWK) Thumbprint() string {
	sum := sha256.Sum256([]byte(`{"crv":"` + j.CRV + `","kty":"` + j.KTY + `","x":"` + j.X + `","y":"` + j.Y + `"}`))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
