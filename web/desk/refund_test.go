package desk

import (
	"net/url"
	"strings"
	"testing"

	"agora/market"
)

// TestASellerGivesMoneyBack lowers a price, with bad input first; then gives all
// that is left, once, however often the form is sent.
func TestASellerGivesMoneyBack(t *testing.T) {
	b := newBench(t)
	o := b.sell(b.shop)
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	if page := b.ask("sadia", at, nil).body; !strings.Contains(page, `action="`+at+`/back"`) {
		t.Fatal("the page does not offer it")
	}
	for field, form := range map[string]url.Values{
		"amount": {"policy": {"price"}, "amount": {"much"}, "why": {"a flaw"}},
		"why":    {"policy": {"price"}, "amount": {"1"}},
		"policy": {"policy": {"half"}, "amount": {"1"}, "why": {"a flaw"}},
	} {
		if r := b.ask("sadia", at+"/back", form); r.status != 422 || !strings.Contains(r.body, `id="f-`+field+`-e"`) {
			t.Errorf("a bad %s: %d", field, r.status)
		}
	}
	too := url.Values{"policy": {"goods"}, "amount": {"9999999"}, "why": {"a flaw"}}
	if r := b.ask("sadia", at+"/back", too); r.status != 422 || !strings.Contains(r.body, "9999999") {
		t.Errorf("more than there is: %d", r.status)
	}
	if r := b.ask("bilal", at+"/back", url.Values{"policy": {"all"}, "why": {"mine"}}); r.status == 303 {
		t.Error("another shop gave it back")
	}
	if r := b.ask("sadia", at+"/back", url.Values{"policy": {"price"}, "amount": {"10.50"}, "why": {"a flaw"}}); r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	got, _, err := b.Market.Order(t.Context(), b.actor("sadia"), o.ID)
	b.must(err)
	if got.Back.Goods.Minor != 1050 || got.Refunded.IsZero() || got.State != market.Placed {
		t.Errorf("back %s, refunded %s, %s", got.Back.Goods, got.Refunded, got.State)
	}
	all := url.Values{"policy": {"all"}, "why": {"sorry"}}
	for i, want := range []int{303, 409} {
		if r := b.ask("sadia", at+"/back", all); r.status != want {
			t.Errorf("all of it, %d: %d", i, r.status)
		}
	}
	got, _, err = b.Market.Order(t.Context(), b.actor("sadia"), o.ID)
	b.must(err)
	if got.Refunded != got.Charged || !got.Earnings().IsZero() {
		t.Errorf("refunded %s of %s, the seller keeps %s", got.Refunded, got.Charged, got.Earnings())
	}
	if page := b.ask("sadia", at, nil).body; !strings.Contains(page, "Given back to the buyer") || strings.Contains(page, `/back"`) {
		t.Error("the page does not say that all went back")
	}
}
