package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// appendExact adds the letters of a word with what is written in several ways
// made one.
func appendExact(b []byte, letters []rune) []byte {
	for i := 0; i < len(letters); i++ {
		r := letters[i]
		switch {
		case r < 0x80:
			b = append(b, byte(r))
		case r < 0x0250 || r >= 0x1E00 && r < 0x1F00:
			b = append(b, plain(r)...)
		case r >= 0x0300 && r <= 0x036F: // accents that have no letter of their own
		case r >= 0x0900 && r < 0x0DC0:
			var n int
			if r, n = indicAlike(letters, i); r != 0 {
				b = utf8.AppendRune(b, r)
			}
			i += n
		default:
			if j, ok := alike[r]; ok {
				r = j
			}
			if r != 0 && !(r == 'ی' && i > 0 && strings.HasSuffix(string(b), "ی")) {
				b = utf8.AppendRune(b, r)
			}
		}
	}
	return b
}

// alike gives, for a letter that is written in place of another, that other; 0
// for what is left out.
var alike = map[rune]rune{
	// Cyrillic: Russian ё, Kazakh and Uzbek letters for which keyboards have others.
	'ё': 'е', 'ѐ': 'е', 'ѝ': 'и', 'ӣ': 'и', 'ӯ': 'у', 'ҙ': 'з', 'ґ': 'г', 'ї': 'і', 'ӊ': 'ң', 'ӈ': 'ң', 'ҥ': 'ң', 'һ': 'ҳ',
	// Persian, Urdu, Pashto, Uyghur and Arabic ones.
	'ي': 'ی', 'ى': 'ی', 'ې': 'ی', 'ۍ': 'ی', 'ئ': 0, 'ێ': 'ی', 'ے': 'ی', 'ۓ': 'ی', 'ﯨ': 'ی',
	'ك': 'ک', 'ڪ': 'ک', 'ګ': 'گ', 'ہ': 'ه', 'ھ': 'ه', 'ة': 'ه', 'ۃ': 'ه', 'ۂ': 'ه', 'ۀ': 'ه', 'ە': 'ه',
	'ں': 'ن', 'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ٲ': 'ا', 'ؤ': 'و', 'ۆ': 'و', 'ۇ': 'و', 'ۈ': 'و', 'ۋ': 'و', 'ء': 0,
	'ټ': 'ٹ', 'ډ': 'ڈ', 'ړ': 'ڑ',
	// Armenian: the ligature of յ and the older spelling of it.
	'և': 'ե',
	// Sinhala: vowels that are written long and short.
	'ේ': 'ෙ', 'ෝ': 'ො',
}

// plain gives a Latin letter without its marks.
func plain(r rune) string {
	switch r {
	case 'ı':
		return "i"
	case 'ə':
		return "a"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ŋ':
		return "ng"
	case 'ª':
		return "a"
	case 'º':
		return "o"
	}
	if b, ok := bare[r]; ok {
		return b
	}
	return string(r)
}

// indicAlike joins ways to write Indian words: the dot below is left out, a
// nasal before a consonant and the moon are the dot above. It tells how many
// letters more it took.
func indicAlike(letters []rune, i int) (rune, int) {
	r := letters[i]
	if r >= 0x0D80 { // Sinhala has an order of its own
		if j, ok := alike[r]; ok {
			return j, 0
		}
		return r, 0
	}
	block := r &^ 0x7F
	switch r - block {
	case 0x3C:
		return 0, 0
	case 0x01:
		return block + 2, 0
	case 0x19, 0x1E, 0x23, 0x28, 0x2E:
		if i+2 < len(letters) && letters[i+1] == block+0x4D && isIndicConsonant(letters[i+2]) && letters[i+2] != r {
			return block + 2, 1
		}
	}
	return r, 0
}

func isIndicConsonant(r rune) bool {
	return r >= 0x0900 && r < 0x0D80 && r&0x7F >= 0x15 && r&0x7F <= 0x39
}

// Unspaced reports letters of scripts that put no space between words, in
// which a word may stand anywhere.
func Unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Khmer, unicode.Thai, unicode.Lao, unicode.Myanmar, unicode.Tibetan)
}
