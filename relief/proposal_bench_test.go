package relief_test

import (
	"fmt"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/goods"
	. "agora/relief"
)

// crowd adds places that each lack masks, gloves and thermometers, and pledges of these.
func crowd(tb testing.TB, d *db.DB, crisis CrisisID, items []Item, places, pledges int) {
	tb.Helper()
	err := d.Write(tb.Context(), func(tx *db.Tx) error {
		for n := range places {
			at := tx.ID()
			if _, err := tx.Exec("INSERT INTO relief_facilities (crisis_id, facility_id, state, kind, doc) VALUES "+db.Places(1, 5), int64(crisis), at, "verified", "clinic",
				fmt.Sprintf(`{"name":"Clinic %d","country":"TJ","town":"Vose","lat":%d,"lon":%d,"contact":{}}`, n, 3_700_000+n*37%300_000, 6_800_000+n*91%400_000)); err != nil {
				return err
			}
			for k, i := range items {
				if _, err := tx.Exec("INSERT INTO relief_needs (crisis_id, need_id, facility_id, item_id, state, doc) VALUES "+db.Places(1, 6), int64(crisis), tx.ID(), at, int64(i.ID), "open",
					fmt.Sprintf(`{"daily":%d,"days":14,"stock":%d,"staff":%d,"reporter":{}}`, 10+n*7%90, n*13%200, n*k%60)); err != nil {
					return err
				}
			}
		}
		for n := range pledges {
			if _, err := tx.Exec("INSERT INTO relief_pledges (crisis_id, pledge_id, item_id, units, state, doc) VALUES "+db.Places(1, 6), int64(crisis), tx.ID(), int64(items[n%len(items)].ID), 100+n*31%4000, "taken",
				fmt.Sprintf(`{"donor":"Donor %d","place":"Osh","lat":%d,"lon":%d,"contact":{}}`, n, 3_900_000+n*53%200_000, 6_900_000+n*17%400_000)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// TestManyLinesTakeFewStatements proposes and approves hundreds of lines: what is asked of
// the database does not grow with each.
func TestManyLinesTakeFewStatements(t *testing.T) {
	d := dbtest.SQLite(t, event.Schema, goods.Schema, Schema)
	a := newAid(t, d)
	crowd(t, d, a.crisis.ID, a.items, 200, 150)
	asked := 0
	d.Watch(func(string) { asked++ })
	defer d.Watch(nil)
	p := a.proposes()
	proposed := asked
	asked = 0
	a.must(a.ApproveLines(t.Context(), expects, a.crisis.ID, Choice{All: p.ID}))
	if p.Needs < 500 || p.Lines < 500 || proposed > 80 || asked > 80 {
		t.Errorf("%+v took %d statements, and %d to approve", p.Plan, proposed, asked)
	}
	if left := a.lines(Suggested, Stale); len(left) > 0 {
		t.Errorf("%d lines are left", len(left))
	}
}

// BenchmarkProposal makes a proposal for 7,000 needs and 2,000 pledges, and approves it.
func BenchmarkProposal(b *testing.B) {
	d := dbtest.SQLite(b, event.Schema, goods.Schema, Schema)
	s := New(d)
	c, err := s.Declare(b.Context(), expects, Crisis{Case: Case{Title: catalog.Texts{"en": "Flood"}, Countries: []country.Code{"TJ"}, Began: now}})
	var items []Item
	for k := 0; k < 7 && err == nil; k++ {
		var i Item
		i, err = s.Stock(b.Context(), expects, Item{Crisis: c.ID, Code: fmt.Sprint("item-", k), Sort: Sort{Name: catalog.Texts{"en": "x"}, Unit: "piece"}})
		items = append(items, i)
	}
	if err != nil {
		b.Fatal(err)
	}
	crowd(b, d, c.ID, items, 1_000, 2_000)
	var p Proposal
	for b.Loop() {
		if p, err = s.Propose(b.Context(), expects, c.ID); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(p.Lines), "lines")
	}
	began := time.Now()
	if err := s.ApproveLines(b.Context(), expects, c.ID, Choice{All: p.ID}); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(began).Seconds(), "s/approval")
}
