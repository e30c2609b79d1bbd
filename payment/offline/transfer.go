package offline

import (
	"context"

	"agora/money"
	"agora/payment"
)

// Transfer is a bank transfer with a reference: pending until the operator
// finds it on the bank's statement.
type Transfer struct {
	// Account gives the account to pay to in a currency, as the buyer copies
	// it: bank, number, holder; "" takes no transfers in that currency.
	Account func(money.Currency) string
}

var (
	_ payment.Local  = Transfer{}
	_ payment.ByHand = Transfer{}
)

// Local: it asks nobody outside.
func (Transfer) Local() {}

// ByHand: the operator makes the transfer back at the bank.
func (Transfer) ByHand() {}

// Kind is "transfer".
func (Transfer) Kind() string { return "transfer" }

// Authorize asks for the transfer.
func (t Transfer) Authorize(_ context.Context, in payment.Intent) (payment.Attempt, error) {
	a, err := payment.Begin(t.Kind(), in)
	if err != nil {
		return a, err
	}
	account := ""
	if t.Account != nil {
		account = t.Account(in.Amount.Currency)
	}
	a.Instructions = payment.Instructions{Key: "pay.transfer.how",
		Args: []string{"amount", in.Amount.String(), "ref", in.Ref, "account", account}}
	if account == "" {
		a.Instructions.Key = "pay.transfer.wait"
	}
	return a, nil
}

// Capture notes that the transfer arrived.
func (Transfer) Capture(_ context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	return a.Capture(amount)
}

// Cancel waits no longer for it.
func (Transfer) Cancel(_ context.Context, a payment.Attempt) (payment.Attempt, error) {
	return a.Cancel()
}

// Refund notes a transfer back, which the operator makes at the bank.
func (Transfer) Refund(_ context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	return a.Refund(amount)
}
