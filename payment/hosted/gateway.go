package hosted

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"agora/money"
	"agora/payment"
)

// maxBody bounds what the gateway says: 64 KiB.
const maxBody = 64 << 10

// errNone says that the gateway has no such payment.
var errNone = errors.New("hosted: no such payment")

// state is a payment as the gateway knows it.
type state struct {
	ID       string         `json:"id"`
	Key      string         `json:"key"`
	URL      string         `json:"url"`
	Status   payment.State  `json:"status"`
	Ref      string         `json:"reference"`
	Currency money.Currency `json:"currency"`
	Amount   int64          `json:"amount"`
	Captured int64          `json:"captured"`
	Refunded int64          `json:"refunded"`
}

// parse reads a payment and refuses one that can't be.
func parse(body []byte) (s state, err error) {
	if err := json.Unmarshal(body, &s); err != nil {
		return s, fmt.Errorf("hosted: %w", err)
	}
	return s, s.check()
}

func (s state) check() error {
	const most = 1 << 52 // minor units that every machine counts exactly
	switch {
	case s.Key == "" || len(s.Key) > 100 || len(s.ID) > 200 || len(s.URL) > 2000 || len(s.Ref) > 100:
		return errors.New("hosted: a payment without a key, or too long")
	case !s.Currency.Valid():
		return errors.New("hosted: a payment without a currency")
	case s.Amount < 0 || s.Captured < 0 || s.Refunded < 0 || s.Amount > most || s.Captured > most || s.Refunded > s.Captured:
		return errors.New("hosted: sums that can't be")
	}
	if u, err := url.Parse(s.URL); s.URL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return errors.New("hosted: a page that is no address")
	}
	return nil
}

// ask calls the gateway; in may be nil.
func (w *Way) ask(ctx context.Context, method, path, once string, in any) (s state, err error) {
	body, err := json.Marshal(in)
	if err != nil {
		return s, err
	}
	a := w.Account()
	if a.URL == "" {
		return s, errors.New("hosted: no gateway is set")
	}
	r, err := http.NewRequestWithContext(ctx, method, a.URL+path, bytes.NewReader(body))
	if err != nil {
		return s, err
	}
	r.GetBody = nil // or the client would send it again by itself when an answer is lost
	r.Header.Set("Authorization", "Bearer "+a.Key)
	r.Header.Set("Content-Type", "application/json")
	if once != "" {
		r.Header.Set("Idempotency-Key", once)
	}
	res, err := w.client().Do(r)
	if err != nil {
		return s, fmt.Errorf("hosted: %w", err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	switch {
	case err != nil:
		return s, fmt.Errorf("hosted: %w", err)
	case res.StatusCode == http.StatusNotFound:
		return s, errNone
	case res.StatusCode == http.StatusConflict:
		return s, payment.ErrUnknown
	case res.StatusCode/100 != 2:
		return s, fmt.Errorf("hosted: %s %s answers %s", method, path, res.Status)
	}
	return parse(text)
}

// look asks what became of a payment.
func (w *Way) look(ctx context.Context, key string) (state, error) {
	s, err := w.ask(ctx, http.MethodGet, "/payments/"+url.PathEscape(key), "", nil)
	if err == nil && s.Key != key {
		err = errors.New("hosted: the gateway tells of another payment")
	}
	return s, err
}
