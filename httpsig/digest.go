package httpsig

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"net/http"

	"github.com/dunglas/httpsfv"
)

// Digest is the Content-Digest of a body (RFC 9530), by SHA-256.
func Digest(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// checkDigest compares the header, if there is one, with the body. Each digest
// that is known must be right, and one must be known.
func checkDigest(h http.Header, body []byte) error {
	if len(h.Values("Content-Digest")) == 0 {
		return nil // whether there must be one is said by what must be signed
	}
	d, err := dictionary(h, "Content-Digest")
	if err != nil {
		return fmt.Errorf("%w: %v", ErrDigest, err) // no ErrInvalid: the digest is at fault
	}
	known := false
	for _, name := range d.Names() {
		var sum []byte
		switch name {
		case "sha-256":
			s := sha256.Sum256(body)
			sum = s[:]
		case "sha-512":
			s := sha512.Sum512(body)
			sum = s[:]
		default:
			continue
		}
		known = true
		member, _ := d.Get(name)
		item, _ := member.(httpsfv.Item)
		if said, ok := item.Value.([]byte); !ok || !bytes.Equal(said, sum) {
			return fmt.Errorf("%w: %s", ErrDigest, name)
		}
	}
	if !known {
		return fmt.Errorf("%w: Content-Digest has no sha-256", ErrAlgorithm)
	}
	return nil
}
