package httpsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"

	_ "crypto/sha512" // SHA-384 for crypto.Hash
)

// algorithm is one kind of key with what belongs to it.
type algorithm struct {
	curve     elliptic.Curve
	crv       string // of a JWK
	alg       string // of a JWK
	signature string // in RFC 9421's register
	hash      crypto.Hash
	size      int // bytes of a coordinate, and of r and s
}

func algorithms() []algorithm {
	return []algorithm{
		{elliptic.P256(), "P-256", "ES256", "ecdsa-p256-sha256", crypto.SHA256, 32},
		{elliptic.P384(), "P-384", "ES384", "ecdsa-p384-sha384", crypto.SHA384, 48},
	}
}

// Key signs by ES256. It prints as its id.
type Key struct {
	ID      string
	private *ecdsa.PrivateKey
}

// Generate makes a key whose id is its fingerprint (RFC 7638).
func Generate() (*Key, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("httpsig: %w", err)
	}
	k := &Key{private: private}
	k.ID = k.JWK().Thumbprint()
	return k, nil
}

// NewKey takes a private key on the curve P-256; another is ErrAlgorithm.
func NewKey(id string, private *ecdsa.PrivateKey) (*Key, error) {
	if private.Curve != elliptic.P256() {
		return nil, fmt.Errorf("%w: only keys on P-256 sign", ErrAlgorithm)
	}
	if _, err := private.PublicKey.Bytes(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return &Key{ID: id, private: private}, nil
}

// Public is the key's other half.
func (k *Key) Public() *PublicKey { return &PublicKey{ID: k.ID, key: &k.private.PublicKey} }

// JWK is the key's other half as others are told of it.
func (k *Key) JWK() JWK { return k.Public().JWK() }

// String keeps the private half out of logs.
func (k *Key) String() string { return "key " + k.ID }

// GoString does the same for %#v.
func (k *Key) GoString() string { return k.String() }

func (k *Key) sign(text string) ([]byte, error) {
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, k.private, sum[:])
	if err != nil {
		return nil, fmt.Errorf("httpsig: %w", err)
	}
	raw := make([]byte, 64)
	r.FillBytes(raw[:32])
	s.FillBytes(raw[32:])
	return raw, nil
}

// PublicKey verifies by ES256 or ES384, after its curve.
type PublicKey struct {
	ID  string
	key *ecdsa.PublicKey
}

func (p *PublicKey) algorithm() algorithm {
	for _, a := range algorithms() {
		if a.curve == p.key.Curve {
			return a
		}
	}
	panic("httpsig: a public key on a curve that no constructor takes")
}

// verify takes r and s as they are; DER has another length.
func (p *PublicKey) verify(text string, raw []byte) bool {
	a := p.algorithm()
	if len(raw) != 2*a.size {
		return false
	}
	h := a.hash.New()
	h.Write([]byte(text))
	r, s := new(big.Int).SetBytes(raw[:a.size]), new(big.Int).SetBytes(raw[a.size:])
	return ecdsa.Verify(p.key, h.Sum(nil), r, s)
}

// JWK is the key as others are told of it.
func (p *PublicKey) JWK() JWK {
	a := p.algorithm()
	point, err := p.key.Bytes() // 4, x, y
	if err != nil {
		panic(fmt.Sprintf("httpsig: a public key that is no point: %v", err))
	}
	b64 := base64.RawURLEncoding.EncodeToString
	return JWK{KID: p.ID, KTY: "EC", CRV: a.crv, X: b64(point[1 : 1+a.size]), Y: b64(point[1+a.size:]), Use: "sig", Alg: a.alg}
}
