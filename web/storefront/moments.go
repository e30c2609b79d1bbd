package storefront

import (
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
		list = append(list, ui.Moment{What: r.T("store.st_" + string(step.State)), When: r.Locale.DateTime(step.At, nil), State: "done"})
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
		list = append(list, ui.Moment{What: r.T("store.st_" + string(o.State)), State: "now"})
	}
	after := o.State == market.AwaitingPayment || o.State == market.Unconfirmed
	for _, st := range road {
		if after && !seen[st] {
			list = append(list, ui.Moment{What: r.T("store.st_" + string(st)), When: expected(r, o, st), State: "next"})
		}
		after = after || st == o.State
	}
	return list
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
