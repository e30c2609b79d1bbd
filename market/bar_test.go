package market_test

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/landed"
	"agora/market/markettest"
)

// TestWhatACountryKeepsOutIsNotSold bars a shop's goods at the buyer's border:
// on a condition they are sold, and the quote tells it; kept out they are not.
func TestWhatACountryKeepsOutIsNotSold(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 5)
		bar := landed.Rule{ID: "own-bar", Kind: landed.Restricted, Destination: "PK", Words: "With a permit.", Source: "the operator", Seen: time.Now(),
			Confidence: "high", Status: landed.Guaranteed}
		put := func() {
			t.Helper()
			if err := f.Landed.SaveRules(t.Context(), []landed.Rule{bar}); err != nil {
				t.Fatal(err)
			}
		}
		put()
		c := cart(t, f, "cash", f.Shops[0].Variants[0])
		g, err := f.Market.Place(t.Context(), identity.Guest(), c)
		if err != nil || len(g.Quote.Parcels[0].Bars) != 1 || g.Quote.Parcels[0].Bars[0].Words != "With a permit." {
			t.Fatalf("restricted: %+v, %v", g.Quote.Parcels, err)
		}
		bar.Kind = landed.Prohibited
		put()
		c = cart(t, f, "cash", f.Shops[0].Variants[0])
		if _, err := f.Market.Place(t.Context(), identity.Guest(), c); !fault.HasKey(err, "fault.prohibited") {
			t.Errorf("prohibited: %v", err)
		}
	})
}
