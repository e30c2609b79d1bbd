package search

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed letters/pinyin.txt
var pinyinText string

//go:embed letters/simple.txt
var simpleText string

// The characters of Chinese that have a table.
const (
	hanFirst = 0x4E00
	hanLast  = 0x9FFF
)

// pinyinTable gives each character its syllable; ü is u, as on a keyboard
// without it.
var pinyinTable = sync.OnceValue(func() *[hanLast - hanFirst + 1]string {
	t := new([hanLast - hanFirst + 1]string)
	for line := range strings.Lines(pinyinText) {
		syllable, characters, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || syllable == "#" {
			continue
		}
		syllable = strings.ReplaceAll(syllable, "v", "u")
		for _, r := range characters {
			t[r-hanFirst] = syllable
		}
	}
	return t
})

// simpleTable gives traditional characters their simplified ones.
var simpleTable = sync.OnceValue(func() *[hanLast - hanFirst + 1]uint16 {
	t := new([hanLast - hanFirst + 1]uint16)
	for line := range strings.Lines(simpleText) {
		if line[0] == '#' {
			continue
		}
		from := rune(0)
		for _, r := range strings.TrimSpace(line) {
			if from == 0 {
				from = r
				continue
			}
			t[from-hanFirst] = uint16(r)
			from = 0
		}
	}
	return t
})

// simplified gives the simplified form of a Chinese character.
func simplified(r rune) rune {
	if r >= hanFirst && r <= hanLast {
		if s := simpleTable()[r-hanFirst]; s != 0 {
			return rune(s)
		}
	}
	return r
}

// pinyin says a Chinese character as people type it: its letters are read as
// Latin ones are, so that what is typed meets it.
func (v *voice) pinyin(r rune) {
	s := pinyinTable()[r-hanFirst]
	for i := 0; i < len(s); i++ {
		v.stated = append(v.stated[:0], rune(s[i]), 0)
		if i+1 < len(s) {
			v.stated[1] = rune(s[i+1])
		} else {
			v.stated = v.stated[:1]
		}
		i += v.ascii(v.stated, 0, false)
	}
}
