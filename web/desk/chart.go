package desk

import (
	"slices"

	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// salesChart draws what was sold on each of the last days; no points while
// nothing was.
func salesChart(r *web.Request, days []market.Day) (ui.Chart, []ui.Point) {
	var orders int64
	var points []ui.Point
	for i, d := range days {
		orders += d.Orders
		points = append(points, ui.Point{Label: r.Locale.Date(d.Day), Short: r.Locale.DateShort(d.Day), Value: d.Sold.Minor,
			Text: r.Locale.Money(d.Sold), Open: i == len(days)-1})
	}
	if orders == 0 {
		return ui.Chart{}, nil
	}
	return ui.Chart{Title: r.N("desk.sales_days", int64(len(days))), Words: r.N("desk.sales_words", orders),
		What: r.T("desk.day"), Value: r.T("desk.goods")}, points
}

// balanceChart draws how the balance went from entry to entry.
func balanceChart(r *web.Request, lines []market.MoneyLine) (ui.Chart, []ui.Point) {
	if len(lines) < 3 { // no way to be seen
		return ui.Chart{}, nil
	}
	points := make([]ui.Point, 0, len(lines))
	for _, l := range slices.Backward(lines) {
		points = append(points, ui.Point{Label: r.Locale.Date(l.At), Short: r.Locale.DateShort(l.At), Value: l.Balance.Minor, Text: r.Locale.Money(l.Balance)})
	}
	return ui.Chart{Title: r.T("desk.col_balance"), Words: r.T("desk.balance_words"), What: r.T("desk.day"), Value: r.T("desk.col_balance")}, points
}

// buyersChart draws where orders go; nothing while there are none.
func buyersChart(r *web.Request, list []market.Destination) (ui.Chart, []ui.Nation) {
	if len(list) == 0 {
		return ui.Chart{}, nil
	}
	var nations []ui.Nation
	for _, d := range list {
		nations = append(nations, ui.Nation{Code: string(d.To), Name: r.CountryName(d.To), Value: d.Orders})
	}
	return ui.Chart{Title: r.T("desk.buyers"), Words: r.N("desk.buyers_words", int64(len(list)))}, nations
}
