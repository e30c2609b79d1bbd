package ledger_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	. "agora/ledger"
	"agora/money"
)

func som(minor int64) money.Amount { return money.Of(minor, "KGS") }

func post(t testing.TB, d *db.DB, shop db.ShopID, legs ...Leg) error {
	t.Helper()
	return d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := Post(tx, Transfer{Shop: shop, Kind: "test", Subject: 1, Legs: legs})
		return err
	})
}

func balance(t testing.TB, d *db.DB, shop db.ShopID, a Account) (b Balance) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) (err error) {
		b, err = Of(tx, shop, a, "KGS")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return b
}

func sound(t testing.TB, d *db.DB) {
	t.Helper()
	r, err := Check(t.Context(), d)
	if err != nil || len(r.Problems) > 0 {
		t.Fatalf("check: %v %v", err, r.Problems)
	}
}

func TestTransferMovesMoneyOrNothing(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		if err := post(t, d, 1, Leg{Buyers, som(-500)}, Leg{Escrow, som(500)}); err != nil {
			t.Fatal(err)
		}
		err := post(t, d, 1, Leg{Payable, som(501)}, Leg{Escrow, som(-501)})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("escrow fell below zero: %v", err)
		}
		if got := balance(t, d, 1, Payable); got.Amount.Minor != 0 {
			t.Errorf("half a transfer stayed: %v", got)
		}
		for _, legs := range [][]Leg{
			{{Buyers, som(-5)}, {Escrow, som(4)}},
			{{Buyers, som(-5)}, {Escrow, money.Of(5, "PKR")}},
			{{Buyers, som(0)}, {Escrow, som(0)}},
			{{Buyers, som(5)}},
		} {
			if err := post(t, d, 1, legs...); !errors.Is(err, ErrUnbalanced) {
				t.Errorf("%v: %v", legs, err)
			}
		}
		sound(t, d)
	})
}

func TestHeldMoneyStays(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		if err := post(t, d, 1, Leg{Buyers, som(-500)}, Leg{Payable, som(500)}); err != nil {
			t.Fatal(err)
		}
		var id HoldID
		hold := func(minor int64) error {
			return d.Write(t.Context(), func(tx *db.Tx) (err error) {
				id, err = Hold{Shop: 1, Account: Payable, Amount: som(minor), Reason: "dispute"}.Place(tx)
				return err
			})
		}
		if err := hold(400); err != nil {
			t.Fatal(err)
		}
		held := id
		if err := hold(101); !fault.Is(err, fault.Conflict) {
			t.Errorf("held more than there is: %v", err)
		}
		if err := post(t, d, 1, Leg{Payable, som(-101)}, Leg{Bank, som(101)}); !fault.Is(err, fault.Conflict) {
			t.Errorf("held money moved: %v", err)
		}
		for range 2 {
			if err := d.Write(t.Context(), func(tx *db.Tx) error { return EndHold(tx, 1, held) }); err != nil {
				t.Fatal(err)
			}
		}
		if err := post(t, d, 1, Leg{Payable, som(-500)}, Leg{Bank, som(500)}); err != nil {
			t.Errorf("freed money did not move: %v", err)
		}
		if b := balance(t, d, 1, Payable); b.Amount.Minor != 0 || b.Held.Minor != 0 {
			t.Errorf("balance %+v", b)
		}
		sound(t, d)
	})
}

func TestStatementTellsEveryBalance(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		for _, n := range []int64{100, 250, -50} {
			if err := post(t, d, 3, Leg{Buyers, som(-n)}, Leg{Payable, som(n)}); err != nil {
				t.Fatal(err)
			}
		}
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			list, err := Statement(tx, 3, Payable, 0, 2)
			if err != nil {
				return err
			}
			if len(list) != 2 || list[0].Balance.Minor != 300 || list[1].Balance.Minor != 350 {
				t.Errorf("statement %+v", list)
			}
			rest, err := Statement(tx, 3, Payable, list[1].Transfer, 2)
			if len(rest) != 1 || rest[0].Balance.Minor != 100 {
				t.Errorf("the rest %+v", rest)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestAnyHistoryStaysSound posts random transfers, some of which must fail, and
// compares the balances with a plain model.
func TestAnyHistoryStaysSound(t *testing.T) {
	d := dbtest.SQLite(t, Schema)
	accounts := []Account{Buyers, Pending, Escrow, Payable, Commission, Exchange, Way("cash")}
	guarded := map[Account]bool{Pending: true, Escrow: true, Payable: true, Commission: true}
	model := map[db.ShopID]map[Account]int64{}
	rapid.Check(t, func(r *rapid.T) {
		shop := db.ShopID(rapid.Int64Range(1, 3).Draw(r, "shop"))
		if model[shop] == nil {
			model[shop] = map[Account]int64{}
		}
		n := rapid.IntRange(1, 5).Draw(r, "legs")
		var legs []Leg
		var sum int64
		delta := map[Account]int64{}
		for range n {
			a := rapid.SampledFrom(accounts).Draw(r, "account")
			m := rapid.Int64Range(-300, 300).Draw(r, "amount")
			legs, sum = append(legs, Leg{a, som(m)}), sum+m
			delta[a] += m
		}
		legs = append(legs, Leg{Buyers, som(-sum)})
		delta[Buyers] -= sum
		err := post(t, d, shop, legs...)
		allowed, low := true, map[Account]int64{}
		for _, l := range legs { // legs apply one after another
			low[l.Account] += l.Amount.Minor
			if guarded[l.Account] && l.Amount.Minor < 0 && model[shop][l.Account]+low[l.Account] < 0 {
				allowed = false
			}
		}
		if errors.Is(err, ErrUnbalanced) { // all legs were zero
			return
		}
		if (err == nil) != allowed {
			r.Fatalf("posting %v gave %v, allowed %v", legs, err, allowed)
		}
		if err == nil {
			for a, m := range delta {
				model[shop][a] += m
			}
		}
	})
	for shop, accounts := range model {
		for a, want := range accounts {
			if got := balance(t, d, shop, a); got.Amount.Minor != want {
				t.Errorf("shop %d %s: %d, want %d", shop, a, got.Amount.Minor, want)
			}
		}
	}
	sound(t, d)
}

func TestCheckSeesEveryForgery(t *testing.T) {
	forgeries := map[string]string{
		"entry changed":    "UPDATE ledger_entries SET amount = amount + 1 WHERE leg = 1",
		"entry removed":    "DELETE FROM ledger_entries WHERE leg = 1",
		"transfer removed": "DELETE FROM ledger_transfers WHERE seq = 1",
		"balance changed":  "UPDATE ledger_balances SET balance = balance + 1",
		"kind changed":     "UPDATE ledger_transfers SET kind = 'other' WHERE seq = 1",
		"tail cut":         "DELETE FROM ledger_transfers WHERE seq = 2",
	}
	for name, forgery := range forgeries {
		t.Run(name, func(t *testing.T) {
			d := dbtest.SQLite(t, Schema)
			for range 2 {
				if err := post(t, d, 1, Leg{Buyers, som(-5)}, Leg{Escrow, som(5)}); err != nil {
					t.Fatal(err)
				}
			}
			sound(t, d)
			if err := d.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(forgery); return err }); err != nil {
				t.Fatal(err)
			}
			if r, err := Check(t.Context(), d); err != nil || len(r.Problems) == 0 {
				t.Errorf("not seen: %v %v", r, err)
			}
		})
	}
}
