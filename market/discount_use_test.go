package market_test

import (
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/discount"
	"agora/fault"
	"agora/identity"
	"agora/market/markettest"
)

// TestACancelledOrderGivesItsDiscountBack cancels orders that used a code, once
// and again, and lets the next buyer have it.
func TestACancelledOrderGivesItsDiscountBack(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 2, 10)
		shop := f.Shops[0]
		id := lowers(t, f, 0, discount.Discount{Code: "ONE", Percent: 10, Most: 1})
		for range 2 {
			first, late := coded(t, f, shop.Variants[0], "one"), coded(t, f, shop.Variants[1], "one")
			g, err := f.Market.Place(t.Context(), identity.Guest(), first)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Market.Place(t.Context(), identity.Guest(), late); !fault.Is(err, fault.Conflict) {
				t.Fatalf("used up: %v", err)
			}
			if err := f.Market.Decline(t.Context(), shop.Seller, g.Orders[0].ID, "Torn"); err != nil {
				t.Fatal(err)
			}
			if err := f.Market.Decline(t.Context(), shop.Seller, g.Orders[0].ID, "Torn"); !fault.Is(err, fault.Conflict) {
				t.Errorf("declined again: %v", err)
			}
			uses(t, f, id, 0)
		}
		sound(t, d)
	})
}

// TestPartsOfAPurchaseGiveItsDiscountBackTogether: goods that are sent and a file
// are two orders of one shop, which used its discount once.
func TestPartsOfAPurchaseGiveItsDiscountBackTogether(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 10)
		shop := f.Shops[0]
		id := lowers(t, f, 0, discount.Discount{Percent: 10})
		p := digitalProduct(t, f, "pattern", 0, "%PDF")
		for _, first := range []int{0, 1} {
			token, err := f.Fill(t.Context(), p.Variants[0].ID, shop.Variants[0])
			if err != nil {
				t.Fatal(err)
			}
			c, err := f.Quoted(t.Context(), token, "transfer")
			if err != nil {
				t.Fatal(err)
			}
			g, err := f.Market.Place(t.Context(), identity.Guest(), c)
			if err != nil || len(g.Orders) != 2 {
				t.Fatalf("%d orders, %v", len(g.Orders), err)
			}
			uses(t, f, id, 1)
			for i, want := range []int64{1, 0} {
				if err := f.Market.Cancel(t.Context(), markettest.Operator(), g.Orders[(first+i)%2].ID, "Unpaid"); err != nil {
					t.Fatal(err)
				}
				uses(t, f, id, want)
			}
		}
		sound(t, d)
	})
}

func uses(t *testing.T, f *markettest.Fixture, id discount.ID, want int64) {
	t.Helper()
	got, err := discount.New(f.DB).One(t.Context(), f.Shops[0].Seller, f.Shops[0].ID, id)
	if err != nil || got.Used != want {
		t.Errorf("used %d times, not %d, %v", got.Used, want, err)
	}
}
