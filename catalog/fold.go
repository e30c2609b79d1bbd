package catalog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold cuts text into words in the form in which they are compared: small
// letters, compatible forms made one, accents and vowel points dropped where
// people write with and without them.
func Fold(text string) []string {
	var words []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			words = append(words, b.String())
			b.Reset()
		}
	}
	for _, r := range norm.NFKD.String(text) {
		switch {
		case optional(r):
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			end()
		}
	}
	end()
	return words
}

// optional reports marks that change nothing for a search: the combining
// accents of Latin, Greek and Cyrillic, and Arabic vowel points and stretching.
// The vowel signs of Indian scripts are letters to their readers and stay.
func optional(r rune) bool {
	return r >= 0x0300 && r <= 0x036F || r >= 0x064B && r <= 0x065F || r == 0x0670 || r == 0x0640 ||
		r == 0x200C || r == 0x200D
}

// index gives words as products.words holds them: between single spaces, each
// only once.
func index(texts ...string) string {
	seen := map[string]bool{}
	var b strings.Builder
	b.WriteByte(' ')
	for _, t := range texts {
		for _, w := range Fold(t) {
			if !seen[w] {
				seen[w] = true
				b.WriteString(w + " ")
			}
		}
	}
	return b.String()
}

// maxWords bounds the words of a query that are looked at.
const maxWords = 6

// patterns gives a LIKE pattern for each word of a query; text without any
// word gets one that matches nothing. Words hold no wildcard: those are no
// letters.
func patterns(query string) []string {
	var list []string
	for _, w := range Fold(query) {
		if len(list) == maxWords {
			break
		}
		start := "% "
		if first, _ := utf8.DecodeRuneInString(w); unspaced(first) {
			start = "%"
		}
		list = append(list, start+w+"%")
	}
	if len(list) == 0 {
		return []string{""}
	}
	return list
}

// unspaced reports letters of scripts that put no space between words, in
// which a word may stand anywhere.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Khmer, unicode.Thai, unicode.Lao, unicode.Myanmar, unicode.Tibetan)
}
