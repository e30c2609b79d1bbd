package offline

import (
	"context"
	"time"

	"agora/money"
	"agora/payment"
)

// Cash is cash on delivery: authorized when the order is placed, captured when
// the carrier collected it.
type Cash struct {
	// PerParcel gives the fee for collecting cash with one parcel in the
	// buyer's currency; nil and zero ask for none.
	PerParcel func(money.Currency) money.Amount
}

var (
	_ payment.Local   = Cash{}
	_ payment.Charges = Cash{}
	_ payment.ByHand  = Cash{}
)

// Local: it asks nobody outside.
func (Cash) Local() {}

// ByHand: cash goes back from hand to hand.
func (Cash) ByHand() {}

// Kind is "cash".
func (Cash) Kind() string { return "cash" }

// Fee is for each parcel.
func (c Cash) Fee(currency money.Currency) money.Amount {
	if c.PerParcel != nil {
		if fee := c.PerParcel(currency); fee.Currency == currency && fee.Minor > 0 {
			return fee
		}
	}
	return money.Of(0, currency)
}

// Fees gives the fee function of a table, zero for a currency that is not in
// it: the operator's setting.
func Fees(list ...money.Amount) func(money.Currency) money.Amount {
	return func(c money.Currency) money.Amount {
		for _, fee := range list {
			if fee.Currency == c {
				return fee
			}
		}
		return money.Of(0, c)
	}
}

// Authorize promises the sum until it is collected; the promise does not lapse.
func (c Cash) Authorize(_ context.Context, in payment.Intent) (payment.Attempt, error) {
	a, err := payment.Begin(c.Kind(), in)
	if err != nil {
		return a, err
	}
	a.State, a.Due = payment.Authorized, time.Time{}
	a.Instructions = payment.Instructions{Key: "pay.cash.how", Args: []string{"amount", in.Amount.String(), "ref", in.Ref}}
	return a, nil
}

// Capture notes what the carrier collected.
func (Cash) Capture(_ context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	return a.Capture(amount)
}

// Cancel forgets the promise.
func (Cash) Cancel(_ context.Context, a payment.Attempt) (payment.Attempt, error) { return a.Cancel() }

// Refund notes cash that is given back by hand.
func (Cash) Refund(_ context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	return a.Refund(amount)
}
