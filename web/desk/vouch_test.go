package desk

import (
	"net/url"
	"strings"
	"testing"

	"agora/identity"
	"agora/market"
)

// TestTheShopCallsWhoHasNoMail is an order paid at the door whose buyer gave a
// phone number only: her shop calls, and says that the order is meant.
func TestTheShopCallsWhoHasNoMail(t *testing.T) {
	b := newBench(t)
	b.cash.Confirm = true
	o := b.sellBy(b.shop, "cash", "")
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	for _, lang := range []string{"en", "ur"} {
		page := b.ask("sadia", at+"?lang="+lang, nil)
		if page.status != 200 || !strings.Contains(page.body, at+"/vouch") || strings.Contains(page.body, at+"/accept") || strings.Contains(page.body, "desk.") {
			t.Errorf("%s: %d", lang, page.status)
		}
	}
	if r := b.ask("sadia", at+"/accept", url.Values{}); r.status != 409 {
		t.Errorf("accepted before the call: %d", r.status)
	}
	if r := b.ask("sadia", at+"/vouch", url.Values{}); r.status != 303 {
		t.Fatalf("vouched: %d", r.status)
	}
	if g, err := b.Market.Group(t.Context(), identity.System(), o.Group); err != nil || g.Orders[0].State != market.Placed {
		t.Errorf("it is %v, %v", g.Orders, err)
	}
	mailed := b.sellBy(b.shop, "cash", "saima@example.org")
	at = b.desk(b.shop) + "/orders/" + number(int64(mailed.ID))
	if page := b.ask("sadia", at, nil); strings.Contains(page.body, "/vouch") {
		t.Error("the shop may vouch for who has mail")
	}
	if r := b.ask("sadia", at+"/vouch", url.Values{}); r.status != 403 {
		t.Errorf("and does: %d", r.status)
	}
}
