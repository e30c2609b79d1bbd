package desk

import (
	"net/http"
	"time"

	"agora/catalog"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// scarce is how few of a thing are called nearly sold out.
const scarce = 3

// todayView is what waits for the seller.
type todayView struct {
	base   string
	title  string
	status shopStatus
	piles  []pile
	money  []ui.Row
	scarce []ui.Row
	none   bool        // nothing waits
	empty  bool        // no product yet
	parts  []stagePart // of the way to an open shop; nil once it was asked for
}

// pile is orders that wait for the same thing.
type pile struct {
	title string
	items []todo
}

// todo is an order that waits for one act of the seller.
type todo struct {
	picture           ui.Picture
	url, title, about string
	earnings          string
	deadline          string
	late              bool
	act, verb         string // where the one thing to press posts to
	link              bool   // the act needs a form: a link instead
	decline           string
}

// today shows what waits.
func (d *Desk) today(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	ctx := r.R.Context()
	orders, err := d.Market.Orders(ctx, r.Actor, market.OrderFilter{Shop: shop.ID, States: []market.OrderState{market.Placed, market.Accepted, market.Packed}})
	if err != nil {
		return err
	}
	money, err := d.Market.Money(ctx, r.Actor, shop, 0)
	if err != nil {
		return err
	}
	low, err := d.Catalog.NearlySoldOut(ctx, r.Actor, shop.ID, scarce, 8)
	if err != nil {
		return err
	}
	p, err := d.progress(r, shop)
	if err != nil {
		return err
	}
	v := todayView{base: base(r), status: statusOf(r, shop), none: len(orders) == 0, empty: p.first.ID == 0,
		money: moneyRows(r, money)}
	if shop.Status == catalog.ShopDraft {
		v.parts = partsOf(r, p)
	}
	placed := 0
	for _, state := range []market.OrderState{market.Placed, market.Accepted, market.Packed} {
		p := pile{title: r.T("desk.pile_" + string(state))}
		for i := len(orders) - 1; i >= 0; i-- { // who waits longest comes first
			if orders[i].State == state {
				p.items = append(p.items, todoOf(r, orders[i]))
			}
		}
		if state == market.Placed {
			placed = len(p.items)
		}
		if len(p.items) > 0 {
			v.piles = append(v.piles, p)
		}
	}
	switch {
	case placed > 0:
		v.title = r.N("desk.today_wait", int64(placed), "name", alone(r.Actor.Name))
	default:
		v.title = r.T("desk.today_calm", "name", alone(r.Actor.Name))
	}
	for _, l := range low {
		v.scarce = append(v.scarce, scarceRow(r, shop, l))
	}
	return d.page(r, http.StatusOK, shop, "today", r.T("desk.today_page", "shop", shop.Name), today(v))
}

func todoOf(r *web.Request, o market.Order) todo {
	url := base(r) + "/orders/" + number(int64(o.ID))
	t := todo{picture: snapshot(o.Picture, o.Tint, int64(o.ID)), url: url, title: itemsOf(r, o),
		about:    r.T("desk.todo_about", "buyer", alone(o.BuyerName), "city", alone(o.City), "country", r.CountryName(o.To), "pay", r.T("desk.pay_"+payKey(o))),
		earnings: r.Locale.Money(o.Earnings()), deadline: r.T("desk.until", "when", when(r, o.Deadline)),
		late: !o.Deadline.IsZero() && time.Until(o.Deadline) < 24*time.Hour}
	switch o.State {
	case market.Placed:
		t.act, t.verb, t.decline = url+"/accept", r.T("desk.accept"), url+"#decline"
	case market.Accepted:
		t.act, t.verb = url+"/pack", r.T("desk.packed")
	case market.Packed:
		t.act, t.verb, t.link = url+"#ship", r.T("desk.ship"), true
	}
	return t
}

// payKey says in one word how the order is paid.
func payKey(o market.Order) string {
	switch {
	case o.CashOnDelivery():
		return "cash"
	case o.State == market.AwaitingPayment:
		return "waits"
	}
	return "held"
}

// itemsOf says what is in an order: its first thing and how many more.
func itemsOf(r *web.Request, o market.Order) string {
	if o.Items <= 1 {
		return alone(o.First)
	}
	return r.N("desk.items", o.Items-1, "first", alone(o.First))
}

// moneyRows are the sums beside the work: what is free, what is held.
func moneyRows(r *web.Request, m market.Money) []ui.Row {
	rows := []ui.Row{
		{What: r.T("desk.free"), Amount: m.Free, Why: r.T("desk.payout_on", "day", m.Payout)},
		{What: r.T("desk.held"), Amount: m.Held, Why: r.T("desk.held_why")},
	}
	return rows
}

func scarceRow(r *web.Request, shop catalog.Shop, l catalog.Line) ui.Row {
	name := text(r, shop, l.Product.Title)
	for _, c := range l.Product.ChoiceOf(l.Variant, r.Locale.Lang(), shop.Languages...) {
		name += ", " + c
	}
	left := l.Variant.Available()
	row := ui.Row{What: name, Value: r.N("desk.left", left), URL: base(r) + "/products/" + number(int64(l.Product.ID)) + "#stock"}
	if left <= 0 {
		row.Value = r.T("desk.sold_out")
	}
	return row
}
