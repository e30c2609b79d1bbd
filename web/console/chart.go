package console

import (
	"cmp"
	"slices"

	"agora/country"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// chartDays is how many days a drawing of orders has.
const chartDays = 28

// ordersChart draws the orders of each of the last days; no points while there
// are none.
func ordersChart(r *web.Request, days []market.Day) (ui.Chart, []ui.Point) {
	var all int64
	var points []ui.Point
	for i, d := range days {
		all += d.Orders
		points = append(points, ui.Point{Label: r.Locale.Date(d.Day), Short: r.Locale.DateShort(d.Day), Value: d.Orders, Open: i == len(days)-1})
	}
	if all == 0 {
		return ui.Chart{}, nil
	}
	return ui.Chart{Title: r.N("console.orders_days", int64(len(days))), Words: r.N("desk.sales_words", all),
		What: r.T("desk.day"), Value: r.T("console.orders")}, points
}

// statesChart draws how many of all orders came how far: each state with those
// that are beyond it.
func statesChart(r *web.Request, counts market.Counts, all int) (ui.Chart, []ui.Point) {
	if all == 0 {
		return ui.Chart{}, nil
	}
	way := []market.OrderState{market.Placed, market.Accepted, market.Shipped, market.Delivered, market.Completed}
	var points []ui.Point
	for _, s := range way {
		n := 0
		for _, beyond := range states[slices.Index(states, s):] {
			if beyond != market.Cancelled && beyond != market.Refused {
				n += counts[beyond]
			}
		}
		points = append(points, ui.Point{Label: r.T("desk.st_" + string(s)), Value: int64(n)})
	}
	points = append([]ui.Point{{Label: r.T("console.all"), Value: int64(all)}}, points...)
	return ui.Chart{Title: r.T("console.how_far"), Words: r.T("console.how_far_words")}, points
}

// shopsChart draws where the open shops are; nothing while there are none.
func shopsChart(r *web.Request, count map[country.Code]int64) (ui.Chart, []ui.Nation) {
	if len(count) == 0 {
		return ui.Chart{}, nil
	}
	var nations []ui.Nation
	var all int64
	for code, n := range count {
		all += n
		nations = append(nations, ui.Nation{Code: string(code), Name: r.CountryName(code), Value: n})
	}
	slices.SortFunc(nations, func(a, b ui.Nation) int { return cmp.Compare(a.Name, b.Name) })
	return ui.Chart{Title: r.T("console.shops_where"), Words: r.N("console.shops_open", all)}, nations
}
