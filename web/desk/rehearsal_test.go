package desk

import (
	"net/url"
	"strings"
	"testing"

	"agora/catalog"
	"agora/country"
	"agora/identity"
	"agora/market"
	"agora/money"
)

// TestASellerRehearsesASale opens a rehearsal with one tap, goes through its
// steps as buyer and as seller, and begins again.
func TestASellerRehearsesASale(t *testing.T) {
	b := newBench(t)
	at := b.desk(b.shop) + "/rehearsal"
	for who, want := range map[string]int{"bilal": 403, "": 401} {
		if r := b.ask(who, at, url.Values{}); r.status != want {
			t.Errorf("%q opens it: %d", who, r.status)
		}
	}
	if r := b.ask("sadia", at, nil); r.status != 200 || strings.Contains(r.body, "/s/rehearsal-") {
		t.Fatalf("before: %d", r.status)
	}
	if r := b.ask("sadia", at, url.Values{}); r.status != 303 || r.to != at {
		t.Fatalf("one tap: %d %s", r.status, r.body)
	}
	ticks := func(want int) {
		t.Helper()
		for _, lang := range []string{"en", "ru", "ur"} {
			r := b.ask("sadia", at+"?lang="+lang, nil)
			if r.status != 200 || strings.Count(r.body, "✓") != want || strings.Contains(r.body, "desk.") {
				t.Errorf("%s: %d, %d ticks, want %d", lang, r.status, strings.Count(r.body, "✓"), want)
			}
		}
	}
	ticks(0)
	copied, ok, err := b.Catalog.Rehearsal(t.Context(), b.actor("sadia"), b.shop.ID)
	if err != nil || !ok || copied.Currency != money.Play {
		t.Fatalf("%+v %v", copied, err)
	}
	o := b.rehearseSale(copied)
	ticks(1)
	desk := b.desk(copied) + "/orders/" + number(int64(o.ID))
	if r := b.ask("sadia", desk, nil); r.status != 200 || !strings.Contains(r.body, "Rehearsal") || !strings.Contains(r.body, "XTS") {
		t.Errorf("the order's page: %d", r.status)
	}
	if r := b.ask("bilal", desk, nil); r.status != 403 {
		t.Errorf("another seller looks: %d", r.status)
	}
	for i, step := range []string{"accept", "pack", "ship"} {
		if r := b.ask("sadia", desk+"/"+step, url.Values{"carrier": {"Post"}}); r.status != 303 {
			t.Fatalf("%s: %d %s", step, r.status, r.body)
		}
		ticks([]int{2, 2, 3}[i])
	}
	b.must(b.Market.Receive(t.Context(), b.actor("sadia"), o.ID))
	ticks(4)
	if r := b.ask("sadia", desk+"/back", url.Values{"policy": {"all"}, "why": {"to see how"}}); r.status != 303 {
		t.Fatalf("back: %d", r.status)
	}
	ticks(5)
	if r := b.ask("sadia", b.desk(copied)+"/rehearsal", url.Values{}); r.status != 409 {
		t.Errorf("a rehearsal of a rehearsal: %d", r.status)
	}
	if r := b.ask("sadia", "/desk", nil); r.status != 303 || r.to != b.desk(b.shop) {
		t.Errorf("the door leads to %s", r.to)
	}
	if r := b.ask("sadia", at, url.Values{}); r.status != 303 {
		t.Fatalf("again: %d", r.status)
	}
	ticks(0)
	if again, _, err := b.Catalog.Rehearsal(t.Context(), b.actor("sadia"), b.shop.ID); err != nil || again.ID == copied.ID {
		t.Errorf("not a fresh one: %v", err)
	}
}

// rehearseSale is the seller buying from her rehearsal.
func (b *bench) rehearseSale(shop catalog.Shop) market.Order {
	b.Helper()
	ctx, by := b.Context(), b.actor("sadia")
	p, _, err := b.Catalog.Product(ctx, shop.Handle, "cap")
	b.must(err)
	token, err := b.Market.AddLine(ctx, "", p.Variants[0].ID, 1)
	b.must(err)
	c, err := b.Market.Checkout(ctx, token, market.Choice{To: "PK", Currency: "PKR"})
	b.must(err)
	order := market.PlaceOrder{Cart: token, Key: token, QuoteHash: c.Quote.Hash(), Contact: market.Contact{Email: "sadia@example.org"}, Currency: "PKR",
		Options: c.Chosen, Pay: c.Pay, Lang: "en", Address: country.Address{Country: "PK", Name: "Sadia", Phone: "+923014478215", Street: "Mall 1", City: "Lahore", Province: "Punjab", Postcode: "54000"}}
	if _, err := b.Market.Place(ctx, identity.Guest(), order); err == nil {
		b.Error("a stranger buys in a rehearsal")
	}
	g, err := b.Market.Place(ctx, by, order)
	b.must(err)
	return g.Orders[0]
}
