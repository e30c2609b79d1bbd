package market_test

import (
	"testing"

	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/landed"
	"agora/market"
	"agora/market/markettest"
)

// terms changes what a shop asks of who buys several of its first variant.
func terms(t *testing.T, f *markettest.Fixture, ask catalog.Terms) {
	t.Helper()
	s := f.Shops[0]
	p, _, err := f.Catalog.Product(t.Context(), s.Handle, "thing")
	if err != nil {
		t.Fatal(err)
	}
	d := p.Draft()
	d.Variants[0].Terms = &ask
	if _, err := f.Catalog.SaveProduct(t.Context(), s.Seller, s.ID, d); err != nil {
		t.Fatal(err)
	}
}

func TestManyCostWhatTheTableSays(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 100)
		v, ctx := f.Shops[0].Variants[0], t.Context()
		terms(t, f, catalog.Terms{Least: 4, Step: 2, Breaks: []catalog.Break{{From: 10, Price: 9_000}, {From: 20, Price: 8_000}}})
		for n, key := range map[int64]string{3: "fault.least", 5: "fault.step"} {
			if _, err := f.Market.AddLine(ctx, "", v, n); !fault.HasKey(err, key) || fault.List(err)[0].Field != "quantity" {
				t.Errorf("%d: %v", n, err)
			}
		}
		token, err := f.Market.AddLine(ctx, "", v, 8)
		if err != nil {
			t.Fatal(err)
		}
		if token, err = f.Market.AddLine(ctx, token, v, 4); err != nil { // on top of what is there
			t.Fatal(err)
		}
		c, err := f.Quoted(ctx, token, "play")
		if err != nil {
			t.Fatal(err)
		}
		g, err := f.Market.Place(ctx, identity.Guest(), c)
		if err != nil {
			t.Fatal(err)
		}
		if o := g.Orders[0]; o.Goods.Minor != 12*9_000 || o.Lines[0].Unit.Minor != 9_000 || o.Lines[0].Total().Minor != 12*9_000 {
			t.Errorf("12 cost %s, each %s", o.Goods, o.Lines[0].Unit)
		}
		// what is asked in the last moment is compared under the lock
		line := func(n, unit int64) error {
			l := market.Line{Variant: v, Quantity: n, Unit: g.Orders[0].Lines[0].Unit}
			l.Unit.Minor = unit
			return d.Read(ctx, func(tx *db.Tx) error {
				return market.StillPriced(tx, market.Order{Shop: f.Shops[0].ID, Lines: []market.Line{l}})
			})
		}
		for _, one := range []struct {
			n, unit int64
			changed bool
		}{{4, 10_000, false}, {10, 9_000, false}, {20, 8_000, false}, {18, 8_000, true}, {20, 9_000, true}, {2, 10_000, true}, {5, 10_000, true}} {
			if err := line(one.n, one.unit); fault.HasKey(err, "fault.quote_changed") != one.changed {
				t.Errorf("%d for %d each: %v", one.n, one.unit, err)
			}
		}
		// a cart of before says what is wrong with it now, and can't be placed
		if token, err = f.Market.AddLine(ctx, "", v, 8); err != nil {
			t.Fatal(err)
		}
		if c, err = f.Quoted(ctx, token, "play"); err != nil {
			t.Fatal(err)
		}
		terms(t, f, catalog.Terms{Least: 9})
		now, err := f.Market.Cart(ctx, token)
		if err != nil || now.Shops[0].Lines[0].Problem == nil || now.Shops[0].Lines[0].Problem.Key != "fault.least" {
			t.Errorf("the cart: %+v %v", now.Shops, err)
		}
		if _, err := f.Market.Place(ctx, identity.Guest(), c); !fault.HasKey(err, "fault.least") {
			t.Errorf("placed: %v", err)
		}
		sound(t, d)
	})
}

// TestAShopThatKeepsItsNetSellsAbroad places an order whose buyer pays less than
// everybody at home: the price that is compared is that of the shelf.
func TestAShopThatKeepsItsNetSellsAbroad(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 1, 1, 100)
	s := f.Shops[0]
	if err := f.DB.Write(t.Context(), func(tx *db.Tx) error { return f.Landed.SetPrices(tx, s.ID, landed.NetKept) }); err != nil {
		t.Fatal(err)
	}
	g, err := f.Market.Place(t.Context(), identity.Guest(), cart(t, f, "play", s.Variants[0]))
	if err != nil {
		t.Fatal(err)
	}
	if unit := g.Orders[0].Lines[0].Unit.Minor; unit >= 10_000 {
		t.Errorf("it asked %d of who lives abroad", unit)
	}
}

func TestWhatIsMadeWhenOrderedTakesItsDays(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 1, 100)
		s, ctx := f.Shops[0], t.Context()
		first := cart(t, f, "play", s.Variants[0], f.Shops[1].Variants[0])
		quick, err := f.Market.Place(ctx, identity.Guest(), first)
		if err != nil {
			t.Fatal(err)
		}
		p, _, err := f.Catalog.Product(ctx, s.Handle, "thing")
		if err != nil {
			t.Fatal(err)
		}
		draft, lead := p.Draft(), 30
		draft.LeadDays, draft.Variants[0].OnHand = &lead, catalog.OpenStock
		if _, err := f.Catalog.SaveProduct(ctx, s.Seller, s.ID, draft); err != nil {
			t.Fatal(err)
		}
		g, err := f.Market.Place(ctx, identity.Guest(), cart(t, f, "play", s.Variants[0], f.Shops[1].Variants[0]))
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range g.Orders {
			was, want := quick.Orders[i], 0
			if o.Shop == s.ID {
				want = lead
			}
			if o.LeadDays != want || !o.ArriveBy.Equal(was.ArriveBy.AddDate(0, 0, want)) || !o.ArriveFrom.Equal(was.ArriveFrom.AddDate(0, 0, want)) {
				t.Errorf("order %d: %d days, %s to %s; before %s to %s", i, o.LeadDays, o.ArriveFrom, o.ArriveBy, was.ArriveFrom, was.ArriveBy)
			}
			seller := f.Shops[0].Seller
			if want == 0 {
				seller = f.Shops[1].Seller
			}
			if err := f.Market.Accept(ctx, seller, o.ID); err != nil {
				t.Fatal(err)
			}
			now, _, err := f.Market.Order(ctx, seller, o.ID)
			if err != nil {
				t.Fatal(err)
			}
			if days := int(now.Deadline.Sub(now.Updated).Hours() / 24); days != 14+want {
				t.Errorf("order %d must be sent within %d days", i, days)
			}
		}
		sound(t, d)
	})
}
