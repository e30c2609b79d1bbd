package hosted_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/payment"
	"agora/payment/hosted"
	"agora/payment/hosted/hostedtest"
	"agora/payment/paymenttest"
)

func way(g *hostedtest.Gateway, d *db.DB) *hosted.Way {
	return hosted.New(d, g.Account)
}

func TestHostedKeepsTheContract(t *testing.T) {
	d := dbtest.SQLite(t, hosted.Schema)
	paymenttest.Run(t, func() payment.Handler { return way(hostedtest.New(t), d) }, nil)
}

// send gives what tells a way of money, and the answer's status.
func send(t *testing.T, w *hosted.Way, s paymenttest.Stand) func(kind string, p hostedtest.Payment, at time.Time) int {
	edge := w.Notices(s.Market, nil)
	return func(kind string, p hostedtest.Payment, at time.Time) int {
		out := httptest.NewRecorder()
		edge.ServeHTTP(out, hostedtest.Note(t.Context(), "/pay/hosted", kind, p, at))
		return out.Code
	}
}

func TestHostedOnARealMarket(t *testing.T) {
	paymenttest.Drive(t, []db.Schema{hosted.Schema}, func(t *testing.T, d *db.DB) paymenttest.Driver {
		g := hostedtest.New(t)
		w := way(g, d)
		return paymenttest.Driver{Way: w, Currency: "PKR", Tell: func(s paymenttest.Stand) func(paymenttest.Notice) bool {
			tell := send(t, w, s)
			var lock sync.Mutex
			told := map[string]hostedtest.Payment{}
			return func(n paymenttest.Notice) bool {
				lock.Lock()
				p, again := told[n.Key]
				if !again {
					// The buyer of a group of ours pays on its page; anything else is
					// told under a key that we do not know.
					p = hostedtest.Payment{ID: n.Key, Key: n.Key, Ref: n.Ref, Status: "captured", Currency: string(n.Amount.Currency),
						Amount: n.Amount.Minor, Captured: n.Amount.Minor}
					if key := keyOf(t, d, n.Ref); key != "" && n.Amount.Currency == "PKR" {
						g.Pay(key, n.Amount.Minor)
						p = g.Payment(key)
					}
					told[n.Key] = p
				}
				lock.Unlock()
				return tell("payment.updated", p, time.Now()) == http.StatusNoContent
			}
		}}
	})
}

// keyOf gives the gateway's key of the group with a reference; "" for none.
func keyOf(t *testing.T, d *db.DB, ref string) (key string) {
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Row(`SELECT COALESCE(MAX(pay_key), '') FROM hosted_payments WHERE ref = $1`, []any{ref}, &key)
	}); err != nil {
		t.Error(err)
	}
	return key
}

// open makes a market with a gateway on an embedded database.
func open(t *testing.T) (paymenttest.Stand, *hostedtest.Gateway, *hosted.Way) {
	t.Helper()
	d := dbtest.SQLite(t, append(markettest.Schemas(), hosted.Schema)...)
	g := hostedtest.New(t)
	w := way(g, d)
	return paymenttest.NewStand(t, d, w, "PKR"), g, w
}

func TestNotificationsOutOfOrder(t *testing.T) {
	s, g, w := open(t)
	tell := send(t, w, s)
	o := s.Place(1)
	key := keyOf(t, s.DB, o.Ref)
	first := g.Pay(key, 1000)
	second := g.Pay(key, o.Total.Minor-1000)
	for _, p := range []hostedtest.Payment{second, first, second, first} {
		if status := tell("payment.updated", p, time.Now()); status != http.StatusNoContent {
			t.Fatalf("status %d", status)
		}
	}
	if m, p, _ := s.Receipts(); m != 1 || p != 0 || s.Now(o).PayState != "captured" || -s.Stands(ledger.Way("hosted"), "PKR") != o.Total.Minor {
		t.Errorf("%d matched, %d parked, %s", m, p, s.Now(o).PayState)
	}
	if got := s.Market.PayPage(s.Now(o), ""); got != "" {
		t.Errorf("a page to pay what is paid: %s", got)
	}
	s.Sound()
}

func TestAReversalUntilItIsShipped(t *testing.T) {
	s, g, w := open(t)
	tell := send(t, w, s)
	for _, shipped := range []bool{false, true} {
		o := s.Place(1)
		if page := s.Market.PayPage(s.Now(o), "https://b.example/o?k=1"); page != g.URL+"/page/"+keyOf(t, s.DB, o.Ref)+"?return_url=https%3A%2F%2Fb.example%2Fo%3Fk%3D1" {
			t.Fatalf("page %q", page)
		}
		p := g.Pay(keyOf(t, s.DB, o.Ref), o.Total.Minor)
		tell("payment.updated", p, time.Now())
		want, state := http.StatusNoContent, market.Cancelled
		if shipped {
			by, id := s.Shops[0].Seller, o.Orders[0].ID
			if err := errors.Join(s.Market.Accept(t.Context(), by, id), s.Market.Pack(t.Context(), by, id), s.Market.Ship(t.Context(), by, id, "", "")); err != nil {
				t.Fatal(err)
			}
			want, state = http.StatusConflict, market.Shipped
		}
		for range 2 {
			if status := tell("payment.reversed", p, time.Now()); status != want {
				t.Errorf("shipped %v: status %d", shipped, status)
			}
		}
		if got := s.Now(o).Orders[0].State; got != state {
			t.Errorf("shipped %v: the order is %s", shipped, got)
		}
	}
	s.Sound()
}

// TestALostNotificationIsAskedFor: the buyer paid, nobody told us.
func TestALostNotificationIsAskedFor(t *testing.T) {
	ahead := time.Duration(0)
	d := dbtest.At(t, func() time.Time { return time.Now().Add(ahead) }, append(markettest.Schemas(), hosted.Schema)...)
	g := hostedtest.New(t)
	w := way(g, d)
	s := paymenttest.NewStand(t, d, w, "PKR")
	o := s.Place(1)
	p := g.Pay(keyOf(t, d, o.Ref), o.Total.Minor)
	if err := w.Ask(t.Context(), s.Market, 100); err != nil || g.Calls("GET /payments/") != 0 {
		t.Errorf("asked at once: %v", err)
	}
	ahead = 16 * time.Minute
	for range 2 {
		if err := w.Ask(t.Context(), s.Market, 100); err != nil {
			t.Fatal(err)
		}
	}
	if s.Now(o).PayState != "captured" || g.Calls("GET /payments/") != 1 {
		t.Errorf("%s after %d questions", s.Now(o).PayState, g.Calls("GET /payments/"))
	}
	if status := send(t, w, s)("payment.updated", p, time.Now()); status != http.StatusNoContent {
		t.Errorf("the late notification: %d", status)
	}
	if m, _, _ := s.Receipts(); m != 1 {
		t.Errorf("%d receipts", m)
	}
	s.Sound()
}

func TestOnlySignedAndFreshIsHeard(t *testing.T) {
	s, g, w := open(t)
	o := s.Place(1)
	p := g.Pay(keyOf(t, s.DB, o.Ref), o.Total.Minor)
	edge := w.Notices(s.Market, nil)
	for what, c := range map[string]struct {
		bend func(*http.Request)
		at   time.Duration
		want int
	}{
		"old":           {nil, -6 * time.Minute, http.StatusUnauthorized},
		"of the future": {nil, 6 * time.Minute, http.StatusUnauthorized},
		"no id":         {func(r *http.Request) { r.Header.Del("webhook-id") }, 0, http.StatusUnauthorized},
		"another id":    {func(r *http.Request) { r.Header.Set("webhook-id", "x") }, 0, http.StatusUnauthorized},
		"no signature":  {func(r *http.Request) { r.Header.Del("webhook-signature") }, 0, http.StatusUnauthorized},
		"forged":        {func(r *http.Request) { r.Header.Set("webhook-signature", "v1,AAAA") }, 0, http.StatusUnauthorized},
		"another time":  {func(r *http.Request) { r.Header.Set("webhook-timestamp", "1") }, 0, http.StatusUnauthorized},
		"GET":           {func(r *http.Request) { r.Method = http.MethodGet }, 0, http.StatusMethodNotAllowed},
		"one of several": {func(r *http.Request) {
			r.Header.Set("webhook-signature", "v1,AAAA v1a,BBBB "+r.Header.Get("webhook-signature"))
		}, 0, http.StatusNoContent},
	} {
		r := hostedtest.Note(t.Context(), "/pay/hosted", "payment.updated", p, time.Now().Add(c.at))
		if c.bend != nil {
			c.bend(r)
		}
		out := httptest.NewRecorder()
		if edge.ServeHTTP(out, r); out.Code != c.want {
			t.Errorf("%s: status %d, want %d", what, out.Code, c.want)
		}
	}
	for what, bad := range map[string]hostedtest.Payment{"no key": {Currency: "PKR"}, "no currency": {Key: "x"},
		"below zero": {Key: "x", Currency: "PKR", Captured: -1}, "more back than came": {Key: "x", Currency: "PKR", Captured: 1, Refunded: 2},
		"no page": {Key: "x", Currency: "PKR", URL: "javascript:alert(1)"}} {
		if got := send(t, w, s)("payment.updated", bad, time.Now()); got != http.StatusBadRequest {
			t.Errorf("%s: status %d", what, got)
		}
	}
	if got := send(t, w, s)("payment.lost", p, time.Now()); got != http.StatusBadRequest {
		t.Errorf("an unknown kind: status %d", got)
	}
}

// TestARefundWhoseAnswerWasLost: the gateway is asked before it is asked again,
// and where it can't tell, the refund is unknown and a person's.
func TestARefundWhoseAnswerWasLost(t *testing.T) {
	s, g, w := open(t)
	for _, silent := range []bool{false, true} { // in this order: what stays unknown stays in the list
		what := map[bool]string{false: "asked", true: "can't tell"}[silent]
		o := s.Place(1)
		send(t, w, s)("payment.updated", g.Pay(keyOf(t, s.DB, o.Ref), o.Total.Minor), time.Now())
		if err := s.Market.Cancel(t.Context(), paymenttest.Buyer(o), o.Orders[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		r := s.Refunds(o)[0]
		g.Hold(func(string) { panic(http.ErrAbortHandler) }) // it did it; the answer is lost
		before := g.Calls("POST /refunds")
		if err := s.Market.SendRefund(t.Context(), r.Shop, r.ID); err == nil || s.Refunds(o)[0].State != market.RefundAsking {
			t.Errorf("%s: %v, %s", what, err, s.Refunds(o)[0].State)
		}
		g.Hold(nil)
		g.Silent(silent)
		for range 3 {
			if err := s.Market.SendRefund(t.Context(), r.Shop, r.ID); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		want := map[bool]market.RefundState{false: market.RefundSent, true: market.RefundUnknown}[silent]
		if got := s.Refunds(o)[0].State; got != want || g.Calls("POST /refunds") != before+1 {
			t.Errorf("%s: %s after %d calls", what, got, g.Calls("POST /refunds")-before)
		}
		if list, err := s.Market.OpenRefunds(t.Context(), markettest.Operator(), 0); err != nil || silent != (len(list) == 1) {
			t.Errorf("%s: the operator sees %+v, %v", what, list, err)
		}
		g.Silent(false)
	}
	s.Sound()
}

// TestAPlacementWhoseAnswerWasLost: the payment exists, we do not know its page.
func TestAPlacementWhoseAnswerWasLost(t *testing.T) {
	s, g, _ := open(t)
	g.Hold(func(string) { panic(http.ErrAbortHandler) })
	o := s.Place(1)
	g.Hold(nil)
	if page := s.Market.PayPage(s.Now(o), ""); page != "" {
		t.Errorf("page %q of an answer that was lost", page)
	}
	if err := s.Market.Collect(t.Context(), o.ID); err != nil {
		t.Fatal(err)
	}
	if page := s.Market.PayPage(s.Now(o), ""); page == "" || g.Calls("POST /payments") != 1 || g.Calls("GET /payments/") != 1 {
		t.Errorf("page %q after %d calls and %d questions", page, g.Calls("POST /payments"), g.Calls("GET /payments/"))
	}
	if _, err := s.Market.Refunds(t.Context(), identity.System(), o); err != nil {
		t.Error(err)
	}
}
