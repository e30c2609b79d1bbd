package web

import (
	"strings"

	"agora/delivery"
)

// ProofWords says how a parcel was handed over.
func (r *Request) ProofWords(p delivery.Proof) string {
	parts := []string{r.T("store.proof", "when", r.Locale.DateTime(p.At, nil))}
	if p.Code {
		parts = append(parts, r.T("store.proof_code"))
	}
	if p.Name != "" {
		parts = append(parts, r.T("store.proof_name", "name", p.Name))
	}
	return strings.Join(parts, " · ")
}
