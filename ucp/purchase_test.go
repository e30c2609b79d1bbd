package ucp

import (
	"slices"
	"testing"

	"agora/market/markettest"
	"agora/ucp/ucptest"
)

// TestAMachineBuys is the whole of a purchase by a guest: found, priced, sent,
// paid, and told of.
func TestAMachineBuys(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		found := c.Search(m{"query": "thing", "context": m{"address_country": "PK"}})
		if n := len(found.List("products")); n != 3 {
			t.Fatalf("%d products: %s", n, found.Raw)
		}
		shop := s.Shops[0]
		a := c.CreateCheckout(m{"line_items": lines(2, shop.Variants[0]), "context": m{"address_country": "PK", "language": "ur"}})
		if a.Status != 201 || a.Text("status") != incomplete || a.Text("currency") != "PKR" {
			t.Fatalf("%d %s", a.Status, a.Raw)
		}
		id := a.Text("id")
		a = c.UpdateCheckout(id, m{"line_items": lines(2, shop.Variants[0]), "buyer": saima, "fulfillment": sent("")})
		if a.Text("status") != incomplete || !slices.Contains(a.Codes(), "missing") {
			t.Fatalf("%s", a.Raw)
		}
		a = c.UpdateCheckout(id, m{"line_items": lines(2, shop.Variants[0]), "buyer": saima, "fulfillment": sent("post")})
		if a.Text("status") != ready || a.Total("fulfillment") == 0 {
			t.Fatalf("%s", a.Raw)
		}
		total := a.Total("total")
		a = c.CompleteCheckout(id, playing(tokenSucceeds))
		if a.Text("status") != completed || a.Total("total") != total || a.Text("continue_url") != "" {
			t.Fatalf("%s", a.Raw)
		}
		order := c.GetOrder(a.Text("order", "id"))
		if order.Text("checkout_id") != id || order.Total("total") != total {
			t.Fatalf("%s", order.Raw)
		}
		if g, err := s.Market.GroupByRef(t.Context(), markettest.Operator(), a.Text("order", "label")); err != nil || g.Total.Minor != total {
			t.Errorf("%+v %v", g.Total, err)
		}
	})
}
