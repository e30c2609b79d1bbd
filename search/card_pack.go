package search

import (
	"encoding/binary"
	"strings"
)

// names are the texts and the words of titles that cards in memory share, by the
// number that stands for them.
type names struct {
	texts  []string
	textAt map[string]uint64
	words  []titleWord
	wordAt map[titleWord]uint64
}

// text gives the number of a text.
func (n *names) text(s string) uint64 {
	i, ok := n.textAt[s]
	if !ok {
		s, i = strings.Clone(s), uint64(len(n.texts))
		n.texts, n.textAt[s] = append(n.texts, s), i
	}
	return i
}

// word gives the number of a word. Its forms are often the same.
func (n *names) word(w titleWord) uint64 {
	i, ok := n.wordAt[w]
	if ok {
		return i
	}
	own := titleWord{exact: strings.Clone(w.exact)}
	if own.latin = own.exact; w.latin != w.exact {
		own.latin = strings.Clone(w.latin)
	}
	if own.stem = own.latin; w.stem != w.latin {
		own.stem = strings.Clone(w.stem)
	}
	i = uint64(len(n.words))
	n.words, n.wordAt[own] = append(n.words, own), i
	return i
}

// pack writes a card down in numbers, but for that of its document.
func (n *names) pack(c *card) ([]byte, error) {
	if len(n.texts) > maxNames || len(n.words) > maxNames {
		return nil, errFull
	}
	if n.textAt == nil {
		n.textAt, n.wordAt = map[string]uint64{}, map[titleWord]uint64{}
	}
	b, numbers := make([]byte, 0, 96), c.numbers()
	for _, v := range numbers[1:] {
		b = binary.AppendVarint(b, *v)
	}
	for _, s := range c.texts() {
		b = binary.AppendUvarint(b, n.text(*s))
	}
	b = binary.AppendUvarint(b, uint64(len(c.attributes)))
	for _, a := range c.attributes {
		b = binary.AppendUvarint(b, n.text(a))
	}
	for _, w := range c.title {
		b = binary.AppendUvarint(b, n.word(*w))
	}
	return b, nil
}

// unpacker reads many packed cards. Its room is shared by them.
type unpacker struct {
	attributes []string
	title      []*titleWord
}

// unpack is the inverse of pack; it trusts what pack wrote.
func (u *unpacker) unpack(b []byte, n *names, c *card) {
	next := func() uint64 {
		v, size := binary.Uvarint(b)
		b = b[size:]
		return v
	}
	numbers := c.numbers()
	for _, v := range numbers[1:] {
		long := 0
		*v, long = binary.Varint(b)
		b = b[long:]
	}
	for _, s := range c.texts() {
		*s = n.texts[next()]
	}
	from := len(u.attributes)
	for range next() {
		u.attributes = append(u.attributes, n.texts[next()])
	}
	c.attributes = u.attributes[from:len(u.attributes):len(u.attributes)]
	from = len(u.title)
	for len(b) > 0 {
		u.title = append(u.title, &n.words[next()])
	}
	c.title = u.title[from:len(u.title):len(u.title)]
}
