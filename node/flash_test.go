package node

import (
	"io"
	"strconv"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/load"
	"agora/market/markettest"
)

// What a flash sale has: so many units at each of so many shops.
const (
	flashShops = 5
	flashUnits = 20
)

// flash lets buyers come at one moment for the hundred units of five shops, while
// others look at a shop's page, on a node with real connections. It checks what
// must be true of every such sale and gives what was measured.
func flash(t testing.TB, database string, buyers int) *load.Report {
	t.Helper()
	s := settings(t, t.TempDir())
	s.Demo, s.Dev, s.Database = true, true, database
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	f := markettest.New(t, n.DB, flashShops, 1, flashUnits)
	if err := n.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer n.Stop(t.Context())
	if err := n.House.Save(t.Context(), identity.System(), map[string]string{"public_address": n.Addr()}); err != nil {
		t.Fatal(err)
	}
	var items []string
	for _, shop := range f.Shops {
		items = append(items, "var_"+strconv.FormatInt(int64(shop.Variants[0]), 10))
	}
	report, err := load.Run(t.Context(), load.Settings{Target: n.Addr(), Scenario: load.Flash, Workers: 1, Duration: time.Second, Timeout: time.Minute, Seed: 1,
		Country: "PK", Language: "en", Goods: 1, Items: items, Buyers: buyers, Pay: "play_money", Token: "success_token", Page: "/s/" + f.Shops[0].Handle + "/thing"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	const all = flashShops * flashUnits
	if r := report.Flash; r.Won != all || r.Lost != int64(buyers)-all || r.Unclear != 0 || len(report.Failures) > 0 {
		t.Errorf("%+v, failures %+v", r, report.Failures)
	}
	if n := measured(report, "page meanwhile").Count; n == 0 {
		t.Error("nobody saw a page meanwhile")
	}
	err = n.DB.Read(t.Context(), func(tx *db.Tx) error {
		var sold, held, free, groups int64
		if err := tx.Row("SELECT CAST(SUM(quantity) AS BIGINT), COUNT(DISTINCT order_id) FROM order_lines", nil, &sold, &groups); err != nil {
			return err
		}
		if err := tx.Row("SELECT CAST(SUM(held) AS BIGINT), CAST(SUM(on_hand - held) AS BIGINT) FROM stock", nil, &held, &free); err != nil {
			return err
		}
		if sold != all || groups != all || held != all || free != 0 {
			t.Errorf("%d sold in %d orders, %d held, %d free", sold, groups, held, free)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// measured is what a report says of an act.
func measured(r *load.Report, name string) (a load.Act) {
	for _, a := range r.Acts {
		if a.Name == name {
			return a
		}
	}
	return a
}

// TestAFlashSaleSellsWhatThereIs, once, and tells everybody else in words that
// there is no more; nobody who only looks is turned away.
func TestAFlashSaleSellsWhatThereIs(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { flash(t, "", 300) })
	t.Run("postgres", func(t *testing.T) { flash(t, dbtest.NewPostgres(t), 300) })
}

// BenchmarkFlashSale prints how long 2,000 buyers who come at one moment wait:
// for the order, for the word that all is gone, and others for a page meanwhile.
// Commits last. Buyers and node are one process.
func BenchmarkFlashSale(b *testing.B) {
	run := func(b *testing.B, database func() string) {
		for range b.N {
			r := flash(b, database(), 2000)
			for name, act := range map[string]string{"won": "whole", "told": "told sold out", "page": "page meanwhile"} {
				a := measured(r, act)
				b.ReportMetric(a.P50, "ms-"+name+"-p50")
				b.ReportMetric(a.P99, "ms-"+name+"-p99")
			}
			b.ReportMetric(r.Flash.AllKnownSec, "s-all-know")
		}
		b.ReportMetric(0, "ns/op")
	}
	b.Run("sqlite", func(b *testing.B) { run(b, func() string { return "" }) })
	b.Run("postgres", func(b *testing.B) { run(b, func() string { return dbtest.DurablePostgres(b) }) })
}
