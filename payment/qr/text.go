package qr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Cut shortens s to at most size bytes of UTF-8 without parting what a person
// takes for one letter: marks stay with their letter, joined consonants of
// Indic and Khmer writing stay together. Spaces at the cut go.
func Cut(s string, size int) string {
	if len(s) <= size {
		return s
	}
	end := 0
	var before rune
	for i, r := range s {
		if i > size {
			break
		}
		if i > 0 && !unicode.In(r, unicode.M) && r != zwj && r != zwnj && before != zwj && !joins(before) && !hangul(before, r) {
			end = i
		}
		before = r
	}
	return strings.TrimRightFunc(s[:end], unicode.IsSpace)
}

const zwnj, zwj = '\u200c', '\u200d'

// joins reports whether a sign ties the next consonant to the one before it:
// the viramas, and the coeng of Khmer.
func joins(r rune) bool {
	switch r {
	case 0x094D, 0x09CD, 0x0A4D, 0x0ACD, 0x0B4D, 0x0BCD, 0x0C4D, 0x0CCD, 0x0D4D, 0x0DCA, 0x17D2, 0x1039, 0x0F84:
		return true
	}
	return false
}

// hangul reports whether two jamo make one syllable.
func hangul(a, b rune) bool {
	return a >= 0x1100 && a <= 0x11FF && b >= 0x1160 && b <= 0x11FF
}

// latin are the Cyrillic letters of the region in Latin ones.
var latin = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "yo", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'і': "i", 'ў': "u", 'ә': "a", 'ғ': "gh", 'қ': "q", 'ң': "ng", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'ҳ': "h",
	'ӣ': "i", 'ӯ': "u", 'ҷ': "j",
	'ə': "a", 'ı': "i", 'ø': "o", 'ß': "ss", 'ł': "l", 'đ': "d",
	'«': `"`, '»': `"`, '“': `"`, '”': `"`, '’': "'", '‘': "'", 'ʻ': "'", 'ʼ': "'", '–': "-", '—': "-", '№': "No",
}

// Latin gives s in letters that every bank app reads; "" when its script is
// none that can be written so by rule, and the owner has to say how.
func Latin(s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		t, known := latin[unicode.ToLower(r)]
		switch {
		case r >= ' ' && r <= '~':
			b.WriteRune(r)
		case known && unicode.IsUpper(r) && t != "":
			b.WriteString(strings.ToUpper(t[:1]) + t[1:])
		case known:
			b.WriteString(t)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default: // a letter with a mark is the letter
			base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
			if base < ' ' || base > '~' {
				return ""
			}
			b.WriteRune(base)
		}
	}
	return strings.TrimSpace(b.String())
}
