package certificate

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/mr-tron/base58"
)

const (
	proofType = "DataIntegrityProof"
	suite     = "eddsa-rdfc-2022"
	purpose   = "assertionMethod"
)

// signed is a document with its proof, which it lacks while it is signed.
func (s *shelf) signed(doc any, key signer, did string, at time.Time) ([]byte, error) {
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	var body map[string]any
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	proof := map[string]any{"type": proofType, "cryptosuite": suite, "proofPurpose": purpose,
		"created": at.UTC().Format(time.RFC3339), "verificationMethod": did + "#" + key.public}
	digest, err := s.digest(body, proof)
	if err != nil {
		return nil, err
	}
	proof["proofValue"] = "z" + base58.Encode(ed25519.Sign(key.private, digest))
	tail, err := json.Marshal(proof)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	// After all else, so that the order of words stays as it was written.
	return fmt.Appendf(raw[:len(raw)-1], `,"proof":%s}`, tail), nil
}

// digest is what is signed by eddsa-rdfc-2022: the hash of how it is signed, and that
// of what is said, each in canonical form.
func (s *shelf) digest(body, proof map[string]any) ([]byte, error) {
	options := maps.Clone(proof)
	delete(options, "proofValue")
	options["@context"] = body["@context"]
	said := maps.Clone(body)
	delete(said, "proof")
	var out []byte
	for _, part := range []map[string]any{options, said} {
		text, err := s.canonical(part)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256([]byte(text))
		out = append(out, sum[:]...)
	}
	return out, nil
}
