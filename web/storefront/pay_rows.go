package storefront

import (
	"time"

	"agora/market"
	"agora/payment"
	"agora/web"
	"agora/web/ui"
)

// shareViews say what each order of a group asks for, and how far it is paid.
func shareViews(r *web.Request, g market.Group) (list []shareView) {
	for i, s := range g.Shares() {
		o := g.Orders[i]
		v := shareView{shop: o.ShopName, ref: o.Ref, state: stateWords(r, o, o.State),
			rows: []ui.Row{{What: r.T("store.pay_asked"), Amount: s.Asked}, {What: r.T("store.pay_came"), Amount: s.Paid}}}
		if !s.Back.IsZero() {
			v.rows = append(v.rows, ui.Row{What: r.T("store.pay_back"), Amount: s.Back.Neg()})
		}
		if open := s.Outstanding(); !open.IsZero() {
			v.rows = append(v.rows, ui.Row{What: r.T("store.pay_open_sum"), Amount: open, Sum: true})
		}
		list = append(list, v)
	}
	return list
}

// refundRows say how much goes back, why, by which way, and whether it was sent.
func refundRows(r *web.Request, back []market.Refund) (rows []ui.Row) {
	for _, b := range back {
		how := r.T("store.back_on_way")
		if b.State == market.RefundSent {
			how = r.T("store.back_sent", "day", b.Updated)
		}
		rows = append(rows, ui.Row{What: r.T("store.back_" + string(b.Reason)), Amount: b.Amount,
			Why: wayName(r, b.Way) + " · " + how})
	}
	return rows
}

// wayName names a way to pay; one that a buyer can't choose has no words.
func wayName(r *web.Request, kind string) string {
	if key := "store.pay_" + kind; r.Locale.Has(key) {
		return r.T(key)
	}
	return kind
}

// payMoments say what happens next, with its dates.
func payMoments(r *web.Request, g market.Group) []ui.Moment {
	paid := ui.Moment{What: r.T("store.pay_now"), State: "now"}
	hold, after := heldWords(r, g)
	held := ui.Moment{What: r.T("store.purse_agora"), When: hold, State: "next"}
	come := ui.Moment{What: r.T("store.st_delivered"), State: "next"}
	switch {
	case seated(g):
		come.What = r.T("assembly.admitted")
	case bare(g):
		come.What = r.T("store.st_opened")
	}
	shops := ui.Moment{What: r.T("store.purse_shops"), When: after, State: "next"}
	if end := until(g); !end.IsZero() {
		paid.When = r.T("store.by_day", "day", end)
	}
	from, to, day, done, cash := time.Time{}, time.Time{}, time.Time{}, true, true
	for _, o := range g.Orders {
		if ended(o.State) {
			continue
		}
		from, to, day = earlier(from, o.ArriveFrom), later(to, o.ArriveBy), later(day, o.PayoutDay())
		done = done && o.State == market.Completed
		cash = cash && o.CashOnDelivery()
	}
	if !to.IsZero() {
		come.When = r.T("store.offer_days", "from", from, "to", to)
	}
	if !day.IsZero() {
		shops.When = r.Locale.Date(day)
	}
	switch {
	case allEnded(g):
		paid.State, paid.What, paid.When = "stop", r.T("store.st_cancelled"), ""
		return []ui.Moment{paid}
	case cash && g.Outstanding().IsZero():
		come.State = "now"
		paid.What, paid.State = r.T("store.pay_at_door"), "next"
		shops.State = "next"
		return []ui.Moment{come, paid, shops}
	case g.PayReads() == payment.Refunded:
		paid.What, paid.State = r.T("store.pay_back"), "stop"
		return []ui.Moment{paid}
	case g.PayState == string(payment.Captured) && g.Outstanding().IsZero():
		paid.What, paid.State, held.State = r.T("store.pay_paid"), "done", "now"
	}
	if seated(g) { // who paid has her seat, and the event is to come
		if paid.State == "done" {
			come.State = "done"
		}
		if done {
			held.State, shops.State = "done", "done"
		}
		return []ui.Moment{paid, come, held, shops}
	}
	if done {
		held.State, come.State, shops.State = "done", "done", "done"
	}
	return []ui.Moment{paid, held, come, shops}
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
