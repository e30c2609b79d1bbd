package assembly

import (
	"strings"
	"unicode"

	"agora/i18n"
)

// Query is words that are looked for in what was said, folded as the house's
// search does it.
type Query []string

// Find makes a query of what was typed; a query without words finds nothing.
func Find(typed string) Query { return i18n.Fold(typed) }

// In reports whether each word begins a word of a text; in scripts without spaces
// it may stand anywhere.
func (q Query) In(text string) bool {
	words := i18n.Fold(text)
	for _, want := range q {
		found := false
		for _, w := range words {
			found = found || begins(w, want)
		}
		if !found {
			return false
		}
	}
	return len(q) > 0
}

func begins(word, want string) bool {
	return strings.HasPrefix(word, want) || strings.ContainsFunc(want, i18n.Unspaced) && strings.Contains(word, want)
}

// Mark is a piece of a text, and whether a query hit it.
type Mark struct {
	Text string
	Hit  bool
}

// Marks cuts a text into what a query hits, and what lies between. Together the
// pieces are the text.
func (q Query) Marks(text string) (list []Mark) {
	add := func(s string, hit bool) {
		if n := len(list); n > 0 && list[n-1].Hit == hit {
			list[n-1].Text += s
		} else if s != "" {
			list = append(list, Mark{s, hit})
		}
	}
	for text != "" {
		n := strings.IndexFunc(text, wordy)
		if n < 0 {
			n = len(text)
		}
		add(text[:n], false)
		text = text[n:]
		if n = strings.IndexFunc(text, func(r rune) bool { return !wordy(r) }); n < 0 {
			n = len(text)
		}
		before, hit := q.hit(text[:n])
		add(before, false)
		add(hit, true)
		add(text[len(before)+len(hit):n], false)
		text = text[n:]
	}
	return list
}

// hit gives which part of a word a query hits: in scripts without spaces what was
// looked for, else the whole word.
func (q Query) hit(word string) (before, hit string) {
	for _, folded := range i18n.Fold(word) {
		for _, want := range q {
			if !begins(folded, want) {
				continue
			}
			if i := strings.Index(word, want); i > 0 || i == 0 && strings.ContainsFunc(want, i18n.Unspaced) {
				return word[:i], want
			}
			return "", word
		}
	}
	return word, ""
}

// wordy reports what words are made of.
func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
