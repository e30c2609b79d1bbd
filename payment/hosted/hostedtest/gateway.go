// Package hostedtest is a bank's gateway for tests: it speaks the protocol of
// package hosted over HTTP, counts what it is asked for, and can lose answers.
//
// It has no tables: a gateway is told apart from the program under test, so it
// keeps what it did when that program is killed.
package hostedtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"agora/payment/hosted"
)

// Secret signs the gateway's notifications.
const Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"

// Key is the key that calls must carry.
const Key = "bank-key"

// Payment is one payment of the gateway.
type Payment struct {
	ID       string `json:"id"`
	Key      string `json:"key"`
	URL      string `json:"url"`
	Status   string `json:"status"`
	Ref      string `json:"reference"`
	Currency string `json:"currency"`
	Amount   int64  `json:"amount"`
	Captured int64  `json:"captured"`
	Refunded int64  `json:"refunded"`
}

// Gateway is the bank.
type Gateway struct {
	URL string

	mu       sync.Mutex
	payments map[string]Payment
	calls    map[string]int
	hold     func(call string)
	silent   bool
	serial   int
}

// New starts a gateway that ends with the test.
func New(t testing.TB) *Gateway {
	g := &Gateway{payments: map[string]Payment{}, calls: map[string]int{}}
	s := httptest.NewServer(g)
	t.Cleanup(s.Close)
	g.URL = s.URL
	return g
}

// Hold has f run after each call took effect and before its answer; nil for
// nothing.
func (g *Gateway) Hold(f func(call string)) { g.mu.Lock(); defer g.mu.Unlock(); g.hold = f }

// Silent makes the gateway unable to tell what became of payments.
func (g *Gateway) Silent(yes bool) { g.mu.Lock(); defer g.mu.Unlock(); g.silent = yes }

// Calls gives how often a call came: "POST /refunds".
func (g *Gateway) Calls(call string) int { g.mu.Lock(); defer g.mu.Unlock(); return g.calls[call] }

// Reset forgets how often calls came.
func (g *Gateway) Reset() { g.mu.Lock(); defer g.mu.Unlock(); clear(g.calls) }

// Keys gives the keys of all payments.
func (g *Gateway) Keys() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Sorted(maps.Keys(g.payments))
}

// Payment gives a payment by our key.
func (g *Gateway) Payment(key string) Payment {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.payments[key]
}

// Pay is the buyer paying on the gateway's page; it gives the payment as it is
// then.
func (g *Gateway) Pay(key string, sum int64) Payment {
	g.mu.Lock()
	defer g.mu.Unlock()
	p := g.payments[key]
	p.Captured += sum
	p.Status = "part"
	if p.Captured >= p.Amount {
		p.Status = "captured"
	}
	g.payments[key] = p
	return p
}

// Forget takes what happened to a payment back, as a gateway that lost it.
func (g *Gateway) Forget(key string) { g.mu.Lock(); defer g.mu.Unlock(); delete(g.payments, key) }

// ServeHTTP answers the program under test.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+Key {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var in struct {
		Key, Reference, Currency, Payment string
		Amount, Total                     int64
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	g.mu.Lock()
	call, status, p := g.do(r, in.Key+in.Payment, func(p *Payment) {
		p.Ref, p.Currency, p.Amount = in.Reference, in.Currency, in.Amount
	}, in.Amount, in.Total)
	g.calls[call]++
	hold := g.hold
	g.mu.Unlock()
	if hold != nil {
		hold(call)
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(p)
}

func (g *Gateway) do(r *http.Request, key string, fill func(*Payment), amount, total int64) (call string, status int, p Payment) {
	part := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	call = r.Method + " /" + part[0]
	if len(part) > 1 {
		key = part[1]
		call += "/"
	}
	if len(part) > 2 {
		call += part[2]
	}
	p, there := g.payments[key]
	switch {
	case call == "GET /payments/" && g.silent:
		return call, http.StatusConflict, p
	case call == "POST /payments" && !there:
		g.serial++
		p = Payment{ID: "bank-" + strconv.Itoa(g.serial), Key: key, URL: g.URL + "/page/" + key, Status: "pending"}
		fill(&p)
	case !there:
		return call, http.StatusNotFound, p
	case call == "POST /payments/capture":
		p.Captured, p.Status = amount, "captured"
	case call == "POST /payments/cancel":
		p.Status = "cancelled"
	case call == "POST /refunds":
		p.Refunded = max(p.Refunded, total)
		if p.Refunded == p.Captured {
			p.Status = "refunded"
		}
	}
	g.payments[key] = p
	return call, http.StatusOK, p
}

// Note gives a signed notification.
func Note(ctx context.Context, to, kind string, p Payment, at time.Time) *http.Request {
	body, err := json.Marshal(map[string]any{"type": kind, "data": p})
	if err != nil {
		panic(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	id := fmt.Sprintf("msg_%s_%d", p.Key, p.Captured)
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	r.Header.Set("webhook-signature", hosted.Sign(Secret, id, at, body))
	return r
}

// Account is the gateway's account for the program under test.
func (g *Gateway) Account() hosted.Account {
	return hosted.Account{URL: g.URL, Key: Key, Secret: Secret, Currencies: "PKR,UZS"}
}
