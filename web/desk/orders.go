package desk

import (
	"net/http"

	"agora/academy"
	"agora/catalog"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// shelves are the tabs of the list of orders, with the states on each.
var shelves = []struct {
	key    string
	states []market.OrderState
}{
	{"all", nil},
	{"open", []market.OrderState{market.Placed, market.Accepted, market.Packed}},
	{"unpaid", []market.OrderState{market.AwaitingPayment, market.Unconfirmed}},
	{"road", []market.OrderState{market.Shipped, market.Delivered, market.Disputed}},
	{"done", []market.OrderState{market.Completed}},
	{"off", []market.OrderState{market.Cancelled, market.Refused}},
}

// pageSize is how many orders a page of the market's list has.
const pageSize = 50

// listView is a table with chips above and pages below.
type listView struct {
	title, label string
	chips        []ui.Link
	cols         []ui.Col
	rows         [][]ui.Cell
	first, next  string
	none         string
	words        string // what the page will show
	verb, to     string // the one button to begin
	where        ui.Chart
	nations      []ui.Nation
}

// orders lists orders, newest first.
func (d *Desk) orders(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	ctx := r.R.Context()
	counts, err := d.Market.Counts(ctx, r.Actor, shop.ID)
	if err != nil {
		return err
	}
	at := r.Query("state")
	filter := market.OrderFilter{Shop: shop.ID, Before: market.OrderID(r.QueryID("before"))}
	here := base(r) + "/orders"
	v := listView{title: r.T("desk.orders"), label: r.T("desk.orders"), none: r.T("desk.no_orders")}
	for i, s := range shelves {
		n := 0
		for _, state := range s.states {
			n += counts[state]
		}
		l := ui.Link{URL: here + "?state=" + s.key, Text: r.T("desk.shelf_" + s.key), Current: s.key == at || at == "" && i == 0}
		if i > 0 {
			l.Text += " " + r.Locale.Number(int64(n))
		}
		if l.Current {
			filter.States = s.states
		}
		v.chips = append(v.chips, l)
	}
	v.chips = append(v.chips, ui.Link{URL: base(r) + "/enquiries", Text: r.T("desk.enquiries")}, ui.Link{URL: base(r) + "/claims", Text: r.T("claim.list")})
	if counts[market.Accepted]+counts[market.Packed] > 0 {
		v.chips = append(v.chips, ui.Link{URL: base(r) + "/together", Text: r.T("desk.together")})
	}
	if counts[market.Packed] > 0 {
		v.chips = append(v.chips, ui.Link{URL: here + "/dispatch.pdf", Text: r.T("desk.dispatch")},
			ui.Link{URL: here + "/labels.pdf", Text: r.T("desk.labels")})
	}
	list, err := d.Market.Orders(ctx, r.Actor, filter)
	if err != nil {
		return err
	}
	v.cols = []ui.Col{{Head: r.T("desk.col_order")}, {Head: r.T("desk.col_what")}, {Head: r.T("desk.col_to")},
		{Head: r.T("desk.col_state")}, {Head: r.T("desk.col_deadline")}, {Head: r.T("desk.col_yours"), Number: true}}
	for _, o := range list {
		v.rows = append(v.rows, orderCells(r, o))
	}
	if filter.Before > 0 {
		v.first = here + "?state=" + at
	}
	if len(list) == pageSize {
		v.next = here + "?state=" + at + "&before=" + number(int64(list[len(list)-1].ID))
	}
	if len(list) == 0 && at == "" && filter.Before == 0 {
		v.words, v.verb, v.to = r.T("desk.no_orders_words"), r.T("desk.products"), base(r)+"/products"
		if shop.Status == catalog.ShopDraft {
			v.verb, v.to = r.T("desk.way_to_open"), base(r)+"/start"
		}
	}
	if filter.Before == 0 && len(filter.States) == 0 {
		where, err := d.Market.Destinations(ctx, r.Actor, shop.ID)
		if err != nil {
			return err
		}
		v.where, v.nations = buyersChart(r, where)
	}
	main, err := d.taught(r, listPage(v), academy.OrderShipped)
	if err != nil {
		return err
	}
	return d.pageOf(r, http.StatusOK, shop, "orders", v.title, waiting(counts), main)
}

func orderCells(r *web.Request, o market.Order) []ui.Cell {
	yours := ui.Cell{Amount: o.Earnings()}
	if lost(o) {
		yours = ui.Cell{Text: "–"}
	}
	return []ui.Cell{
		{Text: o.Ref, URL: base(r) + "/orders/" + number(int64(o.ID)), Code: true},
		{Text: itemsOf(r, o)},
		{Part: destination(o.BuyerName, string(o.To), r.CountryName(o.To), o.City)},
		{Part: ui.Badge(tones[o.State], "", stateWords(r, o, o.State))},
		{Text: when(r, o.Deadline)},
		yours,
	}
}
