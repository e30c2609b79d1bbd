package market

import "agora/money"

// Share is what one order of a group asks its buyer for and what came in for
// it, in the buyer's currency.
type Share struct {
	Asked money.Amount // nothing of an order that ended unpaid
	Paid  money.Amount
	Back  money.Amount // of Paid: went back, or is owed back
}

// Outstanding is what is still to come.
func (s Share) Outstanding() money.Amount {
	return money.Of(max(s.Asked.Minor-s.Paid.Minor, 0), s.Asked.Currency)
}

// Shares gives the share of each order of the group, in their order. What came
// in and is not yet enough for all is divided among the orders that wait for
// it, in proportion to what they ask for, to the last unit.
func (g Group) Shares() []Share {
	list := make([]Share, len(g.Orders))
	var at []int
	var weights []int64
	for i, o := range g.Orders {
		list[i] = o.share(g.Total.Currency)
		if o.State == AwaitingPayment {
			at, weights = append(at, i), append(weights, o.Charged.Minor)
		}
	}
	came := min(g.Received.Minor, g.Due().Minor) // what is above goes back
	if came <= 0 {
		return list
	}
	for i, part := range money.Split(came, weights) {
		list[at[i]].Paid.Minor = part
	}
	return list
}

// share is that of an order on its own.
func (o Order) share(c money.Currency) Share {
	s := Share{Asked: o.Charged, Paid: money.Of(o.Captured.Minor, c), Back: money.Of(o.Refunded.Minor, c)}
	if o.State.Ended() && o.Captured.IsZero() {
		s.Asked = money.Of(0, c)
	}
	return s
}
