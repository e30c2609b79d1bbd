package invoice_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"agora/commission"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/invoice"
	"agora/ledger"
	"agora/market/markettest"
	"agora/money"
)

func schemas() []db.Schema { return append(markettest.Schemas(), invoice.Schema) }

// TestInvoicesAddUpToTheLedger books commission and what goes back of it over
// several months at random, and compares each month's papers with the ledger.
func TestInvoicesAddUpToTheLedger(t *testing.T) {
	now := time.Now().UTC()
	dbtest.EachAt(t, func() time.Time { return now }, schemas(), func(t *testing.T, d *db.DB) {
		now = time.Now().UTC()
		f := markettest.New(t, d, 3, 1, 10)
		s, boss := invoice.New(d, func() string { return "The House" }), markettest.Operator()
		if err := commission.New(d).Add(t.Context(), boss, commission.Rule{Scope: commission.OfTax, Country: "KG", Rate: 1200}); err != nil {
			t.Fatal(err)
		}
		if made, err := s.Make(t.Context()); err != nil || made != 0 {
			t.Fatal(made, err)
		}
		rnd := rand.New(rand.NewPCG(1, 2))
		type key struct {
			shop  db.ShopID
			month time.Time
		}
		booked := map[key]int64{}
		has := map[db.ShopID]int64{}
		post := func(i int, share, tax int64) {
			t.Helper()
			shop := f.Shops[i]
			if err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := ledger.Post(tx, ledger.Transfer{Shop: shop.ID, Kind: "test", Subject: 1, Legs: []ledger.Leg{
					{Account: ledger.Commission, Amount: money.Of(share, shop.Currency)}, {Account: ledger.CommissionTax, Amount: money.Of(tax, shop.Currency)},
					{Account: ledger.Buyers, Amount: money.Of(-share-tax, shop.Currency)}}})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			booked[key{shop.ID, invoice.MonthOf(now)}] += share + tax
			has[shop.ID] += share
		}
		want := 0
		for range 3 {
			now = invoice.MonthOf(now).AddDate(0, 1, 0)
			for range 20 {
				i := rnd.IntN(len(f.Shops))
				share := rnd.Int64N(1000) + 100
				if rnd.IntN(3) == 0 && has[f.Shops[i].ID] >= share { // a refund
					post(i, -share, 0)
				} else {
					post(i, share, share*12/100)
				}
				now = now.Add(time.Hour)
			}
			if made, err := s.Make(t.Context()); err != nil {
				t.Fatal(made, err)
			}
		}
		now = invoice.MonthOf(now).AddDate(0, 1, 0)
		for range 2 { // again gives no more
			if _, err := s.Make(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.List(t.Context(), boss, db.House, 0)
		if err != nil {
			t.Fatal(err)
		}
		for k := range booked {
			if k.month.Before(invoice.MonthOf(now)) {
				want++
			}
		}
		if len(list) != want {
			t.Errorf("%d invoices, want %d", len(list), want)
		}
		numbers := map[string]int{}
		for n, i := range list {
			if i.Total().Minor != booked[key{i.Shop, i.Month}] {
				t.Errorf("%s of %s: %s, booked %d", i.Number, i.Month, i.Total(), booked[key{i.Shop, i.Month}])
			}
			whole, err := s.Invoice(t.Context(), boss, i.Shop, i.ID)
			sum := int64(0)
			for _, l := range whole.Lines {
				sum += l.Commission.Minor + l.Tax.Minor
			}
			if err != nil || sum != i.Total().Minor {
				t.Errorf("%s has lines of %d, %v", i.Number, sum, err)
			}
			numbers[i.Number]++
			if n == len(list)-1 && i.Number != fmt.Sprintf("KG-%d-000001", i.Month.Year()) {
				t.Errorf("the first is %s", i.Number)
			}
		}
		for _, i := range list { // without gaps: each but the first of a year has one before
			var n int
			if _, err := fmt.Sscanf(i.Number[len("KG-2026-"):], "%d", &n); err != nil || n > 1 && numbers[fmt.Sprintf("%s%06d", i.Number[:8], n-1)] != 1 {
				t.Errorf("%s has none before it, %v", i.Number, err)
			}
		}
		if _, err := s.List(t.Context(), f.Shops[0].Seller, f.Shops[1].ID, 0); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		if _, err := s.List(t.Context(), identity.Guest(), db.House, 0); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		if _, err := s.Invoice(t.Context(), f.Shops[0].Seller, f.Shops[0].ID, 1); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}
