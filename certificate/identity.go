package certificate

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Identity is an address of which only a hash is kept: who is told the address can
// see that it is the one; nobody can read it here.
type Identity struct {
	Hash string `json:"hash"` // "sha256$" and hexadecimal digits
	Salt string `json:"salt"` // appended before it was hashed
}

// hidden hashes an address with a salt of its own, so that the same address on two
// certificates does not show.
func hidden(email string) *Identity {
	salt := make([]byte, 16)
	rand.Read(salt) //nolint:errcheck // it never fails
	i := Identity{Salt: hex.EncodeToString(salt)}
	i.Hash = i.of(email)
	return &i
}

func (i Identity) of(email string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(email)) + i.Salt))
	return "sha256$" + hex.EncodeToString(sum[:])
}

// Is reports whether an address is the one.
func (i *Identity) Is(email string) bool {
	return i != nil && subtle.ConstantTimeCompare([]byte(i.of(email)), []byte(strings.ToLower(i.Hash))) == 1
}

// Bounds of what a certificate says.
const (
	maxEvidence = 40   // things
	maxText     = 4000 // letters of a text in one language
	maxAddress  = 2048 // letters of an address
)

// check holds what a caller puts on a certificate within bounds.
func (w Words) check() error {
	if len(w.Evidence) > maxEvidence {
		return fmt.Errorf("certificate: %d things as evidence, at most %d", len(w.Evidence), maxEvidence)
	}
	texts := []map[string]string{{"": w.Name}, {"": w.By}, {"": w.Email}, w.Title, w.Criteria}
	for _, e := range w.Evidence {
		if u, err := url.Parse(e.URL); err != nil || len(e.URL) > maxAddress || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return fmt.Errorf("certificate: evidence at %.80q: give a whole http or https address", e.URL)
		}
		texts = append(texts, e.Name)
	}
	for _, t := range texts {
		for lang, text := range t {
			if len(text) > maxText || !utf8.ValidString(text) {
				return fmt.Errorf("certificate: a text of %d bytes (%q): at most %d, in UTF-8", len(text), lang, maxText)
			}
		}
	}
	return nil
}
