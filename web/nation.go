package web

import (
	"slices"
	"sync"

	"agora/country"
	"agora/i18n"
	"agora/money"
	"agora/web/ui"
)

// homes are the countries in which the languages of the interface are most at
// home, for browsers that name no region.
var homes = map[string]country.Code{"ru": "KG", "ur": "PK", "en": "PK", "zh-Hans": "CN", "hi": "IN", "fa": "IR", "ps": "AF",
	"ky": "KG", "kk": "KZ", "uz": "UZ", "uz-Cyrl": "UZ", "tg": "TJ", "tr": "TR", "az": "AZ", "hy": "AM", "be": "BY",
	"mn": "MN", "ne": "NP", "si": "LK", "km": "KH"}

func homeOf(lang string) country.Code {
	if c, ok := homes[lang]; ok {
		return c
	}
	return homes[i18n.Base]
}

func currencyOf(c country.Code) money.Currency {
	found, _ := country.Find(c)
	return found.Currency
}

// currencies are the moneys of the market's countries, in order.
var currencies = sync.OnceValue(func() []money.Currency {
	var list []money.Currency
	for _, c := range country.All() {
		if !slices.Contains(list, c.Currency) {
			list = append(list, c.Currency)
		}
	}
	slices.Sort(list)
	return list
})

func traded(c money.Currency) bool { return slices.Contains(currencies(), c) }

// countryOptions lists the countries by name, as the language sorts them.
func countryOptions(l *i18n.Locale) []ui.Option {
	var list []ui.Option
	for _, c := range country.All() {
		list = append(list, ui.Option{Value: string(c.Code), Text: c.Name(l.Lang())})
	}
	slices.SortFunc(list, func(a, b ui.Option) int { return l.Compare(a.Text, b.Text) })
	return list
}

// Countries lists the countries for a choice, in the language of the request.
func (r *Request) Countries() []ui.Option { return countryOptions(r.Locale) }

// Currencies lists the moneys of the market for a choice.
func (r *Request) Currencies() []ui.Option { return currencyOptions() }

func currencyOptions() []ui.Option {
	var list []ui.Option
	for _, c := range currencies() {
		list = append(list, ui.Option{Value: string(c), Text: string(c)})
	}
	return list
}
