package treasury_test

import (
	"bytes"
	"context"
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

// person is who acts on fines in the machine below: she who announces all of
// them, another operator, the seller.
type person int

const (
	announcer person = iota
	other
	owner
)

// lawful says, beside the program's own table, what a move makes of a fine; ""
// when it is refused.
func lawful(f treasury.Fine, who person, move string, now time.Time) treasury.FineState {
	switch {
	case f.State == treasury.FineAnnounced && move == "appeal" && who == owner && now.Before(f.Due):
		return treasury.FineAppealed
	case f.State == treasury.FineAnnounced && move == "lift" && who != owner:
		return treasury.FineLifted
	case f.State == treasury.FineAppealed && move == "uphold" && who == other:
		return treasury.FineCharged
	case (f.State == treasury.FineAppealed || f.State == treasury.FineCharged) && move == "lift" && who == other:
		return treasury.FineLifted
	}
	return ""
}

// TestWhateverHappensToFinesTheLedgerKnows lets people do anything to fines in
// any order, on a balance that comes and goes: each fine is where the rules say,
// and the books hold exactly those that are charged.
func TestWhateverHappensToFinesTheLedgerKnows(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, append(schemas(), once.Schema)...)
	h, ctx := open(t, d, 1), t.Context()
	people := []identity.Actor{markettest.Operator(), second(), h.Shops[0].Seller}
	earned := int64(0)
	rapid.Check(t, func(r *rapid.T) {
		known := map[treasury.FineID]treasury.FineState{}
		var ids []treasury.FineID
		act := func(move string, do func(context.Context, identity.Actor, catalog.ShopID, treasury.FineID, string) error) func(*rapid.T) {
			return func(r *rapid.T) {
				if len(ids) == 0 {
					r.Skip("no fine yet")
				}
				f := h.fine(treasury.Fine{Shop: h.Shops[0].ID, ID: rapid.SampledFrom(ids).Draw(r, "fine")})
				who := person(rapid.IntRange(0, len(people)-1).Draw(r, "who"))
				want := lawful(f, who, move, now)
				err := do(ctx, people[who], f.Shop, f.ID, "because")
				if (err == nil) != (want != "") {
					r.Fatalf("person %d, %s of a fine that is %s: %v", who, move, f.State, err)
				}
				if want != "" {
					known[f.ID] = want
				}
			}
		}
		r.Repeat(map[string]func(*rapid.T){
			"announce": func(r *rapid.T) {
				f := h.fined(rapid.Int64Range(1, 5_000).Draw(r, "sum"))
				ids, known[f.ID] = append(ids, f.ID), treasury.FineAnnounced
			},
			"earn": func(r *rapid.T) {
				n := rapid.Int64Range(1, 4_000).Draw(r, "sum")
				earned += n
				h.earn(0, n)
			},
			"appeal": act("appeal", h.Appeal),
			"uphold": act("uphold", h.Uphold),
			"lift":   act("lift", h.Lift),
			"wait": func(r *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(1, 9).Draw(r, "days")) * 24 * time.Hour)
			},
			"charge": func(r *rapid.T) {
				if _, err := h.ChargeFines(ctx, 1000); err != nil {
					r.Fatal(err)
				}
				for _, id := range ids {
					if f := h.fine(treasury.Fine{Shop: h.Shops[0].ID, ID: id}); known[id] == treasury.FineAnnounced && !now.Before(f.Due) {
						known[id] = treasury.FineCharged
					}
				}
			},
			"": func(r *rapid.T) {
				for _, id := range ids {
					if f := h.fine(treasury.Fine{Shop: h.Shops[0].ID, ID: id}); f.State != known[id] {
						r.Fatalf("a fine is %s, it should be %s", f.State, known[id])
					}
				}
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
