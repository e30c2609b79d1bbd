package relief

import (
	"slices"
	"strings"

	"agora/country"
)

// spot is a place as somebody typed it: its words in Latin letters, and the country where
// it was said by its two letters.
type spot struct {
	words []string
	in    country.Code // "" for not said
}

// spotOf reads a place. "Kulob, TJ" says its country itself; else in is where it is.
func spotOf(typed string, in country.Code) spot {
	var names []string
	for _, word := range strings.FieldsFunc(typed, func(c rune) bool { return c == ' ' || c == ',' || c == '(' || c == ')' }) {
		if code := country.Code(word); len(word) == 2 && code.Known() {
			in = code
			continue
		}
		names = append(names, word)
	}
	return spot{spelling(strings.Join(names, " "), ""), in}
}

// near reports whether it is one of some places: all words of one are among those of the
// other, in whatever alphabet and but for a slip, and their countries are not two.
func (s spot) near(list []spot) bool {
	return slices.ContainsFunc(list, func(o spot) bool {
		if len(s.words) == 0 || len(o.words) == 0 || s.in != "" && o.in != "" && s.in != o.in {
			return false
		}
		return common(s.words, o.words) == len(s.words) || common(o.words, s.words) == len(o.words)
	})
}
