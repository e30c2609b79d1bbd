package i18n

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// order sorts as the people of a language look things up. x/text has CLDR's
// tables of 2013, which know nothing of the languages in alphabets: those are
// sorted by the letters of the school book.
type order struct {
	lang     string
	alphabet map[string]int // letters, also of two signs, by their place; nil takes x/text

	once sync.Once
	lock sync.Mutex // a collator serves one at a time
	root *collate.Collator
}

var alphabets = map[string]string{
	"ky":      "а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
	"tg":      "а б в г ғ д е ё ж з и ӣ й к қ л м н о п р с т у ӯ ф х ҳ ц ч ҷ ш щ ъ ы ь э ю я",
	"uz":      "a b c d e f g h i j k l m n o p q r s t u v w x y z oʻ gʻ sh ch",
	"uz-Cyrl": "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я ў қ ғ ҳ",
}

func orderOf(lang string) *order {
	o := &order{lang: lang}
	if letters := alphabets[lang]; letters != "" {
		o.alphabet = map[string]int{}
		for i, letter := range strings.Fields(letters) {
			o.alphabet[letter] = i + 1
		}
	}
	return o
}

// Compare orders two names as the language's dictionaries do.
func (l *Locale) Compare(a, b string) int {
	o := l.sort
	if o.alphabet != nil {
		return cmp.Or(slices.Compare(o.places(a), o.places(b)), strings.Compare(a, b))
	}
	o.once.Do(func() { o.root = collate.New(language.MustParse(o.lang)) })
	o.lock.Lock()
	defer o.lock.Unlock()
	return cmp.Or(o.root.CompareString(a, b), strings.Compare(a, b))
}

// places gives the place of each letter; signs that are none come before the
// alphabet, letters of others after it.
func (o *order) places(s string) []int {
	const others = 100
	s = strings.NewReplacer("'", "ʻ", "‘", "ʻ", "’", "ʻ").Replace(strings.ToLower(s))
	r := []rune(s)
	var list []int
	for i := 0; i < len(r); i++ {
		if i+1 < len(r) {
			if at, ok := o.alphabet[string(r[i:i+2])]; ok {
				list = append(list, at)
				i++
				continue
			}
		}
		at, ok := o.alphabet[string(r[i])]
		switch {
		case ok:
		case r[i] < 'a':
			at = int(r[i]) - 'a'
		default:
			at = others + int(r[i])
		}
		list = append(list, at)
	}
	return list
}
