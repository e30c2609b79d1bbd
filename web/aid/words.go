package aid

import (
	"strings"

	"agora/country"
	"agora/goods"
	"agora/i18n"
	"agora/money"
	"agora/relief"
	"agora/web"
)

// numbers writes numbers of packages: "411–422, 430".
func numbers(r *web.Request, list []int64) string {
	return r.Locale.Digits(relief.Spans(list, "–", ", "))
}

// WorthIn writes what packages are worth, in a language: what is not known of them is said.
func WorthIn(l *i18n.Locale, w relief.Worth, c money.Currency) string {
	sum := l.Money(money.Of(w.Sum, c))
	switch {
	case w.Unvalued == 0:
		return sum
	case w.Sum == 0:
		return l.T("relief.worth_unsaid")
	}
	return l.T("relief.worth_least", "sum", sum)
}

// units writes so many units of an item.
func units(r *web.Request, n int64, i relief.Item) string {
	return r.N("relief.unit_"+string(i.Unit), n)
}

// itemName names an item in the language of the reader.
func itemName(r *web.Request, i relief.Item) string { return r.Words(i.Name).Text }

// byID gives items by their ID.
func byID(list []relief.Item) map[goods.ItemID]relief.Item {
	items := map[goods.ItemID]relief.Item{}
	for _, i := range list {
		items[i.ID] = i
	}
	return items
}

func countries(r *web.Request, list []country.Code) string {
	var names []string
	for _, c := range list {
		names = append(names, r.CountryName(c))
	}
	return strings.Join(names, ", ")
}
