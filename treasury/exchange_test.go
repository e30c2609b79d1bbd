package treasury_test

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market/markettest"
	"agora/money"
	"agora/treasury"
)

// TestAConversionClosesAPosition changes a position at the bank in two parts:
// what is above the book is a gain, and the last part leaves nothing.
func TestAConversionClosesAPosition(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		h, boss := open(t, d, 1), markettest.Operator()
		pair := ledger.Pair("PKR", "KGS")
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := ledger.Post(tx, ledger.Transfer{Shop: h.Shops[0].ID, Kind: "test", Subject: 1, Legs: []ledger.Leg{
				{Account: ledger.Way("play"), Amount: money.Of(-100_000, "PKR")}, {Account: pair, Amount: money.Of(100_000, "PKR")},
				{Account: pair, Amount: money.Of(-31_003, "KGS")}, {Account: ledger.Escrow, Amount: money.Of(31_003, "KGS")}}})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		convert := func(sold, bought int64, proof string) error {
			return h.Convert(t.Context(), boss, treasury.Conversion{Pair: pair, Sold: money.Of(sold, "PKR"), Bought: money.Of(bought, "KGS"), Day: time.Now().AddDate(0, 0, -1), Proof: proof})
		}
		for name, err := range map[string]error{"too much": convert(100_001, 31_003, "B"), "nothing": convert(0, 1, "B"), "no number": convert(1, 1, "")} {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, c := range map[string]treasury.Conversion{"tomorrow": {Day: time.Now().AddDate(0, 0, 2)}, "long ago": {Day: time.Now().AddDate(-2, 0, 0)}, "no day": {},
			"beyond bounds": {Day: time.Now(), Bought: money.Of(1<<62, "KGS")}, "another money": {Day: time.Now(), Bought: money.Of(1, "UZS")},
			"another pair": {Day: time.Now(), Pair: ledger.Pair("KGS", "PKR")}} {
			if c.Pair == "" {
				c.Pair = pair
			}
			if c.Bought.IsZero() {
				c.Bought = money.Of(1, "KGS")
			}
			c.Sold, c.Proof = money.Of(1, "PKR"), "B"
			if err := h.Convert(t.Context(), boss, c); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := h.Convert(t.Context(), identity.Guest(), treasury.Conversion{}); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		if err := convert(33_333, 10_400, "B-1"); err != nil { // stands for 10,334.23 at the book
			t.Fatal(err)
		}
		if err := convert(1, 1, "B-1"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a number twice: %v", err)
		}
		if err := convert(66_667, 20_600, "B-2"); err != nil {
			t.Fatal(err)
		}
		if list, err := h.Positions(t.Context(), boss); err != nil || len(list) != 0 {
			t.Errorf("left %v, %v", list, err)
		}
		if err := d.Read(t.Context(), func(tx *db.Tx) error {
			b, err := ledger.Of(tx, db.House, ledger.Result, "KGS")
			if b.Amount.Minor != 10_400+20_600-31_003 {
				t.Errorf("result %s", b.Amount)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if report, err := ledger.Check(t.Context(), d); err != nil || len(report.Problems) > 0 {
			t.Errorf("%v, %v", report.Problems, err)
		}
		if _, err := h.Positions(t.Context(), identity.Guest()); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	})
}

// TestPartsOfAPositionLeaveNothing closes positions in parts of any size, each
// against what the parts before it left: both sides end at zero together, and
// no part is further from the book's rate than rounding.
func TestPartsOfAPositionLeaveNothing(t *testing.T) {
	const most = 1_000_000_000_000_000
	rapid.Check(t, func(r *rapid.T) {
		from, to := rapid.Int64Range(1, most).Draw(r, "from"), -rapid.Int64Range(0, most).Draw(r, "to")
		turned := rapid.Bool().Draw(r, "turned")
		for from > 0 {
			p := treasury.Position{Sides: [2]money.Amount{money.Of(from, "PKR"), money.Of(to, "KGS")}}
			if turned {
				p.Sides[0], p.Sides[1] = p.Sides[1], p.Sides[0]
			}
			sold := rapid.Int64Range((from+3)/4, from).Draw(r, "sold")
			closes, err := p.Closes(money.Of(sold, "PKR"))
			if err != nil || closes.Currency != "KGS" || closes.Minor < 0 || closes.Minor > -to {
				r.Fatalf("%d of %v closes %v, %v", sold, p.Sides, closes, err)
			}
			exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(-to), big.NewInt(sold)), big.NewInt(from))
			if off := exact.Sub(exact, new(big.Rat).SetInt64(closes.Minor)); off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
				r.Fatalf("%d of %v closes %v, off by %s", sold, p.Sides, closes, off)
			}
			from, to = from-sold, to+closes.Minor
		}
		if to != 0 {
			r.Fatalf("left %d", to)
		}
	})
}
