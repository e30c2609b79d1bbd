package hs

import (
	"strings"

	"agora/i18n"
)

// alike makes one what people and keyboards write in two ways: the apostrophes
// of Uzbek and of English genitives, the letters that Urdu, Persian and Pashto
// have of their own for one of Arabic, the dot under and the moon over letters of
// Devanagari.
var alike = strings.NewReplacer("ʻ", "", "ʼ", "", "'", "", "’", "", "‘", "", "`", "",
	"ي", "ی", "ى", "ی", "ې", "ی", "ۍ", "ی", "ئ", "ی", "ك", "ک", "ہ", "ه", "ة", "ه", "ۂ", "ه", "ۀ", "ه", "ھ", "ه", "ں", "ن",
	"\u093c", "", "\u0901", "\u0902")

// fold cuts text into words as they are compared.
func fold(text string) []string {
	// Folding decomposes, so that letters and their dots come apart; what is alike
	// is made one before and after.
	return i18n.Fold(alike.Replace(text))
}

// stem cuts an English plural.
func stem(w string) string {
	switch n := len(w); {
	case n > 4 && strings.HasSuffix(w, "ies"):
		return w[:n-3] + "y"
	case n > 4 && (strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "xes") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes")):
		return w[:n-2]
	case n > 3 && w[n-1] == 's' && w[n-2] != 's':
		return w[:n-1]
	}
	return w
}

// unspaced reports a word of a script without spaces.
func unspaced(w string) bool {
	for _, r := range w {
		return i18n.Unspaced(r)
	}
	return false
}
