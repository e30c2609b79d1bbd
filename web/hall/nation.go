package hall

import (
	"slices"

	"agora/country"
	"agora/i18n"
	"agora/web"
	"agora/web/ui"
)

// nationName names any country of the world in the reader's language.
func nationName(r *web.Request, code string) string { return country.Code(code).Name(r.Locale.Lang()) }

// world is what a list of countries depends on: the language, and how its parts are
// called.
type world struct{ lang, near, far string }

// nations lists every country of the world for a choice: those of the market first,
// then the others, both as the reader's language sorts them. Sorting two hundred and
// fifty names takes longer than the rest of a page, so that each list is kept.
func (h *Hall) nations(r *web.Request, chosen string) []ui.Option {
	w := world{r.Locale.Lang(), r.T("assembly.country_near"), r.T("assembly.country_all")}
	list, ok := h.worlds.Load(w)
	if !ok {
		list, _ = h.worlds.LoadOrStore(w, w.nations(r.Locale))
	}
	return ui.Select(list.([]ui.Option), chosen)
}

func (w world) nations(l *i18n.Locale) []ui.Option {
	var near, far []ui.Option
	for _, code := range country.Nations() {
		o := ui.Option{Value: string(code), Text: code.Name(w.lang), Group: w.far}
		if code.Known() {
			o.Group = w.near
			near = append(near, o)
			continue
		}
		if o.Text == code.Name("en") { // for want of another
			o.Lang, o.Dir = "en", "ltr"
		}
		far = append(far, o)
	}
	for _, list := range [][]ui.Option{near, far} {
		slices.SortFunc(list, func(a, b ui.Option) int { return l.Compare(a.Text, b.Text) })
	}
	return append(near, far...)
}

// nationField asks where somebody lives.
func (h *Hall) nationField(r *web.Request, form *web.Form, chosen string) ui.Field {
	return form.Fill(r, ui.Field{Name: "country", Label: r.T("assembly.country"), Options: h.nations(r, chosen), Complete: "country", Empty: "–"})
}
