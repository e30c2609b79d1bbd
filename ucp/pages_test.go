package ucp

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"agora/ucp/ucptest"
)

// TestTheNodesOwnNamesAreExplained reads the page and schema of each of the
// node's own names, and holds a checkout against that of its extension.
func TestTheNodesOwnNamesAreExplained(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		own := 0
		for _, kind := range []string{"capabilities", "payment_handlers"} {
			all, _ := c.Business.JSON["ucp"].(m)[kind].(m)
			for name := range all {
				for _, e := range c.Business.List("ucp", kind, name) {
					for _, member := range []string{"spec", "schema"} {
						address := e[member].(string)
						path, ok := strings.CutPrefix(address, "https://bazaar.example")
						if !ok {
							continue
						}
						own++
						w, err := http.Get(s.server.URL + path)
						if err != nil {
							t.Fatal(err)
						}
						text, err := io.ReadAll(w.Body)
						w.Body.Close()
						if err != nil || w.StatusCode != http.StatusOK || len(text) < 100 {
							t.Errorf("%s: %d, %d bytes, %v", address, w.StatusCode, len(text), err)
						}
					}
				}
			}
		}
		if own < 8 {
			t.Errorf("%d pages and schemas of our own", own)
		}
		schema, err := json.Marshal(marketSchema())
		if err != nil {
			t.Fatal(err)
		}
		c = s.client(t, ucptest.Platform{Extensions: map[string][]byte{"example.bazaar.shopping.market": schema},
			Extends: map[string][]string{"example.bazaar.shopping.market": {capCart, capCheckout}}})
		a := c.CreateCheckout(m{"line_items": lines(1, s.Shops[0].Variants[0], s.Shops[1].Variants[0]), "buyer": saima, "fulfillment": sent("cheapest")})
		if len(a.List("landed_cost", "parcels")) != 2 || a.Text("landed_cost", "status") == "" || a.Number("landed_cost", "total") != a.Total("total") {
			t.Errorf("%s", a.Raw)
		}
	})
}
