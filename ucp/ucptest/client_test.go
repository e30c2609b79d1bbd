package ucptest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

// recorder is a testing.TB whose failures are seen, not suffered.
type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.said = fmt.Sprintf(format, args...)
	panic(r)
}

// canned answers each path with a file of testdata and notes the headers.
func canned(t *testing.T, answers map[string]string, seen *[]http.Header) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*seen = append(*seen, r.Header)
		_, _ = io.Copy(io.Discard, r.Body)
		name, ok := answers[r.Method+" "+r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		text, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "public, max-age=60")
		if r.Method == http.MethodPost && r.URL.Path == "/ucp/v1/carts" {
			w.WriteHeader(http.StatusCreated)
		}
		_, _ = w.Write(text)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestClientShopsAndJudges(t *testing.T) {
	var seen []http.Header
	server := canned(t, map[string]string{"GET /.well-known/ucp": "profile", "POST /ucp/v1/checkout-sessions": "checkout",
		"GET /ucp/v1/checkout-sessions/x": "error", "POST /ucp/v1/carts": "cart", "GET /ucp/v1/orders/ord_7": "order",
		"POST /ucp/v1/catalog/search": "search", "GET /ucp/v1/carts/bad": "order"}, &seen)
	c := NewClient(t, server.URL, Platform{})
	// The example's business declares no discounts, the answers have them.
	if !slices.Equal(c.Extensions, []string{Fulfillment}) {
		t.Errorf("negotiated %v", c.Extensions)
	}
	c.Extensions = append(c.Extensions, Discount)

	a := c.CreateCheckout(map[string]any{"line_items": []any{map[string]any{"item": map[string]any{"id": "var_1"}, "quantity": 2}}})
	if a.Failed() || a.Text("status") != "ready_for_complete" || a.Total("total") != 1714200 || a.Handler("cash_on_delivery") != "cod" {
		t.Errorf("checkout: %s", a.Raw)
	}
	head := seen[len(seen)-1]
	if head.Get("UCP-Agent") != `profile="`+c.Agent+`"` || len(head.Get("Idempotency-Key")) != 36 || head.Get("Request-Id") == head.Get("Idempotency-Key") {
		t.Errorf("headers %v", head)
	}
	if a := c.GetCheckout("x"); !a.Failed() || !slices.Equal(a.Codes(), []string{"not_found"}) {
		t.Errorf("error: %s", a.Raw)
	}
	if seen[len(seen)-1].Get("Idempotency-Key") != "" {
		t.Error("a read has an idempotency key")
	}
	if a := c.CreateCart(map[string]any{"line_items": []any{}}); a.Status != 201 {
		t.Error(a.Status)
	}
	if a := c.GetOrder("ord_7"); len(a.List("adjustments")) != 1 {
		t.Errorf("order: %s", a.Raw)
	}
	if a := c.Search(map[string]any{"query": "felt"}); a.Number("pagination", "total_count") != 7 {
		t.Errorf("search: %s", a.Raw)
	}

	for want, f := range map[string]func(c *Client){
		"/line_items/0/quantity":              func(c *Client) { c.GetCart("bad") },
		"the request is none of the protocol": func(c *Client) { c.CreateCart(map[string]any{}) },
		"Content-Type is":                     func(c *Client) { c.GetOrder("nowhere") },
	} {
		if said := fails(t, *c, f); !strings.Contains(said, want) {
			t.Errorf("said %q, want %q", said, want)
		}
	}
}

// fails gives what a client complains of.
func fails(t *testing.T, c Client, f func(*Client)) (said string) {
	t.Helper()
	r := &recorder{TB: t}
	c.TB = r
	defer func() {
		if p := recover(); p != nil && p != any(r) {
			panic(p)
		}
		said = r.said
	}()
	f(&c)
	return ""
}

func TestProfileMayBeCached(t *testing.T) {
	for control, ok := range map[string]bool{"public, max-age=60": true, "max-age=3600, public": true, "public, max-age=59": false,
		"max-age=60": false, "public, max-age=60, no-cache": false, "private, max-age=60": false, "": false} {
		if err := cached(control); (err == nil) != ok {
			t.Errorf("%q: %v", control, err)
		}
	}
}

func TestNamesBelongToHosts(t *testing.T) {
	for address, ok := range map[string]bool{"https://bazaar.example/spec": true, "http://bazaar.example/spec": false, "https://bazaar.example:444/spec": false,
		"https://other.example/spec": false, "https://example/spec": true, "https://azaar.example/spec": false} {
		if owns(address, "example.bazaar.pay.cash") != ok {
			t.Error(address)
		}
	}
	for address, ok := range map[string]bool{"http://agora.localhost:8080/spec": true, "http://other.localhost:8080/spec": false} {
		if owns(address, "localhost.agora.pay.cash") != ok {
			t.Error(address)
		}
	}
}

func TestOrphansAreNotNegotiated(t *testing.T) {
	entry := func(extends ...string) []any {
		e := map[string]any{"version": "1"}
		if extends != nil {
			list := make([]any, len(extends))
			for i, s := range extends {
				list[i] = s
			}
			e["extends"] = list
		}
		return []any{e}
	}
	ours := map[string]any{"checkout": entry(), "a": entry("checkout"), "b": entry("gone"), "c": entry("b"), "d": entry("cart", "checkout")}
	theirs := map[string]any{"checkout": entry(), "a": entry("checkout"), "b": entry("gone"), "c": entry("b"), "d": entry("cart", "checkout"), "e": entry("checkout")}
	if got := negotiate(ours, theirs); !slices.Equal(got, []string{"a", "d"}) {
		t.Error(got)
	}
}

// TestPlatformProfileIsOne holds the client's own profile against the schema
// of platforms.
func TestPlatformProfileIsOne(t *testing.T) {
	schema, err := protocol().all("", []string{origin + "discovery/profile_schema.json#/$defs/platform_profile"})
	if err != nil {
		t.Fatal(err)
	}
	text := Platform{MultiGroup: true, Webhook: "http://127.0.0.1:1/hook", Keys: []map[string]any{{"kid": "1", "kty": "EC"}},
		Extensions: map[string][]byte{"example.bazaar.market": []byte("{}")}, Extends: map[string][]string{"example.bazaar.market": {"dev.ucp.shopping.cart"}}}.Document()
	if err := schema.Validate(read(t, string(text))); err != nil {
		t.Error(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	got := object(doc, "ucp", "capabilities")
	if len(got) != len(extended)+1 || objects(got, Fulfillment)[0]["config"] == nil {
		t.Errorf("%s", text)
	}
}
