// Package loadtest is a small server of the Universal Commerce Protocol that
// sells from memory, for tests of what shops there: it has the states and
// shapes of the protocol and none of its difficulties. Each request and each
// answer is judged by package ucptest.
package loadtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"agora/ucp/ucptest"
)

// Shop is such a server.
type Shop struct {
	URL string
	// Escalate makes every checkout ask for a person.
	Escalate bool
	// Packs makes it sell by the dozen only.
	Packs bool

	tb    testing.TB
	mu    sync.Mutex
	stock int
	sold  int
	asked map[string]int // requests by operation
	next  int
	open  map[string]*checkout
}

// checkout is one purchase under way.
type checkout struct {
	buyer, home, option, paid bool
	status                    string
}

// The one price of the one thing that is sold, and of its delivery.
const (
	price   = 4200
	freight = 800
)

// Serve opens a shop with so many of its one thing, until the test ends.
func Serve(tb testing.TB, stock int) *Shop {
	s := &Shop{tb: tb, stock: stock, asked: map[string]int{}, open: map[string]*checkout{}}
	server := httptest.NewServer(s)
	tb.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Sold gives how many were sold.
func (s *Shop) Sold() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sold
}

// Asked gives how often an operation was asked for.
func (s *Shop) Asked(op string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[op]
}

type object = map[string]any

// ServeHTTP answers as the protocol says.
func (s *Shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the other side has gone
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	root, op, status, answer := s.answer(r, body)
	s.asked[op]++
	if !strings.HasPrefix(r.Header.Get("UCP-Agent"), `profile="http`) && op != "profile" {
		s.tb.Errorf("%s: UCP-Agent %q", op, r.Header.Get("UCP-Agent"))
	}
	if r.Method != http.MethodGet && len(r.Header.Get("Idempotency-Key")) != 36 {
		s.tb.Errorf("%s: Idempotency-Key %q", op, r.Header.Get("Idempotency-Key"))
	}
	if r.Method != http.MethodGet && !strings.HasPrefix(op, "cancel") {
		if err := ucptest.Request(op, body); err != nil {
			s.tb.Errorf("asked: %v: %s", err, body)
		}
	}
	text, err := json.Marshal(answer)
	if err != nil {
		s.tb.Error(err)
	}
	if err := ucptest.Response(root, []string{ucptest.Fulfillment}, status, text); err != nil {
		s.tb.Errorf("answered: %v: %s", err, text)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=60")
	w.WriteHeader(status)
	_, _ = w.Write(text) // the other side has gone
}

// answer gives what is asked for: root and name of the operation, and the
// answer.
func (s *Shop) answer(r *http.Request, body []byte) (root, op string, status int, answer object) {
	var in struct {
		Buyer       object
		Fulfillment struct{ Methods []object }
		Payment     struct{ Instruments []object }
		Pagination  object
	}
	_ = json.Unmarshal(body, &in) // judged by the caller
	path := strings.Split(strings.TrimPrefix(r.URL.Path, "/ucp/v1/"), "/")
	id := ""
	if len(path) > 1 {
		id = path[1]
	}
	verb := map[string]string{http.MethodGet: "get", http.MethodPut: "update", http.MethodPost: "create"}[r.Method]
	if len(path) == 3 {
		verb = path[2]
	}
	switch {
	case r.URL.Path == "/.well-known/ucp":
		return ucptest.Profile, "profile", 200, s.profile()
	case path[0] == "catalog" && id == "search":
		return ucptest.Search, "search_catalog", 200, searched(in.Pagination["cursor"] != nil)
	case path[0] == "catalog" && id == "product":
		return ucptest.Product, "get_product", 200, object{"ucp": ucp("dev.ucp.shopping.catalog.lookup"), "product": product("prod_1")}
	case path[0] == "carts":
		status, c := 200, cart("cart_1")
		if verb == "create" {
			status = 201
		}
		return ucptest.Cart, verb + "_cart", status, c
	case path[0] != "checkout-sessions":
		return ucptest.Order, "get_order", 404, object{"code": "not_found", "content": "There is no such address."}
	}
	op = verb + "_checkout"
	c := s.open[id]
	if verb == "create" {
		if s.sold >= s.stock {
			return ucptest.Checkout, op, 200, soldOut("unrecoverable", nil)
		}
		s.next++
		id, c, status = fmt.Sprintf("chk_%d", s.next), &checkout{}, 201
		s.open[id] = c
		return ucptest.Checkout, op, status, s.show(id, c)
	}
	if c == nil {
		return ucptest.Checkout, op, 404, object{"code": "not_found", "content": "There is no such checkout."}
	}
	if verb == "update" {
		c.buyer, c.paid = in.Buyer["email"] != nil, len(in.Payment.Instruments) > 0
		c.home, c.option = false, false
		for _, m := range in.Fulfillment.Methods {
			c.home = m["selected_destination_id"] != nil
			groups, _ := m["groups"].([]any)
			c.option = c.home && len(groups) > 0 && groups[0].(object)["selected_option_id"] == "post"
		}
	}
	if verb == "complete" && c.buyer && c.option {
		if s.sold >= s.stock {
			return ucptest.Checkout, op, 200, soldOut("recoverable", s.show(id, c))
		}
		s.sold++
		c.status = "completed"
	}
	return ucptest.Checkout, op, 200, s.show(id, c)
}
