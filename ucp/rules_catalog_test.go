package ucp

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"agora/catalog"
	"agora/money"
	"agora/ucp/ucptest"
)

// stock adds products to the first shop.
func (s *stand) stock(t *testing.T, n int) {
	t.Helper()
	o := s.Shops[0]
	for i := range n {
		if _, err := s.Catalog.SaveProduct(t.Context(), o.Seller, o.ID, catalog.Draft{Handle: fmt.Sprintf("felt-%d", i), Status: catalog.ProductActive,
			Title: catalog.Texts{"en": fmt.Sprintf("Felt %d", i)}, Variants: []catalog.VariantDraft{{Price: money.Of(int64(1_000*(i+1)), o.Currency), Grams: 100, OnHand: 3}}}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestT31SearchNeedsAQueryOrFilters: one of them is enough.
func TestT31SearchNeedsAQueryOrFilters(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	for _, body := range []string{`{}`, `{"context":{"address_country":"PK"}}`, `{"query":"  "}`, `{"pagination":{"limit":3}}`} {
		if a := s.ask(t, c.Agent, "POST", "/catalog/search", body); a.Status != http.StatusBadRequest || a.Text("code") != "invalid_request" {
			t.Errorf("%s: %d %s", body, a.Status, a.Raw)
		}
	}
	for _, body := range []m{{"query": "thing"}, {"filters": m{}}, {"filters": m{"seller": "shop-1"}}} {
		if a := c.Search(body); a.Failed() || len(a.List("products")) == 0 {
			t.Errorf("%v: %s", body, a.Raw)
		}
	}
	if a := c.Search(m{"filters": m{"seller": "shop-1"}}); len(a.List("products")) != 1 {
		t.Errorf("%s", a.Raw)
	}
}

// TestT32NoHitsAreNoMessage: an empty list says enough.
func TestT32NoHitsAreNoMessage(t *testing.T) {
	s := onOne(t)
	a := s.client(t, ucptest.Platform{}).Search(m{"query": "zeppelin"})
	if list, ok := a.JSON["products"].([]any); a.Status != 200 || !ok || len(list) != 0 || a.JSON["messages"] != nil {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
}

// TestT33PagesFollowOneAnother: ten at a time, more when asked, each product on
// one of them.
func TestT33PagesFollowOneAnother(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		s.stock(t, 60)
		c := s.client(t, ucptest.Platform{})
		for _, query := range []m{{"query": "felt"}, {"filters": m{"seller": "shop-0"}}} {
			seen := map[string]bool{}
			for page := range 20 {
				a := c.Search(query)
				list := a.List("products")
				for _, p := range list {
					if seen[p["id"].(string)] {
						t.Fatalf("%v is on two pages", p["id"])
					}
					seen[p["id"].(string)] = true
				}
				more, _ := a.JSON["pagination"].(map[string]any)["has_next_page"].(bool)
				if cursor := a.Text("pagination", "cursor"); more != (cursor != "") || more && len(list) != pageLimit || page == 19 {
					t.Fatalf("page %d of %d: %v", page, len(list), a.JSON["pagination"])
				}
				if !more {
					break
				}
				query["pagination"] = m{"cursor": a.Text("pagination", "cursor")}
			}
			if len(seen) < 60 {
				t.Errorf("%d products are on the pages of %v", len(seen), query)
			}
		}
		for limit, want := range map[int]int{3: 3, 25: 25, 1_000: pageMost} {
			if a := c.Search(m{"query": "felt", "pagination": m{"limit": limit}}); len(a.List("products")) != want {
				t.Errorf("of %d come %d", limit, len(a.List("products")))
			}
		}
		if a := s.ask(t, c.Agent, "POST", "/catalog/search", `{"query":"felt","pagination":{"cursor":"nonsense"}}`); a.Status != http.StatusBadRequest {
			t.Errorf("%d %s", a.Status, a.Raw)
		}
	})
}

// TestT33PricesAreFilteredInTheMoneyOfTheBuyer: her bounds are converted, and
// the answer is in one money, whatever the shops' are.
func TestT33PricesAreFilteredInTheMoneyOfTheBuyer(t *testing.T) {
	s := onOne(t)
	s.stock(t, 9) // 10 to 90 som, that is 32 to 289 rupees
	c := s.client(t, ucptest.Platform{})
	a := c.Search(m{"query": "felt", "filters": m{"price": m{"min": 10_000, "max": 20_000}}, "context": m{"currency": "PKR"}})
	if len(a.List("products")) == 0 || len(a.List("products")) == 9 {
		t.Errorf("%s", a.Raw)
	}
	for _, p := range a.List("products") {
		low := p["price_range"].(map[string]any)["min"].(map[string]any)
		if n := whole(low["amount"]); n < 10_000 || n > 20_000 || low["currency"] != "PKR" {
			t.Errorf("%v", low)
		}
	}
	c.Search(m{"query": "thing"}) // of three shops; the client judges that there is one money
	c.Lookup(variantID(s.Shops[0].Variants[0]), variantID(s.Shops[1].Variants[0]))
	if a := s.ask(t, c.Agent, "POST", "/catalog/search", `{"query":"felt","filters":{"price":{"max":5}}}`); a.Status != http.StatusBadRequest {
		t.Errorf("a price in no money: %d %s", a.Status, a.Raw)
	}
}

// TestT34TheVariantsIdIsWhatIsBought: with the seller it names, at the price it
// has.
func TestT34TheVariantsIdIsWhatIsBought(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	for _, p := range c.Search(m{"query": "thing", "context": m{"address_country": "PK"}}).List("products") {
		v := p["variants"].([]any)[1].(map[string]any)
		if name, _ := v["seller"].(map[string]any)["name"].(string); !strings.HasPrefix(name, "Shop ") {
			t.Errorf("sold by %v", v["seller"])
		}
		a := c.CreateCheckout(m{"line_items": []any{m{"item": m{"id": v["id"]}, "quantity": 1}}, "context": m{"address_country": "PK"}})
		item := a.List("line_items")[0]["item"].(map[string]any)
		if price := v["price"].(map[string]any); item["id"] != v["id"] || whole(item["price"]) != whole(price["amount"]) || a.Text("currency") != price["currency"] {
			t.Errorf("%v costs %v", v, item)
		}
	}
}

// TestT35LookupTellsWhatWasAskedFor: by ids of products, of variants and of
// addresses, each once; what is unknown is an info.
func TestT35LookupTellsWhatWasAskedFor(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	v := s.Shops[0].Variants
	product := c.Lookup(variantID(v[0])).List("products")[0]["id"].(string)
	s.change(t, 0, catalog.VariantChange{Variant: v[0], Count: true, OnHand: 0})
	a := c.Lookup(product, product, variantID(v[0]), "prod_999999", "nonsense", "shop-0/thing", "shop-9/thing", variantID(s.Shops[1].Variants[0]))
	list := a.List("products")
	if a.Status != 200 || len(list) != 2 || list[0]["id"] != product {
		t.Fatalf("%s", a.Raw)
	}
	inputs := map[string]string{}
	for _, v := range list[0]["variants"].([]any) {
		for _, i := range v.(map[string]any)["inputs"].([]any) {
			i := i.(map[string]any)
			inputs[i["id"].(string)] = v.(map[string]any)["id"].(string) + " " + i["match"].(string)
		}
	}
	// the first variant is sold out: the second stands for the product
	want := map[string]string{variantID(v[0]): variantID(v[0]) + " exact", product: variantID(v[1]) + " featured", "shop-0/thing": variantID(v[1]) + " featured"}
	for id, match := range want {
		if inputs[id] != match {
			t.Errorf("%s is %q, not %q", id, inputs[id], match)
		}
	}
	var unknown []string
	for _, msg := range a.List("messages") {
		if msg["type"] == "info" && msg["code"] == "not_found" {
			unknown = append(unknown, msg["path"].(string))
		}
	}
	if !slices.Equal(unknown, []string{"$.ids[3]", "$.ids[4]", "$.ids[6]"}) {
		t.Errorf("%s", a.Raw)
	}
	many := func(n int) (ids []string) {
		for i := range n {
			ids = append(ids, fmt.Sprintf("prod_%d", i+900_000))
		}
		return ids
	}
	if a := c.Lookup(many(10)...); a.Status != 200 || len(a.List("products")) != 0 {
		t.Errorf("%s", a.Raw)
	}
	if a := c.Lookup(many(lookMost + 1)...); a.Status != http.StatusBadRequest || a.Text("code") != "request_too_large" {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
}
