package ucp

import (
	"testing"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/discount"
	"agora/money"
	"agora/ucp/ucptest"
)

// shownAs gives what the list and the product alone say of a variant, which must
// be the same.
func shownAs(t *testing.T, c *ucptest.Client, v catalog.VariantID) (seen m) {
	t.Helper()
	look := func(p map[string]any) (price int64, there, title, rating any) {
		for _, one := range p["variants"].([]any) {
			if one := one.(m); one["id"] == variantID(v) {
				return whole(one["price"].(m)["amount"]), one["availability"].(m)["available"], p["title"], p["rating"]
			}
		}
		return 0, nil, nil, nil
	}
	for _, p := range c.Search(m{"filters": m{"price": m{"min": 0}}, "context": m{"currency": "KGS"}}).List("products") {
		price, there, title, rating := look(p)
		if price == 0 {
			continue
		}
		seen = m{"price": price, "there": there, "title": title, "rating": rating}
		alone := c.Product(m{"id": p["id"], "context": m{"currency": "KGS"}}).JSON["product"].(m)
		if price2, there2, title2, _ := look(alone); price2 != price || there2 != there || title2 != title {
			t.Errorf("the list says %v, %v, %v; alone it is %v, %v, %v", price, there, title, price2, there2, title2)
		}
	}
	return seen
}

// TestAnAnswerThatIsKeptIsNeverOld changes all that an answer follows from, each
// after it was asked for, also as another node on the same database does it.
func TestAnAnswerThatIsKeptIsNeverOld(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		o := s.Shops[0]
		v := o.Variants[0]
		expect := func(after, what string, want any) {
			t.Helper()
			for range 2 { // made, and kept
				if got := shownAs(t, c, v); got[what] != want {
					t.Fatalf("%s: %s is %v, want %v", after, what, got[what], want)
				}
			}
		}
		expect("at first", "price", int64(10_000))
		expect("at first", "there", true)
		off := s.lowers(t, 0, discount.Discount{Percent: 10})
		expect("a discount began", "price", int64(9_000))
		if err := discount.New(s.DB).End(t.Context(), o.Seller, o.ID, off); err != nil {
			t.Fatal(err)
		}
		expect("it was ended", "price", int64(10_000))
		s.change(t, 0, catalog.VariantChange{Variant: v, Price: money.Of(12_345, o.Currency)})
		expect("a price was changed", "price", int64(12_345))
		s.change(t, 0, catalog.VariantChange{Variant: v, Count: true})
		expect("the stock went", "there", false)
		s.change(t, 0, catalog.VariantChange{Variant: v, Count: true, OnHand: 7})
		expect("the stock came", "there", true)
		write := func(query string, args ...any) {
			t.Helper()
			if err := s.DB.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }); err != nil {
				t.Fatal(err)
			}
		}
		write("UPDATE stock SET held = on_hand WHERE variant_id = $1", int64(v))
		expect("orders hold all of it", "there", false)
		write("UPDATE stock SET held = 0 WHERE variant_id = $1", int64(v))
		expect("an order was given up", "there", true)
		p, err := s.Catalog.Variants(t.Context(), []catalog.VariantID{v})
		if err != nil {
			t.Fatal(err)
		}
		write("INSERT INTO ratings (shop_id, product_id, reviews, stars, questions) VALUES ($1, $2, 1, 4, 0)", int64(o.ID), int64(p[0].Product.ID))
		if got := shownAs(t, c, v)["rating"]; got == nil || whole(got.(m)["value"]) != 4 {
			t.Errorf("after a review the rating is %v", got)
		}
		write("UPDATE shops SET status = 'paused' WHERE shop_id = $1", int64(o.ID))
		if got := shownAs(t, c, v); got != nil {
			t.Errorf("a paused shop sells %v", got)
		}
	})
}

// TestARateThatChangesIsSeen has a price follow the rate of the day.
func TestARateThatChangesIsSeen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		amount := func() (n int64) {
			for _, p := range c.Search(m{"filters": m{"price": m{"min": 0}}, "context": m{"currency": "KZT"}}).List("products") {
				if p["url"] == "https://bazaar.example/s/shop-0/thing" {
					n = whole(p["price_range"].(m)["min"].(m)["amount"])
				}
			}
			return n
		}
		before := amount()
		value, err := money.ParseRate("1040")
		if err != nil {
			t.Fatal(err)
		}
		rate := money.Rate{From: "USD", To: "KZT", Value: value, Day: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), Source: "test"}
		if err := s.Landed.SaveRates(t.Context(), []money.Rate{rate}); err != nil {
			t.Fatal(err)
		}
		if after := amount(); before == 0 || after < 2*before-1 || after > 2*before+1 {
			t.Errorf("at twice the rate %d became %d", before, after)
		}
	})
}
