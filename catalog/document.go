package catalog

import (
	"encoding/json"
	"fmt"

	"agora/country"
	"agora/memo"
)

// face is the part of a product that a card shows: products.card.
type face struct {
	Title   Texts  `json:"n"`
	Picture Media  `json:"p,omitzero"`
	Tint    string `json:"c,omitempty"`
	Paper   string `json:"x,omitempty"` // Certificate

	Dangerous bool `json:"g,omitempty"`
	LeadDays  int  `json:"w,omitempty"`
	Digital   bool `json:"f,omitempty"`
}

// body is the rest of a product that SQL never looks into:
// products.document.
type body struct {
	Description Texts        `json:"d,omitempty"`
	Attributes  []Attribute  `json:"a,omitempty"`
	Options     []Option     `json:"o,omitempty"`
	Traits      []TraitValue `json:"t,omitempty"`
	Media       []Media      `json:"m,omitempty"`
	Pictures    []string     `json:"p,omitempty"`
	Brand       string       `json:"b,omitempty"`
	Condition   Condition    `json:"c,omitempty"`
	Machine     Marks        `json:"w,omitempty"`
	Videos      []string     `json:"v,omitempty"`
}

// sign is the part of a shop that SQL never looks into: shops.document.
type sign struct {
	Languages    []string        `json:"l,omitempty"`
	Origin       country.Address `json:"o"`
	Tagline      Texts           `json:"t,omitempty"`
	Story        Texts           `json:"s,omitempty"`
	Tint         string          `json:"c,omitempty"`
	Initials     string          `json:"i,omitempty"`
	HandlingDays int             `json:"h,omitempty"`
	ReturnDays   int             `json:"r,omitempty"`
	Payout       string          `json:"p,omitempty"`
	Machine      Marks           `json:"m,omitempty"`
	Few          *int64          `json:"f,omitempty"` // nil: DefaultFew
}

func decodeFace(text string) (f face, err error) { return f, decode(text, &f) }
func decodeBody(text string) (b body, err error) { return b, decode(text, &b) }
func decodeSign(text string) (s sign, err error) { return s, decode(text, &s) }

func decode(text string, v any) error {
	if err := json.Unmarshal([]byte(text), v); err != nil {
		return fmt.Errorf("catalog: document: %w", err)
	}
	return nil
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// memory remembers what documents decode to, by their version, so that a hot page
// costs no decoding. A version is an id made by the write that wrote the document
// and never used again, even when that write was rolled back, so what is
// remembered never goes stale.
type memory[V any] = memo.Memo[int64, V]

// recall gives what text of this version decodes to.
func recall[V any](m *memory[V], at int64, text string, decode func(string) (V, error)) (V, error) {
	return m.Recall(at, func() (V, error) { return decode(text) })
}
