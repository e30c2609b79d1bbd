package web

import (
	"slices"
	"strings"

	"agora/catalog"
	"agora/web/ui"
)

// Words gives a text of people in the best language for the reader, marked with its
// language when that is another than the page's.
func (r *Request) Words(t catalog.Texts, fallback ...string) ui.Link {
	lang := r.Locale.Lang()
	if text := t[lang]; text != "" {
		return ui.Link{Text: text}
	}
	text, tag := t.In(lang, slices.Concat(r.Reads(), fallback)...)
	l := ui.Link{Text: text}
	if tag != "" && tag != lang {
		l.Lang, l.Dir = tag, ui.DirOf(tag)
	}
	return l
}

// Paragraphs splits a text of people at its blank lines.
func Paragraphs(s string) (list []string) {
	for p := range strings.SplitSeq(s, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}
