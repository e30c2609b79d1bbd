package storefront

import (
	"context"
	"net/http"

	"agora/country"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// rates says where the numbers of a price come from, for the reader's country
// and money.
func (s *Store) rates(r *web.Request) error {
	d, err := s.doors(r)
	if err != nil {
		return err
	}
	v := ratesView{country: r.CountryName(r.Country)}
	seen := map[money.Currency]bool{r.Currency: true}
	for _, c := range country.All() {
		rate, ok := d.view.Rate(c.Currency, r.Currency)
		if seen[c.Currency] || !ok {
			continue
		}
		seen[c.Currency] = true
		v.rates = append(v.rates, []ui.Cell{{Text: "1 " + string(c.Currency), Code: true}, {Text: rate.String() + " " + string(r.Currency), Code: true},
			{Text: r.Locale.Date(rate.Day)}, {Text: rate.Source}})
	}
	f := r.Frame(r.T("store.how_true"))
	f.Place = "help"
	return r.Page(http.StatusOK, f, rates(v))
}

func rateCols(ctx context.Context) []ui.Col {
	return []ui.Col{{Head: ui.T(ctx, "store.col_currency")}, {Head: ui.T(ctx, "store.col_rate"), Number: true}, {Head: ui.T(ctx, "store.col_day")},
		{Head: ui.T(ctx, "store.col_source")}}
}

func ruleCols(ctx context.Context) []ui.Col {
	return []ui.Col{{Head: ui.T(ctx, "store.col_rule")}, {Head: ui.T(ctx, "store.col_rate"), Number: true}, {Head: ui.T(ctx, "store.col_from")},
		{Head: ui.T(ctx, "store.col_source")}, {Head: ui.T(ctx, "store.col_seen")}, {Head: ui.T(ctx, "store.col_status")}}
}
