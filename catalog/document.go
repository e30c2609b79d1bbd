package catalog

import (
	"encoding/json"
	"fmt"
	"sync"

	"agora/country"
)

// face is the part of a product that a card shows: products.card.
type face struct {
	Title   Texts  `json:"n"`
	Picture Media  `json:"p,omitzero"`
	Tint    string `json:"c,omitempty"`
}

// body is the rest of a product that SQL never looks into:
// products.document.
type body struct {
	Description Texts       `json:"d,omitempty"`
	Attributes  []Attribute `json:"a,omitempty"`
	Options     []Option    `json:"o,omitempty"`
	Media       []Media     `json:"m,omitempty"`
	Pictures    []string    `json:"p,omitempty"`
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

// version names one state of one row; a row's version rises with every write.
type version struct{ id, version int64 }

// memory remembers what documents decode to, so that a hot page costs no
// decoding. What is in it never goes stale: a changed row has another version.
// It keeps two generations and forgets the older one when the younger is full.
// The zero memory of a size remembers nothing.
type memory[V any] struct {
	mu         sync.Mutex
	size       int
	young, old map[version]V
}

// recall gives what text of this version decodes to, decoding it only when it
// is not remembered.
func (m *memory[V]) recall(at version, text string, decode func(string) (V, error)) (V, error) {
	m.mu.Lock()
	v, ok := m.young[at]
	if !ok {
		if v, ok = m.old[at]; ok {
			m.keep(at, v)
		}
	}
	m.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := decode(text)
	if err != nil {
		return v, err
	}
	m.mu.Lock()
	m.keep(at, v)
	m.mu.Unlock()
	return v, nil
}

func (m *memory[V]) keep(at version, v V) {
	if m.size == 0 {
		return
	}
	if m.young == nil || len(m.young) >= m.size {
		m.old, m.young = m.young, make(map[version]V, m.size)
	}
	m.young[at] = v
}
