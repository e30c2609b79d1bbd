package certificate

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// DID gives the name by which programs know the node of an address
// ("https://agora.example" is "did:web:agora.example"). Who owns the address owns the
// name.
func DID(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return "did:web:" + strings.ReplaceAll(strings.ToLower(u.Host), ":", "%3A")
}

// home gives where the keys of a did:web stand, as the method says; ok is false for
// what is none.
func home(did string) (address string, ok bool) {
	rest, ok := strings.CutPrefix(did, "did:web:")
	if !ok || rest == "" || len(did) > maxAddress {
		return "", false
	}
	parts := strings.Split(rest, ":")
	for i, p := range parts {
		plain, err := url.PathUnescape(p)
		if err != nil || plain == "" || plain == "." || plain == ".." || strings.ContainsAny(plain, "/\\?#@ \t\r\n") {
			return "", false
		}
		if i == 0 {
			p = plain
		}
		parts[i] = p
	}
	if len(parts) == 1 {
		return "https://" + parts[0] + "/.well-known/did.json", true
	}
	return "https://" + strings.Join(parts, "/") + "/did.json", true
}

// document is what a DID says of its keys (DID Core, Controlled Identifiers).
type document struct {
	Context   []string `json:"@context"`
	ID        string   `json:"id"`
	Methods   []method `json:"verificationMethod"`
	Assertion []string `json:"assertionMethod"`
}

// method is a key as others check it.
type method struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Controller string `json:"controller"`
	Key        string `json:"publicKeyMultibase"`
	Expires    string `json:"expires,omitempty"`
	Revoked    string `json:"revoked,omitempty"`
}

// Document gives the keys of the node at an address, for its /.well-known/did.json:
// those that sign or signed, and those that leaked with their date.
func (s *Service) Document(ctx context.Context, address string) ([]byte, error) {
	keys, err := s.ring(ctx)
	if err != nil {
		return nil, err
	}
	did := DID(address)
	d := document{Context: []string{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"}, ID: did}
	for _, k := range keys {
		m := method{ID: did + "#" + k.public, Type: "Multikey", Controller: did, Key: k.public}
		if k.Leaked.IsZero() {
			d.Assertion = append(d.Assertion, m.ID)
		} else {
			m.Revoked = k.Leaked.UTC().Format(time.RFC3339)
		}
		d.Methods = append(d.Methods, m)
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	return raw, nil
}
