package storefront

import (
	"context"
	"net/http"
	"strings"

	"agora/country"
	"agora/landed"
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
	for _, rule := range d.view.Rules(r.Country) {
		v.rules = append(v.rules, ruleCells(r, rule))
	}
	if len(v.rules) == 0 {
		v.missing = r.T("store.no_rules")
	}
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
	if m := d.view.Margin(); m > 0 {
		v.margin = r.T("store.margin_words", "percent", r.Locale.Percent(int64(m)))
	}
	f := r.Frame(r.T("store.how_true"))
	f.Found = r.Found("/rates", nil)
	f.Place = "help"
	return r.Page(http.StatusOK, f, rates(v))
}

// ruleCells is one rule: what it takes of what, since when, who says so.
func ruleCells(r *web.Request, rule landed.Rule) []ui.Cell {
	what := r.T("store.rule_" + string(rule.Kind))
	if rule.HS != "" {
		what += ", HS " + rule.HS
	}
	if len(rule.Origins) > 0 {
		var names []string
		for _, c := range rule.Origins {
			names = append(names, r.CountryName(c))
		}
		what += ", " + strings.Join(names, ", ")
	}
	rate := r.Locale.Percent(int64(rule.Rate))
	switch {
	case rule.Kind == landed.DeMinimis:
		rate = r.Locale.Money(rule.Threshold)
	case !rule.Flat.IsZero():
		rate = r.Locale.Money(rule.Flat)
	}
	from := ""
	if !rule.From.IsZero() {
		from = r.Locale.Date(rule.From)
	}
	return []ui.Cell{{Text: what}, {Text: rate, Code: true}, {Text: from}, {Text: rule.Source, URL: rule.SourceURL},
		{Text: r.Locale.Date(rule.Seen)}, {Text: r.T("store." + string(rule.Status))}}
}

func rateCols(ctx context.Context) []ui.Col {
	return []ui.Col{{Head: ui.T(ctx, "store.col_currency")}, {Head: ui.T(ctx, "store.col_rate"), Number: true}, {Head: ui.T(ctx, "store.col_day")},
		{Head: ui.T(ctx, "store.col_source")}}
}

func ruleCols(ctx context.Context) []ui.Col {
	return []ui.Col{{Head: ui.T(ctx, "store.col_rule")}, {Head: ui.T(ctx, "store.col_rate"), Number: true}, {Head: ui.T(ctx, "store.col_from")},
		{Head: ui.T(ctx, "store.col_source")}, {Head: ui.T(ctx, "store.col_seen")}, {Head: ui.T(ctx, "store.col_status")}}
}
