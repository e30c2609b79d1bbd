package ucp

import (
	"slices"
	"strings"

	"agora/country"
	"agora/landed"
	"agora/money"
)

// countryOf reads a country as platforms write it: by two letters, by three, or
// by its English name; "" for what is none of the market's.
func countryOf(s string) country.Code {
	s = strings.TrimSpace(s)
	if code := country.Code(strings.ToUpper(s)); s == "" || code.Known() {
		return code
	}
	for _, c := range country.All() {
		if strings.EqualFold(s, c.Alpha3) || strings.EqualFold(s, c.Name("en")) {
			return c.Code
		}
	}
	return ""
}

// currencyOf gives the money of a person: what she asks for where it is traded
// here, that of her country, or else the given one.
func (h *hints) currency(to country.Code, otherwise money.Currency) money.Currency {
	if h != nil {
		asked := money.Currency(strings.ToUpper(h.Currency))
		if slices.ContainsFunc(country.All(), func(c country.Country) bool { return c.Currency == asked }) {
			return asked
		}
		if to == "" {
			to = countryOf(h.Country)
		}
	}
	if c, ok := country.Find(to); ok {
		return c.Currency
	}
	return otherwise
}

// language gives what a person reads, "" where nobody said.
func (h *hints) language() string {
	if h == nil {
		return ""
	}
	return h.Language
}

// in gives a price in another money at the rate that buyers are charged; the
// price as it is where there is no rate.
func in(v *landed.View, a money.Amount, to money.Currency) money.Amount {
	if to == "" || to == a.Currency {
		return a
	}
	rate, _, ok := v.Charged(a.Currency, to)
	if !ok {
		return a
	}
	b, err := money.HalfUp.Convert(a, rate)
	if err != nil {
		return a
	}
	return b
}
