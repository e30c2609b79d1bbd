package catalog

import (
	"strings"
	"unicode/utf8"

	"agora/i18n"
)

// index gives words as products.words holds them: between single spaces, each
// only once.
func index(texts ...string) string {
	seen := map[string]bool{}
	var b strings.Builder
	b.WriteByte(' ')
	for _, t := range texts {
		for _, w := range i18n.Fold(t) {
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
	for _, w := range i18n.Fold(query) {
		if len(list) == maxWords {
			break
		}
		start := "% "
		if first, _ := utf8.DecodeRuneInString(w); i18n.Unspaced(first) {
			start = "%"
		}
		list = append(list, start+w+"%")
	}
	if len(list) == 0 {
		return []string{""}
	}
	return list
}
