package ucp

import (
	"fmt"
	"slices"
	"testing"

	"agora/catalog"
	"agora/discount"
	"agora/money"
	"agora/ucp/ucptest"
)

// slippers are sold in two sizes and three colours: 38 red, 38 blue (sold out),
// 39 red, 39 green.
func (s *stand) slippers(t *testing.T) (product string) {
	t.Helper()
	o := s.Shops[0]
	named := func(name string, values ...string) catalog.Option {
		v := catalog.Option{Name: catalog.Texts{"en": name}}
		for _, key := range values {
			v.Values = append(v.Values, catalog.OptionValue{Key: "k" + key, Name: catalog.Texts{"en": key}})
		}
		return v
	}
	d := catalog.Draft{Handle: "slippers", Status: catalog.ProductActive, Title: catalog.Texts{"en": "Slippers"},
		Options: []catalog.Option{named("Size", "38", "39"), named("Colour", "red", "blue", "green")}}
	for i, v := range [][2]string{{"38", "red"}, {"38", "blue"}, {"39", "red"}, {"39", "green"}} {
		d.Variants = append(d.Variants, catalog.VariantDraft{Price: money.Of(int64(5_000+i), o.Currency), Grams: 300, OnHand: int64(5 * (i - 1) * (i - 1)), Values: []string{"k" + v[0], "k" + v[1]}})
	}
	id, err := s.Catalog.SaveProduct(t.Context(), o.Seller, o.ID, d)
	if err != nil {
		t.Fatal(err)
	}
	return productID(id)
}

// told is what a product answer says: what is selected, which variant is first,
// and of each value whether it exists (+) and can be had (!).
func told(a ucptest.Answer) (selected []string, first string, values map[string]string) {
	p := a.JSON["product"].(map[string]any)
	list, _ := p["selected"].([]any)
	for _, v := range list {
		selected = append(selected, v.(map[string]any)["label"].(string))
	}
	first = p["variants"].([]any)[0].(map[string]any)["title"].(string)
	values = map[string]string{}
	for _, o := range p["options"].([]any) {
		for _, v := range o.(map[string]any)["values"].([]any) {
			v := v.(map[string]any)
			mark := ""
			if v["exists"] == true {
				mark += "+"
			}
			if v["available"] == true {
				mark += "!"
			}
			values[v["label"].(string)] = mark
		}
	}
	return selected, first, values
}

// TestT36SelectionNarrowsAProduct: what was chosen comes first and decides what
// else can be had; without a match the least preferred choice is let go.
func TestT36SelectionNarrowsAProduct(t *testing.T) {
	s := onOne(t)
	id := s.slippers(t)
	c := s.client(t, ucptest.Platform{})
	choose := func(list ...string) (out []any) {
		for i := 0; i < len(list); i += 2 {
			out = append(out, m{"name": list[i], "label": list[i+1]})
		}
		return out
	}
	for _, x := range []struct {
		what        string
		selected    []any
		preferences []any
		want        []string
		first       string
		values      map[string]string
	}{
		{"one choice", choose("Size", "39"), nil, []string{"39"}, "39, red", map[string]string{"38": "+!", "39": "+!", "red": "+!", "blue": "", "green": "+!"}},
		{"all of it", choose("Size", "39", "Colour", "green"), nil, []string{"39", "green"}, "39, green", map[string]string{"38": "", "39": "+!", "red": "+!", "blue": "", "green": "+!"}},
		{"sold out", choose("Size", "38", "Colour", "blue"), nil, []string{"38", "blue"}, "38, blue", map[string]string{"38": "+", "39": "", "red": "+!", "blue": "+", "green": ""}},
		{"another spelling", choose("size", "39", "COLOUR", "Green"), nil, []string{"39", "green"}, "39, green", nil},
		{"there is none: the colour goes", choose("Size", "39", "Colour", "blue"), []any{"Size", "Colour"}, []string{"39"}, "39, red", nil},
		{"there is none: the size goes", choose("Size", "39", "Colour", "blue"), []any{"Colour", "Size"}, []string{"blue"}, "38, blue", nil},
		{"no such value", choose("Colour", "violet", "Size", "39"), nil, []string{"39"}, "39, red", nil},
		{"no such option", choose("Weight", "1", "Size", "39"), nil, []string{"39"}, "39, red", nil},
		{"nothing", nil, nil, []string{"38", "red"}, "38, red", nil},
	} {
		body := m{"id": id}
		if x.selected != nil {
			body["selected"] = x.selected
		}
		if x.preferences != nil {
			body["preferences"] = x.preferences
		}
		a := c.Product(body)
		selected, first, values := told(a)
		if !slices.Equal(selected, x.want) || first != x.first {
			t.Errorf("%s: selected %v, first %q", x.what, selected, first)
		}
		for label, mark := range x.values {
			if values[label] != mark {
				t.Errorf("%s: %s is %q, not %q", x.what, label, values[label], mark)
			}
		}
	}
	list := c.Product(m{"id": id}).JSON["product"].(map[string]any)["variants"].([]any)
	green := list[3].(map[string]any)
	if selected, first, _ := told(c.Product(m{"id": green["id"], "selected": choose("Size", "38")})); first != "39, green" || !slices.Equal(selected, []string{"39", "green"}) {
		t.Errorf("a variant's id: %v, %q", selected, first)
	}
	byID := []any{m{"name": "Colour", "id": "kgreen", "label": "grün"}}
	if _, first, _ := told(c.Product(m{"id": id, "selected": byID})); first != "39, green" {
		t.Errorf("a value's id: %q", first)
	}
	for _, id := range []string{"prod_999999", "var_999999", "nonsense", "shop-0/nothing"} {
		if a := c.Product(m{"id": id}); a.Status != 200 || !a.Failed() {
			t.Errorf("%s: %s", id, a.Raw)
		}
		says(t, c.Product(m{"id": id}), "not_found")
	}
}

// TestPricesOfListsAreThoseOfTheCheckout: what a shop takes off by itself is in
// search, lookup and product, with what it cost before; a code is not.
func TestPricesOfListsAreThoseOfTheCheckout(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v := s.Shops[0].Variants[0]
		known, err := s.Catalog.Variants(t.Context(), []catalog.VariantID{v})
		if err != nil {
			t.Fatal(err)
		}
		id := productID(known[0].Product.ID)
		at := m{"currency": "PKR"}
		search := func() map[string]any {
			for _, p := range c.Search(m{"query": "thing", "context": at}).List("products") {
				if p["id"] == id {
					return p
				}
			}
			t.Fatal("not found")
			return nil
		}
		before := search()
		if before["list_price_range"] != nil || before["variants"].([]any)[0].(m)["list_price"] != nil {
			t.Errorf("no discount: %v", before)
		}
		was := amountOf(before["variants"].([]any)[0].(m)["price"])
		s.lowers(t, 0, discount.Discount{Percent: 10, Combines: true})
		s.lowers(t, 0, discount.Discount{Code: "MORE", Percent: 50, Combines: true})
		s.lowers(t, 0, discount.Discount{Percent: 80, Least: money.Of(1_000_000, s.Shops[0].Currency), Combines: true})
		a := c.CreateCheckout(m{"line_items": lines(1, v), "context": m{"currency": "PKR", "address_country": "PK"}})
		line := a.List("line_items")[0]["totals"].([]any)
		now := fmt.Sprint(line[len(line)-1].(m)["amount"])
		found := search()
		for what, p := range map[string]map[string]any{"search": found, "product": c.Product(m{"id": id, "context": at}).JSON["product"].(m)} {
			x := p["variants"].([]any)[0].(m)
			if amountOf(x["price"]) != now || amountOf(x["list_price"]) != was || now == was {
				t.Errorf("%s: %v, not %s of %s", what, x, now, was)
			}
		}
		if x := c.Lookup(variantID(v)).List("products")[0]["variants"].([]any)[0].(m); amountOf(x["price"]) != "9000" || amountOf(x["list_price"]) != "10000" {
			t.Errorf("lookup: %v", x)
		}
		for _, p := range c.Search(m{"query": "thing", "filters": m{"price": m{"min": whole(was)}}, "context": at}).List("products") {
			if p["id"] == id {
				t.Errorf("it costs %s now, and was found from %s on", now, was)
			}
		}
		from, list := found["price_range"].(m), found["list_price_range"].(m)
		if amountOf(from["min"]) != now || amountOf(list["min"]) != was {
			t.Errorf("from %v, before from %v", from, list)
		}
	})
}

func amountOf(price any) string { return fmt.Sprint(price.(m)["amount"]) }
