package search

import (
	"encoding/binary"
	"errors"
	"strings"
)

// card is what ranking, facets and sorting need of a document.
type card struct {
	doc, product, shop, price, since int64
	stock, standing                  int64
	country, category, parent        string
	currency                         string
	concepts, reach                  string   // between single spaces; where it goes, as fold writes it
	attributes                       []string // name, \x1f and value
	title                            []*titleWord
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
	for _, n := range c.numbers() {
		v, size := binary.Varint(b)
		if size <= 0 {
			return nil, errCard
		}
		*n, b = v, b[size:]
	}
	text := string(b) // one for all
	var facets string
	for _, s := range [...]*string{&c.country, &c.category, &c.parent, &c.currency, &c.concepts, &facets} {
		long, size := binary.Uvarint(b)
		if size <= 0 || long > uint64(len(b)-size) {
			return nil, errCard
		}
		*s = text[size : size+int(long)]
		b, text = b[size+int(long):], text[size+int(long):]
	}
	c.reach, facets, _ = strings.Cut(facets, reachEnd)
	for line := range strings.SplitSeq(facets, "\x1e") {
		if line != "" {
			c.attributes = append(c.attributes, line)
		}
	}
	c.title = make([]*titleWord, 0, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		w := new(titleWord)
		w.exact, line, _ = strings.Cut(line, "\t")
		w.latin, line, _ = strings.Cut(line, "\t")
		w.stem = strings.TrimSuffix(line, "\n")
		c.title = append(c.title, w)
	}
	return &c, nil
}

// numbers are those of a card, in the order in which they are written.
func (c *card) numbers() [7]*int64 {
	return [...]*int64{&c.doc, &c.product, &c.shop, &c.price, &c.since, &c.stock, &c.standing}
}

// texts are those of a card that many share, in the order in which memory has
// them.
func (c *card) texts() [6]*string {
	return [...]*string{&c.country, &c.category, &c.parent, &c.currency, &c.concepts, &c.reach}
}
