package market_test

import (
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/payment"
)

// withDeposit brings an order with a deposit of a fifth to the shop, by a
// receipt that was typed from a statement.
func withDeposit(t *testing.T, f *markettest.Fixture, key string) market.Order {
	t.Helper()
	f.Cash.Deposit = 20
	g := placed(t, f, 1, "saima@example.org")
	o := g.Orders[0]
	if o.State != market.AwaitingPayment || o.Deposit.IsZero() || g.Outstanding() != o.Deposit || o.Deposit.Minor+o.AtDoor().Minor != o.Charged.Minor {
		t.Fatalf("%s asks for %s of %s before, outstanding %s", o.State, o.Deposit, o.Charged, g.Outstanding())
	}
	if err := f.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := f.Market.Take(tx, payment.Receipt{Way: "transfer", Key: key, Ref: g.Ref, Amount: o.Deposit, Payer: "Saima"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	o, _, err := f.Market.Order(t.Context(), f.Shops[0].Seller, o.ID)
	if err != nil || o.State != market.Placed || o.Deposited != o.Deposit {
		t.Fatalf("%s with %s there: %v", o.State, o.Deposited, err)
	}
	return o
}

// sent brings it on its way.
func sent(t *testing.T, f *markettest.Fixture, o market.Order) {
	t.Helper()
	m, by := f.Market, f.Shops[0].Seller
	for _, err := range []error{m.Accept(t.Context(), by, o.ID), m.Pack(t.Context(), by, o.ID), m.Ship(t.Context(), by, o.ID, "", "LHE12345")} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestADepositIsPaidBeforeAndTheRestAtTheDoor(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 20)
		m, ctx, by := f.Market, t.Context(), f.Shops[0].Seller
		o := withDeposit(t, f, "a")
		if got := inBank(t, d, ledger.Deposits); got != o.Deposit.Minor {
			t.Errorf("deposits hold %d of %s", got, o.Deposit)
		}
		sent(t, f, o)
		if err := m.Deliver(ctx, by, o.ID); err != nil {
			t.Fatal(err)
		}
		got, _, err := m.Order(ctx, by, o.ID)
		if err != nil || got.Captured != o.Charged || !got.Deposited.IsZero() || inBank(t, d, ledger.Deposits) != 0 {
			t.Errorf("captured %s of %s, %s still a deposit: %v", got.Captured, o.Charged, got.Deposited, err)
		}
	})
}

func TestADepositComesBackWithTheOrder(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 20)
		o := withDeposit(t, f, "a")
		if err := f.Market.Decline(t.Context(), f.Shops[0].Seller, o.ID, "No felt left"); err != nil {
			t.Fatal(err)
		}
		if owed := inBank(t, d, ledger.Refunds); owed != o.Deposit.Minor || inBank(t, d, ledger.Deposits) != 0 {
			t.Errorf("%d of %s is owed back", owed, o.Deposit)
		}
	})
}

func TestTheWayBackIsKeptOfTheDeposit(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 20)
		m, ctx, by := f.Market, t.Context(), f.Shops[0].Seller
		o := withDeposit(t, f, "a")
		sent(t, f, o)
		if err := m.Refuse(ctx, by, o.ID, "Not at home"); err != nil {
			t.Fatal(err)
		}
		got, _, err := m.Order(ctx, by, o.ID)
		if err != nil || got.DepositKept.IsZero() || got.DepositKept.Minor > got.WayBack.Minor || !got.Deposited.IsZero() {
			t.Fatalf("kept %s of a way back of %s, %s still a deposit: %v", got.DepositKept, got.WayBack, got.Deposited, err)
		}
		if debt := ofShop(t, f, ledger.Debt); debt != got.DepositKept.Minor-got.WayBack.Minor {
			t.Errorf("the shop stands at %d, kept %s of %s", debt, got.DepositKept, got.WayBack)
		}
		if inBank(t, d, ledger.Deposits) != 0 {
			t.Error("a deposit is left")
		}
	})
}
