package hs

import (
	"cmp"
	"slices"
	"strings"
)

// Suggestion is a heading that may be right, its best codes first, and why.
type Suggestion struct {
	Heading Entry
	Codes   []Entry // of six digits, the best first; at least one
	Score   float64 // only to be compared within one answer
	Reasons []Reason
}

// Reason is a word of the seller that led to a suggestion: it means goods our
// dictionary knows, or, when Means is empty, stands in the text of the list. Wrote
// is empty for what only the category says.
type Reason struct{ Wrote, Means string }

// Suggested is how many headings a person is offered, and Near among how many a
// code that she chose is looked for.
const (
	Suggested = 5
	Near      = 10
)

// maxCodes bounds the codes of one suggestion, maxReasons its reasons.
const (
	maxCodes   = 3 // of the first, one less of the others
	maxReasons = 4
)

// Find gives the n headings that fit best what is known of a product; fewer, or
// none, when few fit at all.
func Find(a Ask, n int) []Suggestion {
	d, l := vocabulary(), whole()
	list := a.read()
	s := scores{headings: make([]float64, len(l.headings)), codes: map[string]float64{}, why: map[int][]because{}}
	hits := d.meanings(list)
	s.mean(d, hits)
	terms := englishOf(d, hits, list)
	s.read(terms)
	for i, h := range l.headings {
		if s.headings[i] > 0 && within(a.Within, h.Code) {
			s.headings[i] += 0.35
		}
	}
	return s.best(terms, n)
}

// Fits tells whether the heading of a code is among the best n for the product.
// Of a product that nothing is suggested for, no code is far.
func Fits(code string, list []Suggestion) bool {
	return len(list) == 0 || len(code) >= 4 && slices.ContainsFunc(list, func(s Suggestion) bool { return s.Heading.Code == code[:4] })
}

// scores are the sums for headings, in the order of the list, and codes.
type scores struct {
	headings []float64
	codes    map[string]float64
	why      map[int][]because
}

// because is a reason with its part of the sum.
type because struct {
	Reason
	part float64
}

// falling is the weight of the first, second, … heading a concept names.
var falling = [...]float64{1, 0.85, 0.7, 0.6, 0.5, 0.45, 0.4, 0.35}

// mean adds what the concepts lead to.
func (s *scores) mean(d *dictionary, hits []hit) {
	goods := 0.0
	for i, h := range hits {
		if !d.concepts[i].quality {
			goods = max(goods, h.strength)
		}
	}
	for i, h := range hits {
		if h.strength == 0 {
			continue
		}
		c := d.concepts[i]
		for n, t := range c.targets {
			w := falling[min(n, len(falling)-1)]
			if len(t.needs) > 0 {
				w = s.given(d, hits, t, w)
			}
			if c.weak {
				w *= 0.5
				if goods >= 0.5 {
					w *= 0.4 // the goods are known, and are not the bare material
				}
			}
			s.add(t.code, w*h.strength, Reason{h.wrote, c.name})
		}
	}
}

// given is the weight of a target that needs the goods to be something else, too.
func (s *scores) given(d *dictionary, hits []hit, t target, w float64) float64 {
	least := 1.0
	for _, need := range t.needs {
		least = min(least, hits[d.place[need]].strength)
	}
	if least == 0 {
		return w * 0.35
	}
	return max(w, 0.85) * (0.9 + 0.6*least)
}

func (s *scores) add(code string, part float64, why Reason) {
	at, ok := whole().place[code[:4]]
	if !ok || part <= 0 {
		return
	}
	s.headings[at] += part
	if len(code) == 6 {
		s.codes[code] += part
	}
	s.why[at] = append(s.why[at], because{why, part})
}

// best sorts the headings, and their codes.
func (s *scores) best(terms []term, n int) []Suggestion {
	l := whole()
	var order []int
	for i, sum := range s.headings {
		if sum > 0.1 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(s.headings[b], s.headings[a]), cmp.Compare(a, b)) })
	list := make([]Suggestion, 0, min(n, len(order)))
	for _, i := range order[:min(n, len(order))] {
		codes := s.bestCodes(i, terms)
		if len(list) > 0 {
			codes = codes[:min(maxCodes-1, len(codes))]
		}
		list = append(list, Suggestion{l.headings[i].Entry, codes, s.headings[i], reasons(s.why[i])})
	}
	return list
}

// bestCodes are the codes of a heading that the words speak for; when they speak
// for none, the one for what is not named elsewhere.
func (s *scores) bestCodes(at int, terms []term) []Entry {
	codes := slices.Clone(whole().headings[at].codes)
	sum := make(map[string]float64, len(codes))
	for n, c := range codes {
		sum[c.Code] = s.codes[c.Code] + wordings().speaks(c.Code, terms) + float64(n)*0.001
		if c.Code[5] == '0' || c.Code[5] == '9' {
			sum[c.Code] += 0.05
		}
	}
	slices.SortFunc(codes, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(sum[b.Code], sum[a.Code]), cmp.Compare(a.Code, b.Code))
	})
	return codes[:min(maxCodes, len(codes))]
}

// reasons are the heaviest, each said once.
func reasons(all []because) (list []Reason) {
	slices.SortStableFunc(all, func(a, b because) int { return cmp.Compare(b.part, a.part) })
	for _, b := range all {
		if b.Wrote == "" {
			b.Means = "" // the category is one reason, whatever it means
		}
		same := func(r Reason) bool { return r == b.Reason || r.Wrote == b.Wrote && b.Means == "" }
		if len(list) < maxReasons && !slices.ContainsFunc(list, same) {
			list = append(list, b.Reason)
		}
	}
	return list
}

// within reports whether a heading is in ranges like "0802–0813, 1704".
func within(ranges, code string) bool {
	for r := range strings.SplitSeq(ranges, ",") {
		from, to, ok := strings.Cut(strings.TrimSpace(r), "–")
		if !ok {
			to = from
		}
		if len(from) == 4 && len(to) == 4 && from <= code && code <= to {
			return true
		}
	}
	return false
}
