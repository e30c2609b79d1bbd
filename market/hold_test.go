package market_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/db"
	"agora/db/dbtest"
	"agora/discount"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// atNine is a clock that a test moves.
var atNine = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// holdsAt runs a test in a market with a clock on both engines.
func holdsAt(t *testing.T, stock int64, do func(t *testing.T, f *markettest.Fixture, clock *time.Time)) {
	t.Helper()
	clock := atNine
	dbtest.EachAt(t, func() time.Time { return clock }, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		clock = atNine
		do(t, markettest.New(t, d, 1, 2, stock), &clock)
	})
}

// holding holds some for ten minutes.
func holding(f *markettest.Fixture, cart, holder string, quantity int64, code string) market.Hold {
	return market.Hold{Cart: cart, Variant: f.Shops[0].Variants[0], Quantity: quantity, Holder: holder, For: 10 * time.Minute, Most: 3, Code: code}
}

// TestWhoPressedFirstHasIt holds the last things for one cart, until the clock, the
// buyer, or her order ends it.
func TestWhoPressedFirstHasIt(t *testing.T) {
	holdsAt(t, 3, func(t *testing.T, f *markettest.Fixture, clock *time.Time) {
		ctx, v := t.Context(), f.Shops[0].Variants[0]
		mine, until, err := f.Market.HoldLine(ctx, holding(f, "", "seat 1", 2, ""))
		if err != nil || !until.Equal(atNine.Add(10*time.Minute)) {
			t.Fatal(until, err)
		}
		if _, err := f.Market.AddLine(ctx, "", v, 2); !fault.Is(err, fault.Conflict) {
			t.Errorf("others find two of three: %v", err)
		}
		if _, _, err := f.Market.HoldLine(ctx, holding(f, "", "seat 2", 2, "")); !fault.Is(err, fault.Conflict) {
			t.Errorf("another holds what is held: %v", err)
		}
		c, err := f.Market.Cart(ctx, mine)
		if l := c.Shops[0].Lines[0]; err != nil || l.Problem != nil || l.Held != 2 || !l.HeldUntil.Equal(until) || l.Variant.Available() != 3 {
			t.Errorf("%+v %v", l, err)
		}
		*clock = clock.Add(5 * time.Minute)
		if _, again, err := f.Market.HoldLine(ctx, holding(f, mine, "seat 1", 1, "")); err != nil || !again.Equal(until) {
			t.Errorf("one more of it: until %v, %v", again, err)
		}
		if _, _, err := f.Market.HoldLine(ctx, holding(f, "another", "seat 1", 1, "")); !fault.Is(err, fault.Conflict) {
			t.Errorf("a fourth in another cart: %v", err)
		}
		if err := f.Market.SetLine(ctx, mine, v, 1); err != nil {
			t.Fatal(err)
		}
		theirs, err := f.Market.AddLine(ctx, "", v, 2)
		if err != nil {
			t.Errorf("what was taken out of the cart: %v", err)
		}
		sound(t, f.DB)
		p, err := f.Quoted(ctx, mine, "play")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Market.Place(ctx, identity.Guest(), p); err != nil {
			t.Errorf("what is held is ordered: %v", err)
		}
		sound(t, f.DB)
		if p, err = f.Quoted(ctx, theirs, "play"); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Market.Place(ctx, identity.Guest(), p); err != nil {
			t.Errorf("the other two: %v", err)
		}
		sound(t, f.DB)
	})
}

// TestAHoldEndsByTheClock gives back what was held, and holds it no second time for
// who let it end.
func TestAHoldEndsByTheClock(t *testing.T) {
	holdsAt(t, 2, func(t *testing.T, f *markettest.Fixture, clock *time.Time) {
		ctx := t.Context()
		mine, _, err := f.Market.HoldLine(ctx, holding(f, "", "seat 1", 2, ""))
		if err != nil {
			t.Fatal(err)
		}
		*clock = clock.Add(10*time.Minute - time.Second)
		if n, err := f.Market.LapseHolds(ctx, 10); n != 0 || err != nil {
			t.Errorf("%d ended too soon, %v", n, err)
		}
		*clock = clock.Add(time.Second)
		if c, err := f.Market.Cart(ctx, mine); err != nil || c.Shops[0].Lines[0].Held != 0 {
			t.Errorf("%+v is held, %v", c.Shops[0].Lines[0], err)
		}
		theirs, until, err := f.Market.HoldLine(ctx, holding(f, "", "seat 2", 1, ""))
		if err != nil || until.IsZero() {
			t.Errorf("it is free to the second: %v %v", until, err)
		}
		if c, err := f.Market.Cart(ctx, mine); err != nil || c.Shops[0].Lines[0].Problem == nil {
			t.Errorf("two of one: %v", err)
		}
		if _, until, err := f.Market.HoldLine(ctx, holding(f, "", "seat 1", 1, "")); err != nil || !until.IsZero() {
			t.Errorf("she holds it again until %v, %v", until, err)
		}
		if err := f.Market.SetLine(ctx, theirs, f.Shops[0].Variants[0], 0); err != nil {
			t.Fatal(err)
		}
		sound(t, f.DB)
		*clock = clock.Add(time.Hour)
		if _, err := f.Market.LapseHolds(ctx, 10); err != nil {
			t.Fatal(err)
		}
		if _, until, err := f.Market.HoldLine(ctx, holding(f, "", "seat 1", 1, "")); err != nil || until.IsZero() {
			t.Errorf("an hour later: %v %v", until, err)
		}
		sound(t, f.DB)
	})
}

// TestAnOfferEndsToTheSecond sells for less what was bought in a hall while its
// clock ran, as often as the offer says, and for nobody else.
func TestAnOfferEndsToTheSecond(t *testing.T) {
	holdsAt(t, 20, func(t *testing.T, f *markettest.Fixture, clock *time.Time) {
		ctx, shop := t.Context(), f.Shops[0]
		p, _, err := f.Catalog.Product(ctx, shop.Handle, "thing")
		if err != nil {
			t.Fatal(err)
		}
		offer := discount.Offer{Shop: shop.ID, Product: int64(p.ID), Title: map[string]string{"en": "Felt, live"}, Key: "SECRETKEY", Off: money.Of(2_500, shop.Currency),
			Closes: clock.Add(5 * time.Minute), Most: 3}
		var code string
		if err := f.DB.Write(ctx, func(tx *db.Tx) (err error) { code, err = offer.Add(tx); return err }); err != nil {
			t.Fatal(err)
		}
		token, _, err := f.Market.HoldLine(ctx, holding(f, "", "seat 1", 2, code))
		if err != nil {
			t.Fatal(err)
		}
		stranger, err := f.Fill(ctx, shop.Variants[0])
		if err != nil {
			t.Fatal(err)
		}
		if c, err := f.Market.Cart(ctx, stranger); err != nil || c.Lowered() {
			t.Errorf("who is not in the hall pays less: %v", err)
		}
		*clock = clock.Add(5*time.Minute - time.Second)
		order, err := f.Quoted(ctx, token, "play")
		if err != nil {
			t.Fatal(err)
		}
		g, err := f.Market.Place(ctx, identity.Guest(), order)
		if err != nil || g.Orders[0].Lines[0].Unit.Minor != 7_500 || g.Orders[0].Goods.Minor != 15_000 || !g.Orders[0].Lines[0].Off[0].Live || g.Orders[0].Lines[0].Off[0].Code != "" {
			t.Fatalf("%+v %v", g.Orders, err)
		}
		sound(t, f.DB)
		late, _, err := f.Market.HoldLine(ctx, holding(f, "", "seat 2", 2, code))
		if err != nil {
			t.Fatal(err)
		}
		if c, err := f.Market.Cart(ctx, late); err != nil || c.Lowered() || len(c.Refused) != 1 || c.Refused[0].Why != market.CodeIneligible {
			t.Errorf("two where one is left: %v %v", c.Refused, err)
		}
		if err := f.Market.SetLine(ctx, late, shop.Variants[0], 1); err != nil {
			t.Fatal(err)
		}
		if order, err = f.Quoted(ctx, late, "play"); err != nil {
			t.Fatal(err)
		}
		*clock = clock.Add(time.Second)
		if _, err := f.Market.Place(ctx, identity.Guest(), order); !fault.Is(err, fault.Conflict) {
			t.Errorf("after the clock for the price of before: %v", err)
		}
		if c, err := f.Market.Cart(ctx, late); err != nil || c.Lowered() || c.Refused[0].Why != market.CodeExpired {
			t.Errorf("after the clock: %v", err)
		}
		if err := f.Market.Cancel(ctx, identity.System(), g.Orders[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		if got := number(t, f.DB, "SELECT used FROM discounts"); got != 0 {
			t.Errorf("%d used after all was called off", got)
		}
	})
}

// TestNothingHeldIsOversold lets seats and strangers press whatever they like, at
// whatever time: the books agree after every step, and no seat holds too much.
func TestNothingHeldIsOversold(t *testing.T) {
	holdsAt(t, 6, func(t *testing.T, f *markettest.Fixture, clock *time.Time) {
		ctx := t.Context()
		rapid.Check(t, func(r *rapid.T) {
			carts := make([]string, 4)
			for i := range carts {
				carts[i] = fmt.Sprintf("%d-%d", clock.UnixMicro(), i)
			}
			for range rapid.IntRange(1, 14).Draw(r, "steps") {
				cart, v := rapid.SampledFrom(carts).Draw(r, "cart"), rapid.SampledFrom(f.Shops[0].Variants).Draw(r, "variant")
				n := rapid.Int64Range(1, 4).Draw(r, "many")
				switch rapid.SampledFrom([]string{"hold", "hold", "add", "set", "out", "wait", "lapse", "place"}).Draw(r, "what") {
				case "hold":
					h := holding(f, cart, fmt.Sprint("seat ", rapid.IntRange(1, 3).Draw(r, "seat")), n, "")
					h.Variant = v
					_, _, _ = f.Market.HoldLine(ctx, h)
				case "add":
					_, _ = f.Market.AddLine(ctx, cart, v, n)
				case "set":
					_ = f.Market.SetLine(ctx, cart, v, n)
				case "out":
					_ = f.Market.SetLine(ctx, cart, v, 0)
				case "wait":
					*clock = clock.Add(time.Duration(n) * 3 * time.Minute)
				case "lapse":
					if _, err := f.Market.LapseHolds(ctx, 10); err != nil {
						r.Fatal(err)
					}
				case "place":
					placeAll(r, f, cart)
				}
				if problems, err := market.Check(ctx, f.DB); err != nil || len(problems) > 0 {
					r.Fatalf("%v %v", problems, err)
				}
				if n := number(t, f.DB, "SELECT COALESCE(MAX(n), 0) FROM (SELECT CAST(SUM(quantity) AS BIGINT) AS n FROM cart_holds GROUP BY holder) AS s"); n > 3 {
					r.Fatalf("a seat holds %d", n)
				}
			}
			for i, cart := range carts { // the next market begins with all of its stock
				for _, v := range f.Shops[0].Variants {
					if err := f.Market.SetLine(ctx, cart, v, 0); err != nil {
						r.Fatal(i, err)
					}
				}
			}
			*clock = clock.Add(2 * time.Hour)
			if _, err := f.Market.LapseHolds(ctx, 100); err != nil {
				r.Fatal(err)
			}
		})
	})
}

// placeAll orders what a cart has, if it can be had, and takes it back: so that the
// next one finds stock. What its checkout says can be had, is.
func placeAll(r *rapid.T, f *markettest.Fixture, cart string) {
	p, err := f.Quoted(r.Context(), cart, "play")
	if err != nil {
		return
	}
	c, err := f.Market.Cart(r.Context(), cart)
	if err != nil || len(c.Shops) == 0 {
		return
	}
	good := true
	for _, l := range c.Shops[0].Lines {
		good = good && l.Problem == nil
	}
	p.Key += fmt.Sprint(time.Now().UnixNano())
	g, err := f.Market.Place(r.Context(), identity.Guest(), p)
	if good != (err == nil) {
		r.Fatalf("good %v, placed: %v", good, err)
	}
	if err == nil {
		if err := f.Market.Cancel(r.Context(), identity.System(), g.Orders[0].ID, ""); err != nil {
			r.Fatal(err)
		}
	}
}
