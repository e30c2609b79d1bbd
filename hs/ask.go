package hs

import (
	"slices"
	"strings"
)

// Ask is what is known of a product. Texts are by language.
type Ask struct {
	Title, Description map[string]string
	Category           map[string]string // its name
	Within             string            // codes that are usual there: "0802–0813, 1704"
}

// How much what is said in a place weighs, and the longest text that is read.
const (
	ofTitle, ofCategory, ofDescription = 1.0, 0.4, 0.25
	maxRead                            = 2000 // bytes
)

// said is a word of the ask.
type said struct {
	text   string // folded
	lang   string
	weight float64
	raw    string // as it was written; the same for the parts of "T-shirt"
}

// hit is how strongly a concept is meant, and by which words.
type hit struct {
	strength float64
	wrote    string
}

// turns are words after which an English or Russian title names what the goods
// are with, of or for, and no longer what they are.
var turns = map[string][]string{
	"en": {"with", "of", "for", "from", "in", "and", "by"},
	"ru": {"с", "со", "из", "для", "в", "на", "от", "и", "под"},
	"be": {"з", "са", "для", "у", "на", "і"},
}

// words cuts a text into clauses of words, lighter after a turn or a comma.
func words(lang, text string, weight float64) (list []said) {
	if len(text) > maxRead {
		text = strings.ToValidUTF8(text[:maxRead], "")
	}
	for i, clause := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;،、，。.()|/\n", r) }) {
		w := weight
		if i > 0 {
			w *= 0.75
		}
		for n, raw := range strings.Fields(clause) {
			for _, t := range fold(raw) {
				if n > 0 && slices.Contains(turns[lang], t) {
					w = min(w, weight*0.6)
				}
				list = append(list, said{t, lang, w, raw})
			}
		}
		list = append(list, said{}) // no phrase goes on over the end of a clause
	}
	return list
}

// read gives all words of the ask, in one order always.
func (a Ask) read() (list []said) {
	for _, p := range []struct {
		texts  map[string]string
		weight float64
	}{{a.Title, ofTitle}, {a.Category, ofCategory}, {a.Description, ofDescription}} {
		langs := make([]string, 0, len(p.texts))
		for l := range p.texts {
			langs = append(langs, l)
		}
		slices.Sort(langs)
		for _, l := range langs {
			text := words(l, p.texts[l], p.weight)
			if p.weight == ofCategory {
				for i := range text {
					text[i].raw = "" // the seller did not write it
				}
			}
			list = append(list, text...)
		}
	}
	return list
}

// meanings finds what the words mean. A word inside a longer phrase means the
// phrase, and what the goods are like, more than itself.
func (d *dictionary) meanings(list []said) []hit {
	hits := make([]hit, len(d.concepts))
	note := func(concept int, strength float64, wrote string) {
		if h := &hits[concept]; strength > h.strength {
			*h = hit{strength, wrote}
		}
	}
	in := make([]int, len(list)) // end of the longest phrase so far that covers a word
	for i, s := range list {
		if s.text == "" {
			continue
		}
		if unspaced(s.text) {
			d.within(s, note)
			continue
		}
		found, longest := []match(nil), 1
		for _, w := range d.words[start(s.text)] {
			if f := w.fits(list[i:]); f > 0 {
				found, longest = append(found, match{w, f}), max(longest, len(w.parts))
			}
		}
		for _, m := range found {
			f := m.fit * s.weight
			if n := len(m.word.parts); n > 1 {
				f *= 1.25
			} else if (longest > 1 || in[i] > i) && !d.concepts[m.word.concept].quality {
				f *= 0.5
			}
			if m.word.lang != s.lang && s.lang != "" {
				f *= strange(m.word)
			}
			note(m.word.concept, f, wrote(list[i:i+len(m.word.parts)]))
		}
		for j := i; j < i+longest; j++ {
			if longest > 1 {
				in[j] = max(in[j], i+longest)
			}
		}
	}
	d.imply(hits)
	return hits
}

// match is a word found, and how well it fits.
type match struct {
	word word
	fit  float64
}

// strange is the weight of a word of another language than the text's: names
// wander with the goods, but short words of one language are others' too.
func strange(w word) float64 {
	if len(w.parts) == 1 && len(w.parts[0].text) <= 4 {
		return 0
	}
	return 0.6
}

// fits tells how well the words at the beginning of the list are this phrase.
func (w word) fits(list []said) float64 {
	if len(w.parts) > len(list) {
		return 0
	}
	least := 1.0
	for i, p := range w.parts {
		if list[i].text == "" {
			return 0
		}
		if least = min(least, p.fits(list[i].text)); least == 0 {
			return 0
		}
	}
	return least
}

// within finds words of scripts without spaces anywhere in a run of letters.
func (d *dictionary) within(s said, note func(int, float64, string)) {
	for _, w := range d.unspaced {
		text := w.parts[0].text
		if len(w.parts) > 1 || !strings.Contains(s.text, text) {
			continue
		}
		f := s.weight
		switch n := len([]rune(text)); {
		case n == 1:
			f *= 0.55
		case n > 2:
			f *= 1.15
		}
		if strings.HasSuffix(s.text, text) {
			f *= 1.1 // what it is stands last
		}
		if s.raw == "" {
			note(w.concept, f, "")
		} else {
			note(w.concept, f, text)
		}
	}
}

// imply lets a concept be what else it is.
func (d *dictionary) imply(hits []hit) {
	for i, c := range d.concepts {
		for _, name := range c.is {
			if at := d.place[name]; hits[at].strength < hits[i].strength {
				hits[at] = hits[i]
			}
		}
	}
}

// wrote is a phrase as the seller wrote it.
func wrote(list []said) string {
	var text []string
	for i, s := range list {
		if i == 0 || s.raw != list[i-1].raw {
			text = append(text, s.raw)
		}
	}
	return strings.Join(text, " ")
}
