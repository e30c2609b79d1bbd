package bench

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"agora/db"
	"agora/i18n"
	"agora/identity"
	"agora/ledger"
	"agora/market/markettest"
	"agora/money"
	"agora/setting"
	"agora/treasury"
	"agora/web"
	"agora/web/desk"
)

// BenchmarkStatement opens the statement of a shop with 10,000 completed orders
// as its seller does, over a real connection: the first page, the table and the
// paper of all of it.
func BenchmarkStatement(b *testing.B) {
	const orders = 10_000
	d, err := db.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), db.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(b.Context(), append(markettest.Schemas(), setting.Schema, treasury.Schema)...); err != nil {
		b.Fatal(err)
	}
	f := markettest.New(b, d, 1, 1, 1)
	s := f.Shops[0]
	c := s.Currency
	inBatches(b, d, orders, func(tx *db.Tx, n int) error {
		group, order := tx.ID(), tx.ID()
		if _, err := tx.Exec(`INSERT INTO order_groups (group_id, number, person_id, pay, pay_state, currency, total, order_keys, doc)
			VALUES ($1, $2, 0, 'play', 'captured', $3, 15000, '', '{}')`, group, 1_000_000+n, string(c)); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO orders (order_id, shop_id, group_id, seq, state, deadline, updated, currency, charged, authorised, captured, refunded,
			duty, vat, fees, shop_currency, goods, freight, commission, doc) VALUES ($1, $2, $3, 1, 'completed', 0, $4, $5, 15000, 15000, 15000, 0, 0, 0, 0, $5, 10000, 5000, 500, '{}')`,
			order, int64(s.ID), group, db.Micro(tx.Now), string(c)); err != nil {
			return err
		}
		return sale(tx, s.ID, order, c)
	})
	words, err := i18n.Load()
	if err != nil {
		b.Fatal(err)
	}
	seller := s.Seller
	edge := web.New(web.Options{Words: words, Log: slog.New(slog.DiscardHandler),
		Who: func(context.Context, string) (identity.Actor, error) { return seller, nil }})
	edge.Add((&desk.Desk{Words: words, Catalog: f.Catalog, Market: f.Market, Delivery: f.Delivery, Treasury: treasury.New(d, setting.New(d))}).Routes()...)
	server := httptest.NewServer(edge)
	defer server.Close()
	at := server.URL + "/desk/" + strconv.FormatInt(int64(s.ID), 10) + "/money/statement"
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	home, err := url.Parse(server.URL)
	if err != nil {
		b.Fatal(err)
	}
	jar.SetCookies(home, []*http.Cookie{{Name: "agora_session", Value: "hers", Path: "/"}})
	client := &http.Client{Jar: jar}
	for _, page := range []struct{ name, url string }{{"ms-page", at}, {"ms-csv", at + ".csv"}, {"ms-pdf", at + ".pdf"}} {
		start := time.Now()
		const times = 3
		for range times {
			fetch(b, client, page.url)
		}
		b.ReportMetric(float64(time.Since(start).Milliseconds())/times, page.name)
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkTrialBalance sums a ledger of a million entries: as the console does,
// from the balances that every transfer keeps and `agora check` proves; and from
// the entries themselves.
func BenchmarkTrialBalance(b *testing.B) {
	const entries, legs = 1_000_000, 10 // of one sale
	d, err := db.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), db.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(b.Context(), markettest.Schemas()...); err != nil {
		b.Fatal(err)
	}
	inBatches(b, d, entries/legs, func(tx *db.Tx, n int) error { return sale(tx, db.ShopID(1+n%200), int64(n), "KGS") })
	var kept, summed time.Duration
	var count int64
	err = d.Read(b.Context(), func(tx *db.Tx) error {
		start := time.Now()
		if _, err := ledger.Totals(tx); err != nil {
			return err
		}
		kept = time.Since(start)
		start = time.Now()
		if err := tx.Each(func(scan db.Scan) error {
			var a, c string
			var n int64
			return scan(&a, &c, &n)
		}, `SELECT account, currency, CAST(SUM(amount) AS BIGINT) FROM ledger_entries GROUP BY account, currency`); err != nil {
			return err
		}
		summed = time.Since(start)
		return tx.Row(`SELECT COUNT(*) FROM ledger_entries`, nil, &count)
	})
	if err != nil || count < entries {
		b.Fatal(count, err)
	}
	b.ReportMetric(float64(kept.Microseconds())/1000, "ms-kept-balances")
	b.ReportMetric(float64(summed.Microseconds())/1000, "ms-from-entries")
	b.ReportMetric(0, "ns/op")
}

// sale posts what becomes of one order: promised, paid, completed. Ten legs.
func sale(tx *db.Tx, shop db.ShopID, order int64, c money.Currency) error {
	of := func(n int64) money.Amount { return money.Of(n, c) }
	for _, t := range []ledger.Transfer{
		{Kind: "order.placed", Legs: []ledger.Leg{{Account: ledger.Buyers, Amount: of(-15000)}, {Account: ledger.Pending, Amount: of(15000)}}},
		{Kind: "order.paid", Legs: []ledger.Leg{{Account: ledger.Way("play"), Amount: of(-15000)}, {Account: ledger.Buyers, Amount: of(15000)},
			{Account: ledger.Pending, Amount: of(-15000)}, {Account: ledger.Escrow, Amount: of(15000)}}},
		{Kind: "order.completed", Legs: []ledger.Leg{{Account: ledger.Escrow, Amount: of(-15000)}, {Account: ledger.Commission, Amount: of(500)},
			{Account: ledger.CommissionTax, Amount: of(60)}, {Account: ledger.Payable, Amount: of(14440)}}},
	} {
		t.Shop, t.Subject = shop, order
		if _, err := ledger.Post(tx, t); err != nil {
			return fmt.Errorf("order %d: %w", order, err)
		}
	}
	return nil
}

// inBatches does something n times, a few hundred in each transaction.
func inBatches(b *testing.B, d *db.DB, n int, do func(tx *db.Tx, n int) error) {
	b.Helper()
	const batch = 500
	for from := 0; from < n; from += batch {
		if err := d.Write(b.Context(), func(tx *db.Tx) error {
			for i := from; i < min(from+batch, n); i++ {
				if err := do(tx, i); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
}
