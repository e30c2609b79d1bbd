package market

import (
	"agora/money"
	"agora/payment"
)

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
			at, weights = append(at, i), append(weights, o.Asks().Minor)
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
	s := Share{Asked: o.Charged, Paid: money.Of(o.Captured.Minor+o.Deposited.Minor, c), Back: money.Of(o.Refunded.Minor, c)}
	if o.State.Ended() && o.Captured.IsZero() {
		s.Asked = money.Of(0, c)
	}
	return s
}

// PayReads is how the payment of the group reads to people: as PayState, but
// refunded once all that came in for its orders went back or is owed back. Its
// orders are loaded.
func (g Group) PayReads() payment.State {
	came, back := int64(0), int64(0)
	for _, o := range g.Orders {
		came, back = came+o.Captured.Minor, back+o.Refunded.Minor
	}
	if came > 0 && came == back && g.Outstanding().IsZero() {
		return payment.Refunded
	}
	return payment.State(g.PayState)
}
