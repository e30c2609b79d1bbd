package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"agora/country"
	"agora/i18n"
	"agora/money"
	"agora/web/ui"
)

// chooseLocale decides language, country and currency: what the address asks
// for (?lang=), what the person chose, what the browser wishes.
func (r *Request) chooseLocale() {
	wish := r.R.Header.Get("Accept-Language")
	chosen := strings.Split(r.cookie(localeCookie), ".")
	for len(chosen) < 3 {
		chosen = append(chosen, "")
	}
	asked := r.Queries().Get("lang")
	r.Locale = r.s.o.Words.Locale(r.s.o.Words.Match(asked, chosen[0], wish))
	r.Country = country.Code(chosen[1])
	if !r.Country.Known() {
		r.Country = guessCountry(r.Actor.Country, r.Locale.Lang(), wish)
	}
	r.Currency = money.Currency(chosen[2])
	if !traded(r.Currency) {
		r.Currency = currencyOf(r.Country)
	}
	r.Locale = r.Locale.In(r.Country)
	if asked != "" && asked == r.Locale.Lang() && asked != chosen[0] {
		r.keepLocale()
	}
}

// guessCountry takes the account's country, a region the browser names, or
// the country in which the language is most at home.
func guessCountry(account country.Code, lang, wish string) country.Code {
	if account.Known() {
		return account
	}
	for part := range strings.FieldsFuncSeq(wish, func(c rune) bool { return c == ',' || c == ';' || c == ' ' }) {
		if at := strings.LastIndexByte(part, '-'); at > 0 { // "kk-KZ", "uz-Cyrl-UZ"
			if c := country.Code(strings.ToUpper(part[at+1:])); c.Known() {
				return c
			}
		}
	}
	return homeOf(lang)
}

// keepLocale remembers the choice in the browser.
func (r *Request) keepLocale() {
	r.setCookie(localeCookie, r.Locale.Lang()+"."+string(r.Country)+"."+string(r.Currency), localeLife)
}

// SetCountry changes where things shall be delivered, as a form may do.
func (r *Request) SetCountry(c country.Code) {
	if c.Known() && c != r.Country {
		r.Country = c
		r.keepLocale()
	}
}

// CountryName gives the name of a country in the language of the request.
func (r *Request) CountryName(c country.Code) string { return c.Name(r.Locale.Lang()) }

// showLocale is the page on which language, country and currency are chosen.
func showLocale(r *Request) error {
	f := r.Frame(r.T("ui.language"))
	f.Private, f.Path = true, withoutLang(Local(r.Query("back"), "/"))
	f.NoLocale = true
	return r.Page(http.StatusOK, f, localePage(r, f.Path))
}

// chooseLocale is the forms of that page.
func chooseLocale(r *Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	r.Locale = r.s.o.Words.Locale(r.s.o.Words.Match(form.Get("lang"), r.Locale.Lang()))
	before := r.Country
	if c := country.Code(form.Get("country")); c.Known() {
		r.Country = c
	}
	asked := money.Currency(form.Get("currency"))
	switch {
	case r.Country != before && (asked == r.Currency || asked == ""):
		r.Currency = currencyOf(r.Country) // who moves takes the money of the place along
	case traded(asked):
		r.Currency = asked
	}
	r.keepLocale()
	return r.Redirect(withoutLang(Local(form.Get("back"), "/")))
}

// withoutLang drops ?lang= from a path, which would win over the choice.
func withoutLang(path string) string {
	u, err := url.Parse(path)
	if err != nil {
		return "/"
	}
	q := u.Query()
	q.Del("lang")
	u.RawQuery = q.Encode()
	return u.String()
}

// Frame gives the frame of a page for who asks: names, choices, cart, message.
func (r *Request) Frame(title string) ui.Frame {
	lang := r.Locale.Lang()
	f := ui.Frame{
		Locale: r.Locale, Title: title, Place: "market", Person: r.Actor.Name, Cart: r.cartCount(), Path: "/",
		Country: r.CountryName(r.Country), CountryCode: string(r.Country), Money: string(r.Currency), MoneyCode: string(r.Currency),
		Languages: ui.Select(r.nearLanguages(), lang),
		Toast:     r.said(),
	}
	if r.R.Method == http.MethodGet {
		f.Path = r.R.URL.RequestURI()
	}
	if len(r.Actor.Shops) > 0 {
		f.Shop = ui.Link{URL: "/desk", Text: r.T("web.my_shop")}
	}
	return f
}

// nearLanguages are those that people of the country and its neighbours are
// likely to want, the language of the page among them.
func (r *Request) nearLanguages() []ui.Option {
	near := append([]string{r.Locale.Lang()}, countryLanguages(r.Country)...)
	near = append(near, "ru", i18n.Base)
	return r.tongues(slices.DeleteFunc(r.s.o.Words.Langs(), func(lang string) bool { return !slices.Contains(near, lang) }))
}

// countryLanguages gives the languages of a country without their regions:
// Dari is Persian.
func countryLanguages(c country.Code) []string {
	found, _ := country.Find(c)
	list := slices.Clone(found.Languages)
	for i, l := range list {
		list[i] = strings.TrimSuffix(l, "-"+string(c))
	}
	return list
}

// Languages are all languages of the pages, in their own names.
func (r *Request) Languages() []ui.Option { return r.tongues(r.s.o.Words.Langs()) }

func (r *Request) tongues(langs []string) []ui.Option {
	list := make([]ui.Option, len(langs))
	for i, lang := range langs {
		l := r.s.o.Words.Locale(lang)
		list[i] = ui.Option{Value: lang, Text: l.Name(), Lang: lang, Dir: l.Dir()}
	}
	return list
}

// LanguageNames gives the own names of languages; one that is not spoken here
// keeps its tag.
func (r *Request) LanguageNames(tags []string) []string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = tag
		for _, known := range r.s.o.Words.Langs() {
			if base, _, _ := strings.Cut(known, "-"); known == tag || base == tag {
				names[i] = r.s.o.Words.Locale(known).Name()
				break
			}
		}
	}
	return names
}

// bridges are the languages in which most readers of another one are at home
// too: Russian is an official language of Belarus, Kazakhstan and Kyrgyzstan by
// their constitutions (art. 17, 7, 13), that of communication between peoples
// in Tajikistan (art. 2), and taught at every school of Uzbekistan.
var bridges = map[string]string{"be": "ru", "kk": "ru", "ky": "ru", "tg": "ru", "uz": "ru", "uz-Cyrl": "ru"}

// Reads lists the languages in which texts of people are shown when there are
// none in the page's: what else the browser asks for, in its order, then what
// most readers of the page's language know. After these come the languages of
// whose text it is, then English (catalog.Texts.In).
func (r *Request) Reads() []string {
	if r.reads == nil {
		r.reads = []string{}
		tags, _, err := language.ParseAcceptLanguage(r.R.Header.Get("Accept-Language"))
		if err == nil {
			for _, t := range tags[:min(len(tags), 5)] {
				r.reads = append(r.reads, t.String())
			}
		}
		if b := bridges[r.Locale.Lang()]; b != "" {
			r.reads = append(r.reads, b)
		}
	}
	return r.reads
}
