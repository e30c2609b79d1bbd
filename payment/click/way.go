package click

import (
	"context"
	"net/url"

	"agora/country"
	"agora/fault"
	"agora/money"
	"agora/payment"
)

// Account is what the provider gave the operator. A zero one offers nothing.
type Account struct {
	Service  string // id of the service
	Merchant string // id of the merchant
	Key      string // a secret: signs the provider's calls
}

// Way is paying through CLICK.
type Way struct {
	// Account gives the account as it is set now.
	Account func() Account
}

var (
	_ payment.Local     = (*Way)(nil)
	_ payment.ByHand    = (*Way)(nil)
	_ payment.Offered   = (*Way)(nil)
	_ payment.Elsewhere = (*Way)(nil)
)

// Local: placing an order asks nobody; the provider asks us.
func (*Way) Local() {}

// ByHand: the operator refunds in the provider's cabinet.
func (*Way) ByHand() {}

// Kind is "click".
func (*Way) Kind() string { return "click" }

// Offers takes soums from everybody, once an account is set.
func (w *Way) Offers(c money.Currency, _ country.Code) bool {
	a := w.Account()
	return c == "UZS" && a.Service != "" && a.Merchant != "" && a.Key != ""
}

// Authorize waits for the provider's call.
func (w *Way) Authorize(_ context.Context, in payment.Intent) (payment.Attempt, error) {
	a, err := payment.Begin(w.Kind(), in)
	if err == nil && in.Amount.Currency != "UZS" {
		err = fault.Field("currency", "fault.choice")
	}
	return a, err
}

// Capture notes what came in.
func (*Way) Capture(_ context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	return a.Capture(amount)
}

// Cancel waits no longer; a call that comes after all is refused by the bill.
func (*Way) Cancel(_ context.Context, a payment.Attempt) (payment.Attempt, error) { return a.Cancel() }

// Refund notes what was given back.
func (*Way) Refund(_ context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	return a.Refund(amount)
}

// Page gives the provider's page for a bill.
func (w *Way) Page(_ payment.Instructions, b payment.Bill, back string) string {
	if !b.Open || b.Due.Minor <= 0 || !w.Offers(b.Due.Currency, "") {
		return ""
	}
	a := w.Account()
	q := url.Values{"service_id": {a.Service}, "merchant_id": {a.Merchant}, "amount": {soums(b.Due.Minor)}, "transaction_param": {b.Ref}}
	if back != "" {
		q.Set("return_url", back)
	}
	return "https://my.click.uz/services/pay?" + q.Encode()
}
