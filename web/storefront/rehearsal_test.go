package storefront

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"agora/identity"
	"agora/market"
	"agora/money"
)

// TestARehearsalIsForItsOwnerOnly lets the owner buy in her rehearsal, page by
// page, and a stranger find nothing of it.
func TestARehearsalIsForItsOwnerOnly(t *testing.T) {
	b := newBazaar(t)
	shop, err := b.Market.OpenRehearsal(t.Context(), b.owner, b.shop.ID)
	b.must(err)
	home, cap := "/s/"+shop.Handle, "/s/"+shop.Handle+"/cap"
	stranger := b.newVisitor()
	for _, path := range []string{home, cap, home + "/feed", home + "/share.jpg", cap + "/share.jpg"} {
		if r := b.askAs(stranger, path, nil); r.status != http.StatusNotFound {
			t.Errorf("a stranger sees %s: %d", path, r.status)
		}
	}
	for _, path := range []string{"/", "/search?q=cap", "/shops", "/sitemap.xml", "/sitemap/1.xml"} {
		if r := b.askAs(stranger, path, nil); strings.Contains(r.body, shop.Handle) {
			t.Errorf("%s tells of it", path)
		}
	}
	p, _, err := b.Catalog.Product(t.Context(), shop.Handle, "cap")
	b.must(err)
	if r := b.askAs(stranger, "/cart/add", url.Values{"variant": {strconv.FormatInt(int64(p.Variants[0].ID), 10)}}); r.status != http.StatusNotFound {
		t.Errorf("a stranger takes of it: %d", r.status)
	}

	session, err := b.People.SignIn(t.Context(), "sadia@example.org", "a long enough one", "test")
	b.must(err)
	at, err := url.Parse(b.server.URL)
	b.must(err)
	b.visitor.Jar.SetCookies(at, []*http.Cookie{{Name: "agora_session", Value: session}})
	for _, path := range []string{home, cap} {
		r := b.ask(path, nil)
		if r.status != 200 || !strings.Contains(r.body, "XTS") || !strings.Contains(r.body, "Only you see this copy") || !strings.Contains(r.body, "noindex") {
			t.Errorf("%s: %d, without its note or its money", path, r.status)
		}
	}
	form := filled(b.ask(cap, nil).body)
	form.Set("quantity", "1")
	if r := b.ask("/cart/add", form); r.status != 303 || r.to != "/cart" {
		t.Fatalf("into the cart: %d %s", r.status, r.to)
	}
	for _, path := range []string{"/cart", "/checkout"} {
		if r := b.ask(path, nil); r.status != 200 || !strings.Contains(r.body, "Only you see this copy") || strings.Contains(r.body, "Bank transfer") {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	placed := b.ask("/checkout", b.address())
	if placed.status != 303 {
		t.Fatalf("placing: %d", placed.status)
	}
	if r := b.ask(placed.to, nil); r.status != 200 || !strings.Contains(r.body, "Only you see this copy") {
		t.Errorf("the order's page: %d", r.status)
	}
	g, err := b.Market.Orders(t.Context(), identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}, market.OrderFilter{Shop: shop.ID})
	b.must(err)
	if len(g) != 1 || g[0].Charged.Currency != money.Play || g[0].Pay != "play" {
		t.Errorf("%+v", g)
	}
	b.fillCart(1) // real goods beside it
	b.must(b.Catalog.SetStock(t.Context(), identity.System(), shop.ID, p.Variants[0].ID, 50))
	if r := b.ask("/cart/add", form); r.status != 303 {
		t.Fatal(r.status)
	}
	if r := b.ask("/checkout", b.address()); r.status == 303 {
		t.Error("play money and real goods were bought together")
	}
}
