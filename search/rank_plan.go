package search

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// plan is how a query is put to the full text: for every place that was typed,
// what may stand for it, in three widths.
type plan struct {
	asked  []Asked
	means  []Meaning
	known  []bool                        // of a place: its concept is known for sure
	near   map[string]map[string]float64 // by the Latin form of a word asked: those like it, and what they are worth
	strict []string                      // of a place: in the title, as it is written or said
	wide   []string                      // of a place: in title or body, by concept, or the beginning of a word
	loose  []string                      // of a place: also by sound, with a typo, or on another keyboard
}

// newPlan reads a query.
func newPlan(query string, s *Synonyms) *plan {
	p := &plan{asked: Query(query), near: map[string]map[string]float64{}}
	n := len(p.asked)
	if n == 0 {
		return p
	}
	p.means = s.Query(p.asked)
	p.known = make([]bool, n)
	p.strict, p.wide = make([]string, n), make([]string, n)
	strict, wide := make([][]string, n), make([][]string, n)
	for i, a := range p.asked {
		for _, r := range a.Readings {
			for k := i; k < min(i+r.Covers, n); k++ {
				last := i+r.Covers == n
				if r.How != Keyboard {
					strict[k] = append(strict[k], together(r.Words, func(w Word) string { return inTitle(w) }))
					wide[k] = append(wide[k], together(r.Words, func(w Word) string { return anywhere(w, last) }))
				}
			}
		}
	}
	for _, m := range p.means {
		for k := m.From; k < min(m.To, n); k++ {
			if !m.Guess {
				wide[k] = append(wide[k], m.expression())
				p.known[k] = p.known[k] || !m.Broad
			}
		}
	}
	for k := range n {
		p.strict[k], p.wide[k] = either(strict[k]), either(wide[k])
	}
	return p
}

// loosen reads the query as widely as it may be read.
func (p *plan) loosen(v *vocabulary) {
	n := len(p.asked)
	loose := make([][]string, n)
	for i, a := range p.asked {
		for _, r := range a.Readings {
			last := i+r.Covers == n
			e := together(r.Words, func(w Word) string { return p.alike(w, last, v) })
			for k := i; k < min(i+r.Covers, n); k++ {
				loose[k] = append(loose[k], e)
			}
		}
	}
	for _, m := range p.means {
		for k := m.From; k < min(m.To, n); k++ {
			loose[k] = append(loose[k], m.expression())
		}
	}
	p.loose = make([]string, n)
	for k := range n {
		p.loose[k] = either(loose[k])
	}
}

func (m Meaning) expression() string { return "concept:" + quote(token(m.Key)) }

// forms gives the ways in which a word is written and said, each once.
func (w Word) forms() []string {
	list := []string{w.Exact}
	if w.Latin != "" && w.Latin != w.Exact {
		list = append(list, w.Latin)
	}
	if w.Stem != "" && w.Stem != w.Latin && w.Stem != w.Exact {
		list = append(list, w.Stem)
	}
	return list
}

// quote makes a word one of the full text's language. No form holds a quote, as
// that is no letter.
func quote(w string) string { return `"` + strings.ReplaceAll(w, `"`, "") + `"` }

func inTitle(w Word) string {
	var list []string
	for _, f := range w.forms() {
		list = append(list, quote(f))
	}
	return "{title_exact title_latin} : (" + strings.Join(list, " OR ") + ")"
}

// titled reports that each place stands in a title as it is written or said: what
// strict asks of the full text, said of a card.
func (p *plan) titled(c *card) bool {
	n := len(p.asked)
	var met [maxAsked]bool
	for i, a := range p.asked {
		for _, r := range a.Readings {
			if r.How == Keyboard || slices.ContainsFunc(r.Words, func(w Word) bool { return !w.titledIn(c) }) {
				continue
			}
			for k := i; k < min(i+r.Covers, n); k++ {
				met[k] = true
			}
		}
	}
	return !slices.Contains(met[:n], false)
}

func (w Word) titledIn(c *card) bool {
	forms := w.forms()
	return slices.ContainsFunc(c.title, func(t *titleWord) bool {
		return slices.Contains(forms, t.exact) || slices.Contains(forms, t.latin) || slices.Contains(forms, t.stem)
	})
}

func anywhere(w Word, last bool) string {
	var list []string
	for _, f := range w.forms() {
		list = append(list, quote(f))
	}
	e := "{title_exact title_latin body_exact body_latin} : (" + strings.Join(list, " OR ") + ")"
	if last && len([]rune(w.Exact)) >= leastBegin {
		begin := startsWith("title_exact", exactBegins, w.Exact)
		if len(w.Latin) >= leastBegin {
			begin += " OR " + startsWith("title_latin", latinBegins, w.Latin)
		}
		e = "(" + e + " OR " + begin + ")"
	}
	return e
}

// alike adds the words near one that was typed.
func (p *plan) alike(w Word, last bool, v *vocabulary) string {
	e := anywhere(w, last)
	near, ok := p.near[w.Latin]
	if !ok {
		near = map[string]float64{}
		for _, l := range v.near(w) {
			near[l.form] = l.worth
		}
		p.near[w.Latin] = near
	}
	if len(near) == 0 {
		return e
	}
	var list []string
	for _, n := range slices.Sorted(maps.Keys(near)) {
		list = append(list, quote(n))
	}
	where := "{title_latin body_latin}"
	if len(p.asked) == 1 { // alone, a word near one asked is worth too little in a body
		where = "title_latin"
	}
	return "(" + e + " OR " + where + " : (" + strings.Join(list, " OR ") + "))"
}

// together wants all words of a reading.
func together(words []Word, f func(Word) string) string {
	if len(words) == 1 {
		return f(words[0])
	}
	var list []string
	for _, w := range words {
		list = append(list, f(w))
	}
	return "(" + strings.Join(list, " AND ") + ")"
}

// either wants one of a list. What is there twice is asked once, for the full
// text would walk it twice.
func either(list []string) string {
	var once []string
	for _, e := range list {
		if !slices.Contains(once, e) {
			once = append(once, e)
		}
	}
	if len(once) == 0 {
		return ""
	}
	return "(" + strings.Join(once, " OR ") + ")"
}

// allOf wants every place; anyOf wants one of them.
func allOf(places []string) string { return strings.Join(places, " AND ") }
func anyOf(places []string) string { return "(" + strings.Join(places, " OR ") + ")" }

// singly wants any word of any reading: what is left when nothing has all.
func (p *plan) singly() string {
	var list []string
	for _, a := range p.asked {
		for _, r := range a.Readings {
			for _, w := range r.Words {
				if r.How != Keyboard && len(list) < 24 {
					list = append(list, inTitle(w))
				}
			}
		}
	}
	return anyOf(append(list, p.loose...))
}

// filter is the part of a statement that cuts what words found.
func filter(list []Price) (text string, args []any) {
	if len(list) == 0 {
		return "", nil
	}
	n := 2 // the places before
	var parts []string
	for _, b := range list {
		at := func(i int) string { return "?" + strconv.Itoa(n+i) }
		parts = append(parts, "g.currency = "+at(1)+" AND g.price >= "+at(2)+" AND g.price <= "+at(3))
		args = append(args, b.Currency, b.Min, b.Max)
		n += 3
	}
	return " AND (" + strings.Join(parts, " OR ") + ")", args
}
