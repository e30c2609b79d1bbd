package hall

import (
	"slices"
	"sync"

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
	if names := display.Regions(language.Make(lang)); names != nil {
		if name := names.Name(region); name != "" {
			return name
		}
	}
	return display.English.Regions().Name(region)
}

// worlds are the countries to choose from, by language: sorting two hundred and fifty
// names takes longer than the rest of a page.
var worlds sync.Map

// nations lists every country of the world for a choice: those of the market first,
// then the others, both as the reader's language sorts them.
func nations(r *web.Request, chosen string) []ui.Option {
	l := r.Locale
	list, ok := worlds.Load(l.Lang())
	if !ok {
		list, _ = worlds.LoadOrStore(l.Lang(), nationsIn(l))
	}
	return ui.Select(list.([]ui.Option), chosen)
}

func nationsIn(l *i18n.Locale) []ui.Option {
	var near, far []ui.Option
	for _, code := range assembly.Nations() {
		o := ui.Option{Value: code, Text: nationIn(l.Lang(), code)}
		if country.Code(code).Known() {
			o.Group = l.T("assembly.country_near")
			near = append(near, o)
			continue
		}
		o.Group = l.T("assembly.country_all")
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
func nationField(r *web.Request, form *web.Form, chosen string) ui.Field {
	return form.Fill(r, ui.Field{Name: "country", Label: r.T("assembly.country"), Options: nations(r, chosen), Complete: "country", Empty: "–"})
}
