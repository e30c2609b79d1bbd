package search

import "strings"

// stem cuts the usual ending of a plural or case from a Latin form, by the
// script the word was written in. It is a rough tool: it joins what it can
// without a dictionary, and leaves three letters at least.
func stem(latin string, first rune) string {
	switch {
	case first < 0x250:
		return cut(latin, latinEndings)
	case first >= 0x0400 && first < 0x0530:
		return cut(latin, cyrillicEndings)
	}
	return latin
}

func cut(word string, endings []string) string {
	for _, e := range endings {
		if len(word) >= len(e)+3 && strings.HasSuffix(word, e) {
			return word[:len(word)-len(e)]
		}
	}
	return word
}

// Endings in Latin form, longer ones first.
var (
	latinEndings = []string{"lari", "leri", "lar", "ler", "s"}

	cyrillicEndings = []string{
		"iami", "lari", "leri", "lari", "ami", "iah", "iam", "ogo", "ego", "omu", "emu", "imi", "lar", "ler", "lor", "dar", "der", "dor", "tar", "ter", "tor",
		"ov", "ev", "ei", "om", "em", "am", "ah", "oi", "ai", "ia", "ie", "iu", "ii", "ih", "im", "ui", "a", "e", "i", "o", "u",
	}
)
