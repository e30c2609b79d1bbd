package certificate

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"

	"agora/db"
)

// keyBits is the size of the key: what RFC 7518 wants for RS256 at least.
const keyBits = 2048

// JWK is the public half of the key that signs badges (RFC 7517).
type JWK struct {
	KTY string `json:"kty"`
	N   string `json:"n"`
	E   string `json:"e"`
	KID string `json:"kid,omitempty"`
	Alg string `json:"alg,omitempty"`
}

// Key gives the public half of the key that signs badges.
func (s *Service) Key(ctx context.Context) (JWK, error) {
	key, err := s.signer(ctx)
	if err != nil {
		return JWK{}, err
	}
	return jwkOf(&key.PublicKey), nil
}

// signer gives the node's key. It is made when the first badge is asked for: it
// takes a while, and most nodes give none.
func (s *Service) signer(ctx context.Context) (*rsa.PrivateKey, error) {
	if key := s.key.Load(); key != nil {
		return key, nil
	}
	text, err := s.stored(ctx)
	if err != nil {
		return nil, err
	}
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("certificate: the key is damaged: %d letters", len(text)) // never the text
	}
	key, err := x509.ParsePKCS1PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("certificate: the key is damaged: %d bytes", len(der))
	}
	s.key.Store(key)
	return key, nil
}

// stored reads the key; where there is none, it keeps a new one. Of several that
// are made at once the first stays.
func (s *Service) stored(ctx context.Context) (text string, err error) {
	const name = "badges"
	read := func(tx *db.Tx) error {
		return tx.Row("SELECT COALESCE(MAX(private), '') FROM certificate_keys WHERE name = $1", []any{name}, &text)
	}
	if err := s.db.Read(ctx, read); err != nil || text != "" {
		return text, err
	}
	fresh, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return "", fmt.Errorf("certificate: %w", err)
	}
	private := base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PrivateKey(fresh))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO certificate_keys (name, private) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name, private); err != nil {
			return err
		}
		return read(tx)
	})
	return text, err
}

// jwkOf gives a public key with its fingerprint (RFC 7638) as its name.
func jwkOf(key *rsa.PublicKey) JWK {
	b64 := base64.RawURLEncoding.EncodeToString
	j := JWK{KTY: "RSA", N: b64(key.N.Bytes()), E: b64(big.NewInt(int64(key.E)).Bytes()), Alg: "RS256"}
	sum := sha256.Sum256([]byte(`{"e":"` + j.E + `","kty":"RSA","n":"` + j.N + `"}`))
	j.KID = b64(sum[:])
	return j
}
