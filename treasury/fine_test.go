package treasury_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/market/markettest"
	"agora/money"
	"agora/once"
	"agora/treasury"
)

// fined announces a fine on the first shop.
func (h house) fined(minor int64) treasury.Fine {
	h.Helper()
	f, err := h.Announce(h.Context(), markettest.Operator(), treasury.NewFine{Shop: h.Shops[0].ID, Amount: money.Of(minor, h.Shops[0].Currency),
		Reason: "Sold a copy", Evidence: "The maker of the pattern wrote."})
	if err != nil {
		h.Fatal(err)
	}
	return f
}

func (h house) fine(f treasury.Fine) treasury.Fine {
	h.Helper()
	f, err := h.Fine(h.Context(), markettest.Operator(), f.Shop, f.ID)
	if err != nil {
		h.Fatal(err)
	}
	return f
}

func TestAFineIsAppealedAgainstAndAnotherDecides(t *testing.T) {
	dbtest.Each(t, append(schemas(), once.Schema), func(t *testing.T, d *db.DB) {
		h, ctx, op := open(t, d, 2), t.Context(), markettest.Operator()
		seller, stranger := h.Shops[0].Seller, h.Shops[1].Seller
		h.earn(0, 5_000)
		f := h.fined(8_000)
		if n, err := h.ChargeFines(ctx, 10); n != 0 || err != nil || h.stands(0, ledger.Fines) != 0 {
			t.Errorf("%d charged before they are due, %v", n, err)
		}
		for who, by := range map[string]identity.Actor{"a stranger": stranger, "an operator": op} {
			if err := h.Appeal(ctx, by, f.Shop, f.ID, "no"); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s appealed: %v", who, err)
			}
		}
		if _, err := h.Fine(ctx, stranger, f.Shop, f.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another shop reads it: %v", err)
		}
		if err := h.Appeal(ctx, seller, f.Shop, f.ID, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("an appeal without words: %v", err)
		}
		if err := h.Appeal(ctx, seller, f.Shop, f.ID, "It is my grandmother's pattern."); err != nil {
			t.Fatal(err)
		}
		if err := h.Appeal(ctx, seller, f.Shop, f.ID, "again"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second appeal: %v", err)
		}
		if err := h.Uphold(ctx, op, f.Shop, f.ID, "it stands"); !fault.Is(err, fault.Conflict) {
			t.Errorf("who announced it decided: %v", err)
		}
		if err := h.Uphold(ctx, seller, f.Shop, f.ID, "x"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the seller decided: %v", err)
		}
		if err := h.Uphold(ctx, second(), f.Shop, f.ID, "it stands"); err != nil {
			t.Fatal(err)
		}
		if h.stands(0, ledger.Fines) != 8_000 || h.stands(0, ledger.Payable) != 0 || h.stands(0, ledger.Debt) != -3_000 {
			t.Errorf("charged: fines %d, payable %d, debt %d", h.stands(0, ledger.Fines), h.stands(0, ledger.Payable), h.stands(0, ledger.Debt))
		}
		if err := h.Lift(ctx, second(), f.Shop, f.ID, "new papers came"); err != nil {
			t.Fatal(err)
		}
		if err := h.Lift(ctx, second(), f.Shop, f.ID, "again"); !fault.Is(err, fault.Conflict) {
			t.Errorf("lifted twice: %v", err)
		}
		if h.stands(0, ledger.Fines) != 0 || h.stands(0, ledger.Payable) != 5_000 || h.stands(0, ledger.Debt) != 0 {
			t.Errorf("given back: fines %d, payable %d, debt %d", h.stands(0, ledger.Fines), h.stands(0, ledger.Payable), h.stands(0, ledger.Debt))
		}
		if f = h.fine(f); f.State != treasury.FineLifted || f.Decision != "new papers came" || f.Appeal == "" {
			t.Errorf("%+v", f)
		}
		sound(t, d)
	})
}

func TestAFileOfAFineIsForItsPartiesOnly(t *testing.T) {
	d := dbtest.SQLite(t, append(schemas(), once.Schema)...)
	h, ctx, op := open(t, d, 2), t.Context(), markettest.Operator()
	papers, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h.KeepPapers(papers)
	announce := func(content string) (treasury.Fine, error) {
		return h.Announce(ctx, op, treasury.NewFine{Shop: h.Shops[0].ID, Amount: money.Of(1, h.Shops[0].Currency), Reason: "r", Evidence: "e", File: strings.NewReader(content)})
	}
	for what, bad := range map[string]struct {
		content string
		want    fault.Kind
	}{"a page": {"<html><script>", fault.Invalid}, "nothing": {"", fault.Invalid}, "too large": {"%PDF-" + strings.Repeat("x", treasury.MaxPaper), fault.TooLarge}} {
		if _, err := announce(bad.content); !fault.Is(err, bad.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if list, err := h.Fines(ctx, op, "", 0); err != nil || len(list) != 0 {
		t.Errorf("refused and kept: %+v, %v", list, err)
	}
	f, err := announce("%PDF-1.7 the letter")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.OpenPaper(ctx, h.Shops[1].Seller, f.Shop, f.ID); !fault.Is(err, fault.Forbidden) {
		t.Errorf("another shop opens it: %v", err)
	}
	for _, by := range []identity.Actor{op, h.Shops[0].Seller} {
		file, paper, err := h.OpenPaper(ctx, by, f.Shop, f.ID)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(file)
		if err != nil || !bytes.Equal(content, []byte("%PDF-1.7 the letter")) || paper.Type != "application/pdf" {
			t.Errorf("%q %+v %v", content, paper, err)
		}
		file.Close()
	}
}

func TestRehearsalsAreNotFined(t *testing.T) {
	d := dbtest.SQLite(t, append(schemas(), once.Schema)...)
	h := open(t, d, 1)
	for _, a := range []money.Amount{money.Of(5, money.Play), money.Of(5, "PKR"), money.Of(0, h.Shops[0].Currency)} {
		if _, err := h.Announce(t.Context(), markettest.Operator(), treasury.NewFine{Shop: h.Shops[0].ID, Amount: a, Reason: "r", Evidence: "e"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", a, err)
		}
	}
}

// TestWhateverHappensToFinesTheLedgerKnows lets people do anything to fines in
// any order, on a balance that comes and goes.
func TestWhateverHappensToFinesTheLedgerKnows(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, append(schemas(), once.Schema)...)
	h, ctx := open(t, d, 1), t.Context()
	people := []identity.Actor{markettest.Operator(), second(), h.Shops[0].Seller}
	earned := int64(0)
	rapid.Check(t, func(r *rapid.T) {
		pick := func() (treasury.Fine, bool) {
			list, err := h.Fines(ctx, markettest.Operator(), "", 0)
			if err != nil || len(list) == 0 {
				return treasury.Fine{}, false
			}
			return list[rapid.IntRange(0, min(len(list), 5)-1).Draw(r, "fine")], true
		}
		move := func(do func(identity.Actor, catalog.ShopID, treasury.FineID) error) {
			f, ok := pick()
			if !ok {
				return
			}
			switch err := do(rapid.SampledFrom(people).Draw(r, "who"), f.Shop, f.ID); fault.KindOf(err) {
			case fault.Conflict, fault.Forbidden:
			default:
				if err != nil {
					r.Fatal(err)
				}
			}
		}
		r.Repeat(map[string]func(*rapid.T){
			"announce": func(*rapid.T) { h.fined(rapid.Int64Range(1, 5_000).Draw(r, "sum")) },
			"earn":     func(*rapid.T) { n := rapid.Int64Range(1, 4_000).Draw(r, "sum"); earned += n; h.earn(0, n) },
			"appeal": func(*rapid.T) {
				move(func(by identity.Actor, s catalog.ShopID, id treasury.FineID) error {
					return h.Appeal(ctx, by, s, id, "no")
				})
			},
			"uphold": func(*rapid.T) {
				move(func(by identity.Actor, s catalog.ShopID, id treasury.FineID) error {
					return h.Uphold(ctx, by, s, id, "yes")
				})
			},
			"lift": func(*rapid.T) {
				move(func(by identity.Actor, s catalog.ShopID, id treasury.FineID) error {
					return h.Lift(ctx, by, s, id, "no")
				})
			},
			"wait": func(*rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(1, 9).Draw(r, "days")) * 24 * time.Hour)
				if _, err := h.ChargeFines(ctx, 1000); err != nil {
					r.Fatal(err)
				}
			},
			"": func(*rapid.T) {
				var charged int64
				if err := d.Read(ctx, func(tx *db.Tx) error {
					return tx.Row(`SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM fines WHERE state = 'charged'`, nil, &charged)
				}); err != nil {
					r.Fatal(err)
				}
				fines, net := h.stands(0, ledger.Fines), h.stands(0, ledger.Payable)+h.stands(0, ledger.Debt)
				if fines != charged || net != earned-charged {
					r.Fatalf("fines of %d are charged, the ledger has %d; the seller stands at %d of %d", charged, fines, net, earned-charged)
				}
			},
		})
	})
	sound(t, d)
}
