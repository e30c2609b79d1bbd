package ucp

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"agora/catalog"
	"agora/money"
	"agora/ucp/ucptest"
)

// doors are places in the countries of the market.
var doors = map[string]m{
	"PK": lahore,
	"UZ": {"street_address": "Registan 5", "address_locality": "Samarkand", "postal_code": "140100", "address_country": "UZ"},
	"KG": {"street_address": "Chuy 114", "address_locality": "Bishkek", "postal_code": "720040", "address_country": "KG"},
	"KZ": {"street_address": "Abay 52", "address_locality": "Almaty", "postal_code": "050008", "address_country": "KZ"},
	"CN": {"street_address": "Renmin Lu 7", "address_locality": "Kashgar", "address_region": "Xinjiang", "postal_code": "844000", "address_country": "CN"},
}

// TestT21TotalsAddUp: whatever is bought of whom, wherever it is sent and however
// it is paid, all entries make the total; the client judges every answer.
func TestT21TotalsAddUp(t *testing.T) {
	s := onOne(t)
	s.courier(t, "Courier", 0, 1, 2)
	for shop, o := range s.Shops { // uneven prices round
		for i, v := range o.Variants {
			s.change(t, shop, catalog.VariantChange{Variant: v, Price: money.Of(int64(9_973-137*i-11*shop), o.Currency), Count: true, OnHand: 1_000})
		}
	}
	c := s.client(t, ucptest.Platform{})
	var all []catalog.VariantID
	for _, o := range s.Shops {
		all = append(all, o.Variants...)
	}
	rapid.Check(t, func(r *rapid.T) {
		c := *c
		c.TB = drawn{t, r}
		var list []any
		for _, v := range rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, len(all), rapid.ID).Draw(r, "variants") {
			list = append(list, m{"item": m{"id": variantID(v)}, "quantity": rapid.IntRange(1, 60).Draw(r, "quantity")})
		}
		country := rapid.SampledFrom([]string{"PK", "UZ", "KG", "KZ", "CN"}).Draw(r, "country")
		body := m{"line_items": list, "buyer": saima, "fulfillment": m{"methods": []any{m{"type": "shipping", "line_item_ids": []any{}, "destinations": []any{doors[country]},
			"groups": []any{m{"id": allGroup, "selected_option_id": rapid.SampledFrom([]string{"post", "courier", cheapest, fastest, "none"}).Draw(r, "way")}}}}}}
		if wish := rapid.SampledFrom([]string{"", "PKR", "EUR", "UZS", "TJS", "XXX"}).Draw(r, "currency"); wish != "" {
			body["context"] = m{"currency": wish}
		}
		if pay := rapid.SampledFrom([]string{"", "play", "cash", "transfer"}).Draw(r, "pay"); pay != "" {
			body["payment"] = by(pay, "x")["payment"]
		}
		a := c.CreateCheckout(m{"line_items": list})
		a = c.UpdateCheckout(a.Text("id"), body)
		cart := c.CreateCart(m{"line_items": list, "context": m{"address_country": country}})
		if a.Total("subtotal") <= 0 || cart.Total("subtotal") <= 0 {
			r.Fatalf("%s\n%s", a.Raw, cart.Raw)
		}
		if a.Text("status") != ready {
			return
		}
		total := a.Total("total")
		if !rapid.Bool().Draw(r, "buy") {
			return
		}
		switch a = c.CompleteCheckout(a.Text("id"), playing(tokenSucceeds)); {
		case slices.Contains(a.Codes(), "out_of_stock"), slices.Contains(a.Codes(), "totals_changed"):
		case a.Text("status") != completed || a.Total("total") != total:
			r.Fatalf("%s", a.Raw)
		default:
			if o := c.GetOrder(a.Text("order", "id")); o.Total("total") != total {
				r.Fatalf("%s", o.Raw)
			}
		}
	})
}

// TestT21ASetIsOneLine: its parts travel apart, its price is one.
func TestT21ASetIsOneLine(t *testing.T) {
	s := onOne(t)
	o := s.Shops[0]
	set := o.Variants[1]
	if err := s.Catalog.SetParts(t.Context(), o.Seller, o.ID, set, []catalog.Part{{Variant: o.Variants[0], Quantity: 2}}); err != nil {
		t.Fatal(err)
	}
	s.change(t, 0, catalog.VariantChange{Variant: set, Price: money.Of(18_001, o.Currency)})
	c := s.client(t, ucptest.Platform{})
	a := s.ready(t, c, []any{m{"item": m{"id": variantID(set)}, "quantity": 3}, m{"item": m{"id": variantID(o.Variants[0])}, "quantity": 1}}, "post")
	if l := a.List("line_items"); len(l) != 2 || whole(l[0]["quantity"]) != 3 {
		t.Fatalf("%s", a.Raw)
	}
	a = c.CompleteCheckout(a.Text("id"), playing(tokenSucceeds))
	order := c.GetOrder(a.Text("order", "id"))
	l := order.List("line_items")
	if q := l[0]["quantity"].(map[string]any); len(l) != 2 || whole(q["total"]) != 3 {
		t.Errorf("%s", order.Raw)
	}
	if e := order.List("fulfillment", "expectations")[0]["line_items"].([]any); len(e) != 2 || whole(e[0].(map[string]any)["quantity"]) != 3 || whole(e[1].(map[string]any)["quantity"]) != 1 {
		t.Errorf("%s", order.Raw)
	}
	if n := s.left(t, o.Variants[0]); n != 3 {
		t.Errorf("%d are left of 10 after 3 sets of 2 and one", n)
	}
}

// TestT21ASetOfDifferentPartsCostsItsPrice: so many times, in any money; the
// client judges that price times quantity is the sum.
func TestT21ASetOfDifferentPartsCostsItsPrice(t *testing.T) {
	s := onOne(t)
	s.stock(t, 1)
	o, c := s.Shops[0], s.client(t, ucptest.Platform{})
	felt := variantOf(c.Search(m{"query": "felt"}).List("products")[0]["variants"].([]any)[0].(map[string]any)["id"].(string))
	set := o.Variants[1]
	if err := s.Catalog.SetParts(t.Context(), o.Seller, o.ID, set, []catalog.Part{{Variant: o.Variants[0], Quantity: 2}, {Variant: felt, Quantity: 1}}); err != nil {
		t.Fatal(err)
	}
	for _, price := range []int64{18_001, 9_973, 101} {
		s.change(t, 0, catalog.VariantChange{Variant: set, Price: money.Of(price, o.Currency)})
		for _, wish := range []string{"PKR", "UZS", "KGS", "CNY"} {
			for n := 1; n <= 3; n++ {
				list := []any{m{"item": m{"id": variantID(set)}, "quantity": n}, m{"item": m{"id": variantID(o.Variants[0])}, "quantity": 1}}
				body := buying(list, "post")
				body["context"] = m{"currency": wish}
				a := c.UpdateCheckout(c.CreateCheckout(m{"line_items": list}).Text("id"), body)
				if a.Text("status") != ready || a.Text("currency") != wish {
					t.Errorf("%d at %d %s: %s", n, price, wish, a.Raw)
				}
			}
		}
	}
}

// TestT22OptionsCanBeToldApart: by their titles alone, even when a shop names
// two alike.
func TestT22OptionsCanBeToldApart(t *testing.T) {
	for _, name := range []string{"Courier", "Post"} {
		s := onOne(t)
		s.courier(t, name, 0, 1)
		c := s.client(t, ucptest.Platform{})
		for what, list := range map[string][]any{"one shop": lines(1, s.Shops[0].Variants[0]), "two": lines(1, s.Shops[0].Variants[0], s.Shops[1].Variants[0])} {
			a := c.CreateCheckout(m{"line_items": list})
			a = c.UpdateCheckout(a.Text("id"), buying(list, ""))
			group := a.List("fulfillment", "methods")[0]["groups"].([]any)[0].(map[string]any)
			options := group["options"].([]any)
			if len(options) != 2 || options[0].(map[string]any)["title"] == options[1].(map[string]any)["title"] {
				t.Errorf("%s, %s: %v", name, what, options)
			}
		}
	}
}

// TestT23OneGroupUnlessMoreCanBeShown: all parcels in one for who shows one,
// each for itself for who says it shows several; both cost the same.
func TestT23OneGroupUnlessMoreCanBeShown(t *testing.T) {
	s := onOne(t)
	s.courier(t, "Courier", 0, 1)
	list := lines(1, s.Shops[0].Variants[0], s.Shops[1].Variants[0])
	one := s.ready(t, s.client(t, ucptest.Platform{}), list, cheapest)
	c := s.client(t, ucptest.Platform{MultiGroup: true})
	a := c.CreateCheckout(m{"line_items": list})
	body := buying(list, "")
	a = c.UpdateCheckout(a.Text("id"), body)
	groups := a.List("fulfillment", "methods")[0]["groups"].([]any)
	if len(groups) != 2 || a.Text("status") != incomplete {
		t.Fatalf("%s", a.Raw)
	}
	choose := func(ways ...string) ucptest.Answer {
		var chosen []any
		for i, way := range ways {
			chosen = append(chosen, m{"id": fmt.Sprintf("shop_%d", s.Shops[i].ID), "selected_option_id": way})
		}
		body["fulfillment"].(m)["methods"].([]any)[0].(m)["groups"] = chosen
		return c.UpdateCheckout(a.Text("id"), body)
	}
	if a := choose("post"); a.Text("status") != incomplete || a.Total("fulfillment") != 0 {
		t.Errorf("one of two chosen: %s", a.Raw)
	}
	if a := choose("post", "post"); a.Text("status") != ready || a.Total("total") != one.Total("total") {
		t.Errorf("%s\none group: %s", a.Raw, one.Raw)
	}
	mixed := choose("post", "courier")
	if mixed.Text("status") != ready || mixed.Total("fulfillment") <= one.Total("fulfillment") {
		t.Errorf("%s", mixed.Raw)
	}
	for _, g := range body["fulfillment"].(m)["methods"].([]any)[0].(m)["groups"].([]any) {
		delete(g.(m), "id") // as the protocol's own SDKs do
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	s.ask(t, c.Agent, "PUT", "/checkout-sessions/"+a.Text("id"), string(text))
	if a := c.GetCheckout(a.Text("id")); a.Text("status") != ready || a.Total("total") != mixed.Total("total") {
		t.Errorf("groups by their place: %s", a.Raw)
	}
	if a := c.CompleteCheckout(a.Text("id"), playing(tokenSucceeds)); a.Text("status") != completed || a.Total("total") != mixed.Total("total") {
		t.Errorf("%s", a.Raw)
	}
}

// TestT24AddressesGetAnId: and no name, by which they would be shops.
func TestT24AddressesGetAnId(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	list := lines(1, s.Shops[0].Variants[0])
	id := c.CreateCheckout(m{"line_items": list}).Text("id")
	sendTo := func(chosen string, to ...any) []any {
		method := m{"type": "shipping", "line_item_ids": []any{}, "destinations": to}
		if chosen != "" {
			method["selected_destination_id"] = chosen
		}
		a := c.UpdateCheckout(id, m{"line_items": list, "buyer": saima, "fulfillment": m{"methods": []any{method}}})
		at, _ := a.List("fulfillment", "methods")[0]["selected_destination_id"].(string)
		return append(a.List("fulfillment", "methods")[0]["destinations"].([]any), at)
	}
	of := func(v any) any { return v.(map[string]any)["id"] }
	first := sendTo("", doors["PK"])
	if of(first[0]) == "" || first[0].(map[string]any)["name"] != nil || first[1] != of(first[0]) {
		t.Errorf("%v", first)
	}
	if two := sendTo("", doors["UZ"], doors["PK"]); of(two[1]) != of(first[0]) || of(two[0]) == of(two[1]) || two[2] != "" {
		t.Errorf("%v", two)
	}
	if mine := sendTo("mine", m{"id": "mine", "address_country": "KG"}); of(mine[0]) != "mine" || mine[1] != "mine" {
		t.Errorf("%v", mine)
	}
	if none := sendTo("nowhere", doors["KG"]); none[1] != "" {
		t.Errorf("%v", none)
	}
}
