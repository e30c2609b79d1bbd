package ucp

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
	"agora/market"
	"agora/ucp/ucptest"
)

// TestT13WhatAClientEchoesIsNotTrusted: prices, titles, sums and states that
// come in change nothing.
func TestT13WhatAClientEchoesIsNotTrusted(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	v := s.Shops[0].Variants[0]
	honest := c.CreateCheckout(m{"line_items": lines(2, v)})
	echo := m{"id": "chk_mine", "status": completed, "currency": "USD", "totals": []any{m{"type": "total", "amount": 1}}, "order": m{"id": "1", "permalink_url": "https://x.example/"},
		"line_items": []any{m{"id": "li_1", "item": m{"id": variantID(v), "title": "Free", "price": 1}, "quantity": 2, "totals": []any{m{"type": "total", "amount": 1}}}}}
	a := c.CreateCheckout(echo)
	delete(echo, "id")
	for what, a := range map[string]ucptest.Answer{"create": a, "update": c.UpdateCheckout(a.Text("id"), echo), "cart": c.CreateCart(echo)} {
		if a.Total("total") != honest.Total("total") || a.Text("status") == completed || a.JSON["order"] != nil || a.Text("currency") != honest.Text("currency") {
			t.Errorf("%s: %s", what, a.Raw)
		}
		if i := a.List("line_items")[0]["item"].(map[string]any); i["title"] != "Thing of shop 0, 0" || whole(i["price"]) != 10_000 {
			t.Errorf("%s: %v", what, i)
		}
	}
}

// TestT14AnUpdateReplacesAll: what is left out is gone.
func TestT14AnUpdateReplacesAll(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v := s.Shops[0].Variants
		full := buying(lines(2, v[0], v[1]), "post")
		full["context"] = m{"address_country": "PK", "language": "ru"}
		full["payment"] = m{"instruments": []any{m{"id": "pi_1", "handler_id": "cash", "type": "cash_on_delivery", "selected": true}}}
		id := c.CreateCheckout(m{"line_items": lines(1, v[0])}).Text("id")
		a := c.UpdateCheckout(id, full)
		if a.Text("status") != ready || a.Text("buyer", "email") == "" || len(a.List("payment", "instruments")) != 1 || a.Header.Get("Content-Language") != "ru" {
			t.Fatalf("%s", a.Raw)
		}
		a = c.UpdateCheckout(id, m{"line_items": lines(1, v[1])})
		if a.Text("status") != incomplete || a.JSON["buyer"] != nil || a.JSON["context"] != nil || a.JSON["payment"] != nil || a.Total("fulfillment") != 0 {
			t.Errorf("%s", a.Raw)
		}
		if l := a.List("line_items"); len(l) != 1 || whole(l[0]["quantity"]) != 1 || l[0]["id"] != "li_2" {
			t.Errorf("%v", l)
		}
		method := a.List("fulfillment", "methods")[0]
		if method["destinations"] != nil || method["selected_destination_id"] != nil || method["groups"] != nil {
			t.Errorf("%v", method)
		}
		if b := c.GetCheckout(id); string(b.Raw) != string(a.Raw) {
			t.Errorf("read again: %s", b.Raw)
		}
		if a := s.ask(t, c.Agent, "PUT", "/checkout-sessions/"+id, `{"cart_id":"crt_x"}`); a.Status != 400 {
			t.Errorf("no lines: %d %s", a.Status, a.Raw)
		}
		if a := s.ask(t, c.Agent, "PUT", "/checkout-sessions/"+id, `{"id":"chk_other","line_items":[{"item":{"id":"var_1"},"quantity":1}]}`); a.Status != 400 {
			t.Errorf("another id: %d %s", a.Status, a.Raw)
		}
	})
}

// TestT15CompletedIsImmutable: an update, a cancel and a second payment change
// nothing and say why; what is cancelled stays so, too.
func TestT15CompletedIsImmutable(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v := s.Shops[0].Variants[0]
		done := s.bought(t, c, lines(2, v), "post")
		id := done.Text("id")
		for what, a := range map[string]ucptest.Answer{"update": c.UpdateCheckout(id, buying(lines(5, v), "post")), "cancel": c.CancelCheckout(id), "pay": c.CompleteCheckout(id, playing(tokenSucceeds))} {
			if says(t, a, "checkout_completed"); a.Text("status") != completed || a.Total("total") != done.Total("total") || a.Text("order", "id") != done.Text("order", "id") {
				t.Errorf("%s: %s", what, a.Raw)
			}
		}
		if a := c.GetCheckout(id); string(a.Raw) != string(done.Raw) {
			t.Errorf("%s\nwas %s", a.Raw, done.Raw)
		}
		id = s.ready(t, c, lines(1, v), "post").Text("id")
		gone := c.CancelCheckout(id)
		if gone.Text("status") != canceled || gone.JSON["continue_url"] != nil {
			t.Errorf("%s", gone.Raw)
		}
		for what, a := range map[string]ucptest.Answer{"update": c.UpdateCheckout(id, buying(lines(5, v), "post")), "cancel": c.CancelCheckout(id), "pay": c.CompleteCheckout(id, playing(tokenSucceeds))} {
			if says(t, a, "checkout_canceled"); a.Text("status") != canceled {
				t.Errorf("%s: %s", what, a.Raw)
			}
		}
		if n := s.left(t, v); n != 8 {
			t.Errorf("%d are left", n)
		}
	})
}

// TestT16EscalationLeadsToAPerson: it says what is asked of her and where, and
// the checkout can be completed after it.
func TestT16EscalationLeadsToAPerson(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v := s.Shops[0].Variants[0]
		id := s.ready(t, c, lines(2, v), "post").Text("id")
		asked := func(a ucptest.Answer) {
			t.Helper()
			if a.Text("status") != escalated || a.Text("continue_url") != "https://bazaar.example/continue/"+a.Text("id") || about(a, "buyer_review")["severity"] != buyerReview {
				t.Fatalf("%s", a.Raw)
			}
		}
		asked(c.CompleteCheckout(id, playing(tokenEscalates)))
		asked(c.GetCheckout(id))
		h, err := s.binding.Continue(t.Context(), id)
		if err != nil || h.Cart != id || h.Country != "PK" || h.Currency != "PKR" {
			t.Errorf("%+v, %v", h, err)
		}
		if cart, err := s.Market.Cart(t.Context(), h.Cart); err != nil || cart.Items() != 2 {
			t.Errorf("%d items, %v", cart.Items(), err)
		}
		if a := c.UpdateCheckout(id, buying(lines(2, v), "post")); a.Text("status") != ready {
			t.Errorf("an update begins anew: %s", a.Raw)
		}
		asked(c.CompleteCheckout(id, playing(tokenEscalates)))
		if a := c.CompleteCheckout(id, playing(tokenSucceeds)); a.Text("status") != completed {
			t.Errorf("%s", a.Raw)
		}
		if s.left(t, v) != 8 {
			t.Errorf("%d are left", s.left(t, v))
		}

		s.Cash.Confirm = true
		id = s.ready(t, c, lines(1, v), "post").Text("id")
		cash := m{"payment": m{"instruments": []any{m{"id": "pi_1", "handler_id": "cash", "type": "cash_on_delivery", "selected": true}}}}
		asked(c.CompleteCheckout(id, cash))
		s.confirms(t, v)
		if a := c.CompleteCheckout(s.ready(t, c, lines(1, v), "post").Text("id"), cash); a.Text("status") != completed {
			t.Errorf("who confirmed before is asked again: %s", a.Raw)
		}
		stranger := buying(lines(1, v), "post")
		stranger["buyer"] = m{"first_name": "Saima", "last_name": "Rafiq", "email": "another@example.org", "phone_number": "+923014478215"}
		asked(c.CompleteCheckout(c.UpdateCheckout(c.CreateCheckout(m{"line_items": lines(1, v)}).Text("id"), stranger).Text("id"), cash))
		s.Cash.Confirm = false
		if a := c.CompleteCheckout(id, cash); a.Text("status") != completed {
			t.Errorf("without a code: %s", a.Raw)
		}
		id = s.ready(t, c, lines(1, v), "post").Text("id")
		asked(c.CompleteCheckout(id, playing(tokenEscalates)))
		if a := c.CancelCheckout(id); a.Text("status") != canceled {
			t.Errorf("%s", a.Raw)
		}
		if _, err := s.binding.Continue(t.Context(), id); err == nil {
			t.Error("what is cancelled is gone on with")
		}
	})
}

// confirms has the buyer of the tests confirm an order of our own pages.
func (s *stand) confirms(t *testing.T, v catalog.VariantID) {
	t.Helper()
	cart, err := s.Fill(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	order, err := s.Quoted(t.Context(), cart, "cash")
	if err != nil {
		t.Fatal(err)
	}
	g, err := s.Market.Place(t.Context(), identity.Guest(), order)
	if err != nil {
		t.Fatal(err)
	}
	_, code, err := s.Market.Code(t.Context(), identity.System(), g.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Market.Confirm(t.Context(), identity.Actor{Link: market.LinkSubject(g.ID)}, g.ID, code); err != nil {
		t.Fatal(err)
	}
}

// TestT17CompletedLeadsToTheOrder: by its id for the platform, by its address
// for the person.
func TestT17CompletedLeadsToTheOrder(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	a := s.bought(t, c, lines(1, s.Shops[0].Variants[0]), "post")
	id := a.Text("order", "id")
	if at := a.Text("order", "permalink_url"); id == "" || !strings.HasPrefix(at, "https://bazaar.example/orders/"+id+"?k=") {
		t.Errorf("%s leads to %s", id, at)
	}
	if o := c.GetOrder(id); o.Text("id") != id || o.Text("checkout_id") != a.Text("id") || o.Text("permalink_url") != a.Text("order", "permalink_url") {
		t.Errorf("%s", o.Raw)
	}
}

// bare is a checkout without what no two have in common.
func bare(t *testing.T, a ucptest.Answer) string {
	t.Helper()
	v := maps.Clone(a.JSON)
	for _, name := range []string{"id", "continue_url", "expires_at"} {
		delete(v, name)
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestT18PricingIsDeterministic: the same question has the same answer.
func TestT18PricingIsDeterministic(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	list := lines(3, s.Shops[0].Variants[0], s.Shops[1].Variants[1], s.Shops[2].Variants[0])
	first := bare(t, s.ready(t, c, list, cheapest))
	for range 5 {
		if now := bare(t, s.ready(t, c, list, cheapest)); now != first {
			t.Fatalf("%s\nwas %s", now, first)
		}
	}
}

// TestT19AttributionChangesNothing: nor does what a platform saw of the buyer.
func TestT19AttributionChangesNothing(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	list := lines(1, s.Shops[0].Variants[0])
	body := m{"line_items": list, "context": m{"address_country": "PK"}}
	plain := bare(t, c.CreateCheckout(body))
	body["attribution"] = m{"com.example.campaign": "spring", "gclid": "x"}
	body["signals"] = m{"dev.ucp.buyer_ip": "203.0.113.7", "com.example.risk": m{"score": 0.9}}
	if a := c.CreateCheckout(body); bare(t, a) != plain {
		t.Errorf("%s\nwithout %s", a.Raw, plain)
	}
}

// TestT20ClaimsNeverBlock: of what nobody knows it is said that it gives nothing.
func TestT20ClaimsNeverBlock(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	body := buying(lines(1, s.Shops[0].Variants[0]), "post")
	plain := s.ready(t, c, lines(1, s.Shops[0].Variants[0]), "post")
	body["context"] = m{"address_country": "PK", "eligibility": []any{"com.example.gold", "Gold", "org.school.student", "com.example.gold"}}
	c.Loose = true // "Gold" is no name of a claim
	a := c.UpdateCheckout(c.CreateCheckout(body).Text("id"), body)
	if a.Text("status") != ready || a.Total("total") != plain.Total("total") {
		t.Errorf("%s", a.Raw)
	}
	var at []string
	for _, v := range a.List("messages") {
		if v["code"] == "eligibility_not_accepted" && v["type"] == "warning" {
			at = append(at, v["path"].(string))
		}
	}
	if !slices.Equal(at, []string{"$.context.eligibility[0]", "$.context.eligibility[1]"}) {
		t.Errorf("%s", a.Raw)
	}
	if a := c.CompleteCheckout(a.Text("id"), playing(tokenSucceeds)); a.Text("status") != completed {
		t.Errorf("%s", a.Raw)
	}
}
