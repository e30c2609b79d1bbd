package search

import "strings"

// Query folds what a person asked: at most six places, each with the ways to
// read it.
func Query(text string) []Asked {
	var asked []Asked
	for chunk := range strings.FieldsSeq(bound(text, maxQuery)) {
		if len(asked) == maxAsked {
			break
		}
		a := Asked{Typed: chunk}
		a.read(Typed, Words(chunk))
		if other := otherKeyboard(chunk); other != "" {
			a.read(Keyboard, Words(other))
		}
		if len(a.Readings) > 0 {
			asked = append(asked, a)
		}
	}
	return asked
}

func (a *Asked) read(how How, words []Word) {
	if len(words) > 0 {
		a.Readings = append(a.Readings, Reading{How: how, Words: words[:min(len(words), 12)], Covers: 1})
	}
}
