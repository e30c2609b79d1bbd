package search

import (
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// bare gives Latin letters with marks their letters without, made once of what
// Unicode says of them.
var bare = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	add := func(from, to rune) {
		for r := from; r < to; r++ {
			d := norm.NFD.String(string(r))
			if len(d) > 0 && d[0] < 0x80 && len(d) > 1 && unicode.IsLetter(r) {
				m[r] = d[:1]
			}
		}
	}
	add(0xC0, 0x250)
	add(0x1E00, 0x1F00)
	return m
})()
