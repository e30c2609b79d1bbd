package ucp

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/ucp/ucptest"
)

// TestT28TheCartWins: its lines, buyer and context, over what comes with it.
func TestT28TheCartWins(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v := s.Shops[0].Variants
		cart := c.CreateCart(m{"line_items": lines(3, v[0]), "buyer": m{"email": "cart@example.org"}, "context": m{"address_country": "PK", "language": "ru"}})
		if cart.Text("currency") != "PKR" || cart.JSON["status"] != nil {
			t.Fatalf("%s", cart.Raw)
		}
		a := c.CreateCheckout(m{"cart_id": cart.Text("id"), "line_items": lines(1, v[1]), "buyer": m{"email": "other@example.org"}, "context": m{"address_country": "UZ"}})
		if l := a.List("line_items"); a.Status != 201 || len(l) != 1 || whole(l[0]["quantity"]) != 3 || l[0]["item"].(map[string]any)["id"] != variantID(v[0]) {
			t.Errorf("%d %s", a.Status, a.Raw)
		}
		if a.Text("buyer", "email") != "cart@example.org" || a.Text("context", "address_country") != "PK" || a.Text("currency") != "PKR" || a.Total("total") != cart.Total("total") {
			t.Errorf("%s", a.Raw)
		}
		// of what the cart does not say the payload tells
		cart = c.CreateCart(m{"line_items": lines(1, v[0])})
		a = c.CreateCheckout(m{"cart_id": cart.Text("id"), "line_items": lines(1, v[1]), "buyer": m{"email": "other@example.org"}})
		if a.Text("buyer", "email") != "other@example.org" {
			t.Errorf("%s", a.Raw)
		}
		says(t, c.CreateCheckout(m{"cart_id": "crt_nobodymadethis", "line_items": lines(1, v[1])}), "not_found")
	})
}

// TestT29ACartIsBoughtOnce: its open checkout is given, also to sixteen at once;
// what is over makes room for another.
func TestT29ACartIsBoughtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		list := lines(1, s.Shops[0].Variants[0])
		of := m{"cart_id": c.CreateCart(m{"line_items": list}).Text("id"), "line_items": list}
		first := ""
		for _, a := range at16(func(n int) ucptest.Answer { return c.CreateCheckout(of, key(fmt.Sprintf("k%d", n))) }) {
			if first == "" {
				first = a.Text("id")
			}
			if a.Text("id") != first || first == "" {
				t.Fatalf("%d %s, and %s before", a.Status, a.Raw, first)
			}
		}
		if a := c.CreateCheckout(of); a.Status != 200 || a.Text("id") != first {
			t.Errorf("%d %s", a.Status, a.Raw)
		}
		c.CancelCheckout(first)
		a := c.CreateCheckout(of)
		if a.Status != 201 || a.Text("id") == first {
			t.Errorf("%d %s", a.Status, a.Raw)
		}
		c.UpdateCheckout(a.Text("id"), buying(list, "post"))
		c.CompleteCheckout(a.Text("id"), playing(tokenSucceeds))
		if b := c.CreateCheckout(of); b.Status != 201 || b.Text("id") == a.Text("id") {
			t.Errorf("%d %s", b.Status, b.Raw)
		}
	})
}

// TestT30ACancelledCartIsShownOnceMore: and is gone then, also for a checkout.
func TestT30ACancelledCartIsShownOnceMore(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		list := lines(2, s.Shops[0].Variants[0])
		cart := c.CreateCart(m{"line_items": list})
		id := cart.Text("id")
		if a := c.UpdateCart(id, m{"id": id, "line_items": lines(3, s.Shops[0].Variants[0])}); a.Total("total") <= cart.Total("total") {
			t.Errorf("%s", a.Raw)
		}
		last := c.CancelCart(id)
		if last.Failed() || whole(last.List("line_items")[0]["quantity"]) != 3 {
			t.Errorf("%s", last.Raw)
		}
		for what, a := range map[string]ucptest.Answer{"get": c.GetCart(id), "update": c.UpdateCart(id, m{"id": id, "line_items": list}), "cancel": c.CancelCart(id),
			"buy": c.CreateCheckout(m{"cart_id": id, "line_items": list})} {
			if says(t, a, "not_found"); !a.Failed() {
				t.Errorf("%s: %s", what, a.Raw)
			}
		}
		open := c.CreateCart(m{"line_items": list}).Text("id")
		if a := c.UpdateCart(open, m{"id": "crt_other", "line_items": list}); a.Status != 400 {
			t.Errorf("another id: %d %s", a.Status, a.Raw)
		}
	})
}

// TestForeignThingsAreNotFound: of another platform's carts and checkouts
// nothing is seen, nor that they are there.
func TestForeignThingsAreNotFound(t *testing.T) {
	s := onOne(t)
	mine, other := s.client(t, ucptest.Platform{}), s.client(t, ucptest.Platform{})
	list := lines(1, s.Shops[0].Variants[0])
	cart, id := mine.CreateCart(m{"line_items": list}).Text("id"), s.ready(t, mine, list, "post").Text("id")
	nobody := string(other.GetCheckout("chk_nobodymadethis").Raw)
	for what, a := range map[string]ucptest.Answer{"get": other.GetCheckout(id), "update": other.UpdateCheckout(id, buying(list, "post")), "cancel": other.CancelCheckout(id),
		"complete": other.CompleteCheckout(id, playing(tokenSucceeds)), "a cart's id": mine.GetCheckout(cart)} {
		if string(a.Raw) != nobody {
			t.Errorf("%s: %s", what, a.Raw)
		}
	}
	for what, a := range map[string]ucptest.Answer{"get": other.GetCart(cart), "update": other.UpdateCart(cart, m{"id": cart, "line_items": list}), "cancel": other.CancelCart(cart),
		"buy": other.CreateCheckout(m{"cart_id": cart, "line_items": list}), "a checkout's id": mine.GetCart(id)} {
		if says(t, a, "not_found"); !a.Failed() {
			t.Errorf("%s: %s", what, a.Raw)
		}
	}
	if a := mine.CompleteCheckout(id, playing(tokenSucceeds)); a.Text("status") != completed {
		t.Errorf("%s", a.Raw)
	}
}

// TestWhatCannotBeHadIsSaidAtItsLine: sold out, too many, taken off meanwhile.
func TestWhatCannotBeHadIsSaidAtItsLine(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v, w := s.Shops[0].Variants[0], s.Shops[1].Variants[0]
		list := []any{m{"item": m{"id": variantID(w)}, "quantity": 1}, m{"item": m{"id": variantID(v)}, "quantity": 11}}
		a := c.CreateCheckout(m{"line_items": list})
		if says(t, a, "out_of_stock"); about(a, "out_of_stock")["path"] != "$.line_items[1]" || a.Text("status") != incomplete {
			t.Errorf("%s", a.Raw)
		}
		if cart := c.CreateCart(m{"line_items": list}); about(cart, "out_of_stock")["path"] != "$.line_items[1]" {
			t.Errorf("%s", cart.Raw)
		}
		id := s.ready(t, c, lines(2, v), "post").Text("id")
		s.change(t, 0, catalog.VariantChange{Variant: v, Count: true, OnHand: 1})
		a = c.CompleteCheckout(id, playing(tokenSucceeds))
		if says(t, a, "out_of_stock"); a.Text("status") != incomplete || a.JSON["order"] != nil {
			t.Errorf("%s", a.Raw)
		}
		if a = c.UpdateCheckout(id, buying(lines(1, v), "post")); a.Text("status") != ready {
			t.Errorf("%s", a.Raw)
		}
		s.change(t, 0, catalog.VariantChange{Variant: v, Count: true, OnHand: 0})
		says(t, c.UpdateCheckout(id, buying(lines(1, v), "post")), "out_of_stock")
		unknown := []any{m{"item": m{"id": variantID(w)}, "quantity": 1}, m{"item": m{"id": variantID(w)}, "quantity": 1}, m{"item": m{"id": "var_999999"}, "quantity": 1}}
		for what, a := range map[string]ucptest.Answer{"create": c.CreateCheckout(m{"line_items": unknown}), "cart": c.CreateCart(m{"line_items": unknown}), "update": c.UpdateCheckout(id, m{"line_items": unknown})} {
			if got := about(a, "not_found"); !a.Failed() || got["path"] != "$.line_items[2]" {
				t.Errorf("%s: %s", what, a.Raw)
			}
		}
	})
}

// TestWhatIsTakenOffIsNotSold: a product that its seller hides after it was
// priced.
func TestWhatIsTakenOffIsNotSold(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	o := s.Shops[0]
	id := s.ready(t, c, lines(1, o.Variants[0]), "post").Text("id")
	p, _, err := s.Catalog.Product(t.Context(), o.Handle, "thing")
	if err != nil {
		t.Fatal(err)
	}
	d := p.Draft()
	d.Status = catalog.ProductDraft
	if _, err := s.Catalog.SaveProduct(t.Context(), o.Seller, o.ID, d); err != nil {
		t.Fatal(err)
	}
	a := c.CompleteCheckout(id, playing(tokenSucceeds))
	if says(t, a, "item_unavailable"); a.Text("status") != incomplete || a.JSON["order"] != nil {
		t.Errorf("%s", a.Raw)
	}
	if a := c.CreateCart(m{"line_items": lines(1, o.Variants[0])}); !a.Failed() || strings.Contains(string(a.Raw), "Thing of shop") {
		t.Errorf("who never saw the draft is told of it: %s", a.Raw)
	} else {
		says(t, a, "not_found")
	}
	if a := c.UpdateCheckout(id, buying(lines(2, o.Variants[0]), "post")); !strings.Contains(string(a.Raw), "Thing of shop") {
		t.Errorf("who saw it before: %s", a.Raw)
	} else {
		says(t, a, "item_unavailable")
	}
	if a := c.Lookup(variantID(o.Variants[0])); len(a.List("products")) != 0 {
		t.Errorf("%s", a.Raw)
	}
}

// TestWhatRunsOutIsGone: a checkout of six hours, a cart of thirty days; what
// was bought stays.
func TestWhatRunsOutIsGone(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	list := lines(1, s.Shops[0].Variants[0])
	done, id, cart := s.bought(t, c, list, "post").Text("id"), s.ready(t, c, list, "post").Text("id"), c.CreateCart(m{"line_items": list}).Text("id")
	later := time.Now().Add(checkoutLife + lifeStep)
	s.binding.Clock = func() time.Time { return later }
	says(t, c.GetCheckout(id), "not_found")
	says(t, c.CompleteCheckout(id, playing(tokenSucceeds)), "not_found")
	if a, b := c.GetCart(cart), c.GetCheckout(done); a.Failed() || b.Failed() {
		t.Errorf("%s %s", a.Raw, b.Raw)
	}
	later = later.Add(cartLife)
	says(t, c.GetCart(cart), "not_found")
}
