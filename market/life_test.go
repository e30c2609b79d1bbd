package market_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// guest is the buyer of a group who came back by the signed link.
func guest(g market.Group) identity.Actor {
	return identity.Actor{Link: market.LinkSubject(g.ID)}
}

func TestASaleFromCartToPayout(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 2, 1, 10)
		m, ctx := f.Market, t.Context()
		g, err := m.Place(ctx, identity.Guest(), cart(t, f, "play", f.Shops[0].Variants[0], f.Shops[1].Variants[0]))
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range g.Orders {
			s := f.Shops[i]
			if o.State != market.Placed || o.Captured != o.Charged {
				t.Fatalf("after play money: %s, captured %s of %s", o.State, o.Captured, o.Charged)
			}
			steps := []struct {
				name string
				do   func(by identity.Actor) error
			}{
				{"accept", func(by identity.Actor) error { return m.Accept(ctx, by, o.ID) }},
				{"pack", func(by identity.Actor) error { return m.Pack(ctx, by, o.ID) }},
				{"ship", func(by identity.Actor) error { return m.Ship(ctx, by, o.ID, "", "TRACK12345") }},
			}
			for _, step := range steps {
				if err := step.do(f.Shops[1-i].Seller); !fault.Is(err, fault.Forbidden) {
					t.Errorf("%s by another shop: %v", step.name, err)
				}
				if err := step.do(s.Seller); err != nil {
					t.Fatalf("%s: %v", step.name, err)
				}
				if err := step.do(s.Seller); !fault.Is(err, fault.Conflict) {
					t.Errorf("%s twice: %v", step.name, err)
				}
			}
			if err := m.Receive(ctx, guest(g), o.ID); err != nil {
				t.Fatal(err)
			}
			money, err := m.Money(ctx, s.Seller, s.Shop, 0)
			if err != nil {
				t.Fatal(err)
			}
			if money.Free != o.Earnings() || money.Held.Minor != 0 || len(money.Lines) != 1 || money.Lines[0].Order != o.Ref {
				t.Errorf("money of the seller: %+v, want %s free", money, o.Earnings())
			}
			if want := o.Goods.Minor*95/100 + o.Freight.Minor; money.Free.Minor != want {
				t.Errorf("earned %s, want %d: all but five percent of the goods", money.Free, want)
			}
		}
		sound(t, d)
		if err := d.Read(ctx, func(tx *db.Tx) error {
			totals, err := ledger.Totals(tx)
			sums := map[money.Currency]int64{}
			for _, b := range totals {
				sums[b.Amount.Currency] += b.Amount.Minor
			}
			for c, n := range sums {
				if n != 0 {
					t.Errorf("%s sums to %d", c, n)
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestATransferWaitsForItsMoney(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 10)
	g, err := f.Market.Place(t.Context(), identity.Guest(), cart(t, f, "transfer", f.Shops[0].Variants[0]))
	if err != nil {
		t.Fatal(err)
	}
	if g.Orders[0].State != market.AwaitingPayment {
		t.Fatalf("state %s", g.Orders[0].State)
	}
	wrong := money.Of(g.Total.Minor-1, g.Total.Currency)
	for _, c := range []struct {
		by   identity.Actor
		got  money.Amount
		kind fault.Kind
	}{{f.Shops[0].Seller, g.Total, fault.Forbidden}, {markettest.Operator(), wrong, fault.Invalid}} {
		if err := f.Market.PayTransfer(t.Context(), c.by, g.Ref, c.got); !fault.Is(err, c.kind) {
			t.Errorf("%s by %s: %v", c.got, c.by, err)
		}
	}
	if err := f.Market.PayTransfer(t.Context(), markettest.Operator(), g.Ref, g.Total); err != nil {
		t.Fatal(err)
	}
	if err := f.Market.PayTransfer(t.Context(), markettest.Operator(), g.Ref, g.Total); !fault.Is(err, fault.Conflict) {
		t.Errorf("paid twice: %v", err)
	}
	sound(t, d)
}

func TestATransferPaysOnlyWhatStillWaits(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 2, 1, 10)
	place := func() market.Group {
		g, err := f.Market.Place(t.Context(), identity.Guest(), cart(t, f, "transfer", f.Shops[0].Variants[0], f.Shops[1].Variants[0]))
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	cancel := func(g market.Group, i int) {
		if err := f.Market.Cancel(t.Context(), guest(g), g.Orders[i].ID, ""); err != nil {
			t.Fatal(err)
		}
	}
	pay := func(g market.Group, sum money.Amount) error {
		return f.Market.PayTransfer(t.Context(), markettest.Operator(), g.Ref, sum)
	}
	half := place()
	cancel(half, 0)
	if err := pay(half, half.Total); !fault.Is(err, fault.Invalid) {
		t.Errorf("the whole sum for half a group: %v", err)
	}
	if err := pay(half, half.Orders[1].Charged); err != nil {
		t.Errorf("half the sum for half a group: %v", err)
	}
	none := place()
	cancel(none, 0)
	cancel(none, 1)
	if err := pay(none, none.Total); !fault.Is(err, fault.Conflict) {
		t.Errorf("a sum for nothing: %v", err)
	}
	sound(t, d)
}

func TestDeadlinesPass(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 10)
	place := func(pay string) market.OrderID {
		g, err := f.Market.Place(t.Context(), identity.Guest(), cart(t, f, pay, f.Shops[0].Variants[0]))
		if err != nil {
			t.Fatal(err)
		}
		return g.Orders[0].ID
	}
	seller := f.Shops[0].Seller
	unpaid, unanswered, shipped, atDoor := place("transfer"), place("play"), place("play"), place("cash")
	for _, id := range []market.OrderID{shipped, atDoor} {
		for _, err := range []error{f.Market.Accept(t.Context(), seller, id), f.Market.Pack(t.Context(), seller, id),
			f.Market.Ship(t.Context(), seller, id, "", "")} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if n, err := f.Market.Expire(t.Context(), 100); n != 0 || err != nil {
		t.Fatalf("%d expired before their time, %v", n, err)
	}
	now = now.AddDate(0, 0, 60)
	if n, err := f.Market.Expire(t.Context(), 100); n != 4 || err != nil {
		t.Fatalf("%d expired, %v", n, err)
	}
	for id, want := range map[market.OrderID]market.OrderState{unpaid: market.Cancelled, unanswered: market.Cancelled,
		shipped: market.Completed, atDoor: market.Refused} {
		if o, _, err := f.Market.Order(t.Context(), seller, id); err != nil || o.State != want {
			t.Errorf("%s, want %s (%v)", o.State, want, err)
		}
	}
	sound(t, d)
}

// TestAnyLifeStaysSound lets random people do random things to a few orders:
// whatever they do, money and stock agree, and no ended order moves.
func TestAnyLifeStaysSound(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 2, 1, 10_000)
	m, ctx := f.Market, t.Context()
	rapid.Check(t, func(r *rapid.T) {
		pay := rapid.SampledFrom([]string{"play", "cash", "transfer"}).Draw(r, "pay")
		g, err := m.Place(ctx, identity.Guest(), cart(t, f, pay, f.Shops[0].Variants[0], f.Shops[1].Variants[0]))
		if err != nil {
			r.Fatal(err)
		}
		for range rapid.IntRange(1, 10).Draw(r, "steps") {
			i := rapid.IntRange(0, 1).Draw(r, "order")
			id := g.Orders[i].ID
			by := rapid.SampledFrom([]identity.Actor{f.Shops[i].Seller, f.Shops[i].Seller, f.Shops[1-i].Seller,
				guest(g), markettest.Operator(), identity.Guest(), identity.System()}).Draw(r, "by")
			before, _, err := m.Order(ctx, markettest.Operator(), id)
			if err != nil {
				r.Fatal(err)
			}
			do := []func() error{
				func() error { return m.Accept(ctx, by, id) },
				func() error { return m.Pack(ctx, by, id) },
				func() error { return m.Ship(ctx, by, id, "", "") },
				func() error { return m.Deliver(ctx, by, id) },
				func() error { return m.Receive(ctx, by, id) },
				func() error { return m.Decline(ctx, by, id, "none left") },
				func() error { return m.Cancel(ctx, by, id, "") },
				func() error { return m.Refuse(ctx, by, id, "not at home") },
				func() error { // what is asked for now: less, once an order was cancelled
					now, err := m.Group(ctx, identity.System(), g.ID)
					if err != nil {
						return err
					}
					return m.PayTransfer(ctx, by, g.Ref, now.Outstanding())
				},
			}
			err = do[rapid.IntRange(0, len(do)-1).Draw(r, "event")]()
			after, _, look := m.Order(ctx, markettest.Operator(), id)
			if look != nil {
				r.Fatal(look)
			}
			switch kind := fault.KindOf(err); {
			case err == nil && before.State.Ended() && after.State != before.State:
				r.Fatalf("an ended order moved from %s to %s", before.State, after.State)
			case err != nil && kind != fault.Conflict && kind != fault.Forbidden:
				r.Fatalf("in %s: %v", before.State, err)
			}
		}
	})
	sound(t, d)
}
