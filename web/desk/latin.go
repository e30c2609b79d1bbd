package desk

import (
	"strings"
	"unicode/utf8"

	"agora/i18n"
)

// romanised write Cyrillic in Latin, as people of the region do it themselves in
// addresses. They make a shop's address of its name and nothing else.
var romanised = strings.NewReplacer(
	"а", "a", "ә", "a", "б", "b", "в", "v", "г", "g", "ғ", "gh", "д", "d", "е", "e", "ж", "zh", "җ", "j", "з", "z",
	"и", "i", "і", "i", "ӣ", "i", "й", "y", "к", "k", "қ", "q", "л", "l", "м", "m", "н", "n", "ң", "ng", "о", "o", "ө", "o",
	"п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ү", "u", "ұ", "u", "ӯ", "u", "ў", "u", "ф", "f", "х", "kh", "ҳ", "h",
	"һ", "h", "ц", "ts", "ч", "ch", "ҷ", "j", "ш", "sh", "щ", "sch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya",
	"ı", "i", "ə", "e", "ʻ", "", "ʼ", "", "’", "", "'", "")

// addressOf makes a shop's address of its name: "Ак-Кийиз" gives "ak-kiyiz". A
// name without Latin or Cyrillic romanised gives "shop".
func addressOf(name string) string {
	var words []string
	room := 32
	for _, word := range i18n.Fold(romanised.Replace(strings.ToLower(name))) {
		plain := strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return c
			}
			return -1
		}, word)
		if plain == "" || len(plain) != utf8.RuneCountInString(word) || len(plain) >= room {
			continue
		}
		words, room = append(words, plain), room-len(plain)-1
	}
	if s := strings.Join(words, "-"); len(s) >= 2 {
		return s
	}
	return "shop"
}
