package hall

import (
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"agora/assembly"
	"agora/country"
	"agora/i18n"
	"agora/web"
	"agora/web/ui"
)

// nationName names any country of the world: one of the market as the market does,
// another as the Unicode project does in the reader's language, or in English.
func nationName(r *web.Request, code string) string { return nationIn(r.Locale.Lang(), code) }

func nationIn(lang, code string) string {
	if c, known := country.Find(country.Code(code)); known {
		return c.Name(lang)
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	tag := language.Make(lang)
	if _, exact := tag.Region(); exact == language.Exact { // not a tongue but a trial of one
		tag = language.English
	}
	if names := display.Regions(tag); names != nil {
		if name := names.Name(region); name != "" {
			return name
		}
	}
	return display.English.Regions().Name(region)
}

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
	for _, code := range assembly.Nations() {
		o := ui.Option{Value: code, Text: nationIn(w.lang, code), Group: w.far}
		if country.Code(code).Known() {
			o.Group = w.near
			near = append(near, o)
			continue
		}
		if o.Text == nationIn("en", code) { // for want of another
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
