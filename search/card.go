package search

import (
	"encoding/binary"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
)

// card is what ranking, facets and sorting need of a document. It is shared and
// never changed.
type card struct {
	doc, product, shop, price, since int64
	stock, standing                  int
	country, category, parent        string
	currency                         string
	concepts, facets, reach          string // between single spaces; attributes and where it goes, as fold writes them
	title                            []titleWord
}

// titleWord is a word of a title in the forms that ranking compares.
type titleWord struct{ exact, latin, stem string }

// maxTitleWords of a title are ranked.
const maxTitleWords = 48

// card gives what the index keeps of a document besides its words.
func (d *folded) card(doc int64) []byte {
	stock := int64(0)
	if d.Stock {
		stock = 1
	}
	var b []byte
	for _, n := range [...]int64{doc, d.Product, d.Shop, d.Price, d.Since, stock, int64(d.Standing)} {
		b = binary.AppendVarint(b, n)
	}
	for _, s := range [...]string{d.Country, d.Category, d.Parent, d.Currency, d.concepts, d.facets} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	seen := map[string]bool{}
	for _, w := range d.title {
		if seen[w.Exact] || len(seen) == maxTitleWords {
			continue
		}
		seen[w.Exact] = true
		b = append(b, w.Exact+"\t"+w.Latin+"\t"+w.Stem+"\n"...)
	}
	return b
}

var errCard = errors.New("search: a card that was cut")

// readCard is the inverse of card.
func readCard(b []byte) (*card, error) {
	var c card
	var stock, standing int64
	for _, n := range [...]*int64{&c.doc, &c.product, &c.shop, &c.price, &c.since, &stock, &standing} {
		v, size := binary.Varint(b)
		if size <= 0 {
			return nil, errCard
		}
		*n, b = v, b[size:]
	}
	c.stock, c.standing = int(stock), int(standing)
	text := string(b) // one for all
	for _, s := range [...]*string{&c.country, &c.category, &c.parent, &c.currency, &c.concepts, &c.facets} {
		long, size := binary.Uvarint(b)
		if size <= 0 || long > uint64(len(b)-size) {
			return nil, errCard
		}
		*s = text[size : size+int(long)]
		b, text = b[size+int(long):], text[size+int(long):]
	}
	c.reach, c.facets, _ = strings.Cut(c.facets, reachEnd)
	c.title = make([]titleWord, 0, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		var w titleWord
		w.exact, line, _ = strings.Cut(line, "\t")
		w.latin, line, _ = strings.Cut(line, "\t")
		w.stem = strings.TrimSuffix(line, "\n")
		c.title = append(c.title, w)
	}
	return &c, nil
}

// cards remembers those that were read last. Common words find the same ones
// again and again, for a search looks at the highest numbers first.
type cards struct {
	written   atomic.Int64 // grows with each change of the file, so that nobody remembers what was read before it
	mu        sync.RWMutex
	now, past map[int64]*card // when now is full it becomes past, and what was past is forgotten
}

// maxCards of about 700 bytes are in each half of the memory.
const maxCards = 80_000

// get fills the places of list whose documents it remembers.
func (m *cards) get(docs []int64, list []*card) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for i, d := range docs {
		if list[i] = m.now[d]; list[i] == nil {
			list[i] = m.past[d]
		}
	}
}

// put remembers cards that were read since the file was written the given time.
func (m *cards) put(list []*card, written int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.written.Load() != written {
		return
	}
	if m.now == nil || len(m.now)+len(list) > maxCards {
		m.past, m.now = m.now, make(map[int64]*card, len(list))
	}
	for _, c := range list {
		m.now[c.doc] = c
	}
}

// forget drops what was changed.
func (m *cards) forget(docs []int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.written.Add(1)
	for _, d := range docs {
		delete(m.now, d)
		delete(m.past, d)
	}
}
