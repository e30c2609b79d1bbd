package landed

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"agora/money"
)

// Hash names the quote by what the buyer agreed to: amounts, statuses, rules,
// rates. Two quotes with one hash are the same promise, on whatever day they
// were made.
func (q Quote) Hash() string {
	text, err := json.Marshal(q.promise())
	if err != nil {
		panic(fmt.Sprintf("a quote that can't be written down: %v", err)) // it has only plain values
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// promise is the quote without the days and sources that label it.
func (q Quote) promise() Quote {
	q.Expires = time.Time{}
	q.Parcels = slices.Clone(q.Parcels)
	for i := range q.Parcels {
		p := &q.Parcels[i]
		p.Rate = money.Rate{From: p.Rate.From, To: p.Rate.To, Value: p.Rate.Value}
		p.Entries = slices.Clone(p.Entries)
		for j := range p.Entries {
			p.Entries[j].Source, p.Entries[j].Seen, p.Entries[j].Of = "", time.Time{}, 0
		}
		p.Bars = slices.Clone(p.Bars)
		for j := range p.Bars {
			p.Bars[j].Source, p.Bars[j].Seen = "", time.Time{}
		}
	}
	return q
}
