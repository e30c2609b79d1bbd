package qr

import (
	"context"
	"time"

	"agora/country"
	"agora/fault"
	"agora/money"
	"agora/payment"
)

// Way is the way "qr": the buyer scans a code with the app of any bank of the
// rail, and the payment is pending until the money is seen on the statement
// of the operator's bank or booked by her.
type Way struct {
	// Account gives what the operator wrote for a currency; "" for none.
	Account func(money.Currency) string
}

var (
	_ payment.Local   = Way{}
	_ payment.ByHand  = Way{}
	_ payment.Offered = Way{}
)

// Local: it asks nobody outside.
func (Way) Local() {}

// ByHand: money goes back by a transfer that a person makes.
func (Way) ByHand() {}

// Kind is "qr".
func (Way) Kind() string { return "qr" }

// Offers reports whether the operator has an account for the currency; the
// door does not matter.
func (w Way) Offers(c money.Currency, _ country.Code) bool { return w.account(c) != "" }

func (w Way) account(c money.Currency) string {
	if w.Account == nil {
		return ""
	}
	return w.Account(c)
}

// Authorize asks for the money. The account stays with the attempt, so that a
// code drawn later still pays the account that was shown first.
func (w Way) Authorize(_ context.Context, in payment.Intent) (payment.Attempt, error) {
	a, err := payment.Begin(w.Kind(), in)
	if err != nil {
		return a, err
	}
	text := w.account(in.Amount.Currency)
	to, err := ReadAccount(in.Amount.Currency, text)
	if err != nil {
		return a, fault.Field("pay", "fault.pay_way", "kind", w.Kind()).Because(err)
	}
	if _, err := to.Paper(Ask{Amount: in.Amount, Ref: in.Ref, Made: time.Now()}); err != nil {
		return a, fault.Field("pay", "fault.pay_way", "kind", w.Kind()).Because(err)
	}
	a.Instructions = payment.Instructions{Key: "pay.qr.how", Args: []string{"amount", in.Amount.String(), "ref", in.Ref, "account", text}}
	return a, nil
}

// Capture notes that the money was seen.
func (Way) Capture(_ context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	return a.Capture(amount)
}

// Cancel waits no longer for it.
func (Way) Cancel(_ context.Context, a payment.Attempt) (payment.Attempt, error) { return a.Cancel() }

// Refund notes a transfer back, which the operator makes at the bank.
func (Way) Refund(_ context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	return a.Refund(amount)
}
