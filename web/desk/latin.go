package desk

import (
	"strings"
	"unicode/utf8"

	"agora/country"
	"agora/i18n"
)

// plainer writes Latin letters of the region's languages without what stands on
// or beside them, for addresses of shops.
var plainer = strings.NewReplacer("ё", "e", "ı", "i", "ə", "e", "ʻ", "", "ʼ", "", "’", "", "'", "")

// addressOf makes a shop's address of its name: "Ак-Кийиз" gives "ak-kiyiz". A
// name without Latin or Cyrillic romanised gives "shop".
func addressOf(name string) string {
	var words []string
	room := 32
	for _, word := range i18n.Fold(country.Romanise(plainer.Replace(strings.ToLower(name)))) {
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
