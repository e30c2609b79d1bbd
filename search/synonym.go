package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Group is the words of many languages that mean one concept.
type Group struct {
	Key   string              // names the concept in the index; a change of it wants a new index
	Is    []string            // keys of what it is besides: green tea is tea
	Broad bool                // of goods that are only akin, such as all jewellery
	Words map[string][]string // by language; a * at the end of a word takes any ending
}

// Meaning is a concept that words of a text have.
type Meaning struct {
	Key      string
	Broad    bool
	From, To int  // the places of its words, the last not included
	Guess    bool // the words only sound like those of the concept
}

// Synonyms finds the concepts of words. It is made once and never changes.
type Synonyms struct {
	groups []Group
	place  map[string]int
	exact  map[string][]term // by the Exact form of the first word
	latin  map[string][]term // by its Latin form or, when it is open, the beginning of that
	stems  map[string][]term
	sounds map[string][]term
}

// term is a way to say a concept.
type term struct {
	group int
	words []Word
	open  []bool // of each word: any ending will do
}

// Below these lengths of the Latin form words of two languages are too often
// alike.
const (
	minLatin = 4  // to be the same word in another script
	minOpen  = 3  // to take any ending
	minSound = 3  // of a skeleton
	maxPart  = 10 // words of a term; characters of scripts without spaces are words
)

// NewSynonyms makes a dictionary of groups. Keys must differ; what Is names
// beyond them is left out.
func NewSynonyms(groups []Group) *Synonyms {
	s := &Synonyms{groups: groups, place: map[string]int{}, exact: map[string][]term{}, latin: map[string][]term{}, stems: map[string][]term{}, sounds: map[string][]term{}}
	for i, g := range groups {
		s.place[g.Key] = i
		for _, list := range g.Words {
			for _, w := range list {
				s.add(i, w)
			}
		}
	}
	return s
}

// add keeps one way to say a group.
func (s *Synonyms) add(group int, phrase string) {
	t := term{group: group}
	for text := range strings.FieldsSeq(phrase) {
		cut, open := strings.CutSuffix(text, "*")
		for _, w := range askedWords(cut, singles) {
			t.words, t.open = append(t.words, w), append(t.open, false)
		}
		if n := len(t.open); open && n > 0 && len(t.words[n-1].Latin) >= minOpen {
			t.open[n-1] = true
		}
	}
	if len(t.words) == 0 || len(t.words) > maxPart {
		return
	}
	s.keep(t)
	if first, _ := utf8.DecodeRuneInString(phrase); len(t.words) > 1 && Unspaced(first) { // as one word, for those who type it in Latin letters
		var f folder
		s.keep(term{group, []Word{f.fold([]rune(phrase))}, []bool{false}})
	}
}

// keep puts a term where its first word is looked for.
func (s *Synonyms) keep(t term) {
	w := t.words[0]
	put := func(m map[string][]term, key string) { m[key] = append(m[key], t) }
	put(s.exact, w.Exact)
	if len(w.Latin) >= minLatin || t.open[0] {
		put(s.latin, w.Latin)
	}
	if len(w.Stem) >= minOpen {
		put(s.stems, w.Stem)
	}
	if t.open[0] {
		return
	}
	for _, k := range w.Sounds {
		if len(k) >= minSound {
			put(s.sounds, k)
		}
	}
}

// Of gives the concepts of a text's words, as Words or a reading of Query gives
// them. The longest phrase at a place is what is meant there; what its group is
// besides, is not added. Words that Latin and Exact forms don't know may be
// guessed by their sound.
func (s *Synonyms) Of(words []Word) []Meaning {
	return s.of(single(words))
}

// Query gives the concepts of a query; From and To are places of asked. Where
// nothing is meant as it was typed, another keyboard is a guess.
func (s *Synonyms) Query(asked []Asked) []Meaning {
	var line []Word
	for i, a := range asked {
		words := askedWords(a.Typed, singles)
		for j := range words {
			words[j].Place = i
		}
		line = append(line, words...)
	}
	list := s.of(line)
	for _, m := range s.retyped(asked) {
		if !slices.ContainsFunc(list, func(have Meaning) bool { return !have.Guess && have.From < m.To && m.From < have.To }) {
			list = append(list, m)
		}
	}
	return list
}

// retyped gives what a query means on other keyboards.
func (s *Synonyms) retyped(asked []Asked) []Meaning {
	var list []Meaning
	for _, to := range keyboards {
		var line []Word
		for i, a := range asked {
			for _, w := range askedWords(retype(a.Typed, to), singles) {
				w.Place = i
				line = append(line, w)
			}
		}
		for _, m := range s.of(line) {
			m.Guess = true
			list = append(list, m)
		}
	}
	return list
}

// span is a phrase of a line and the groups it means.
type span struct {
	from, to int
	groups   []int
	guess    bool
}

// of reads a line for what is one kind of goods, and for what is only akin.
func (s *Synonyms) of(line []Word) []Meaning {
	broad, fine := s.spans(line, true), s.spans(line, false)
	fine = slices.DeleteFunc(fine, func(f span) bool {
		return slices.ContainsFunc(broad, func(b span) bool { return s.within(f, b) })
	})
	var list []Meaning
	for _, spans := range [][]span{fine, broad} {
		for _, p := range spans {
			for _, g := range s.finest(p.groups) {
				list = append(list, Meaning{Key: s.groups[g].Key, Broad: s.groups[g].Broad, From: line[p.from].Place, To: line[p.to-1].Place + 1, Guess: p.guess})
			}
		}
	}
	return list
}

func (s *Synonyms) spans(line []Word, broad bool) []span {
	var list []span
	for i := 0; i < len(line); {
		found, n, guess := s.at(line[i:], broad)
		if n > 0 {
			list = append(list, span{i, i + n, found, guess})
		}
		i += max(n, 1)
	}
	return list
}

// within reports a part of a longer phrase that means nothing of its own there:
// tea in "tea towel". The last word of a phrase does, unless that is what the
// phrase is besides: earrings in "silver earrings", but not tea in "green tea".
func (s *Synonyms) within(f, b span) bool {
	if f.from < b.from || f.to > b.to || f.to-f.from >= b.to-b.from {
		return false
	}
	return f.to < b.to || slices.ContainsFunc(b.groups, func(g int) bool {
		return slices.ContainsFunc(f.groups, func(o int) bool { return slices.Contains(s.groups[g].Is, s.groups[o].Key) })
	})
}

// finest leaves out groups that others of the list are besides.
func (s *Synonyms) finest(list []int) []int {
	return slices.DeleteFunc(list, func(g int) bool {
		return slices.ContainsFunc(list, func(o int) bool { return o != g && slices.Contains(s.groups[o].Is, s.groups[g].Key) })
	})
}

// Concepts gives the keys by which a document is found: its concepts, and what
// those are besides. Guesses are left out.
func (s *Synonyms) Concepts(words []Word) []string {
	var keys []string
	seen := map[string]bool{}
	var add func(key string, deep int)
	add = func(key string, deep int) {
		i, ok := s.place[key]
		if !ok || seen[key] || deep > 4 {
			return
		}
		seen[key] = true
		keys = append(keys, key)
		for _, is := range s.groups[i].Is {
			add(is, deep+1)
		}
	}
	words = slices.Clone(words)
	for i := range words {
		words[i].titled = true
	}
	for _, m := range s.Of(words) {
		if !m.Guess {
			add(m.Key, 0)
		}
	}
	return keys
}

// single leaves of each place the first word: of runs without spaces, the
// characters.
func single(words []Word) []Word {
	line := words[:0:0]
	for i, w := range words {
		if i == 0 || w.Place != words[i-1].Place {
			line = append(line, w)
		}
	}
	return line
}

// at gives the groups of the longest term that a line of words begins with, and
// how many words it has.
func (s *Synonyms) at(line []Word, broad bool) (groups []int, long int, guess bool) {
	surer := 0 // the length of what a surer form of the first word found
	try := func(terms []term, fits func(*term, Word, int) bool) {
		for i := range terms {
			t := &terms[i]
			if n := len(t.words); n >= long && n > surer && n <= len(line) && s.groups[t.group].Broad == broad && t.fits(line, fits) {
				if n > long {
					groups, long = groups[:0], n
				}
				groups = join(groups, t.group)
			}
		}
	}
	w := line[0]
	try(s.exact[w.Exact], sure)
	if len(w.Latin) >= minOpen {
		surer = long
		try(s.latin[w.Latin], sure)
		surer = long
		for n := minOpen; n < len(w.Latin); n++ {
			try(s.latin[w.Latin[:n]], sure)
		}
		if len(w.Stem) >= minOpen {
			surer = long
			try(s.stems[w.Stem], sure)
			try(s.latin[w.Stem], sure)
		}
	}
	if long > 0 {
		return groups, long, false
	}
	for _, k := range w.Sounds {
		if len(k) >= minSound {
			try(s.sounds[k], likely)
		}
	}
	return groups, long, long > 0
}

func (t *term) fits(line []Word, fits func(*term, Word, int) bool) bool {
	for i := range t.words {
		if !fits(t, line[i], i) {
			return false
		}
	}
	return true
}

// english reports a word of the letters of English: in a title it is no Russian
// word as somebody typed it, as "cover" is no ковёр.
func english(exact string) bool {
	return !strings.ContainsFunc(exact, func(r rune) bool { return r >= utf8.RuneSelf })
}

// sure reports that a word is that of the term, or has another ending.
func sure(t *term, w Word, i int) bool {
	own := t.words[i]
	switch {
	case w.Exact == own.Exact:
		return true
	case own.Latin == "" || w.Latin == "", w.titled && english(w.Exact) && !sameScript(w.Exact, own.Exact):
		return false
	}
	long := func(s string) bool {
		return len(s) >= minLatin || (len(s) >= minOpen || i > 0) && sameScript(w.Exact, own.Exact)
	}
	return t.open[i] && strings.HasPrefix(w.Latin, own.Latin) && long(own.Latin) ||
		w.Latin == own.Latin && len(own.Latin) >= minLatin ||
		(w.Stem == own.Stem || w.Stem == own.Latin) && long(w.Stem)
}

// likely reports that a word sounds very much like that of the term.
func likely(t *term, w Word, i int) bool {
	if sure(t, w, i) {
		return true
	}
	own := t.words[i].Latin
	return len(own) > 4 && Distance(own, w.Latin) <= 0.1*float64(len(own)+1)
}

// sameScript reports that two words begin with letters of one script.
func sameScript(a, b string) bool {
	x, _ := utf8.DecodeRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return x>>8 == y>>8
}

func join(list []int, n int) []int {
	for _, have := range list {
		if have == n {
			return list
		}
	}
	return append(list, n)
}
