package storefront

import (
	"agora/delivery"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// road is the way of an order that goes well, in its order.
var road = []market.OrderState{market.Placed, market.Accepted, market.Packed, market.Shipped, market.Delivered, market.Completed}

// moments are the timeline of an order: what happened with its time, what is
// now with its deadline, what comes.
func moments(r *web.Request, o market.Order) []ui.Moment {
	var list []ui.Moment
	seen := map[market.OrderState]bool{}
	for _, step := range o.Steps {
		if seen[step.State] {
			continue
		}
		seen[step.State] = true
		if step.State == market.Delivered || step.State == market.Completed {
			list = append(list, trail(r, o)...)
		}
		list = append(list, ui.Moment{What: stateWords(r, o, step.State), When: r.Locale.DateTime(step.At, nil), State: "done"})
	}
	if !seen[market.Delivered] && !seen[market.Completed] {
		list = append(list, trail(r, o)...)
	}
	if n := len(list); n > 0 {
		last := &list[n-1]
		switch {
		case ended(o.State):
			last.State = "stop"
			return list
		case o.State != market.Completed:
			last.State = "now"
			if !o.Deadline.IsZero() {
				last.When += " · " + r.T("store.by_day", "day", o.Deadline)
			}
		}
	}
	if !seen[o.State] {
		seen[o.State] = true
		list = append(list, ui.Moment{What: stateWords(r, o, o.State), State: "now"})
	}
	after := o.State == market.AwaitingPayment || o.State == market.Unconfirmed
	for _, st := range road {
		if o.Admits != nil && st == market.Delivered {
			continue
		}
		if o.Digital && (st == market.Placed || st == market.Accepted || st == market.Packed) {
			continue
		}
		if after && !seen[st] {
			list = append(list, ui.Moment{What: stateWords(r, o, st), When: expected(r, o, st), State: "next"})
		}
		after = after || st == o.State
	}
	return list
}

// stateWords name a state: what is not sent is never on its way, and opened
// rather than delivered.
func stateWords(r *web.Request, o market.Order, s market.OrderState) string {
	switch {
	case o.Admits != nil && s == market.Shipped:
		return r.T("assembly.admitted")
	case o.Digital && s == market.Shipped:
		return r.T("store.st_digital")
	case o.Digital && s == market.Delivered:
		return r.T("store.st_opened")
	}
	return r.T("store.st_" + string(s))
}

// mostTrail is how much of what a carrier told stands on the order's page; all
// of it is on the page of the parcel.
const mostTrail = 3

// trail is the newest that a carrier told of the parcel; that it was delivered
// the order says itself.
func trail(r *web.Request, o market.Order) (list []ui.Moment) {
	if o.Parcel == nil {
		return nil
	}
	for _, t := range o.Parcel.Events {
		if t.What != delivery.Delivered {
			list = append(list, tracked(r, t))
		}
	}
	return list[max(0, len(list)-mostTrail):]
}

func tracked(r *web.Request, t delivery.Tracked) ui.Moment {
	return ui.Moment{What: r.T("track.w_" + string(t.What)), When: r.Locale.DateTime(t.At, nil), Said: t.Place, State: "done"}
}

// expected says when a coming state is due.
func expected(r *web.Request, o market.Order, st market.OrderState) string {
	switch {
	case st == market.Delivered && !o.ArriveFrom.IsZero():
		return r.T("store.offer_days", "from", o.ArriveFrom, "to", o.ArriveBy)
	case st == market.Completed && !o.PayoutDay().IsZero():
		return r.T("store.by_day", "day", o.PayoutDay())
	}
	return ""
}
