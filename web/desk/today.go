package desk

import (
	"net/http"
	"slices"
	"time"

	"agora/catalog"
	"agora/claim"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// chartDays is how many days a drawing of sales has.
const chartDays = 14

// todayView is what waits for the seller.
type todayView struct {
	base    string
	title   string
	status  shopStatus
	piles   []pile
	payout  string // above the next sum
	free    money.Amount
	account string // below it
	held    []ui.Row
	scarce  []ui.Row
	sales   ui.Chart
	days    []ui.Point  // nil while nothing was sold
	none    bool        // nothing waits
	pushKey string      // "" offers no short notes
	claim   string      // the list of claims, when one waits for the shop
	hooks   string      // the list of webhooks, when one was switched off by itself
	asks    string      // how many enquiries wait for an answer; "" for none
	parts   []stagePart // of the way to an open shop; nil once it was asked for
}

// pile is orders that wait for the same thing.
type pile struct {
	title string
	items []todo
}

// todo is an order that waits for one act of the seller.
type todo struct {
	ui.Task
	act, verb string // where the one thing to press posts to
	link      bool   // the act needs a form: a link instead
	decline   string
}

// today shows what waits.
func (d *Desk) today(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	ctx := r.R.Context()
	t, err := d.Market.Today(ctx, r.Actor, shop, chartDays)
	if err != nil {
		return err
	}
	v := todayView{base: base(r), pushKey: r.PushKey(), status: statusOf(r, shop), payout: r.T("desk.payout_on", "day", t.Payout), free: t.Free, account: payoutTo(r, shop.Payout)}
	if shop.Status == catalog.ShopDraft {
		p, err := d.progress(r, shop)
		if err != nil {
			return err
		}
		v.parts = partsOf(r, p)
	} else {
		low, err := d.Catalog.NearlySoldOut(ctx, r.Actor, shop.ID, shop.Few, 8)
		if err != nil {
			return err
		}
		for _, l := range low {
			v.scarce = append(v.scarce, scarceRow(r, shop, l))
		}
	}
	claims, err := d.Claims.Claims(ctx, r.Actor, claim.Filter{Shop: shop.ID})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(claims, func(c claim.Claim) bool { return c.Waits(claim.Shop) }) {
		v.claim = v.base + "/claims"
	}
	if d.Hooks.Stopped(shop.ID) {
		v.hooks = v.base + "/hooks"
	}
	if t.Enquiries > 0 {
		v.asks = r.N("desk.enquiries_wait", t.Enquiries)
	}
	wait, placed := v.pile(r, t.Open)
	v.none = wait == 0 && t.Enquiries == 0
	v.title = r.T("desk.today_calm", "name", r.Actor.Name)
	if placed > 0 {
		v.title = r.N("desk.today_wait", int64(placed), "name", r.Actor.Name)
	}
	v.held = heldSum(heldRows(r, t.Open), r.T("desk.held"), t.Held)
	v.sales, v.days = salesChart(r, t.Days)
	main, err := d.taught(r, today(v))
	if err != nil {
		return err
	}
	return d.pageOf(r, http.StatusOK, shop, "today", r.T("desk.today_page", "shop", shop.Name), wait, main)
}

// pile puts orders that wait for the seller into piles; who waits longest comes
// first. It gives how many wait, and how many of these are new.
func (v *todayView) pile(r *web.Request, open []market.Order) (wait, placed int) {
	for _, state := range []market.OrderState{market.Placed, market.Accepted, market.Packed} {
		p := pile{title: r.T("desk.pile_" + string(state))}
		for _, o := range open {
			if o.State == state {
				p.items = append(p.items, todoOf(r, o))
			}
		}
		if state == market.Placed {
			placed = len(p.items)
		}
		if wait += len(p.items); len(p.items) > 0 {
			v.piles = append(v.piles, p)
		}
	}
	return wait, placed
}

// heldSum shortens a list of orders whose money is held and closes it with
// their sum.
func heldSum(rows []ui.Row, what string, held money.Amount) []ui.Row {
	const most = 5
	return append(rows[:min(most, len(rows))], ui.Row{What: what, Amount: held, Sum: true})
}

func todoOf(r *web.Request, o market.Order) todo {
	url := base(r) + "/orders/" + number(int64(o.ID))
	t := todo{Task: ui.Task{URL: url, Title: itemsOf(r, o), Picture: snapshot(o.Picture, o.Tint, int64(o.ID)),
		About: r.T("desk.todo_about", "buyer", o.BuyerName, "city", o.City, "country", r.CountryName(o.To), "pay", r.T("desk.pay_"+payKey(o))),
		Sum:   o.Earnings(), For: r.T("desk.for_you"), Late: !o.Deadline.IsZero() && time.Until(o.Deadline) < 24*time.Hour}}
	if !o.Deadline.IsZero() {
		t.Due = r.T("desk.until", "when", when(r, o.Deadline))
	}
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
	return r.N("desk.items", o.Items-1, "first", o.First)
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
