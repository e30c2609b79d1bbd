package hosted

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/money"
	"agora/payment"
)

// Account is what the bank gave the operator. A zero one offers nothing.
type Account struct {
	URL        string // where the gateway's calls begin, without a final slash
	Key        string // a secret: our calls carry it
	Secret     string // a secret, "whsec_…": the gateway signs with it; several while they change
	Currencies string // apart by commas
}

// Way is paying on the page of a gateway.
type Way struct {
	// Account gives the account as it is set now.
	Account func() Account
	// Client calls the gateway; nil takes one with a bound of ten seconds.
	Client *http.Client

	db *db.DB
}

var (
	_ payment.Asks      = (*Way)(nil)
	_ payment.Offered   = (*Way)(nil)
	_ payment.Elsewhere = (*Way)(nil)
)

// New makes the way, which keeps its record in d.
func New(d *db.DB, account func() Account) *Way {
	return &Way{Account: account, db: d}
}

func (w *Way) client() *http.Client {
	if w.Client != nil {
		return w.Client
	}
	const patience = 10 * time.Second
	return &http.Client{Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Kind is "hosted".
func (*Way) Kind() string { return "hosted" }

// Offers takes the currencies that are set.
func (w *Way) Offers(c money.Currency, _ country.Code) bool {
	a := w.Account()
	return a.URL != "" && a.Secret != "" && slices.Contains(strings.Split(a.Currencies, ","), string(c))
}

// Authorize asks the gateway for a payment. It is noted first: after a break
// the gateway is asked whether it has it before it is asked for it.
func (w *Way) Authorize(ctx context.Context, in payment.Intent) (payment.Attempt, error) {
	a, err := payment.Begin(w.Kind(), in)
	if err != nil {
		return a, err
	}
	known, err := w.begin(ctx, a)
	if err != nil {
		return a, err
	}
	s, err := state{}, errNone
	if known {
		s, err = w.look(ctx, a.ID)
	}
	if errors.Is(err, errNone) {
		s, err = w.ask(ctx, http.MethodPost, "/payments", a.ID, map[string]any{"key": a.ID, "reference": in.Ref,
			"amount": in.Amount.Minor, "currency": in.Amount.Currency})
	}
	if err != nil {
		return a, err
	}
	if s.Key != a.ID || s.Amount != a.Amount.Minor || s.Currency != a.Amount.Currency {
		return a, fault.New(fault.Unavailable, "fault.pay_state").Because(errors.New("hosted: the gateway made another payment"))
	}
	if err := w.keep(ctx, s); err != nil {
		return a, err
	}
	// What came in is booked where it is told (Notices, Ask), so that it is
	// booked once: here the attempt only begins.
	a.Instructions = payment.Instructions{Key: "store.pay_hosted_note", Args: []string{"page", s.URL}}
	return a, nil
}

// Page gives the page that the gateway made, with the way back.
func (w *Way) Page(in payment.Instructions, b payment.Bill, back string) string {
	u, err := url.Parse(in.Arg("page"))
	if err != nil || u.Host == "" || !b.Open || b.Due.Minor <= 0 {
		return ""
	}
	if back != "" {
		q := u.Query()
		q.Set("return_url", back)
		u.RawQuery = q.Encode()
	}
	return u.String()
}

// Capture takes an authorized sum, all or less.
func (w *Way) Capture(ctx context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	next, err := a.Capture(amount)
	if err != nil || a.State == payment.Captured {
		return next, err
	}
	s, err := w.ask(ctx, http.MethodPost, "/payments/"+url.PathEscape(a.ID)+"/capture", a.ID+"/capture", map[string]any{"amount": amount.Minor})
	if err == nil && s.Captured != amount.Minor {
		err = errors.New("hosted: the gateway captured another sum")
	}
	if err != nil {
		return a, err
	}
	return next, nil
}

// Cancel gives up a payment of which nothing was captured.
func (w *Way) Cancel(ctx context.Context, a payment.Attempt) (payment.Attempt, error) {
	next, err := a.Cancel()
	if err != nil || a.State == payment.Cancelled {
		return next, err
	}
	s, err := w.ask(ctx, http.MethodPost, "/payments/"+url.PathEscape(a.ID)+"/cancel", a.ID+"/cancel", map[string]any{})
	if err == nil && s.Status != payment.Cancelled {
		err = errors.New("hosted: the gateway did not cancel")
	}
	if err != nil {
		return a, err
	}
	return next, nil
}

// Refund brings what went back up to amount.
func (w *Way) Refund(ctx context.Context, a payment.Attempt, amount money.Amount) (payment.Attempt, error) {
	next, err := a.Refund(amount)
	if err != nil || next.Refunded == a.Refunded {
		return next, err
	}
	s, err := w.ask(ctx, http.MethodPost, "/refunds", a.ID+"/refund/"+strconv.FormatInt(amount.Minor, 10),
		map[string]any{"payment": a.ID, "total": amount.Minor, "currency": amount.Currency})
	if err == nil && s.Refunded < amount.Minor {
		err = errors.New("hosted: the gateway gave back less")
	}
	if err != nil {
		return a, err
	}
	return next, nil
}

// Outcome gives the attempt as the gateway knows it; payment.ErrUnknown when it
// can't tell.
func (w *Way) Outcome(ctx context.Context, a payment.Attempt) (payment.Attempt, error) {
	s, err := w.look(ctx, a.ID)
	if errors.Is(err, errNone) {
		return a, payment.ErrUnknown // we have a record of it, so it should have one
	}
	if err != nil {
		return a, err
	}
	if s.Currency != a.Amount.Currency {
		return a, payment.ErrUnknown
	}
	a.Refunded.Minor = min(max(a.Refunded.Minor, s.Refunded), a.Captured.Minor)
	if a.Refunded == a.Captured && !a.Captured.IsZero() {
		a.State = payment.Refunded
	}
	return a, nil
}
