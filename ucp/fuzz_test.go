package ucp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"agora/db/dbtest"
	"agora/market/markettest"
	"agora/ucp/ucptest"
)

// target is an operation with a request that is right, to be spoilt.
type target struct {
	op   Operation
	root string // what it answers
	id   string
	body any // nil for none
}

// targets are all operations, each with all that its request may have.
func targets(t testing.TB, s *stand, c *ucptest.Client) (list []target) {
	t.Helper()
	v := s.Shops[0].Variants[0]
	full := m{"line_items": []any{m{"id": "li_1", "item": m{"id": variantID(v), "title": "x", "price": 1}, "quantity": 2}, m{"item": m{"id": variantID(s.Shops[1].Variants[1])}, "quantity": 1}},
		"buyer":   m{"first_name": "Saima", "last_name": "Rafiq", "email": "saima@example.org", "phone_number": "+923014478215", "consent": m{"marketing": true, "analytics": false}},
		"context": m{"address_country": "PK", "address_region": "Punjab", "postal_code": "54000", "language": "ur", "currency": "PKR", "intent": "a gift", "eligibility": []any{"com.example.gold"}},
		"signals": m{"dev.ucp.buyer_ip": "203.0.113.7"}, "attribution": m{"gclid": "x"}, "discounts": m{"codes": []any{"NAVRUZ10"}},
		"fulfillment": m{"methods": []any{m{"id": "shipping", "type": "shipping", "line_item_ids": []any{"li_1"}, "selected_destination_id": "home",
			"destinations": []any{m{"id": "home", "street_address": "12 Mall Road", "extended_address": "2", "address_locality": "Lahore", "address_region": "Punjab", "postal_code": "54000", "address_country": "PK",
				"first_name": "Saima", "phone_number": "+923014478215"}, m{"address_country": "UZ"}},
			"groups": []any{m{"id": allGroup, "line_item_ids": []any{"li_1"}, "selected_option_id": cheapest}}}}},
		"payment": playing(tokenDeclines)["payment"]}
	cart := c.CreateCart(m{"line_items": lines(1, v)}).Text("id")
	checkout := s.ready(t, c, lines(1, v), "post").Text("id")
	order := s.bought(t, c, lines(1, v), "post").Text("order", "id")
	begin := maps.Clone(full)
	begin["cart_id"] = cart
	look := m{"address_country": "PK", "currency": "PKR", "language": "ur"}
	bodies := map[string]target{
		"search_catalog": {root: ucptest.Search, body: m{"query": "thing", "filters": m{"categories": []any{"home"}, "seller": "shop-0", "price": m{"min": 1, "max": 9_000_000}}, "context": look,
			"pagination": m{"cursor": "abc", "limit": 5}}},
		"lookup_catalog":    {root: ucptest.Lookup, body: m{"ids": []any{variantID(v), "prod_1", "shop-0/thing"}, "filters": m{}, "context": look}},
		"get_product":       {root: ucptest.Product, body: m{"id": variantID(v), "selected": []any{m{"name": "Size", "label": "0", "id": "0"}}, "preferences": []any{"Size"}, "context": look}},
		"create_cart":       {root: ucptest.Cart, body: full},
		"get_cart":          {root: ucptest.Cart, id: cart},
		"update_cart":       {root: ucptest.Cart, id: cart, body: full},
		"cancel_cart":       {root: ucptest.Cart, id: "crt_x"},
		"create_checkout":   {root: ucptest.Checkout, body: begin},
		"get_checkout":      {root: ucptest.Checkout, id: checkout},
		"update_checkout":   {root: ucptest.Checkout, id: checkout, body: full},
		"complete_checkout": {root: ucptest.Checkout, id: checkout, body: playing(tokenDeclines)},
		"cancel_checkout":   {root: ucptest.Checkout, id: "chk_x"},
		"get_order":         {root: ucptest.Order, id: order},
	}
	for _, o := range Operations() {
		x, ok := bodies[o.Name]
		if !ok {
			t.Fatalf("%s has no request to spoil", o.Name)
		}
		x.op = o
		list = append(list, x)
	}
	return list
}

// strange are values that no member of a request should have, or just may.
var strange = []any{nil, true, false, 0, -1, 1, 1e300, 1.5, json.Number("9223372036854775807"), json.Number("9223372036854775808"), json.Number("1e5"), json.Number("-0"),
	"", " ", "\x00", "a\x00b", "\u202e\ufeff", strings.Repeat("ü", 3_000), "' OR 1=1 --", "%_,", "PK", "XXX", "../..", "var_0", "var_9223372036854775807", "prod_-1", "shop-0/", "/", "a/b/c", "a\x00/b", "\\u0000",
	[]any{}, []any{nil}, []any{[]any{[]any{}}}, m{}, m{"": nil}, m{"id": m{}}, "2026-04-08T00:00:00Z", strings.Repeat("[", 50)}

// spoilt changes one place of a request, at a depth that is drawn.
func spoilt(r *rapid.T, v any) any {
	if rapid.IntRange(0, 4).Draw(r, "here") == 0 {
		return rapid.SampledFrom(strange).Draw(r, "value")
	}
	switch v := v.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		if len(names) == 0 {
			return rapid.SampledFrom(strange).Draw(r, "value")
		}
		out := maps.Clone(v)
		name := rapid.SampledFrom(names).Draw(r, "member")
		switch rapid.IntRange(0, 5).Draw(r, "how") {
		case 0:
			delete(out, name)
		case 1:
			out[name+"\x00"] = v[name]
		default:
			out[name] = spoilt(r, v[name])
		}
		return out
	case []any:
		if len(v) == 0 {
			return rapid.SampledFrom(strange).Draw(r, "value")
		}
		at := rapid.IntRange(0, len(v)-1).Draw(r, "at")
		switch rapid.IntRange(0, 6).Draw(r, "how") {
		case 0:
			return slices.Delete(slices.Clone(v), at, at+1)
		case 1: // the same many times
			return slices.Repeat(v, rapid.SampledFrom([]int{2, 11, 101}).Draw(r, "times"))
		}
		out := slices.Clone(v)
		out[at] = spoilt(r, v[at])
		return out
	}
	return rapid.SampledFrom(strange).Draw(r, "value")
}

// headers are ways to spoil what comes with a request.
var headers = []func(http.Header){
	func(h http.Header) { h.Del("UCP-Agent") },
	func(h http.Header) { h.Set("UCP-Agent", "profile=https://x") },
	func(h http.Header) { h.Set("UCP-Agent", `profile=""`) },
	func(h http.Header) { h.Set("UCP-Agent", `;;;"`) },
	func(h http.Header) { h.Del("Idempotency-Key") },
	func(h http.Header) { h.Set("Idempotency-Key", "same") },
	func(h http.Header) { h.Set("Idempotency-Key", strings.Repeat("k", 300)) },
	func(h http.Header) { h.Set("Idempotency-Key", "\xff\xfe") },
	func(h http.Header) { h.Set("Accept-Language", strings.Repeat("q,", 5_000)) },
	func(h http.Header) { h.Set("Accept-Language", "\xff;q=x") },
	func(h http.Header) { h.Set("Request-Id", "\x00\n") },
	func(h http.Header) { h.Set("Content-Type", "text/plain; charset=\xff") },
	func(h http.Header) { h.Set("Content-Encoding", "gzip") },
}

var ids = []string{"", "x", "%00", "%ff", "chk_%00", "..%2f..", strings.Repeat("a", 5_000), "9223372036854775807", "-1", "%E2%80%AE"}

// everywhere gives a request once for each place in it, with another value there.
func everywhere(v, other any, use func(any)) {
	use(other)
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			everywhere(v[name], other, func(e any) {
				out := maps.Clone(v)
				out[name] = e
				use(out)
			})
		}
	case []any:
		for i := range v {
			everywhere(v[i], other, func(e any) {
				out := slices.Clone(v)
				out[i] = e
				use(out)
			})
		}
	}
}

// spoil sends one spoilt request and judges what comes back: never an error of
// the server, always a message of the protocol.
func spoil(r *rapid.T, s *stand, c *ucptest.Client, list []target) {
	x := rapid.SampledFrom(list).Draw(r, "operation")
	id := x.id
	if rapid.IntRange(0, 9).Draw(r, "other id") == 0 {
		id = rapid.SampledFrom(ids).Draw(r, "id")
	}
	var body []byte
	if x.body != nil {
		v := x.body
		for range rapid.IntRange(0, 3).Draw(r, "changes") {
			v = spoilt(r, v)
		}
		body, _ = json.Marshal(v) // 1e300 and all: what is left empty is no JSON
		switch rapid.IntRange(0, 19).Draw(r, "bytes") {
		case 0:
			body = body[:rapid.IntRange(0, len(body)).Draw(r, "cut")]
		case 1:
			body = rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(r, "noise")
		case 2:
			body = append(bytes.Clone(body), "{}"...)
		case 3:
			body = []byte(strings.Repeat(`{"line_items":[`, 20_000))
		}
	}
	req := httptest.NewRequest(x.op.Method, Endpoint+strings.ReplaceAll(x.op.Pattern, "{id}", "ID"), bytes.NewReader(body))
	if target := strings.ReplaceAll(req.URL.Path, "ID", id); id != "" {
		u, err := req.URL.Parse(target)
		if err != nil {
			return // no server gets this
		}
		req.URL = u
	}
	req.Header.Set("UCP-Agent", `profile="`+c.Agent+`"`)
	req.Header.Set("Idempotency-Key", fmt.Sprint(rapid.Int64().Draw(r, "key")))
	for range rapid.IntRange(0, 2).Draw(r, "headers") / 2 {
		rapid.SampledFrom(headers).Draw(r, "header")(req.Header)
	}
	if err := s.judged(c, x, req); err != nil {
		r.Fatalf("%v\nsent %.2000s", err, body)
	}
}

// judged answers a request and says what is wrong with the answer.
func (s *stand) judged(c *ucptest.Client, x target, req *http.Request) error {
	w := httptest.NewRecorder()
	s.binding.Handler().ServeHTTP(w, req)
	if w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
		return fmt.Errorf("%s %s: %d %s", req.Method, req.URL, w.Code, w.Body)
	}
	if w.Code == http.StatusMovedPermanently || w.Code == http.StatusTemporaryRedirect {
		return nil // a path that is none, cleaned by the router
	}
	if err := ucptest.Response(x.root, c.Extensions, w.Code, w.Body.Bytes()); err != nil {
		return fmt.Errorf("%s %s: %w\ngot %s", req.Method, req.URL, err, w.Body)
	}
	return nil
}

// TestSpoiltRequestsAreAnsweredInWords draws them on the embedded database.
func TestSpoiltRequestsAreAnsweredInWords(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	list := targets(t, s, c)
	rapid.Check(t, func(r *rapid.T) {
		for range 10 {
			spoil(r, s, c, list)
		}
	})
}

// TestSpoiltRequestsOnPostgres is the same where a text may not hold anything.
func TestSpoiltRequestsOnPostgres(t *testing.T) {
	s := newStand(t, dbtest.Postgres(t, append(markettest.Schemas(), Schema)...))
	c := s.client(t, ucptest.Platform{})
	list := targets(t, s, c)
	rapid.Check(t, func(r *rapid.T) { spoil(r, s, c, list) })
}

// TestEveryPlaceMayBeSpoilt puts values in the place of every member, one at a
// time: where it is kept, and where a text may not hold a zero character.
func TestEveryPlaceMayBeSpoilt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		values := []any{"a\x00b", json.Number("9223372036854775807"), strings.Repeat("ü", 400)}
		if s.DB.Engine() == "sqlite" {
			values = append(values, nil, -1, 1.5, true, "", []any{}, []any{nil}, m{}, m{"id": "x"})
		}
		n := 0
		for _, x := range targets(t, s, c) {
			for _, value := range values {
				everywhere(x.body, value, func(v any) {
					n++
					body, err := json.Marshal(v)
					if err != nil {
						t.Fatal(err)
					}
					req := httptest.NewRequest(x.op.Method, Endpoint+strings.ReplaceAll(x.op.Pattern, "{id}", x.id), bytes.NewReader(body))
					req.Header.Set("UCP-Agent", `profile="`+c.Agent+`"`)
					req.Header.Set("Idempotency-Key", fmt.Sprint(n))
					if err := s.judged(c, x, req); err != nil {
						t.Errorf("%v\nsent %.2000s", err, body)
					}
				})
			}
		}
		if n < 500 {
			t.Errorf("only %d requests", n)
		}
	})
}

// FuzzSpoiltRequests goes on for as long as it is let.
func FuzzSpoiltRequests(f *testing.F) {
	s := onOne(f)
	c := ucptest.NewClient(f, s.server.URL, ucptest.Platform{})
	list := targets(f, s, c)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, seed []byte) {
		rapid.MakeFuzz(func(r *rapid.T) { spoil(r, s, c, list) })(t, seed)
	})
}
