package landed

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Hash names the quote by everything the buyer saw: amounts, statuses, rules,
// rates. Two quotes with one hash are the same promise.
func (q Quote) Hash() string {
	text, err := json.Marshal(q)
	if err != nil {
		panic(fmt.Sprintf("a quote that can't be written down: %v", err)) // it has only plain values
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
