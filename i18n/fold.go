package i18n

import (
	"strings"
	"unicode"

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

// Unspaced reports letters of scripts that put no space between words, in
// which a word may stand anywhere.
func Unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Khmer, unicode.Thai, unicode.Lao, unicode.Myanmar, unicode.Tibetan)
}
