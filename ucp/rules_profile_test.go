package ucp

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"agora/ucp/ucptest"
)

// capabilitiesOf are those that an answer names.
func capabilitiesOf(a ucptest.Answer) (names []string) {
	u, _ := a.JSON["ucp"].(map[string]any)
	list, _ := u["capabilities"].(map[string]any)
	for name := range list {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// TestT1LookupIsBothRoutes: whoever agreed on the lookup may use both of its
// operations, whoever did not neither.
func TestT1LookupIsBothRoutes(t *testing.T) {
	s := onOne(t)
	ask := m{"id": variantID(s.Shops[0].Variants[0])}
	c := s.client(t, ucptest.Platform{})
	if a := c.Lookup(variantID(s.Shops[0].Variants[0])); a.Failed() {
		t.Errorf("%s", a.Raw)
	}
	if a := c.Product(ask); a.Failed() {
		t.Errorf("%s", a.Raw)
	}
	c = s.client(t, ucptest.Platform{Capabilities: []string{capSearch}})
	says(t, c.Lookup("x"), "capabilities_incompatible")
	says(t, c.Product(ask), "capabilities_incompatible")
	if a := c.Search(m{"query": "thing"}); a.Failed() {
		t.Errorf("%s", a.Raw)
	}
}

// TestT3NamesHaveNoHyphen: a host that cannot be a namespace is none, and the
// profile stays right.
func TestT3NamesHaveNoHyphen(t *testing.T) {
	for name, ok := range map[string]bool{"example.bazaar": true, "kg.bazaar2": true, "example": false, "kg.my-node": false, "Example.bazaar": false,
		"example.": false, "9.bazaar": false, "example.bazaar.my_node": true, "": false, "example." + strings.Repeat("a", 100): false} {
		if ValidNamespace(name) != ok {
			t.Errorf("%q", name)
		}
	}
	s := onOne(t)
	for address, want := range map[string]string{"https://my-node.kg": unnamed, "https://bazaar.example": "example.bazaar", "http://127.0.0.1:8080": unnamed,
		"https://Shop.Bazaar.example": "example.bazaar.shop"} {
		s.binding.Address, s.binding.Namespace = func() string { return address }, func() string { return "" }
		if got := s.binding.namespace(); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}

// TestT4NamesBelongToWhoOwnsTheHost: spec and schema of each name are on a host
// of its own; the client judges each.
func TestT4NamesBelongToWhoOwnsTheHost(t *testing.T) {
	s := onOne(t)
	for _, address := range []string{"https://bazaar.example", "https://my-node.kg", "https://shop.bazaar.example"} {
		for _, namespace := range []string{"", "example.bazaar"} {
			s.binding.Address, s.binding.Namespace = func() string { return address }, func() string { return namespace }
			c := s.client(t, ucptest.Platform{})
			u := c.Business.JSON["ucp"].(map[string]any)
			if _, ok := u["capabilities"].(map[string]any)[s.binding.capMarket()]; !ok {
				t.Errorf("%s", c.Business.Raw)
			}
			if n := len(u["payment_handlers"].(map[string]any)); n != 3 {
				t.Errorf("%d handlers are declared", n)
			}
		}
	}
}

// TestT5TheProfileMayBeKept: it is there at once, and anybody may keep it.
func TestT5TheProfileMayBeKept(t *testing.T) {
	s := onOne(t)
	w := httptest.NewRecorder()
	s.binding.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, ProfilePath, nil))
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "public, max-age=300" || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

// TestT7OnlyWhatWasAgreedOn: an answer names the capabilities that concern it
// and both sides have, and shows nothing of others.
func TestT7OnlyWhatWasAgreedOn(t *testing.T) {
	s := onOne(t)
	list := lines(1, s.Shops[0].Variants[0])
	buyer := m{"first_name": "Saima", "email": "saima@example.org", "consent": m{"marketing": true}}
	for _, c := range []struct {
		name    string
		has     []string // of the platform
		want    []string // in a checkout
		consent bool
	}{
		{"all", nil, []string{capConsent, capCheckout, capDiscount, capFulfillment}, true},
		{"no consent", []string{capCheckout, capFulfillment}, []string{capCheckout, capFulfillment}, false},
		{"bare", []string{capCheckout}, []string{capCheckout}, false},
		{"an orphan", []string{capCheckout, "dev.ucp.shopping.ap2_mandate"}, []string{capCheckout}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := s.client(t, ucptest.Platform{Capabilities: c.has})
			a := client.CreateCheckout(m{"line_items": list, "buyer": buyer, "fulfillment": m{"methods": []any{m{"type": "shipping", "destinations": []any{lahore}}}}})
			if got := capabilitiesOf(a); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
			if (a.JSON["fulfillment"] != nil) != slices.Contains(c.want, capFulfillment) {
				t.Errorf("fulfillment: %v", a.JSON["fulfillment"])
			}
			if got := a.JSON["buyer"].(map[string]any)["consent"]; (got != nil) != c.consent {
				t.Errorf("consent: %v", got)
			}
		})
	}
	c := s.client(t, ucptest.Platform{Capabilities: []string{capCheckout}})
	a := c.CreateCart(m{"line_items": list})
	if says(t, a, "capabilities_incompatible"); a.Status != http.StatusOK {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
}

// TestT7WithoutDeliveryAPersonGoesOn: a platform that cannot say where to sends
// its buyer to the market.
func TestT7WithoutDeliveryAPersonGoesOn(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{Capabilities: []string{capCheckout}})
	a := c.CreateCheckout(m{"line_items": lines(1, s.Shops[0].Variants[0]), "buyer": saima})
	if a.Text("status") != escalated || about(a, "missing")["severity"] != buyerInput {
		t.Errorf("%s", a.Raw)
	}
}

// TestT8HandlersAreInEveryCheckout: and in no other answer.
func TestT8HandlersAreInEveryCheckout(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	list := lines(1, s.Shops[0].Variants[0])
	handlers := func(a ucptest.Answer) any { return a.JSON["ucp"].(map[string]any)["payment_handlers"] }
	a := s.bought(t, c, list, "post")
	id := a.Text("id")
	for what, a := range map[string]ucptest.Answer{"incomplete": c.CreateCheckout(m{"line_items": list}), "completed": a, "read": c.GetCheckout(id), "too late": c.CancelCheckout(id)} {
		if handlers(a) == nil {
			t.Errorf("%s: %s", what, a.Raw)
		}
	}
	for what, a := range map[string]ucptest.Answer{"cart": c.CreateCart(m{"line_items": list}), "order": c.GetOrder(a.Text("order", "id")), "search": c.Search(m{"query": "thing"})} {
		if handlers(a) != nil {
			t.Errorf("%s: %s", what, a.Raw)
		}
	}
}

// TestT10BusinessIs200: what became of business is told with 200, or 201 where
// something was made; what is no request has a status of HTTP.
func TestT10BusinessIs200(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	v := s.Shops[0].Variants[0]
	nobody := "chk_nobodymadethis"
	for _, x := range []struct {
		what   string
		a      ucptest.Answer
		status int
		code   string
	}{
		{"unknown item", c.CreateCheckout(m{"line_items": []any{m{"item": m{"id": "var_999999"}, "quantity": 1}}}), 200, "not_found"},
		{"no variant's id", c.CreateCart(m{"line_items": []any{m{"item": m{"id": "scarf"}, "quantity": 1}}}), 200, "not_found"},
		{"too many", c.CreateCheckout(m{"line_items": lines(11, v)}), 201, "out_of_stock"},
		{"unknown checkout", c.GetCheckout(nobody), 200, "not_found"},
		{"unknown to change", c.UpdateCheckout(nobody, buying(lines(1, v), "post")), 200, "not_found"},
		{"unknown to pay", c.CompleteCheckout(nobody, playing(tokenSucceeds)), 200, "not_found"},
		{"unknown to cancel", c.CancelCheckout(nobody), 200, "not_found"},
		{"unknown cart", c.GetCart("crt_x"), 200, "not_found"},
		{"unknown order", c.GetOrder("12"), 200, "not_found"},
		{"declined", c.CompleteCheckout(s.ready(t, c, lines(1, v), "post").Text("id"), playing(tokenDeclines)), 200, "payment_failed"},
	} {
		if says(t, x.a, x.code); x.a.Status != x.status {
			t.Errorf("%s: %d %s", x.what, x.a.Status, x.a.Raw)
		}
	}
	for what, body := range map[string]string{"no JSON": "{", "a list": "[]", "a number": "7", "nothing": "", "no lines": "{}", "null": `{"line_items":null}`,
		"no item": `{"line_items":[{"quantity":1}]}`, "no quantity": `{"line_items":[{"item":{"id":"var_1"}}]}`, "a text": `{"line_items":[{"item":{"id":"var_1"},"quantity":"1"}]}`} {
		if a := s.ask(t, c.Agent, "POST", "/checkout-sessions", body); a.Status != http.StatusBadRequest || a.Text("code") == "" || a.Text("content") == "" {
			t.Errorf("%s: %d %s", what, a.Status, a.Raw)
		}
	}
}

// TestT11NothingToShowIsOneShape: an envelope, messages, where to go on, no more.
func TestT11NothingToShowIsOneShape(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	a := c.GetCheckout("chk_nobodymadethis")
	if len(a.JSON) != 3 || a.Text("ucp", "status") != "error" || len(a.List("messages")) != 1 || a.Text("continue_url") != "https://bazaar.example/" {
		t.Errorf("%s", a.Raw)
	}
	if got := about(a, "not_found"); got["severity"] != unrecoverable || got["type"] != "error" {
		t.Errorf("%v", got)
	}
	for _, path := range []string{"/nothing", "/carts/a/b/c", "/checkout-sessions/x/pay", "/"} {
		if a := s.ask(t, c.Agent, "POST", path, "{}"); a.Status != http.StatusNotFound || a.Text("code") != "not_found" {
			t.Errorf("%s: %d %s", path, a.Status, a.Raw)
		}
	}
	if a := s.ask(t, c.Agent, "DELETE", "/carts/x", ""); a.Status != http.StatusNotFound {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
}
