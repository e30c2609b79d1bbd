package aid

import (
	"slices"
	"strings"

	"agora/country"
	"agora/i18n"
	"agora/web"
	"agora/web/ui"
)

// originField asks in which country goods were made. It is typed: a list of all
// countries would be a third of a page that is read on slow phones.
func originField(r *web.Request) ui.Field {
	return ui.Field{Name: "origin", Label: r.T("desk.map_origin"), Hint: r.T("relief.origin_hint"), Max: 60, Dir: "auto", Complete: "off"}
}

// originOf reads it: the two letters of ISO 3166-1, or the name in the reader's language
// or in English. Nothing is not known.
func originOf(r *web.Request, f *web.Form) country.Code {
	typed := strings.TrimSpace(f.Get("origin"))
	if code := country.Code(strings.ToUpper(typed)); typed == "" || code.Real() {
		return code
	}
	words := i18n.Fold(typed)
	for _, c := range country.Nations() {
		for _, lang := range []string{r.Locale.Lang(), "en"} {
			if slices.Equal(words, i18n.Fold(c.Name(lang))) {
				return c
			}
		}
	}
	f.Add("origin", "fault.relief_origin")
	return ""
}

// made says in which country goods were made, or that it is not known.
func made(r *web.Request, c country.Code) string {
	if c == "" {
		return r.T("store.not_known")
	}
	return c.Name(r.Locale.Lang())
}
