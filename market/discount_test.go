package market_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/discount"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// lowers adds a discount to a shop of the fixture.
func lowers(t testing.TB, f *markettest.Fixture, shop int, d discount.Discount) discount.ID {
	t.Helper()
	s := f.Shops[shop]
	d.Shop = s.ID
	if d.Title == nil {
		d.Title = map[string]string{"en": "Spring"}
	}
	if d.Scope == "" {
		d.Scope = discount.OfShop
	}
	id, err := discount.New(f.DB).Save(t.Context(), s.Seller, d, s.Currency)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnOrderForLess(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 2, 10)
		ctx := t.Context()
		lowers(t, f, 0, discount.Discount{Percent: 10, Combines: true})
		lowers(t, f, 0, discount.Discount{Code: "navruz5", Off: money.Of(500, "KGS"), Combines: true, Most: 1})
		token, err := f.Fill(ctx, f.Shops[0].Variants[0], f.Shops[1].Variants[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Market.KeepCodes(ctx, token, "Navruz5", "nothing", "NAVRUZ5"); err != nil {
			t.Fatal(err)
		}
		c, err := f.Market.Checkout(ctx, token, market.Choice{To: "PK", Currency: "PKR", Pay: "play"})
		if err != nil {
			t.Fatal(err)
		}
		l := c.Cart.Shops[0].Lines[0]
		if l.Unit().Minor != 8_500 || l.List().Minor != 10_000 || len(l.Off) != 2 || len(c.Cart.Shops[1].Lines[0].Off) != 0 {
			t.Errorf("%v of %v by %v", l.Unit(), l.List(), l.Off)
		}
		if r := c.Cart.Refused; len(r) != 2 || r[0].Why != market.CodeInvalid || r[1].At != 2 || r[1].Why != market.CodeRepeated {
			t.Errorf("refused %v", r)
		}
		var sum int64
		for _, before := range c.Before {
			sum += before
		}
		if c.Saved().Minor <= 0 || sum-c.Saved().Minor != c.Quote.Goods.Minor {
			t.Errorf("%d less %v is not %v", sum, c.Saved(), c.Quote.Goods)
		}
		p, err := f.Quoted(ctx, token, "play")
		if err != nil {
			t.Fatal(err)
		}
		g, err := f.Market.Place(ctx, identity.Guest(), p)
		if err != nil {
			t.Fatal(err)
		}
		o := g.Orders[0]
		if o.Goods.Minor != 8_500 || o.Lines[0].Unit.Minor != 8_500 || len(o.Lines[0].Off) != 2 || o.Lines[0].Off[1].Code != "NAVRUZ5" || o.Commission.Minor != 425 {
			t.Errorf("%v %+v %v", o.Goods, o.Lines[0], o.Commission)
		}
		if g.Saved != c.Saved() {
			t.Errorf("the order saved %v, not %v", g.Saved, c.Saved())
		}
		if c, err := f.Market.Cart(ctx, token); err != nil || len(c.Codes) != 0 {
			t.Errorf("the codes went with the cart: %v %v", c.Codes, err)
		}
		c2, err := f.Market.CartFor(ctx, []market.Want{{Variant: f.Shops[0].Variants[0], Quantity: 1}}, "NAVRUZ5")
		if err != nil || len(c2.Refused) != 1 || c2.Refused[0].Why != market.CodeExpired {
			t.Errorf("used up: %v %v", c2.Refused, err)
		}
		if problems, err := market.Check(ctx, d); err != nil || len(problems) > 0 {
			t.Errorf("%v %v", problems, err)
		}
	})
}

func TestACodeIsRefusedForAReason(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 2, 10)
		today := discount.Day(time.Now())
		lowers(t, f, 0, discount.Discount{Percent: 10})
		lowers(t, f, 0, discount.Discount{Code: "PAST", Percent: 20, First: today.AddDate(0, 0, -9), Last: today.AddDate(0, 0, -1)})
		lowers(t, f, 0, discount.Discount{Code: "FUTURE", Percent: 20, First: today.AddDate(0, 0, 1)})
		lowers(t, f, 0, discount.Discount{Code: "LITTLE", Percent: 5})
		lowers(t, f, 0, discount.Discount{Code: "OTHERS", Percent: 20, Scope: discount.OfProducts, Products: []int64{1}})
		lowers(t, f, 0, discount.Discount{Code: "MUCH", Percent: 20, Least: money.Of(20_001, "KGS")})
		ended := lowers(t, f, 0, discount.Discount{Code: "ENDED", Percent: 20})
		if err := discount.New(d).End(t.Context(), f.Shops[0].Seller, f.Shops[0].ID, ended); err != nil {
			t.Fatal(err)
		}
		c, err := f.Market.CartFor(t.Context(), []market.Want{{Variant: f.Shops[0].Variants[0], Quantity: 2}}, "past", "future", "little", "others", "much", "ended", "")
		want := []market.Why{market.CodeExpired, market.CodeInvalid, market.CodeDisallowed, market.CodeIneligible, market.CodeIneligible, market.CodeExpired, market.CodeInvalid}
		if err != nil || len(c.Refused) != len(want) {
			t.Fatalf("%v %v", c.Refused, err)
		}
		for i, r := range c.Refused {
			if r.Why != want[i] || r.At != i {
				t.Errorf("%q: %s, want %s", r.Code, r.Why, want[i])
			}
		}
	})
}

// TestASetForLess: what is taken off a set is divided among its parts as its
// price is, and so it is placed.
func TestASetForLess(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 3, 10)
		set := bundle(t, f, 10_001, 2, 1)
		lowers(t, f, 0, discount.Discount{Percent: 10})
		token, err := f.Market.AddLine(t.Context(), "", set, 2)
		if err != nil {
			t.Fatal(err)
		}
		p, err := f.Quoted(t.Context(), token, "play")
		if err != nil {
			t.Fatal(err)
		}
		g, err := f.Market.Place(t.Context(), identity.Guest(), p)
		if err != nil {
			t.Fatal(err)
		}
		if s := g.Orders[0].Lines[0].Set; g.Orders[0].Goods.Minor != 18_002 || s.Unit != 9_001 || len(s.Off) != 1 || s.Off[0].Amount != 1_000 || g.Saved.Minor <= 0 {
			t.Errorf("%v %+v %v", g.Orders[0].Goods, s, g.Saved)
		}
	})
}

// TestTheOrderOfCodesDoesNotMatter: any codes in any order give one total, which
// adds up to the unit.
func TestTheOrderOfCodesDoesNotMatter(t *testing.T) {
	f := markettest.New(t, dbtest.SQLite(t, markettest.Schemas()...), 3, 3, 1_000)
	for shop := range f.Shops {
		c := f.Shops[shop].Currency
		lowers(t, f, shop, discount.Discount{Percent: 7, Combines: true})
		lowers(t, f, shop, discount.Discount{Code: "ALL", Percent: 13, Combines: true})
		lowers(t, f, shop, discount.Discount{Code: "ALONE", Percent: 20})
		lowers(t, f, shop, discount.Discount{Code: fmt.Sprint("ONLY", shop), Off: money.Of(333, c), Combines: true, Least: money.Of(30_000, c)})
	}
	rapid.Check(t, func(rt *rapid.T) {
		var wants []market.Want
		for _, s := range f.Shops {
			for _, v := range s.Variants {
				if n := rapid.Int64Range(0, 9).Draw(rt, "n"); n > 0 {
					wants = append(wants, market.Want{Variant: v, Quantity: n})
				}
			}
		}
		codes := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"ALL", "alone", "ONLY0", "only1", "ONLY2", "x"}), 0, 6, rapid.ID).Draw(rt, "codes")
		counted := func(codes []string) market.Checkout {
			cart, err := f.Market.CartFor(t.Context(), wants, codes...)
			if err != nil {
				rt.Fatal(err)
			}
			c, err := f.Market.Count(t.Context(), cart, market.Choice{To: "PK", Currency: "PKR", Pay: "play"})
			if err != nil {
				rt.Fatal(err)
			}
			return c
		}
		if len(wants) == 0 {
			return
		}
		a, b := counted(codes), counted(rapid.Permutation(codes).Draw(rt, "order"))
		if a.Quote.Hash() != b.Quote.Hash() || len(a.Cart.Refused) != len(b.Cart.Refused) {
			rt.Fatalf("%v and %v: %v and %v", a.Cart.Codes, b.Cart.Codes, a.Quote.Total, b.Quote.Total)
		}
		var before int64
		for _, sum := range a.Before {
			before += sum
		}
		if before-a.Saved().Minor != a.Quote.Goods.Minor || a.Saved().Minor < 0 || a.Quote.Goods.Minor <= 0 {
			rt.Fatalf("%d less %v is not %v", before, a.Saved(), a.Quote.Goods)
		}
		for _, s := range a.Cart.Shops {
			for _, l := range s.Lines {
				if l.Unit().Minor < 1 || l.Unit().Minor > l.List().Minor {
					rt.Fatalf("%v of %v", l.Unit(), l.List())
				}
			}
		}
	})
}

// TestACodeIsNotUsedTooOften lets many buyers use a code at once.
func TestACodeIsNotUsedTooOften(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 100)
		id := lowers(t, f, 0, discount.Discount{Code: "FIVE", Percent: 10, Most: 5})
		var orders []market.PlaceOrder
		for range 12 {
			orders = append(orders, coded(t, f, f.Shops[0].Variants[0], "five"))
		}
		var won atomic.Int64
		var all sync.WaitGroup
		for _, p := range orders {
			all.Go(func() {
				_, err := f.Market.Place(t.Context(), identity.Guest(), p)
				switch {
				case err == nil:
					won.Add(1)
				case !fault.Is(err, fault.Conflict):
					t.Error(err)
				}
			})
		}
		all.Wait()
		got, err := discount.New(d).One(t.Context(), f.Shops[0].Seller, f.Shops[0].ID, id)
		if err != nil || won.Load() != 5 || got.Used != 5 {
			t.Errorf("%d placed, %d used, %v", won.Load(), got.Used, err)
		}
		if problems, err := market.Check(t.Context(), d); err != nil || len(problems) > 0 {
			t.Errorf("%v %v", problems, err)
		}
	})
}

// coded is a purchase of one thing with a code, as its checkout shows it.
func coded(t *testing.T, f *markettest.Fixture, v catalog.VariantID, code string) market.PlaceOrder {
	t.Helper()
	token, err := f.Fill(t.Context(), v)
	if err == nil {
		err = f.Market.KeepCodes(t.Context(), token, code)
	}
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Quoted(t.Context(), token, "play")
	if err != nil {
		t.Fatal(err)
	}
	return p
}
