package web

import (
	"net/http"
	"net/url"
	"strings"

	"agora/country"
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
	asked := r.R.URL.Query().Get("lang")
	r.Locale = r.s.o.Words.Locale(r.s.o.Words.Match(asked, chosen[0], wish))
	r.Country = country.Code(chosen[1])
	if !r.Country.Known() {
		r.Country = guessCountry(r.Actor.Country, r.Locale.Lang(), wish)
	}
	r.Currency = money.Currency(chosen[2])
	if !traded(r.Currency) {
		r.Currency = currencyOf(r.Country)
	}
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
		if _, region, ok := strings.Cut(part, "-"); ok && country.Code(strings.ToUpper(region)).Known() {
			return country.Code(strings.ToUpper(region))
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

// chooseLocale is the form of the locale sheet.
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
	case r.Country != before && asked == r.Currency:
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
		Countries: ui.Select(countryOptions(lang), string(r.Country)),
		Languages: ui.Select(r.languages(), lang), Currencies: ui.Select(currencyOptions(), string(r.Currency)),
		Toast: r.said(),
	}
	if r.R.Method == http.MethodGet {
		f.Path = r.R.URL.RequestURI()
	}
	if len(r.Actor.Shops) > 0 {
		f.Shop = ui.Link{URL: "/desk", Text: r.T("web.my_shop")}
	}
	return f
}

func (r *Request) languages() []ui.Option {
	var list []ui.Option
	for _, lang := range r.s.o.Words.Langs() {
		l := r.s.o.Words.Locale(lang)
		list = append(list, ui.Option{Value: lang, Text: l.Name(), Lang: lang, Dir: l.Dir()})
	}
	return list
}
