package web

import (
	"slices"
	"strings"
	"sync"

	"agora/country"
	"agora/money"
	"agora/web/ui"
)

// homes are the countries in which the languages of the interface are most at
// home, for browsers that name no region.
var homes = map[string]country.Code{"ru": "KG", "ur": "PK", "en": "PK"}

func homeOf(lang string) country.Code { return homes[lang] }

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

// countryOptions lists the countries by name in a language.
func countryOptions(lang string) []ui.Option {
	var list []ui.Option
	for _, c := range country.All() {
		list = append(list, ui.Option{Value: string(c.Code), Text: c.Name(lang)})
	}
	slices.SortFunc(list, func(a, b ui.Option) int { return strings.Compare(a.Text, b.Text) })
	return list
}

// Countries lists the countries for a choice, in the language of the request.
func (r *Request) Countries() []ui.Option { return countryOptions(r.Locale.Lang()) }

func currencyOptions() []ui.Option {
	var list []ui.Option
	for _, c := range currencies() {
		list = append(list, ui.Option{Value: string(c), Text: string(c)})
	}
	return list
}
