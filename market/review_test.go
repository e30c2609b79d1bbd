package market_test

import (
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/market/markettest"
)

func TestOnlyWhoHasThePackageReviewsIt(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 1, 10)
		m, ctx, s := f.Market, t.Context(), f.Shops[0]
		g, err := m.Place(ctx, identity.Guest(), cart(t, f, "play", s.Variants[0]))
		if err != nil {
			t.Fatal(err)
		}
		o := g.Orders[0]
		review := func(by identity.Actor, shop int) error {
			return m.Review(ctx, by, o.ID, f.Shops[shop].Variants[0], 5, "en", "Warm.")
		}
		if err := review(guest(g), 0); !fault.Is(err, fault.Conflict) {
			t.Errorf("before it came: %v", err)
		}
		for _, step := range []func() error{
			func() error { return m.Accept(ctx, s.Seller, o.ID) },
			func() error { return m.Pack(ctx, s.Seller, o.ID) },
			func() error { return m.Ship(ctx, s.Seller, o.ID, "", "TRACK12345") },
			func() error { return m.Receive(ctx, guest(g), o.ID) },
		} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			name string
			by   identity.Actor
			shop int
			kind fault.Kind
		}{
			{"the seller", s.Seller, 0, fault.Forbidden},
			{"a stranger", identity.Guest(), 0, fault.Forbidden},
			{"of another thing", guest(g), 1, fault.NotFound},
		} {
			if err := review(c.by, c.shop); !fault.Is(err, c.kind) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if err := review(guest(g), 0); err != nil {
			t.Fatal(err)
		}
		if err := review(guest(g), 0); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		stars, err := f.Catalog.Reviewed(ctx, []int64{int64(o.ID)})
		if err != nil || len(stars) != 1 {
			t.Errorf("reviewed: %v, %v", stars, err)
		}
	})
}
