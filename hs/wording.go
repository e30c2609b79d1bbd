package hs

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// wording is the index of the list's own words: which heading says what, and
// which of its codes.
type wording struct {
	weight map[string]float64 // of a word: 1 for the rarest, 0 for one everywhere
	says   map[string][]place // headings by word
	codes  map[string]speech  // by code
}

// place is a heading that says a word, and how prominently.
type place struct {
	at   int
	much float64
}

// speech is what a code says its goods are, and what they are not.
type speech struct{ yes, no map[string]bool }

// excluded are the parts of a description that name what it is not about.
var excluded = regexp.MustCompile(`\((?:excluding|other than|except|not)[^)]*\)|(?:\bexcluding|\bother than|\bnot|\bexcept|\bn\.e\.c\. in)\b[^;,()]*`)

var wordings = sync.OnceValue(func() *wording {
	l := whole()
	w := &wording{weight: map[string]float64{}, says: map[string][]place{}, codes: map[string]speech{}}
	for at, h := range l.headings {
		much := map[string]float64{}
		tell(much, h.Text, 1, 0.7)
		for _, c := range h.codes {
			tell(much, c.Text, 0.4, 0.4)
			yes, no := sides(c.Text)
			w.codes[c.Code] = speech{yes, no}
		}
		for _, t := range sorted(much) {
			w.says[t] = append(w.says[t], place{at, much[t]})
		}
	}
	for t, at := range w.says {
		w.weight[t] = 1 - math.Log(float64(len(at)))/math.Log(float64(len(l.headings)))
	}
	return w
})

// tell notes the words of a description: those before its first mark say most.
func tell(much map[string]float64, text string, first, rest float64) {
	yes, _ := sides(text)
	head := set(strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == ',' })[0])
	for t := range yes {
		v := rest
		if head[t] {
			v = first
		}
		much[t] = max(much[t], v)
	}
}

// sides cuts a description into what it is about and what it is not.
func sides(text string) (yes, no map[string]bool) {
	text = strings.NewReplacer("whether or not", "", "articles of heading no", "").Replace(strings.ToLower(text))
	no = set(strings.Join(excluded.FindAllString(text, -1), " "))
	yes = set(excluded.ReplaceAllString(text, " "))
	return yes, no
}

func set(text string) map[string]bool {
	m := map[string]bool{}
	for _, w := range fold(text) {
		if w = stem(w); len(w) > 2 && !empty[w] {
			m[w] = true
		}
	}
	return m
}

// empty are words of the list that say nothing about goods.
var empty = map[string]bool{"and": true, "the": true, "other": true, "than": true, "with": true, "for": true, "including": true,
	"nec": true, "heading": true, "chapter": true, "item": true, "whether": true, "not": true, "thereof": true, "like": true,
	"similar": true, "article": true, "kind": true, "used": true, "part": true, "material": true, "set": true, "from": true,
	"excluding": true, "having": true, "made": true, "good": true, "size": true, "colour": true, "black": true, "white": true}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// term is an English word of the ask, or for what it means, and its weight.
type term struct {
	text     string
	strength float64
	wrote    string
}

// maxTerms bounds the words that are looked for in the list.
const maxTerms = 60

// englishOf gives the English words that were written, and those for what was
// meant in any language.
func englishOf(d *dictionary, hits []hit, list []said) []term {
	best := map[string]term{}
	note := func(w string, strength float64, wrote string) {
		if w = stem(w); len(w) > 2 && !empty[w] && strength > best[w].strength {
			best[w] = term{w, strength, wrote}
		}
	}
	for _, s := range list {
		if s.lang == "en" {
			note(s.text, s.weight, s.raw)
		}
	}
	for i, h := range hits {
		if h.strength == 0 {
			continue
		}
		c := d.concepts[i]
		for n, w := range c.english {
			if n < 3 || c.quality && n < 6 {
				note(w, 0.7*h.strength, h.wrote)
			}
		}
	}
	terms := make([]term, 0, len(best))
	for _, k := range sorted(best) {
		terms = append(terms, best[k])
	}
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(b.strength, a.strength) })
	return terms[:min(maxTerms, len(terms))]
}

// maxWording bounds what the list's own words add to a heading: they are often
// said of goods that are not meant.
const maxWording = 0.8

// read adds headings whose text says the words.
func (s *scores) read(terms []term) {
	w := wordings()
	sums := make([]float64, len(s.headings))
	for _, t := range terms {
		for _, p := range w.says[t.text] {
			part := min(w.weight[t.text]*w.weight[t.text]*t.strength*p.much*0.5, maxWording-sums[p.at])
			if part <= 0 {
				continue
			}
			sums[p.at] += part
			s.headings[p.at] += part
			s.why[p.at] = append(s.why[p.at], because{Reason{Wrote: t.wrote}, part * 0.5})
		}
	}
}

// speaks is how much the words speak for a code within its heading.
func (w *wording) speaks(code string, terms []term) (sum float64) {
	c := w.codes[code]
	for _, t := range terms {
		if c.yes[t.text] {
			sum += t.strength
		} else if c.no[t.text] {
			sum -= t.strength
		}
	}
	return sum
}
