package payme

import (
	"context"
	"encoding/base64"
	"strconv"
	"time"

	"agora/country"
	"agora/fault"
	"agora/money"
	"agora/payment"
)

// Expiry is how long the provider may take between creating a transaction and
// performing it.
const Expiry = 43_200_000 * time.Millisecond

// field is the name of the account's field: an order's reference.
const field = "order"

// Account is what the provider gave the operator. A zero one offers nothing.
type Account struct {
	Merchant string // id of the cash desk, public: it stands in links
	Key      string // password of the provider's calls; a secret
}

// Way is paying through Payme.
type Way struct {
	// Account gives the account as it is set now.
	Account func() Account
	// Change stores a new key when the provider asks for it; nil refuses.
	Change func(ctx context.Context, key string) error
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

// Kind is "payme".
func (*Way) Kind() string { return "payme" }

// Offers takes soums from everybody, once an account is set.
func (w *Way) Offers(c money.Currency, _ country.Code) bool {
	a := w.Account()
	return c == "UZS" && a.Merchant != "" && a.Key != ""
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

// Page gives the provider's checkout for a bill.
func (w *Way) Page(_ payment.Instructions, b payment.Bill, back string) string {
	if !b.Open || b.Due.Minor <= 0 || !w.Offers(b.Due.Currency, "") {
		return ""
	}
	text := "m=" + w.Account().Merchant + ";ac." + field + "=" + b.Ref + ";a=" + strconv.FormatInt(b.Due.Minor, 10)
	if back != "" {
		text += ";c=" + back
	}
	return "https://checkout.paycom.uz/" + base64.StdEncoding.EncodeToString([]byte(text))
}
