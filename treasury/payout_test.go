package treasury_test

import (
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market/markettest"
	"agora/money"
	"agora/setting"
	"agora/treasury"
)

var day = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

func schemas() []db.Schema {
	return append(markettest.Schemas(), setting.Schema, treasury.Schema)
}

// house is a treasury over a market of shops.
type house struct {
	*testing.T
	*markettest.Fixture
	*treasury.Service
	settings *setting.Service
}

func open(t *testing.T, d *db.DB, shops int) house {
	f := markettest.New(t, d, shops, 1, 1000)
	s := setting.New(d)
	return house{t, f, treasury.New(d, s), s}
}

// earn gives a shop money, as completed orders do.
func (h house) earn(i int, minor int64) {
	h.Helper()
	c := h.Shops[i].Currency
	if err := h.DB.Write(h.Context(), func(tx *db.Tx) error {
		_, err := ledger.Post(tx, ledger.Transfer{Shop: h.Shops[i].ID, Kind: "test", Subject: 1, Legs: []ledger.Leg{
			{Account: ledger.Way("play"), Amount: money.Of(-minor, c)}, {Account: ledger.Payable, Amount: money.Of(minor, c)}}})
		return err
	}); err != nil {
		h.Fatal(err)
	}
}

func (h house) stands(i int, a ledger.Account) (minor int64) {
	h.Helper()
	if err := h.DB.Read(h.Context(), func(tx *db.Tx) error {
		b, err := ledger.Of(tx, h.Shops[i].ID, a, h.Shops[i].Currency)
		minor = b.Amount.Minor
		return err
	}); err != nil {
		h.Fatal(err)
	}
	return minor
}

func (h house) plan(day time.Time) (made int) {
	h.Helper()
	made, err := h.Plan(h.Context(), func(time.Time) time.Time { return day })
	if err != nil {
		h.Fatal(err)
	}
	return made
}

func (h house) in(state treasury.PayoutState) []treasury.Payout {
	h.Helper()
	list, err := h.Payouts(h.Context(), markettest.Operator(), state, 0, 50)
	if err != nil {
		h.Fatal(err)
	}
	return list
}

func second() identity.Actor {
	op := markettest.Operator()
	op.Person = 2
	return op
}

func TestAPayoutFromBalanceToBank(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		h, ctx, op := open(t, d, 2), t.Context(), markettest.Operator()
		if err := h.settings.Save(ctx, op, map[string]string{"payout_minimum": "UZS 500", "payout_alone": "KGS 100"}); err != nil {
			t.Fatal(err)
		}
		h.earn(0, 20_000)
		h.earn(1, 49_999)
		if n := h.plan(day) + h.plan(day); n != 1 {
			t.Fatalf("%d payouts; one shop is below the minimum, and a day is planned once", n)
		}
		if h.stands(0, ledger.Payable) != 0 || h.stands(0, ledger.Paying) != 20_000 || h.stands(1, ledger.Payable) != 49_999 {
			t.Fatal("the balances did not move")
		}
		p := h.in(treasury.Planned)[0]
		if _, err := h.File(ctx, op, "KGS"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a file of what nobody approved: %v", err)
		}
		if err := h.Approve(ctx, h.Shops[0].Seller, p.Shop, p.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a seller approved: %v", err)
		}
		if err := h.Approve(ctx, op, p.Shop, p.ID); err != nil || len(h.in(treasury.Approved)) != 0 {
			t.Fatalf("one person approved above the limit: %v", err)
		}
		if err := h.Approve(ctx, op, p.Shop, p.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same person approved twice: %v", err)
		}
		if err := h.Approve(ctx, second(), p.Shop, p.ID); err != nil {
			t.Fatal(err)
		}
		batch, err := h.File(ctx, op, "KGS")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.File(ctx, op, "KGS"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a payout in two files: %v", err)
		}
		list, err := h.Batch(ctx, op, batch)
		var file strings.Builder
		if err != nil || treasury.WriteCSV(&file, list) != nil {
			t.Fatal(err)
		}
		if want := p.Ref() + ",Shop 0,\"Bank, 0001\",200.00,KGS,2026-11-26\n"; !strings.HasSuffix(file.String(), want) {
			t.Errorf("file %q, want a row %q", file.String(), want)
		}
		if err := h.Settle(ctx, op, p.Shop, p.ID, "B-77"); err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{h.Settle(ctx, op, p.Shop, p.ID, "B-77"), h.Withdraw(ctx, op, p.Shop, p.ID, "x")} {
			if !fault.Is(err, fault.Conflict) {
				t.Errorf("settled and then: %v", err)
			}
		}
		if h.stands(0, ledger.Bank) != 20_000 || h.stands(0, ledger.Paying) != 0 {
			t.Error("the bank did not pay")
		}
		if err := h.Return(ctx, op, p.Shop, p.ID, "account closed"); err != nil {
			t.Fatal(err)
		}
		if p := h.in(treasury.Returned)[0]; p.Proof != "account closed" || h.stands(0, ledger.Payable) != 20_000 || h.stands(0, ledger.Bank) != 0 {
			t.Errorf("returned: %+v", p)
		}
		if n := h.plan(day.AddDate(0, 0, 7)); n != 1 {
			t.Errorf("%d payouts a week later", n)
		}
		sound(t, d)
	})
}

func TestRehearsalAndHeldMoneyStay(t *testing.T) {
	d := dbtest.SQLite(t, schemas()...)
	h := open(t, d, 1)
	h.earn(0, 1000)
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := (ledger.Hold{Shop: h.Shops[0].ID, Account: ledger.Payable, Amount: money.Of(400, "KGS"), Reason: "dispute"}).Place(tx); err != nil {
			return err
		}
		_, err := ledger.Post(tx, ledger.Transfer{Shop: h.Shops[0].ID, Kind: "test", Subject: 1, Legs: []ledger.Leg{
			{Account: ledger.Way("play"), Amount: money.Of(-50, money.Play)}, {Account: ledger.Payable, Amount: money.Of(50, money.Play)}}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if h.plan(day) != 1 || h.in(treasury.Planned)[0].Amount != money.Of(600, "KGS") {
		t.Errorf("%+v", h.in(""))
	}
	sound(t, d)
}

func sound(t *testing.T, d *db.DB) {
	t.Helper()
	if r, err := ledger.Check(t.Context(), d); err != nil || len(r.Problems) > 0 {
		t.Errorf("%v %v", r.Problems, err)
	}
}
