package market_test

import (
	"context"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// ofShop gives a balance of the first shop in its own money.
func ofShop(t *testing.T, f *markettest.Fixture, a ledger.Account) (minor int64) {
	t.Helper()
	if err := f.DB.Read(t.Context(), func(tx *db.Tx) error {
		b, err := ledger.Of(tx, f.Shops[0].ID, a, f.Shops[0].Currency)
		minor = b.Amount.Minor
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return minor
}

func TestTheWayBackIsTheShopsOrTheHouses(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 20)
		m, ctx, op, by := f.Market, t.Context(), markettest.Operator(), f.Shops[0].Seller
		c := f.Shops[0].Currency
		sold := shipped(t, f, "LHE-0000")
		for _, err := range []error{m.Deliver(ctx, by, sold.ID), m.Receive(ctx, guest(market.Group{ID: sold.Group}), sold.ID)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		free := ofShop(t, f, ledger.Payable)
		a, b := shipped(t, f, "LHE-0001"), shipped(t, f, "LHE-0002")
		if err := m.Refuse(ctx, by, a.ID, "Not at home"); err != nil {
			t.Fatal(err)
		}
		f.Cash.HouseReturns = true
		if err := m.Refuse(ctx, by, b.ID, "Not at home"); err != nil {
			t.Fatal(err)
		}
		cost := a.Freight.Minor
		if got := ofShop(t, f, ledger.Payable); got != free-cost {
			t.Errorf("the shop has %d, had %d, the way back costs %d", got, free, cost)
		}
		if got := ofShop(t, f, ledger.Carriers); got != 2*cost {
			t.Errorf("carriers are owed %d", got)
		}
		if got := ofShop(t, f, ledger.Result); got != -cost {
			t.Errorf("the house has lost %d", got)
		}
		// Its entry is in the seller's statement, with the order.
		mine, err := m.Money(ctx, by, f.Shops[0].Shop, 0)
		if err != nil || mine.Lines[0].Kind != "order.way_back" || mine.Lines[0].Order != a.Ref || mine.Lines[0].Amount.Minor != -cost {
			t.Errorf("%+v, %v", mine.Lines, err)
		}
		most := a.WayBackMost()
		for _, bad := range []money.Amount{money.Of(-1, c), money.Of(most.Minor+1, c), money.Of(5, "RUB")} {
			if err := m.SetWayBack(ctx, op, a.ID, bad); !fault.HasKey(err, "fault.refund_most") {
				t.Errorf("%s: %v", bad, err)
			}
		}
		if err := m.SetWayBack(ctx, by, a.ID, money.Of(0, c)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the shop says what it costs: %v", err)
		}
		if err := m.SetWayBack(ctx, op, sold.ID, money.Of(1, c)); !fault.Is(err, fault.Conflict) {
			t.Errorf("of a parcel that came: %v", err)
		}
		// More than the shop has: the rest is its debt, which is settled first when it turns out less.
		if err := m.SetWayBack(ctx, op, a.ID, most); err != nil {
			t.Fatal(err)
		}
		if pay, debt := ofShop(t, f, ledger.Payable), ofShop(t, f, ledger.Debt); pay+debt != free-most.Minor || pay < 0 || debt >= 0 {
			t.Errorf("the shop has %d and owes %d", pay, debt)
		}
		if err := m.SetWayBack(ctx, op, a.ID, money.Of(700, c)); err != nil {
			t.Fatal(err)
		}
		if pay, debt := ofShop(t, f, ledger.Payable), ofShop(t, f, ledger.Debt); pay != free-700 || debt != 0 {
			t.Errorf("the shop has %d and owes %d", pay, debt)
		}

		list, err := m.WaysBack(ctx, op, 0)
		if err != nil || len(list) != 2 || list[0].WayBack.Minor != 700 || list[0].Parcel == nil {
			t.Fatalf("%+v, %v", list, err)
		}
		both := []market.OrderID{a.ID, b.ID}
		if err := m.PayWaysBack(ctx, by, both, "B-1"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("paid by the shop: %v", err)
		}
		if err := m.PayWaysBack(ctx, op, both, "B-1"); err != nil {
			t.Fatal(err)
		}
		if err := m.PayWaysBack(ctx, op, both[:1], "B-2"); !fault.Is(err, fault.Conflict) {
			t.Errorf("paid twice: %v", err)
		}
		if err := m.SetWayBack(ctx, op, a.ID, money.Of(0, c)); !fault.Is(err, fault.Conflict) {
			t.Errorf("changed once it is paid: %v", err)
		}
		if got := ofShop(t, f, ledger.Carriers); got != 0 {
			t.Errorf("carriers are still owed %d", got)
		}
		if posts, err := m.Postings(ctx, op, again(t, m, a)); err != nil || posts[len(posts)-1].Kind != "carrier.paid" {
			t.Errorf("%v, %v", posts, err)
		}
		sound(t, d)
	})
}

// again reads an order again.
func again(t *testing.T, m *market.Service, o market.Order) market.Order {
	t.Helper()
	g, err := m.Group(t.Context(), identity.System(), o.Group)
	if err != nil {
		t.Fatal(err)
	}
	return g.Orders[0]
}

func TestWhoTakesNothingPaysBefore(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 20)
		f.Cash.NoShows, f.Cash.NoShowFor = 2, 24*time.Hour
		for _, tracking := range []string{"LHE-0001", "LHE-0002"} {
			o := shipped(t, f, tracking)
			if err := f.Market.Refuse(t.Context(), f.Shops[0].Seller, o.ID, "Not at home"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := f.Market.Place(t.Context(), identity.Guest(), cart(t, f, "cash", f.Shops[0].Variants[0])); !fault.HasKey(err, "fault.cash_barred") {
			t.Errorf("after two: %v", err)
		}
		if _, err := f.Market.Place(t.Context(), identity.Guest(), cart(t, f, "transfer", f.Shops[0].Variants[0])); err != nil {
			t.Errorf("by transfer: %v", err)
		}
		sound(t, d)
	})
}

func TestCashComesBackWithTime(t *testing.T) {
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, markettest.Schemas()...)
	barredAfterTwo(t, markettest.New(t, d, 1, 1, 50), func(by time.Duration) { now = now.Add(by) })
}

func barredAfterTwo(t *testing.T, f *markettest.Fixture, pass func(time.Duration)) {
	const day = 24 * time.Hour
	f.Cash.NoShows, f.Cash.NoShowFor = 2, 180*day
	m, ctx, op := f.Market, context.WithoutCancel(t.Context()), markettest.Operator()
	buy := func(pay, email, phone string) error {
		c := cart(t, f, pay, f.Shops[0].Variants[0])
		c.Contact.Email, c.Address.Phone = email, phone
		_, err := m.Place(ctx, identity.Guest(), c)
		return err
	}
	const her, hers, other = "saima@example.org", "+92 301 4478215", "+92 301 4478216"
	first := shipped(t, f, "LHE-0001")
	if err := m.Refuse(ctx, f.Shops[0].Seller, first.ID, "Not at home"); err != nil {
		t.Fatal(err)
	}
	if err := buy("cash", her, hers); err != nil {
		t.Errorf("after one: %v", err)
	}
	pass(10 * day)
	second := shipped(t, f, "LHE-0002")
	pass(46 * day)
	if _, err := m.Expire(ctx, 100); err != nil {
		t.Fatal(err)
	}
	if got := again(t, m, second).State; got != market.Refused {
		t.Fatalf("it is %s", got)
	}
	for _, c := range [][2]string{{her, hers}, {"Saima+two@Example.org", other}, {"new@example.org", hers}, {"", hers}} {
		if err := buy("cash", c[0], c[1]); !fault.HasKey(err, "fault.cash_barred") {
			t.Errorf("%v pays at the door: %v", c, err)
		}
		if err := buy("transfer", c[0], c[1]); err != nil {
			t.Errorf("%v pays by transfer: %v", c, err)
		}
	}
	if err := buy("cash", "bilal@example.org", other); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	until, err := m.CashBarred(ctx, market.Contact{Email: her})
	if err != nil || until.IsZero() {
		t.Fatalf("until %s, %v", until, err)
	}
	if err := m.Forgive(ctx, f.Shops[0].Seller, second.ID, "She was ill"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("forgiven by a shop: %v", err)
	}
	if err := m.Forgive(ctx, op, second.ID, "She was ill"); err != nil {
		t.Fatal(err)
	}
	if again(t, m, second).Against || !again(t, m, first).Against {
		t.Error("the forgiven one counts, or the other does not")
	}
	if until, err := m.CashBarred(ctx, market.Contact{Email: her}); err != nil || !until.IsZero() {
		t.Errorf("forgiven, and barred until %s, %v", until, err)
	}
	if n := number(t, f.DB, `SELECT COUNT(*) FROM audit_notes WHERE action = 'no_show.forgiven'`); n != 1 {
		t.Errorf("%d notes of it", n)
	}
	third := shipped(t, f, "LHE-0003")
	if err := m.Refuse(ctx, f.Shops[0].Seller, third.ID, "Not at home"); err != nil {
		t.Fatal(err)
	}
	if err := buy("cash", her, hers); !fault.HasKey(err, "fault.cash_barred") {
		t.Errorf("after another: %v", err)
	}
	pass(125 * day) // the first is more than 180 days ago
	if err := buy("cash", her, hers); err != nil {
		t.Errorf("when the time has passed: %v", err)
	}
	if n := number(t, f.DB, `SELECT COUNT(*) FROM no_shows WHERE contact LIKE '%saima%' OR contact LIKE '%447%8215%'`); n != 0 {
		t.Errorf("%d contacts are kept in the clear", n)
	}
}
