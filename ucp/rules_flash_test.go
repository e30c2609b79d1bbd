package ucp

import (
	"testing"

	"agora/catalog"
	"agora/ucp/ucptest"
)

// TestNothingBeginsOfWhatIsSoldOut: who comes too late is told so at the line,
// however often, and no checkout is written; who comes when there is some again,
// or wants less of it, buys.
func TestNothingBeginsOfWhatIsSoldOut(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v, w := s.Shops[0].Variants[0], s.Shops[1].Variants[0]
		stock := func(shop int, v catalog.VariantID, n int64) {
			s.change(t, shop, catalog.VariantChange{Variant: v, Count: true, OnHand: n})
		}
		stock(0, v, 0)
		for range 3 { // the second is answered from memory
			a := c.CreateCheckout(m{"line_items": lines(1, v)}, key("late"))
			says(t, a, "out_of_stock")
			told := about(a, "out_of_stock")
			if !a.Failed() || a.JSON["id"] != nil || told["path"] != "$.line_items[0]" || told["content"] == "" {
				t.Fatalf("%s", a.Raw)
			}
		}
		if n := s.count(t, "SELECT COUNT(*) FROM ucp_sessions"); n != 0 {
			t.Errorf("%d sessions of nothing", n)
		}
		if a := c.CreateCheckout(m{"line_items": lines(1, v, w)}); a.Failed() || about(a, "out_of_stock")["path"] != "$.line_items[0]" {
			t.Errorf("one of two is left: %s", a.Raw)
		}
		says(t, c.CreateCheckout(m{"line_items": append(lines(1, v), m{"item": m{"id": "var_999999"}, "quantity": 1})}), "not_found")
		stock(1, w, 0)
		a := c.CreateCheckout(m{"line_items": lines(1, w, v)})
		if got := a.List("messages"); !a.Failed() || len(got) != 2 || got[1]["path"] != "$.line_items[1]" {
			t.Errorf("%s", a.Raw)
		}
		stock(0, v, 2)
		if a := c.CreateCheckout(m{"line_items": lines(3, v)}); a.Failed() {
			t.Errorf("some are left: %s", a.Raw)
		}
		if a := c.CreateCheckout(m{"line_items": lines(1, v)}, key("late")); a.Failed() || a.Text("id") == "" {
			t.Errorf("there is some again: %s", a.Raw)
		}
		s.bought(t, c, lines(2, v), "post")
		says(t, c.CreateCheckout(m{"line_items": lines(1, v)}), "out_of_stock")
	})
}
