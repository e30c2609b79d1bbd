package market_test

import (
	"strconv"
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
	"agora/payment"
)

// till takes money as a way would tell it, and shows what became of it.
type till struct {
	*testing.T
	*markettest.Fixture
}

func (c till) take(way, key, ref string, minor int64, currency money.Currency) (taken payment.Taken) {
	c.Helper()
	err := c.DB.Write(c.Context(), func(tx *db.Tx) (err error) {
		taken, err = c.Market.Take(tx, payment.Receipt{Way: way, Key: key, Ref: ref, Amount: money.Of(minor, currency), Payer: "Saima"})
		return err
	})
	if err != nil {
		c.Fatal(err)
	}
	return taken
}

func (c till) place(pay string, shops int) market.Group {
	c.Helper()
	list := c.Shops[:shops]
	ids := list[0].Variants[:1:1]
	for _, s := range list[1:] {
		ids = append(ids, s.Variants[0])
	}
	g, err := c.Market.Place(c.Context(), identity.Guest(), cart(c.T, c.Fixture, pay, ids...))
	if err != nil {
		c.Fatal(err)
	}
	return g
}

func (c till) group(g market.Group) market.Group {
	c.Helper()
	g, err := c.Market.Group(c.Context(), identity.System(), g.ID)
	if err != nil {
		c.Fatal(err)
	}
	return g
}

// stands gives the sum of an account over all shards.
func (c till) stands(a ledger.Account, currency money.Currency) (minor int64) {
	c.Helper()
	if err := c.DB.Read(c.Context(), func(tx *db.Tx) error {
		list, err := ledger.Totals(tx)
		for _, b := range list {
			if b.Account == a && b.Amount.Currency == currency {
				minor += b.Amount.Minor
			}
		}
		return err
	}); err != nil {
		c.Fatal(err)
	}
	return minor
}

func TestMoneyComesInPartsTwiceAndLate(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		c := till{t, markettest.New(t, d, 2, 1, 100)}
		g := c.place("transfer", 2)
		total := g.Total.Minor
		for range 2 {
			c.take("transfer", "a", g.Ref, 1000, "PKR")
		}
		if g = c.group(g); g.PayState != "part" || g.Received.Minor != 1000 || g.Outstanding().Minor != total-1000 {
			t.Fatalf("after a part: %s, received %s, outstanding %s", g.PayState, g.Received, g.Outstanding())
		}
		if taken := c.take("transfer", "b", "ag "+g.Ref[3:], total, "PKR"); taken.Outcome != payment.Matched {
			t.Fatalf("%+v", taken)
		}
		g = c.group(g)
		if g.PayState != "captured" || g.Orders[0].State != market.Placed || g.Orders[1].State != market.Placed || !g.Received.IsZero() {
			t.Fatalf("after all: %s %s %s", g.PayState, g.Orders[0].State, g.Received)
		}
		if n := c.stands(ledger.Refunds, "PKR"); n != 1000 {
			t.Errorf("%d is owed back of 1000 too much", n)
		}
		for key, want := range map[string]string{"AG-0000000": "unmatched.ref", "": "unmatched.ref", g.Ref: "unmatched.paid"} {
			if taken := c.take("transfer", "late"+key, key, 500, "PKR"); taken.Outcome != payment.Parked || taken.Why != want {
				t.Errorf("%q: %+v", key, taken)
			}
		}
		if taken := c.take("transfer", "rouble", c.place("transfer", 1).Ref, 500, "RUB"); taken.Why != "unmatched.currency" {
			t.Errorf("%+v", taken)
		}
		if n := c.stands(ledger.Unmatched, "PKR"); n != 1500 {
			t.Errorf("%d is parked", n)
		}
		sound(t, d)
	})
}

func TestPartPaidAndGivenUp(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	c := till{t, markettest.New(t, d, 2, 1, 100)}
	g := c.place("transfer", 2)
	c.take("transfer", "a", g.Ref, g.Orders[1].Charged.Minor+7, "PKR")
	if err := c.Market.Cancel(t.Context(), guest(g), g.Orders[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	if now := c.group(g); now.Orders[1].State != market.Placed || c.stands(ledger.Refunds, "PKR") != 7 {
		t.Errorf("the other order is %s, %d owed back", now.Orders[1].State, c.stands(ledger.Refunds, "PKR"))
	}
	h := c.place("transfer", 1)
	c.take("transfer", "b", h.Ref, 55, "PKR")
	if err := c.Market.Cancel(t.Context(), guest(h), h.Orders[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	if n := c.stands(ledger.Refunds, "PKR"); n != 62 {
		t.Errorf("%d owed back", n)
	}
	if taken := c.take("transfer", "c", h.Ref, 55, "PKR"); taken.Why != "unmatched.ended" || taken.Group != int64(h.ID) {
		t.Errorf("%+v", taken)
	}
	sound(t, d)
}

func TestAWayTakesItsMoneyBack(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	c := till{t, markettest.New(t, d, 2, 1, 100)}
	reverse := func(key string) error {
		return d.Write(t.Context(), func(tx *db.Tx) error { return c.Market.Reverse(tx, "transfer", key, "5") })
	}
	g := c.place("transfer", 2)
	c.take("transfer", "a", g.Ref, g.Total.Minor, "PKR")
	if err := c.Market.Accept(t.Context(), c.Shops[0].Seller, g.Orders[0].ID); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := reverse("a"); err != nil {
			t.Fatal(err)
		}
	}
	if now := c.group(g); now.Orders[0].State != market.Cancelled || now.Orders[1].State != market.Cancelled || c.stands(ledger.Refunds, "PKR") != 0 {
		t.Errorf("%s, %s", now.Orders[0].State, now.Orders[1].State)
	}
	if n := c.stands(ledger.Way("transfer"), "PKR"); n != 0 {
		t.Errorf("the way stands at %d", n)
	}
	h := c.place("transfer", 1)
	c.take("transfer", "b", h.Ref, h.Total.Minor, "PKR")
	s := c.Shops[0].Seller
	for _, err := range []error{c.Market.Accept(t.Context(), s, h.Orders[0].ID), c.Market.Pack(t.Context(), s, h.Orders[0].ID),
		c.Market.Ship(t.Context(), s, h.Orders[0].ID, "", "")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := reverse("b"); !fault.Is(err, fault.Conflict) {
		t.Errorf("shipped goods were un-paid: %v", err)
	}
	c.take("transfer", "c", "nothing", 99, "PKR")
	if err := reverse("c"); err != nil || c.stands(ledger.Unmatched, "PKR") != 0 {
		t.Errorf("%v, %d parked", err, c.stands(ledger.Unmatched, "PKR"))
	}
	sound(t, d)
}

func TestParkedMoneyIsMatchedOrSentBack(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	c := till{t, markettest.New(t, d, 1, 1, 100)}
	g := c.place("transfer", 1)
	parked := c.take("transfer", "a", "AG?", g.Total.Minor, "PKR")
	other := c.take("transfer", "b", "??", 77, "PKR")
	m, op := c.Market, markettest.Operator()
	if _, err := m.Match(t.Context(), c.Shops[0].Seller, parked.ID, g.Ref); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a seller matched: %v", err)
	}
	if _, err := m.Match(t.Context(), op, parked.ID, "AG-0000000"); !fault.Is(err, fault.Invalid) {
		t.Errorf("matched with nothing: %v", err)
	}
	if _, err := m.Match(t.Context(), op, parked.ID, g.Ref); err != nil {
		t.Fatal(err)
	}
	if err := m.SendBack(t.Context(), op, other.ID, "nobody knows"); err != nil {
		t.Fatal(err)
	}
	for i, err := range []error{m.SendBack(t.Context(), op, other.ID, ""), m.SendBack(t.Context(), op, parked.ID, "")} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%d: settled twice: %v", i, err)
		}
	}
	open, err := m.OpenRefunds(t.Context(), op, 0)
	if err != nil || len(open) != 1 || open[0].Amount.Minor != 77 {
		t.Fatalf("%+v, %v", open, err)
	}
	if err := m.RefundByHand(t.Context(), op, open[0].Shop, open[0].ID, "cash", "slip "+strconv.Itoa(7)); err != nil {
		t.Fatal(err)
	}
	if c.stands(ledger.Way("cash"), "PKR") != 77 || c.group(g).Orders[0].State != market.Placed {
		t.Errorf("cash stands at %d", c.stands(ledger.Way("cash"), "PKR"))
	}
	sound(t, d)
}
