package country

import (
	"strings"
	"unicode"
)

// romanised write Cyrillic in Latin, as people of the region do it themselves in
// addresses.
var romanised = strings.NewReplacer(cyrillic(
	"а", "a", "ә", "a", "б", "b", "в", "v", "г", "g", "ғ", "gh", "д", "d", "е", "e", "ё", "yo", "ж", "zh", "җ", "j", "з", "z",
	"и", "i", "і", "i", "ӣ", "i", "й", "y", "к", "k", "қ", "q", "л", "l", "м", "m", "н", "n", "ң", "ng", "о", "o", "ө", "o",
	"п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ү", "u", "ұ", "u", "ӯ", "u", "ў", "u", "ф", "f", "х", "kh", "ҳ", "h",
	"һ", "h", "ц", "ts", "ч", "ch", "ҷ", "j", "ш", "sh", "щ", "sch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya")...)

// cyrillic adds the capitals of pairs of small letters.
func cyrillic(small ...string) (pairs []string) {
	for i := 0; i < len(small); i += 2 {
		latin := small[i+1]
		if latin != "" {
			latin = strings.ToUpper(latin[:1]) + latin[1:]
		}
		pairs = append(pairs, small[i], small[i+1], strings.ToUpper(small[i]), latin)
	}
	return pairs
}

// Romanise writes the Cyrillic letters of a text in Latin ones. It leaves all
// others: a script that does not write its vowels can only be guessed at.
func Romanise(s string) string { return romanised.Replace(s) }

// IsLatin reports a text without letters of another script.
func IsLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) && (r < 0x2b0 || r > 0x2ff) // these are marks like the ʻ of Uzbek
	})
}

// IsLatin reports an address that can be read by whoever reads Latin letters.
func (a Address) IsLatin() bool {
	for _, s := range a.texts() {
		if !IsLatin(*s) {
			return false
		}
	}
	return true
}

// InLatin gives the address in Latin letters and digits, as the post of other
// countries wants it. What can't be written in them without guessing is left
// out, and whole tells that nothing was.
func (a Address) InLatin() (latin Address, whole bool) {
	whole = true
	for _, s := range a.texts() {
		*s = Romanise(Digits(*s))
		if !IsLatin(*s) {
			*s, whole = "", false
		}
	}
	return a, whole
}

func (a *Address) texts() []*string {
	return []*string{&a.Name, &a.Street, &a.Landmark, &a.District, &a.City, &a.Province, &a.Postcode}
}
