package i18n

import (
	"strings"

	"golang.org/x/text/language"
)

// within are languages that ISO 639-3 counts as part of one of ours, and that
// the matcher does not know as such.
var within = map[string]string{"prs": "fa", "pes": "fa", "pbu": "ps", "pbt": "ps", "pst": "ps", "uzn": "uz", "uzs": "uz",
	"azj": "az", "azb": "az", "khk": "mn", "npi": "ne", "cmn": "zh"}

func newMatcher(langs []string) language.Matcher {
	tags := make([]language.Tag, len(langs))
	for i, l := range langs {
		tags[i] = language.MustParse(l)
	}
	return language.NewMatcher(tags)
}

// Match picks a language from wishes in their order: explicit choices, then an
// Accept-Language header. What cannot be met gives English.
func (b *Bundle) Match(wishes ...string) string {
	for _, w := range wishes {
		if _, ok := b.locales[w]; ok {
			return w
		}
		if lang, ok := b.first(w); ok {
			return lang
		}
		tags, _, err := language.ParseAcceptLanguage(widen(w))
		if err != nil || len(tags) == 0 {
			continue
		}
		if _, at, sure := b.matcher.Match(tags...); sure != language.No {
			return b.langs[at]
		}
	}
	return Base
}

// first looks whether the first wish of a header, if nothing is wished more, is
// plainly one of ours: "kk-KZ", "uz-Cyrl-UZ". Most are, and need no matcher.
func (b *Bundle) first(wish string) (lang string, ok bool) {
	tag, _, _ := strings.Cut(wish, ",")
	for {
		if l, ok := b.locales[tag]; ok {
			return l.lang, true
		}
		at := strings.LastIndexByte(tag, '-')
		if at < 0 || strings.Contains(tag, ";") {
			return "", false
		}
		tag = tag[:at]
	}
}

// widen puts the wider language in the place of one within it: "prs-AF" is
// "fa-AF".
func widen(wish string) string {
	parts := strings.Split(wish, ",")
	for i, p := range parts {
		p = strings.TrimSpace(p)
		end := strings.IndexAny(p, "-_;")
		if end < 0 {
			end = len(p)
		}
		if wider, ok := within[strings.ToLower(p[:end])]; ok {
			parts[i] = wider + p[end:]
		}
	}
	return strings.Join(parts, ",")
}
