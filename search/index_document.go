package search

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Document is a product for sale as the index takes it.
type Document struct {
	Product    int64
	Version    int64 // the last event that whoever read it had seen; an older one changes nothing
	Shop       int64
	Country    string   // of the shop
	Category   string   // the shelf; empty for none
	Parent     string   // the shelf above; empty for none
	Currency   string   // of the price
	Price      int64    // the lowest, in minor units
	Stock      bool     // there is some
	Standing   int      // stars times a thousand; 0 when nobody gave any
	Since      int64    // microseconds; the newer is fresher
	Titles     []string // one in each language
	Bodies     []string // descriptions, values, names of shelf and shop
	Attributes []Attribute
	To         []string // countries it is delivered to, or Anywhere; none when that is not known
	Pays       []Pay    // ways to pay for it
}

// Pay is a way to pay for what is delivered to a country, or Anywhere.
type Pay struct{ Way, To string }

// Anywhere stands for all countries.
const Anywhere = "*"

// Attribute is a name and a value that facets count.
type Attribute struct{ Name, Value string }

// maxAttributes of a document are kept.
const maxAttributes = 12

// folded is a document in the columns of the index.
type folded struct {
	Document
	titleExact, titleLatin, bodyExact, bodyLatin, tags string
	begins, concepts, facets                           string
	title                                              []Word
	body                                               []Word
	print                                              int64 // of the columns of the full text
}

// fold makes the columns of a document.
func (d Document) fold(s *Synonyms, by *folder) *folded {
	f := &folded{Document: d}
	var keys []string
	for _, t := range d.Titles {
		words := by.document(t)
		f.title = append(f.title, words...)
		for _, k := range s.Concepts(words) {
			if k = token(k); !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	for _, t := range d.Bodies {
		f.body = append(f.body, by.document(t)...)
	}
	f.body = f.body[:min(len(f.body), maxWords)]
	f.titleExact, f.titleLatin = columns(f.title)
	f.bodyExact, f.bodyLatin = columns(f.body)
	f.begins = beginnings(f.titleExact, exactBegins) + beginnings(f.titleLatin, latinBegins)
	f.concepts = strings.Join(keys, " ")
	tags := []string{shopTag(d.Shop), countryTag(d.Country)}
	for _, c := range []string{d.Category, d.Parent} {
		if c != "" {
			tags = append(tags, categoryTag(c))
		}
	}
	for _, c := range d.To {
		tags = append(tags, toTag(c))
	}
	for _, p := range d.Pays {
		tags = append(tags, p.tag())
	}
	if d.Stock {
		tags = append(tags, stockTag)
	}
	var facets strings.Builder
	facets.WriteString(d.reach() + reachEnd)
	for _, a := range d.Attributes[:min(len(d.Attributes), maxAttributes)] {
		tags = append(tags, a.tag())
		facets.WriteString(a.Name + "\x1f" + a.Value + "\x1e")
	}
	f.tags, f.facets = strings.Join(tags, " "), facets.String()
	h := fnv.New64a()
	for _, c := range []string{f.titleExact, f.titleLatin, f.concepts, f.bodyExact, f.bodyLatin, f.tags} {
		h.Write([]byte(c))
		h.Write([]byte{0})
	}
	f.print = int64(h.Sum64())
	return f
}

// columns gives the words of a text as written, and as they are said with their
// stems, each once.
func columns(words []Word) (exact, latin string) {
	var e, l strings.Builder
	seen := make(map[string]uint8, 2*len(words))
	put := func(b *strings.Builder, w string, bit uint8) {
		if w != "" && seen[w]&bit == 0 {
			seen[w] |= bit
			b.WriteString(w)
			b.WriteByte(' ')
		}
	}
	for _, w := range words {
		put(&e, w.Exact, 1)
		put(&l, w.Latin, 2)
		put(&l, w.Stem, 2)
	}
	return e.String(), l.String()
}

// A title is found by the beginnings of its words. The short ones, which many words
// have, are words of their own in a column, so that to look for one is to walk one
// list; the full text finds longer ones among its words.
const (
	leastBegin  = 2 // so much of a word must be there to be taken for its beginning
	mostBegin   = 4
	exactBegins = "e_" // before what words begin with as they are written
	latinBegins = "l_" // and as they are said
)

// beginnings gives the short ones of the words of a column, each once.
func beginnings(column, mark string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for w := range strings.FieldsSeq(column) {
		letters := 0
		for at := range w + " " { // a beginning ends where a letter begins
			if letters >= leastBegin && !seen[w[:at]] {
				seen[w[:at]] = true
				b.WriteString(mark + w[:at] + " ")
			}
			if letters++; letters > mostBegin {
				break
			}
		}
	}
	return b.String()
}

// startsWith asks for titles with a word that begins so, in a column.
func startsWith(column, mark, begin string) string {
	if utf8.RuneCountInString(begin) <= mostBegin {
		return "begins : " + quote(mark+begin)
	}
	return column + " : " + quote(begin) + "*"
}

const stockTag = "stock_"

func shopTag(shop int64) string          { return "shop_" + strconv.FormatInt(shop, 10) }
func countryTag(country string) string   { return "from_" + token(country) }
func categoryTag(category string) string { return "shelf_" + token(category) }

// tag is the attribute as a filter asks for it.
func (a Attribute) tag() string {
	h := fnv.New64a()
	h.Write([]byte(a.Name + "\x1f" + a.Value))
	return "is_" + strconv.FormatUint(h.Sum64(), 36)
}

// token makes one word of a key.
func token(key string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 0x80:
			return r
		}
		return '_'
	}, key)
}

// Bands of documents, the best first.
const (
	bandLiked = iota
	bandUsual
	bandSoldOut
	bands
	bandBits = 40
)

func (d Document) band() int64 {
	switch {
	case !d.Stock:
		return bandSoldOut
	case d.Standing >= 4000:
		return bandLiked
	}
	return bandUsual
}
