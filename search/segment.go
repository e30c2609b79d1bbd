package search

import "unicode"

// grams is what a run of characters without spaces is cut into.
type grams int

const (
	all     grams = iota // each character, each pair and, in scripts that write sounds, each three
	pairs                // the pairs, or the character that is alone
	singles              // each character
)

// sizes gives the lengths of the grams of a run of n characters.
func (g grams) sizes(n int, han bool) (least, most int) {
	switch {
	case g == singles:
		return 1, 1
	case g == pairs:
		return min(n, 2), min(n, 2)
	case han:
		return 1, 2
	}
	return 1, 3
}

// unspaced adds the words of a run of characters without spaces.
func (f *folder) unspaced(run []rune) {
	var room [maxLetters + 1]int
	for len(run) > 0 {
		starts := clusters(room[:0], run)
		end := starts[len(starts)-1]
		f.cut(run[:end], starts)
		run = run[end:]
	}
}

// cut adds the words of one piece of a run; starts are those of its characters.
func (f *folder) cut(run []rune, starts []int) {
	n := len(starts) - 1
	least, most := f.grams.sizes(n, unicode.Is(unicode.Han, run[0]))
	for i := range n {
		for k := least; k <= most && i+k <= n; k++ {
			if len(f.words) >= f.limit {
				return
			}
			if w := f.fold(run[starts[i]:starts[i+k]]); w.Exact != "" {
				w.Place = f.place
				f.words = append(f.words, w)
			}
		}
		f.place++
	}
}

// clusters gives where the characters of a run begin, and where the last ends:
// a Chinese one, or a consonant of Khmer, Thai, Lao or Burmese with what is
// written around it. It takes as many as there is room for.
func clusters(starts []int, run []rune) []int {
	starts = append(starts, 0)
	for i := 1; i < len(run); i++ {
		if len(starts) == cap(starts)-1 {
			return append(starts, i)
		}
		if begins(run, i) {
			starts = append(starts, i)
		}
	}
	return append(starts, len(run))
}

// begins reports whether a character of a run begins a cluster.
func begins(run []rune, i int) bool {
	r, before := run[i], run[i-1]
	switch {
	case unicode.IsMark(r):
		return false
	case before == 0x17D2 || before == 0x1039: // consonants below others in Khmer and Burmese
		return false
	case before >= 0x0E40 && before <= 0x0E44 || before >= 0x0EC0 && before <= 0x0EC4: // vowels before their consonant
		return false
	case r == 0x0E30 || r == 0x0E32 || r == 0x0E33 || r == 0x0E45 || r == 0x0EB0 || r == 0x0EB2 || r == 0x0EB3: // vowels after
		return false
	}
	return true
}
