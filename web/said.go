package web

import (
	"strings"

	"agora/catalog"
	"agora/web/ui"
)

// Said gives a remark as every window shows it: the words, marked with their
// language, who wrote them where and when, and the shop's reply.
func (r *Request) Said(m catalog.Remark, shop string) ui.Said {
	who := strings.Join(strings.FieldsFunc(m.Name+"\x00"+m.Place, func(c rune) bool { return c == 0 }), ", ")
	s := ui.Said{Words: m.Body, Who: strings.TrimPrefix(who+" · "+r.Locale.Date(m.At()), " · "), Reply: m.Reply}
	if m.Lang != r.Locale.Lang() {
		s.Lang, s.Dir = m.Lang, ui.DirOf(m.Lang)
	}
	if m.Kind == catalog.Review {
		s.Stars = r.T("store.of_five", "n", r.Locale.Number(int64(m.Stars)))
	}
	if m.Reply != "" {
		s.Replier = strings.TrimPrefix(shop+" · "+r.Locale.Date(m.Replied), " · ")
	}
	return s
}
