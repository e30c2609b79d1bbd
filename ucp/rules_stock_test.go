package ucp

import (
	"maps"
	"strings"
	"testing"

	"agora/ucp/ucptest"
)

// with is an object with a member changed, or with nil gone.
func with(v m, name string, value any) m {
	out := maps.Clone(v)
	if out[name] = value; value == nil {
		delete(out, name)
	}
	return out
}

// TestWhatIsWrongOfAPersonIsSaidAtItsField: before anything is paid, with a code
// and a path by which a platform finds it.
func TestWhatIsWrongOfAPersonIsSaidAtItsField(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	list := lines(1, s.Shops[0].Variants[0])
	id := c.CreateCheckout(m{"line_items": list}).Text("id")
	const address = "$.fulfillment.methods[0].destinations[0]"
	for _, x := range []struct {
		what, code, path string
		buyer, address   m
	}{
		{"nobody", "missing", "$.buyer.email", nil, lahore},
		{"no e-mail", "missing", "$.buyer.email", with(saima, "email", nil), lahore},
		{"no e-mail address", "invalid", "$.buyer.email", with(saima, "email", "saima at home"), lahore},
		{"two", "invalid", "$.buyer.email", with(saima, "email", "a@example.org, b@example.org"), lahore},
		{"no phone", "missing", "$.buyer.phone_number", with(saima, "phone_number", nil), lahore},
		{"no such phone", "invalid_phone", "$.buyer.phone_number", with(saima, "phone_number", "+92 1"), lahore},
		{"no name", "missing", "$.buyer.first_name", m{"email": "saima@example.org", "phone_number": "+923014478215"}, lahore},
		{"no street", "missing", address + ".street_address", saima, with(lahore, "street_address", nil)},
		{"no city", "missing", address + ".address_locality", saima, with(lahore, "address_locality", nil)},
		{"no country", "address_undeliverable", address + ".address_country", saima, with(lahore, "address_country", nil)},
		{"not served", "address_undeliverable", address + ".address_country", saima, with(lahore, "address_country", "AQ")},
		{"a long street", "invalid", address + ".street_address", saima, with(lahore, "street_address", strings.Repeat("Mall Road ", 60))},
	} {
		body := m{"line_items": list, "fulfillment": m{"methods": []any{m{"type": "shipping", "line_item_ids": []any{}, "destinations": []any{x.address}, "groups": []any{m{"id": allGroup, "selected_option_id": "post"}}}}}}
		if x.buyer != nil {
			body["buyer"] = x.buyer
		}
		a := c.UpdateCheckout(id, body)
		found := false
		for _, v := range a.List("messages") {
			found = found || v["code"] == x.code && v["path"] == x.path && v["severity"] == recoverable
		}
		if !found || a.Text("status") != incomplete {
			t.Errorf("%s: not %s at %s: %s", x.what, x.code, x.path, a.JSON["messages"])
		}
		if a := c.CompleteCheckout(id, playing(tokenSucceeds)); a.Text("status") != incomplete || a.JSON["order"] != nil {
			t.Errorf("%s: %s", x.what, a.Raw)
		}
	}
	abroad := m{"first_name": "Saima", "last_name": "Rafiq", "phone_number": "+923014478215", "street_address": "12 Mall Road", "address_locality": "Lahore", "address_region": "Punjab", "postal_code": "54000", "address_country": "Pakistan"}
	body := buying(list, "post")
	body["buyer"] = m{"email": "saima@example.org"}
	body["fulfillment"].(m)["methods"].([]any)[0].(m)["destinations"] = []any{abroad}
	if a := c.UpdateCheckout(id, body); a.Text("status") != ready {
		t.Errorf("who gets it is told with the address: %s", a.Raw)
	}
}

// TestRehearsalsAreNotForMachines: what a seller tries by herself is no item.
func TestRehearsalsAreNotForMachines(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	shop, err := s.Market.OpenRehearsal(t.Context(), s.Shops[0].Seller, s.Shops[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := s.Catalog.Product(t.Context(), shop.Handle, "thing")
	if err != nil {
		t.Fatal(err)
	}
	v := p.Variants[0].ID
	says(t, c.CreateCheckout(m{"line_items": lines(1, v)}), "not_found")
	says(t, c.CreateCart(m{"line_items": lines(1, s.Shops[1].Variants[0], v)}), "not_found")
	for _, id := range []string{variantID(v), productID(p.ID), shop.Handle + "/thing"} {
		if a := c.Lookup(id); len(a.List("products")) != 0 {
			t.Errorf("%s", a.Raw)
		}
		says(t, c.Product(m{"id": id}), "not_found")
	}
}
