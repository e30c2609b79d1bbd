package storefront

import (
	"net/url"
	"strings"
	"testing"

	"agora/db"
	"agora/identity"
	"agora/market"
)

// TestWhoHasTheParcelReviewsItForAllToSee goes from the order's page to the
// page of the thing.
func TestWhoHasTheParcelReviewsItForAllToSee(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(1)
	link := b.ask("/checkout", b.address()).to
	if strings.Contains(b.ask(link, nil).body, "/review?k=") {
		t.Error("a parcel that has not come can be reviewed")
	}
	b.deliver()
	page := b.ask(link, nil)
	path, key, _ := strings.Cut(link, "?")
	form := filled(page.body)
	form.Set("body", "Warm <b>and</b> light")
	form.Set("stars", "9")
	if r := b.ask(path+"/review?"+key, form); r.status != 422 || !strings.Contains(r.body, "Warm &lt;b&gt;and") {
		t.Errorf("nine stars: %d, or what was typed is lost", r.status)
	}
	form.Set("stars", "4")
	if r := b.ask(path+"/review", form); r.status != 404 {
		t.Errorf("without the key: %d", r.status)
	}
	if r := b.ask(path+"/review?"+key, form); r.status != 303 {
		t.Fatalf("reviewing: %d", r.status)
	}
	if r := b.ask(link, nil); !strings.Contains(r.body, "You gave 4 of 5") {
		t.Error("the order does not say what was given")
	}
	if r := b.askAs(b.newVisitor(), "/s/loom/cap", nil); !strings.Contains(r.body, "4.0 of 5") || !strings.Contains(r.body, "Warm &lt;b&gt;and") || !strings.Contains(r.body, "Saima, Lahore") {
		t.Error("strangers do not see the review")
	}
	if r := b.ask("/s/loom/cap/reviews", nil); r.status != 200 || !strings.Contains(r.body, "Warm") {
		t.Errorf("the list of reviews: %d", r.status)
	}
}

// deliver takes the newest order to the buyer's door.
func (b *bazaar) deliver() {
	b.Helper()
	ctx := b.Context()
	list, err := b.Market.Orders(ctx, b.seller(), market.OrderFilter{Shop: b.shop.ID})
	b.must(err)
	id := list[0].ID
	b.must(b.Market.Accept(ctx, b.seller(), id))
	b.must(b.Market.Pack(ctx, b.seller(), id))
	b.must(b.Market.Ship(ctx, b.seller(), id, "", "TRACK12345"))
	b.must(b.Market.Deliver(ctx, b.seller(), id))
}

func TestAQuestionNeedsAnAccountAndKeepsItsWords(t *testing.T) {
	b := newBazaar(t)
	ask := url.Values{"body": {"How wide is it?"}}
	if r := b.ask("/s/loom/cap/ask", ask); r.status == 303 && strings.Contains(r.to, "#questions") || r.status == 200 {
		t.Errorf("a stranger asks: %d %s", r.status, r.to)
	}
	b.ask("/account/sign-up", url.Values{"name": {"Hira Malik"}, "login": {"hira@example.org"}, "password": {"a long enough one"}, "country": {"PK"}})
	if r := b.ask("/s/loom/cap/ask", url.Values{"body": {strings.Repeat("w", 2001)}}); r.status != 422 || !strings.Contains(r.body, strings.Repeat("w", 2001)) {
		t.Errorf("too long: %d, or what was typed is lost", r.status)
	}
	if r := b.ask("/s/loom/cap/ask", ask); r.status != 303 || !strings.Contains(r.to, "#questions") {
		t.Fatalf("asking: %d %s", r.status, r.to)
	}
	if r := b.askAs(b.newVisitor(), "/s/loom/cap", nil); !strings.Contains(r.body, "How wide is it?") || !strings.Contains(r.body, "Hira ·") || strings.Contains(r.body, "Malik") {
		t.Error("strangers do not see the question, or see the whole name")
	}
}

// seller is the owner as she comes in, with her shop.
func (b *bazaar) seller() identity.Actor {
	by := b.owner
	by.Shops = map[db.ShopID]identity.Role{b.shop.ID: identity.ShopOwner}
	return by
}
