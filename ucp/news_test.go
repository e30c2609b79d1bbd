package ucp

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"agora/catalog"
	"agora/event"
	"agora/httpsig"
	"agora/identity"
	"agora/market"
	"agora/ucp/ucptest"
)

// ear is where a platform hears of its orders.
type ear struct {
	*httptest.Server
	mu    sync.Mutex
	deaf  bool
	heard []heard
}

type heard struct {
	id, stamp string
	body      []byte
	verified  error
}

// newEar listens, and verifies by the keys of a profile.
func newEar(t *testing.T, s *stand) *ear {
	e := &ear{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		keys := func(kid string) (*httpsig.PublicKey, error) {
			for _, k := range s.binding.keys() {
				if k.KID == kid {
					return k.Public()
				}
			}
			return nil, httpsig.ErrKey
		}
		err := httpsig.Verify(r, body, keys, append(httpsig.RequestParts(r, body), "webhook-id", "webhook-timestamp")...)
		e.mu.Lock()
		defer e.mu.Unlock()
		e.heard = append(e.heard, heard{r.Header.Get("Webhook-Id"), r.Header.Get("Webhook-Timestamp"), body, err})
		if e.deaf {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(e.Close)
	return e
}

// tell does what the node's jobs do with the events of a group so far.
func (s *stand) tell(t *testing.T, group market.GroupID) (last error) {
	t.Helper()
	list, err := event.After(t.Context(), s.DB, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		var m market.Moved
		if json.Unmarshal(e.Body, &m) == nil && m.Group == group || e.Kind == "group.placed" && e.Subject == int64(group) {
			if err := s.binding.Tell(t.Context(), e, group); err != nil {
				last = err
			}
		}
	}
	return last
}

// TestT40APlatformHearsOfItsOrders has an order placed and moved while the
// platform cannot be reached, and again when it can.
func TestT40APlatformHearsOfItsOrders(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		e := newEar(t, s)
		c := s.client(t, ucptest.Platform{Webhook: e.URL})
		bought := s.buy(t, c, 1, s.Shops[0].Variants[0])
		g, err := s.Market.GroupByRef(t.Context(), identity.System(), bought.Text("order", "label"))
		if err != nil {
			t.Fatal(err)
		}
		e.deaf = true
		if s.tell(t, g.ID) == nil {
			t.Error("a platform that cannot be reached was told")
		}
		first := e.heard[0]
		for _, h := range e.heard {
			if h.id != first.id || h.stamp != first.stamp || string(h.body) != string(first.body) {
				t.Error("told again it is not the same, or something was told before it")
			}
		}
		e.deaf, e.heard = false, nil
		if err := s.Market.Decline(t.Context(), s.Shops[0].Seller, g.Orders[0].ID, "Sold out."); err != nil {
			t.Fatal(err)
		}
		if err := s.tell(t, g.ID); err != nil {
			t.Fatal(err)
		}
		if len(e.heard) < 2 || e.heard[0].id != first.id {
			t.Fatalf("heard %d", len(e.heard))
		}
		for _, h := range e.heard {
			if h.verified != nil {
				t.Errorf("%v", h.verified)
			}
			if err := ucptest.Response(ucptest.Order, nil, http.StatusOK, h.body); err != nil {
				t.Errorf("%v\n%s", err, h.body)
			}
		}
		var last order
		if err := json.Unmarshal(e.heard[len(e.heard)-1].body, &last); err != nil {
			t.Fatal(err)
		}
		if last.Lines[0].Status != "removed" || len(last.Adjustments) == 0 || last.Adjustments[0].Type != "cancellation" {
			t.Errorf("%+v", last)
		}
		if e.heard = nil; s.tell(t, g.ID) != nil || len(e.heard) != 0 {
			t.Error("the same events were told twice")
		}
	})
}

// buy has a guest buy so many of some variants, paid with play money.
func (s *stand) buy(t *testing.T, c *ucptest.Client, quantity int, variants ...catalog.VariantID) ucptest.Answer {
	t.Helper()
	way := "post"
	if len(variants) > 1 {
		way = cheapest
	}
	a := c.CreateCheckout(m{"line_items": lines(quantity, variants...), "buyer": saima, "fulfillment": sent(way)})
	if a.Text("status") != ready {
		t.Fatalf("%s", a.Raw)
	}
	if a = c.CompleteCheckout(a.Text("id"), playing(tokenSucceeds)); a.Text("status") != completed {
		t.Fatalf("%s", a.Raw)
	}
	return a
}
