package storefront

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/delivery"
	"agora/landed"
	"agora/money"
)

// TestABarOfTheBuyersCountryIsTold looks at a cap from a country that lets it
// in on a condition.
func TestABarOfTheBuyersCountryIsTold(t *testing.T) {
	b := newBazaar(t)
	price := func(n int64) money.Amount { return money.Of(n, "PKR") }
	b.must(b.db.Write(t.Context(), func(tx *db.Tx) error {
		return b.Delivery.SaveOptions(tx, b.shop.ID, []delivery.Option{{Home: "PK", Key: "abroad", Carrier: "pakpost", Name: map[string]string{"en": "Post"}, Service: delivery.Post,
			To: []string{delivery.Everywhere}, DaysMin: 9, DaysMax: 20, Incoterm: "DAP", Steps: []delivery.Step{{UpToGrams: 5000, Price: price(90000)}}}})
	}))
	var rates []money.Rate
	for _, c := range []money.Currency{"PKR", "KZT", "EUR"} {
		rates = append(rates, money.Rate{From: "USD", To: c, Value: 100 * money.RateScale, Day: time.Now().AddDate(0, 0, -1), Source: "test"})
	}
	b.must(b.Landed.SaveRates(t.Context(), rates))
	b.must(b.Landed.SaveRules(t.Context(), []landed.Rule{{ID: "own", Kind: landed.Restricted, Destination: "KZ", Words: "With a paper of the vet.", Source: "the operator",
		Seen: time.Now(), Confidence: "high", Status: landed.Guaranteed}}))
	for country, told := range map[string]bool{"KZ": true, "PK": false} {
		b.ask("/locale", url.Values{"country": {country}, "lang": {"en"}})
		if page := b.ask("/s/loom/cap", nil).body; strings.Contains(page, "lets this in on a condition. With a paper of the vet. the operator, seen") != told {
			t.Errorf("%s: the condition is told %v", country, !told)
		}
	}
}
