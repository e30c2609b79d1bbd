package market_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// sound fails the test unless ledger, stock, orders and events agree.
func sound(t testing.TB, d *db.DB) {
	t.Helper()
	r, err := ledger.Check(t.Context(), d)
	if err != nil || len(r.Problems) > 0 {
		t.Errorf("ledger: %v %v", err, r.Problems)
	}
	problems, err := market.Check(t.Context(), d)
	if err != nil || len(problems) > 0 {
		t.Errorf("market: %v %v", err, problems)
	}
}

func number(t testing.TB, d *db.DB, query string, args ...any) (n int64) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) error { return tx.Row(query, args, &n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// cart fills a cart and gives its command.
func cart(t testing.TB, f *markettest.Fixture, pay string, variants ...catalog.VariantID) market.PlaceOrder {
	t.Helper()
	token, err := f.Fill(t.Context(), variants...)
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Quoted(t.Context(), token, pay)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFiftyBuyersOfTenThings(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 10)
		commands := make([]market.PlaceOrder, 50)
		for i := range commands {
			commands[i] = cart(t, f, "cash", f.Shops[0].Variants...)
		}
		var placed, soldOut atomic.Int64
		var wg sync.WaitGroup
		for _, c := range commands {
			wg.Go(func() {
				switch _, err := f.Market.Place(t.Context(), identity.Guest(), c); {
				case err == nil:
					placed.Add(1)
				case fault.Is(err, fault.Conflict) && fault.HasKey(err, "fault.sold_out"):
					soldOut.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if placed.Load() != 10 || soldOut.Load() != 40 {
			t.Errorf("%d placed, %d sold out; want 10 and 40", placed.Load(), soldOut.Load())
		}
		if orders, groups := number(t, d, "SELECT COUNT(*) FROM orders"), number(t, d, "SELECT COUNT(*) FROM order_groups"); orders != 10 || groups != 10 {
			t.Errorf("%d orders in %d groups", orders, groups)
		}
		sound(t, d)
	})
}

func TestLastUnitMakesOneOrderAndNoOrphan(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 1, 8)
		// each cart wants the last unit of shop 0 and one of the many of shop 1
		if err := f.Catalog.SetStock(t.Context(), f.Shops[0].Seller, f.Shops[0].ID, f.Shops[0].Variants[0], 1); err != nil {
			t.Fatal(err)
		}
		var commands []market.PlaceOrder
		for range 8 {
			commands = append(commands, cart(t, f, "cash", f.Shops[0].Variants[0], f.Shops[1].Variants[0]))
		}
		var placed atomic.Int64
		var wg sync.WaitGroup
		for _, c := range commands {
			wg.Go(func() {
				if _, err := f.Market.Place(t.Context(), identity.Guest(), c); err == nil {
					placed.Add(1)
				}
			})
		}
		wg.Wait()
		if placed.Load() != 1 || number(t, d, "SELECT COUNT(*) FROM orders") != 2 ||
			number(t, d, "SELECT CAST(SUM(held) AS BIGINT) FROM stock") != 2 {
			t.Errorf("%d placed, %d orders", placed.Load(), number(t, d, "SELECT COUNT(*) FROM orders"))
		}
		sound(t, d)
	})
}

func TestOneKeyIsOneOrder(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 1, 10)
		c := cart(t, f, "play", f.Shops[0].Variants[0], f.Shops[1].Variants[0])
		groups := make([]market.Group, 5)
		var wg sync.WaitGroup
		for i := range groups {
			wg.Go(func() {
				var err error
				if groups[i], err = f.Market.Place(t.Context(), identity.Guest(), c); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, g := range groups {
			if g.ID != groups[0].ID || g.Ref != groups[0].Ref || g.Total != groups[0].Total || len(g.Orders) != 2 {
				t.Errorf("answers differ: %+v and %+v", g.Ref, groups[0].Ref)
			}
		}
		if n := number(t, d, "SELECT COUNT(*) FROM order_groups"); n != 1 {
			t.Errorf("%d groups", n)
		}
		c.Note = "another order under the same key"
		if _, err := f.Market.Place(t.Context(), identity.Guest(), c); !fault.HasKey(err, "fault.key_reused") {
			t.Errorf("a used key with another command gave %v", err)
		}
		sound(t, d)
	})
}

func TestAChangedPriceIsNamed(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 10)
	shop := f.Shops[0]
	c := cart(t, f, "cash", shop.Variants[0])
	p, _, err := f.Catalog.Product(t.Context(), shop.Handle, "thing")
	if err != nil {
		t.Fatal(err)
	}
	draft := p.Draft()
	draft.Variants[0].Price.Minor += 500
	if _, err := f.Catalog.SaveProduct(t.Context(), shop.Seller, shop.ID, draft); err != nil {
		t.Fatal(err)
	}
	_, err = f.Market.Place(t.Context(), identity.Guest(), c)
	if !fault.Is(err, fault.Conflict) || !fault.HasKey(err, "fault.changed_goods") || !fault.HasKey(err, "fault.changed_total") {
		t.Errorf("got %v", err)
	}
	if fault.HasKey(err, "fault.changed_freight") {
		t.Errorf("freight did not change: %v", err)
	}
	if n := number(t, d, "SELECT COUNT(*) FROM orders"); n != 0 {
		t.Errorf("%d orders", n)
	}
}

func TestStockGoneBetweenQuoteAndPlacement(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 10)
	shop := f.Shops[0]
	c := cart(t, f, "cash", shop.Variants[0])
	if err := f.Catalog.SetStock(t.Context(), shop.Seller, shop.ID, shop.Variants[0], 0); err != nil {
		t.Fatal(err)
	}
	_, err := f.Market.Place(t.Context(), identity.Guest(), c)
	if !fault.Is(err, fault.Conflict) || !fault.HasKey(err, "fault.sold_out") {
		t.Errorf("got %v", err)
	}
	sound(t, d)
}

func TestAChangedRateIsNamed(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 10)
	c := cart(t, f, "cash", f.Shops[0].Variants[0])
	today := time.Now().UTC().Truncate(24 * time.Hour)
	if err := f.Landed.SaveRates(t.Context(), []money.Rate{{From: "USD", To: "PKR", Value: 300 * money.RateScale, Day: today, Source: "test"}}); err != nil {
		t.Fatal(err)
	}
	_, err := f.Market.Place(t.Context(), identity.Guest(), c)
	for _, key := range []string{"fault.changed_goods", "fault.changed_freight", "fault.changed_tax", "fault.changed_total"} {
		if !fault.Is(err, fault.Conflict) || !fault.HasKey(err, key) {
			t.Errorf("%s is missing in %v", key, err)
		}
	}
}

func TestAPriceThatChangedInTheLastMomentIsSeen(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 2, 10)
		line := func(v catalog.VariantID, minor int64) market.Line {
			return market.Line{Variant: v, Quantity: 1, Unit: money.Of(minor, "KGS")}
		}
		of := func(shop int, lines ...market.Line) market.Order {
			return market.Order{Shop: f.Shops[shop].ID, Lines: lines}
		}
		check := func(orders ...market.Order) error {
			return d.Read(t.Context(), func(tx *db.Tx) error { return market.StillPriced(tx, orders...) })
		}
		a, b := f.Shops[0].Variants, f.Shops[1].Variants
		if err := check(of(0, line(a[0], 10_000), line(a[1], 10_000)), of(1, line(b[0], 10_000))); err != nil {
			t.Errorf("nothing changed: %v", err)
		}
		if err := check(of(0, line(a[0], 10_000)), of(1, line(b[0], 9_999))); !fault.HasKey(err, "fault.quote_changed") {
			t.Errorf("a price changed: %v", err)
		}
		if err := f.Catalog.MoveShop(t.Context(), f.Shops[1].Seller, f.Shops[1].ID, catalog.ShopPause, ""); err != nil {
			t.Fatal(err)
		}
		if err := check(of(1, line(b[0], 10_000))); !fault.HasKey(err, "fault.quote_changed") {
			t.Errorf("the shop closed: %v", err)
		}
	})
}
