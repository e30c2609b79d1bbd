package web

import (
	"slices"
	"strings"

	"agora/catalog"
	"agora/web/ui"
)

// Said gives a remark as every window shows it: the words, marked with their
// language, who wrote them where and when, and the shop's reply.
func (r *Request) Said(m catalog.Remark, shop string) ui.Said {
	s := ui.Said{Words: m.Body, Who: listed(" · ", listed(", ", m.Name, m.Place), r.Locale.Date(m.At())), Reply: m.Reply}
	if m.Lang != r.Locale.Lang() {
		s.Lang, s.Dir = m.Lang, ui.DirOf(m.Lang)
	}
	if m.Kind == catalog.Review {
		s.Stars = r.T("store.of_five", "n", r.Locale.Number(int64(m.Stars)))
	}
	if m.Reply != "" {
		s.Replier = listed(" · ", shop, r.Locale.Date(m.Replied))
	}
	return s
}

// listed joins the words that there are.
func listed(by string, words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), by)
}
