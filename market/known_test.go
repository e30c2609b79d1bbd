package market_test

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
)

// TestWhoConfirmedIsNotAskedAgain: her phone with her mailbox is known for a year,
// or until she does not take a parcel; neither alone is.
func TestWhoConfirmedIsNotAskedAgain(t *testing.T) {
	var ahead time.Duration
	clock := func() time.Time { return time.Now().Add(ahead) }
	dbtest.EachAt(t, clock, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		ahead = 0
		f := markettest.New(t, d, 1, 1, 20)
		f.Cash.Confirm = true
		m, ctx := f.Market, t.Context()
		buys := func(email string, want market.OrderState) market.Group {
			t.Helper()
			g := placed(t, f, 1, email)
			if got := stateOf(t, m, g)[0]; got != want {
				t.Fatalf("%s places as %s, not %s", email, got, want)
			}
			must, err := m.MustConfirm(ctx, g.Contact)
			if err != nil || must != (want == market.Unconfirmed) {
				t.Errorf("%s must confirm: %v, %v", email, must, err)
			}
			return g
		}
		confirm := func(g market.Group) {
			t.Helper()
			if err := m.Confirm(ctx, guest(g), g.ID, newest(t, m, g, 1)); err != nil {
				t.Fatal(err)
			}
		}
		g := buys("saima@example.org", market.Unconfirmed)
		buys("saima@example.org", market.Unconfirmed) // not before she said yes
		confirm(g)
		known := buys("Saima+shop@example.org", market.Placed)
		buys("stranger@example.org", market.Unconfirmed)
		buys("", market.Unconfirmed)
		if must, err := m.MustConfirm(ctx, market.Contact{Email: "saima@example.org", Phone: "+923014478299"}); err != nil || !must {
			t.Errorf("another phone: %v, %v", must, err)
		}
		f.Cash.Deposit = 10
		if must, err := m.MustConfirm(ctx, market.Contact{Email: "stranger@example.org", Phone: "+923014478215"}); err != nil || must {
			t.Errorf("with a deposit: %v, %v", must, err)
		}
		f.Cash.Deposit = 0

		seller, o := f.Shops[0].Seller, known.Orders[0]
		for _, move := range []func() error{
			func() error { return m.Accept(ctx, seller, o.ID) },
			func() error { return m.Pack(ctx, seller, o.ID) },
			func() error { return m.Ship(ctx, seller, o.ID, "", "LHE12345") },
			func() error { return m.Refuse(ctx, seller, o.ID, "Not at home") },
		} {
			if err := move(); err != nil {
				t.Fatal(err)
			}
		}
		confirm(buys("saima@example.org", market.Unconfirmed))
		buys("saima@example.org", market.Placed)
		ahead = 366 * 24 * time.Hour
		if must, err := m.MustConfirm(ctx, known.Contact); err != nil || !must {
			t.Errorf("a year later: %v, %v", must, err)
		}
		sound(t, d)
	})
}

// TestAShopDoesNotMakeABuyerKnown: who it vouches for is asked elsewhere; who an
// operator does is not.
func TestAShopDoesNotMakeABuyerKnown(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 20)
	f.Cash.Confirm = true
	for _, c := range []struct {
		by   identity.Actor
		must bool
	}{{f.Shops[0].Seller, true}, {markettest.Operator(), false}} {
		g := placed(t, f, 1, "")
		if err := f.Market.Vouch(t.Context(), c.by, g.Orders[0].ID); err != nil {
			t.Fatal(err)
		}
		if must, err := f.Market.MustConfirm(t.Context(), g.Contact); err != nil || must != c.must {
			t.Errorf("%v, %v", must, err)
		}
	}
}
