package market_test

import (
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
)

// shipped brings a new order paid at the door on its way.
func shipped(t *testing.T, f *markettest.Fixture, tracking string) market.Order {
	t.Helper()
	g := placed(t, f, 1, "saima@example.org")
	o, by := g.Orders[0], f.Shops[0].Seller
	for _, err := range []error{f.Market.Accept(t.Context(), by, o.ID), f.Market.Pack(t.Context(), by, o.ID),
		f.Market.Ship(t.Context(), by, o.ID, "", tracking)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// inBank gives what an account stands at over the whole house.
func inBank(t *testing.T, d *db.DB, a ledger.Account) (minor int64) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		list, err := ledger.Totals(tx)
		for _, b := range list {
			if b.Account == a && b.Amount.Currency == "PKR" {
				minor = b.Amount.Minor
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return minor
}

func TestAnAgentHandsOverAndRemits(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 20)
		m, ctx, op := f.Market, t.Context(), markettest.Operator()
		agent, other := f.Agent(t, 501, "post"), f.Agent(t, 502, "Camel riders")
		a, b, c := shipped(t, f, "LHE-0001"), shipped(t, f, "LHE-0002"), shipped(t, f, "LHE-0003")

		for _, text := range []string{"lhe-0001", a.Ref, a.Ref[:10]} {
			if list, err := m.ToHandOver(ctx, agent, text); err != nil || len(list) != 1 || list[0].ID != a.ID {
				t.Errorf("%q finds %v, %v", text, list, err)
			}
			if list, err := m.ToHandOver(ctx, other, text); err != nil || len(list) != 0 {
				t.Errorf("another carrier's agent finds %v, %v", list, err)
			}
		}
		if _, err := m.ToHandOver(ctx, f.Shops[0].Seller, a.Ref); !fault.HasKey(err, "fault.agents_only") {
			t.Errorf("a seller looks for parcels: %v", err)
		}
		if err := m.HandOver(ctx, other, a.ID, a.Charged); !fault.Is(err, fault.NotFound) {
			t.Errorf("handed over by another carrier's agent: %v", err)
		}
		if err := m.HandOver(ctx, agent, a.ID, money.Of(a.Charged.Minor-1, "PKR")); !fault.HasKey(err, "fault.amount_differs") {
			t.Errorf("for less: %v", err)
		}
		if err := m.Deliver(ctx, agent, a.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("delivered past the till: %v", err)
		}
		for _, o := range []market.Order{a, b} {
			if err := m.HandOver(ctx, agent, o.ID, o.Charged); err != nil {
				t.Fatal(err)
			}
			if err := m.HandOver(ctx, agent, o.ID, o.Charged); !fault.Is(err, fault.Conflict) {
				t.Errorf("twice: %v", err)
			}
		}
		if err := m.RefuseAtDoor(ctx, agent, c.ID, "She did not want it."); err != nil {
			t.Fatal(err)
		}
		mine, both := ledger.Holder("cash", 501), a.Charged.Minor+b.Charged.Minor
		if got := inBank(t, d, mine); got != -both {
			t.Errorf("the ledger has %d with her, not %d", got, -both)
		}
		till, err := m.TillOf(ctx, agent, agent.Person)
		if err != nil || len(till.Orders) != 2 || len(till.Holds) != 1 || till.Holds[0].Minor != both {
			t.Fatalf("%+v, %v", till, err)
		}
		if _, err := m.TillOf(ctx, other, agent.Person); err == nil {
			t.Error("an agent looks into another's till")
		}

		// She pays in seven hundredths too little for both.
		r, err := m.Declare(ctx, agent, agent.Person, money.Of(both, "PKR"), "slip 8", []market.OrderID{a.ID, b.ID})
		if err != nil || r.Lines.Minor != both || r.Orders != 2 {
			t.Fatalf("%+v, %v", r, err)
		}
		if _, err := m.Declare(ctx, agent, agent.Person, money.Of(both, "PKR"), "slip 8", []market.OrderID{a.ID}); !fault.HasKey(err, "fault.remit_changed") {
			t.Errorf("remitted twice: %v", err)
		}
		if err := m.SettleRemittance(ctx, agent, r.ID, r.Declared, "B-1"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("settled by herself: %v", err)
		}
		if err := m.MissRemittance(ctx, op, r.ID, "Nothing came"); err != nil {
			t.Fatal(err)
		}
		if r, err = m.Declare(ctx, agent, agent.Person, money.Of(both, "PKR"), "slip 9", nil); err != nil {
			t.Fatal(err)
		}
		if err := m.SettleRemittance(ctx, op, r.ID, money.Of(both-7, "PKR"), "B-2"); err != nil {
			t.Fatal(err)
		}
		if err := m.SettleRemittance(ctx, op, r.ID, money.Of(both-7, "PKR"), "B-2"); !fault.Is(err, fault.Conflict) {
			t.Errorf("settled twice: %v", err)
		}
		if got, lines, err := m.RemittanceOf(ctx, op, r.ID); err != nil || got.Short().Minor != 7 || len(lines) != 2 || lines[0].Ref != a.Ref {
			t.Errorf("%+v %v, %v", got, lines, err)
		}
		if till, err = m.TillOf(ctx, agent, agent.Person); err != nil || len(till.Orders) != 0 || till.Holds[0].Minor != 7 || len(till.Remittances) != 2 {
			t.Errorf("%+v, %v", till, err)
		}
		if got, bank := inBank(t, d, mine), inBank(t, d, ledger.Bank); got != -7 || bank != 7-both {
			t.Errorf("with her %d, at the bank %d", got, bank)
		}
		if inBank(t, d, ledger.Between) != 0 {
			t.Error("shards owe each other")
		}

		// What was missing comes without orders.
		if r, err = m.Declare(ctx, op, agent.Person, money.Of(7, "PKR"), "slip 10", nil); err != nil {
			t.Fatal(err)
		}
		if err := m.SettleRemittance(ctx, op, r.ID, money.Of(7, "PKR"), "B-3"); err != nil {
			t.Fatal(err)
		}
		if list, err := m.Agents(ctx, op, 0); err != nil || len(list) != 2 || len(list[0].Holds) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := m.Declare(ctx, op, agent.Person, money.Of(7, "PKR"), "slip 11", nil); !fault.HasKey(err, "fault.nothing_to_remit") {
			t.Errorf("for nothing: %v", err)
		}
		if posts, err := m.Postings(ctx, op, a); err != nil || posts[len(posts)-1].Kind != "cash.remitted" {
			t.Errorf("%v, %v", posts, err)
		}
		sound(t, d)
	})
}

func TestCashOfACarrierWithoutAgents(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 1, 20)
		m, ctx, op := f.Market, t.Context(), markettest.Operator()
		o := shipped(t, f, "LHE-0001")
		if err := m.Deliver(ctx, f.Shops[0].Seller, o.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := m.Agents(ctx, op, 0); err != nil || len(list) != 1 || list[0].Holds[0] != o.Charged {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := m.Declare(ctx, f.Shops[0].Seller, 0, o.Charged, "list 4", nil); err == nil {
			t.Error("a seller remits")
		}
		r, err := m.Declare(ctx, op, 0, o.Charged, "list 4", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.SettleRemittance(ctx, op, r.ID, o.Charged, "B-1"); err != nil {
			t.Fatal(err)
		}
		if got := inBank(t, d, ledger.Way("cash")); got != 0 {
			t.Errorf("%d are still with the carrier", got)
		}
		sound(t, d)
	})
}

func TestADismissedAgentHandsOverNothing(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	f := markettest.New(t, d, 1, 1, 20)
	agent, o := f.Agent(t, 501, "Post"), shipped(t, f, "LHE-0001")
	if err := f.Market.Appoint(t.Context(), agent, identity.Person{ID: 502}, "Post", "Here"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an agent appoints another: %v", err)
	}
	if err := f.Market.Dismiss(t.Context(), agent, 501); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an agent dismisses: %v", err)
	}
	if err := f.Market.Dismiss(t.Context(), markettest.Operator(), 501); err != nil {
		t.Fatal(err)
	}
	// agent still says that she is one, as a session of before would
	if err := f.Market.HandOver(t.Context(), agent, o.ID, o.Charged); !fault.HasKey(err, "fault.agents_only") {
		t.Errorf("handed over: %v", err)
	}
	if p, err := f.People.Person(t.Context(), identity.System(), 501); err != nil || len(p.Roles) != 0 {
		t.Errorf("her roles are %v, %v", p.Roles, err)
	}
}
