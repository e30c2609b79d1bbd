package search

import "strings"

// The keys of the letters, row by row, as they are in Latin and in Cyrillic.
const (
	keysLatin    = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
	keysCyrillic = "ёйцукенгшщзхъфывапролджэячсмитьбю"
)

var toCyrillic, toLatin = func() (c, l map[rune]rune) {
	c, l = map[rune]rune{}, map[rune]rune{}
	latin, cyrillic := []rune(keysLatin), []rune(keysCyrillic)
	for i := range latin {
		c[latin[i]], l[cyrillic[i]] = cyrillic[i], latin[i]
	}
	for i, r := range `~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>` {
		c[r] = cyrillic[i]
	}
	return c, l
}()

// otherKeyboard gives what the same keys would have typed on the other keyboard
// of a person who has a Latin and a Russian one; nothing when the text is of
// neither.
func otherKeyboard(typed string) string {
	from, letters := toCyrillic, 0
	for _, r := range typed {
		if r >= 0x0400 {
			from = toLatin
			break
		}
	}
	var b strings.Builder
	for _, r := range typed {
		r = small(r)
		to, ok := from[r]
		if !ok {
			return ""
		}
		if kindOf(to) == letter {
			letters++
		}
		b.WriteRune(to)
	}
	if letters < 3 {
		return ""
	}
	return b.String()
}
