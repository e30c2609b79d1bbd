package storefront

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/money"
)

// TestABuyerSeesTheMargin looks at a price in rupees with soms: the line of the
// rate, the checkout and the page of the rates all say what the market adds.
func TestABuyerSeesTheMargin(t *testing.T) {
	b := newBazaar(t)
	day := time.Now().UTC().AddDate(0, 0, -1)
	b.must(b.Landed.SaveRates(t.Context(), []money.Rate{{From: "USD", To: "PKR", Value: 280 * money.RateScale, Day: day, Source: "SBP"},
		{From: "USD", To: "KGS", Value: 87.5 * money.RateScale, Day: day, Source: "NBKR"}}))
	if r := b.ask("/locale", url.Values{"lang": {"en"}, "country": {"PK"}, "currency": {"KGS"}}); r.status != 303 {
		t.Fatalf("choosing soms: %d", r.status)
	}
	const words = "margin of 1.5% included"
	b.fillCart(1)
	for _, path := range []string{"/s/loom/cap", "/checkout"} {
		if r := b.ask(path, nil); r.status != 200 || !strings.Contains(r.body, "0.3125") || strings.Contains(r.body, "margin of") {
			t.Errorf("%s without a margin: %d", path, r.status)
		}
	}
	b.Landed.Charge(func(time.Time) money.Bps { return 150 })
	for _, path := range []string{"/s/loom/cap", "/checkout"} {
		if r := b.ask(path, nil); r.status != 200 || !strings.Contains(r.body, "0.3171875") || !strings.Contains(r.body, words) {
			t.Errorf("%s with a margin: %d", path, r.status)
		}
	}
	if r := b.ask("/rates", nil); r.status != 200 || !strings.Contains(r.body, "the market adds 1.5%") || !strings.Contains(r.body, "0.3125 KGS") {
		t.Errorf("the rates: %d", r.status)
	}
	placed := b.ask("/checkout", b.address())
	if r := b.ask(placed.to, nil); placed.status != 303 || r.status != 200 || !strings.Contains(r.body, "margin of 1.5% is included") {
		t.Errorf("the order: %d %d", placed.status, r.status)
	}
}
