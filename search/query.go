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
		typed := askedWords(chunk, pairs)
		if a.read(Typed, typed, 1); len(a.Readings) == 0 {
			if a.keyboards(chunk); len(a.Readings) == 0 {
				continue
			}
		} else {
			a.apart(chunk, typed)
			a.keyboards(chunk)
		}
		asked = append(asked, a)
	}
	for i := range asked[:max(len(asked)-1, 0)] {
		asked[i].join(asked[i+1])
	}
	return asked
}

// askedWords folds a chunk of a query.
func askedWords(chunk string, how grams) []Word {
	f := folder{limit: maxParts, grams: how}
	f.text(chunk)
	return f.words
}

// maxParts bounds the words of one reading.
const maxParts = 12

func (a *Asked) read(how How, words []Word, covers int) {
	if len(words) > 0 {
		a.Readings = append(a.Readings, Reading{How: how, Words: words[:min(len(words), maxParts)], Covers: covers})
	}
}

// apart adds the reading of a run in single characters, and of Pinyin in pairs of
// syllables, as documents have them.
func (a *Asked) apart(chunk string, typed []Word) {
	if len(typed) == 1 {
		a.read(Apart, pinyinPairs(typed[0].Exact), 1)
	}
	if single := askedWords(chunk, singles); len(single) > len(typed) {
		a.read(Apart, single, 1)
	}
}

// keyboards adds what the keys mean on other keyboards.
func (a *Asked) keyboards(chunk string) {
	for _, other := range otherKeyboards(chunk) {
		a.read(Keyboard, askedWords(other, pairs), 1)
	}
}

// join adds the readings of this place and the next one as one word.
func (a *Asked) join(next Asked) {
	first, second := a.Readings[0], next.Readings[0]
	if first.How != Typed || second.How != Typed || len(first.Words) != 1 || len(second.Words) != 1 {
		return
	}
	both := a.Typed + next.Typed
	a.read(Joined, askedWords(both, pairs), 2)
	for _, other := range otherKeyboards(both) {
		a.read(Keyboard, askedWords(other, pairs), 2)
	}
}
