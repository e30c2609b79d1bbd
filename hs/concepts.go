package hs

import (
	"slices"
	"strings"

	"agora/search"
)

// few is the most English words a concept has whose words all mean one kind of
// goods; those with more gather what is only akin.
const few = 3

// Concepts gives the dictionary to a search: the words of each concept by
// language, and what else it is.
func Concepts() []search.Group {
	d := vocabulary()
	groups := make([]search.Group, len(d.concepts))
	for i, c := range d.concepts {
		groups[i] = search.Group{Key: "hs " + c.name, Words: map[string][]string{}}
		for _, is := range c.is {
			groups[i].Is = append(groups[i].Is, "hs "+is)
		}
	}
	for _, list := range d.words {
		gather(groups, list)
	}
	gather(groups, d.unspaced)
	for i, c := range d.concepts {
		for _, is := range c.is {
			leave(groups[d.place[is]].Words, groups[i].Words)
		}
	}
	for i := range groups {
		for _, list := range groups[i].Words {
			slices.Sort(list)
		}
		groups[i].Broad = len(stems(groups[i].Words["en"])) > few
	}
	return groups
}

// leave takes from a concept the words of one that is it besides: they mean the
// finer one.
func leave(words, finer map[string][]string) {
	for lang, list := range words {
		words[lang] = slices.DeleteFunc(list, func(w string) bool { return slices.Contains(finer[lang], w) })
	}
}

// gather writes words down again as they are in the files.
func gather(groups []search.Group, list []word) {
	for _, w := range list {
		var b strings.Builder
		for i, p := range w.parts {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(p.text)
			if p.open {
				b.WriteByte('*')
			}
		}
		g := &groups[w.concept]
		g.Words[w.lang] = append(g.Words[w.lang], b.String())
	}
}

// stems gives words without their plurals, each once.
func stems(words []string) []string {
	var list []string
	for _, w := range words {
		if w = stem(w); !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}
