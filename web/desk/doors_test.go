package desk

import (
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/delivery"
	"agora/identity"
	"agora/landed"
	"agora/money"
)

// TestASellerSeesWhatHerBuyersPay looks at one product over all countries: home
// is sure, Azerbaijan frees it, Türkiye's duty nobody read, Russia is not sent to.
func TestASellerSeesWhatHerBuyersPay(t *testing.T) {
	b := newBench(t)
	price := func(n int64) money.Amount { return money.Of(n, "PKR") }
	b.must(b.store.Write(t.Context(), func(tx *db.Tx) error {
		return b.Delivery.SaveOptions(tx, b.shop.ID, []delivery.Option{
			{Home: "PK", Key: "home", Carrier: "pakpost", Name: map[string]string{"en": "Post"}, Service: delivery.Post, To: []string{delivery.Domestic}, DaysMin: 2, DaysMax: 4,
				Incoterm: "DDP", Steps: []delivery.Step{{UpToGrams: 5000, Price: price(25000)}}},
			{Home: "PK", Key: "far", Carrier: "pakpost", Name: map[string]string{"en": "Post"}, Service: delivery.Post, To: []string{"AZ", "TR"}, DaysMin: 9, DaysMax: 20,
				Incoterm: "DAP", Steps: []delivery.Step{{UpToGrams: 5000, Price: price(90000)}}}})
	}))
	var rates []money.Rate
	for c, n := range map[money.Currency]int64{"PKR": 200, "AZN": 2, "TRY": 40} {
		rates = append(rates, money.Rate{From: "USD", To: c, Value: n * money.RateScale, Day: time.Now().AddDate(0, 0, -1), Source: "test"})
	}
	b.must(b.Landed.SaveRates(t.Context(), rates))
	at := b.desk(b.shop) + "/products/" + number(int64(b.cap().ID))
	if r := b.ask("sadia", at, nil); !strings.Contains(r.body, at+"/doors") {
		t.Error("the product does not lead there")
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		r := b.ask("sadia", at+"/doors?lang="+lang, nil)
		if r.status != 200 || strings.Contains(r.body, "desk.") || strings.Contains(r.body, "store.") {
			t.Errorf("%s: %d", lang, r.status)
		}
	}
	page := b.ask("sadia", at+"/doors?lang=en", nil).body
	for _, want := range []string{"guaranteed", "estimate", "not known", "You send nothing to: ", "Russia"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if r := b.ask("bilal", at+"/doors", nil); r.status != 403 && r.status != 404 {
		t.Errorf("another seller looks: %d", r.status)
	}
}

// TestACodeTellsWhatItMeetsAbroad opens a product whose code another country
// keeps out.
func TestACodeTellsWhatItMeetsAbroad(t *testing.T) {
	b := newBench(t)
	p := b.cap()
	draft := p.Draft()
	draft.HS = "650500"
	_, err := b.Catalog.SaveProduct(t.Context(), identity.System(), b.shop.ID, draft)
	b.must(err)
	b.must(b.Landed.SaveRules(t.Context(), []landed.Rule{{ID: "own", Kind: landed.Prohibited, Destination: "TR", HS: "6505", Words: "Not by post.", Source: "the operator",
		Seen: time.Now(), Confidence: "high", Status: landed.Guaranteed}}))
	page := b.ask("sadia", b.desk(b.shop)+"/products/"+number(int64(p.ID)), nil).body
	if !strings.Contains(page, "Türkiye") || !strings.Contains(page, "lets none of this in. Not by post.") {
		t.Error("the page does not warn")
	}
}
