package node

import (
	"net/url"
	"strings"
	"testing"

	"agora/fault"
	"agora/identity"
	"agora/ucp/ucptest"
)

// TestAPersonGoesOnWhereAMachineStopped has a machine find that a person is
// needed. She opens its address, finds all that it said, orders, and the machine
// hears of the order.
func TestAPersonGoesOnWhereAMachineStopped(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Dev = true
	n, site := demoSite(t, s)
	c := ucptest.NewClient(t, site, ucptest.Platform{})
	found := c.Lookup("felt/felt-coasters")
	variant := found.List("products")[0]["variants"].([]any)[0].(map[string]any)["id"]
	type m = map[string]any
	want := m{"line_items": []any{m{"item": m{"id": variant}, "quantity": 2}},
		"buyer": m{"first_name": "Saima", "last_name": "Rafiq", "email": "saima.r@example.org", "phone_number": "+923014478215"},
		"fulfillment": m{"methods": []any{m{"id": "shipping", "type": "shipping", "line_item_ids": []any{"li_1"},
			"destinations": []any{m{"street_address": "Street 9", "address_locality": "Lahore", "address_region": "Punjab", "postal_code": "54000", "address_country": "PK"}}}}}}
	a := c.CreateCheckout(want)
	options := a.List("fulfillment", "methods")[0]["groups"].([]any)[0].(map[string]any)
	want["fulfillment"].(m)["methods"].([]any)[0].(m)["groups"] = []any{m{"id": options["id"], "selected_option_id": options["options"].([]any)[0].(map[string]any)["id"]}}
	if a = c.UpdateCheckout(a.Text("id"), want); a.Text("status") != "ready_for_complete" {
		t.Fatalf("%s", a.Raw)
	}
	a = c.CompleteCheckout(a.Text("id"), m{"payment": m{"instruments": []any{m{"id": "pi", "handler_id": "play", "type": "play_money", "selected": true,
		"credential": m{"type": "token", "token": "challenge_token"}}}}})
	if a.Text("status") != "requires_escalation" {
		t.Fatalf("%s", a.Raw)
	}
	v := newVisit(t, n, site)
	_, path, _ := strings.Cut(a.Text("continue_url"), "/continue/")
	path = "/continue/" + path
	own := func(when string) {
		t.Helper()
		if body, _ := v.get("/cart"); !strings.Contains(body, "/s/dali/tie-dye-bag") || strings.Contains(body, "/s/felt/felt-coasters") {
			t.Errorf("%s her own cart is another", when)
		}
	}
	bag := c.Lookup("dali/tie-dye-bag").List("products")[0]["variants"].([]any)[0].(map[string]any)["id"].(string)
	v.post("/cart/add", url.Values{"variant": {strings.TrimPrefix(bag, "var_")}, "quantity": {"1"}})
	own("before")
	body, _ := v.get(path)
	for _, known := range []string{"saima.r@example.org", "Street 9", "Saima Rafiq", "54000"} {
		if !strings.Contains(body, known) {
			t.Errorf("the checkout does not know %q", known)
		}
	}
	form := sent(t, body, path)
	form.Set("do", "place")
	own("beside the machine's")
	order := v.post(path, form)
	if again := v.post(path, form); !strings.HasPrefix(order, "/orders/") || again != order {
		t.Fatalf("it leads to %q, again to %q", order, again)
	}
	if to := v.leads(path); !strings.HasPrefix(to, "/orders/") {
		t.Errorf("what was placed leads to %q", to)
	}
	own("after the order")
	if a = c.GetCheckout(a.Text("id")); a.Text("status") != "completed" || a.Text("order", "id") == "" {
		t.Errorf("%s", a.Raw)
	}
}

// TestANamespaceIsCheckedWhereItIsSet refuses what machines would not take.
func TestANamespaceIsCheckedWhereItIsSet(t *testing.T) {
	n, err := Open(t.Context(), settings(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	for name, good := range map[string]bool{"kg.bazaar": true, "kg.my-bazaar": false, "Kg.bazaar": false, "bazaar": false, "": true} {
		err := n.House.Save(t.Context(), identity.System(), map[string]string{"ucp_namespace": name})
		if fault.HasKey(err, "fault.setting_namespace") == good || good && err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}
