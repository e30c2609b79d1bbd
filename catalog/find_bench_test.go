package catalog

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
)

// BenchmarkFind looks for words among 100,000 products, on both engines: the
// index finds, the tables give the cards. It prints the 99th of a hundred times in
// milliseconds.
func BenchmarkFind(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB, ...db.Schema) *db.DB
	}{{"sqlite", dbtest.SQLite}, {"postgres", dbtest.Postgres}} {
		b.Run(engine.name, func(b *testing.B) { benchmarkFind(b, newShelf(b, engine.open(b, schemas()...))) })
	}
}

func benchmarkFind(b *testing.B, s *shelf) {
	s.market(100_000)
	i := s.indexed(b.TempDir() + "/search.db")
	if err := i.index.Load().Warm(b.Context()); err != nil {
		b.Fatal(err)
	}
	for _, k := range []struct {
		name  string
		query func(i int) Query
	}{
		{"rare", func(i int) Query { return Query{Text: fmt.Sprint("rare", 1+i*991)} }},
		{"middle", func(i int) Query { return Query{Text: fmt.Sprint("kind", i*7)} }},
		{"common", func(i int) Query { return Query{Text: "quilt", Limit: 24 + i} }}, // another question each time
		{"two", func(i int) Query { return Query{Text: fmt.Sprint("quilt kind", i*7)} }},
		{"begun", func(i int) Query { return Query{Text: "kin", Limit: 24 + i} }},
		{"slip", func(i int) Query { return Query{Text: fmt.Sprint("jaipr kind", i*7)} }},
		{"facets", func(i int) Query { return Query{Text: "quilt", Facets: true} }},
	} {
		took := make([]time.Duration, 100)
		for n := range took {
			began := time.Now()
			f, err := s.Find(b.Context(), k.query(n))
			if took[n] = time.Since(began); err != nil || len(f.Items) == 0 {
				b.Fatal(k.name, n, len(f.Items), err)
			}
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[98].Microseconds())/1000, "ms-"+k.name)
	}
	b.ReportMetric(0, "ns/op")
}

// market puts n products on sale: copies of one with other words in their titles.
func (s *shelf) market(n int64) {
	s.t.Helper()
	from := s.save(quilt("KGS", "first"))
	const base, count = int64(1_000_000_000_000), `WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $4) `
	s.write(func(tx *db.Tx) error {
		_, err := tx.Exec(count+`INSERT INTO products (product_id, shop_id, handle, status, category, hs, origin, price, created, updated, version, card, words, document)
			SELECT $1 + n.i, p.shop_id, 'p' || CAST(n.i AS TEXT), p.status, p.category, p.hs, p.origin, p.price + n.i, p.created, p.updated, p.version + n.i,
				REPLACE(p.card, 'quilt first', 'quilt kind' || CAST(n.i % 1000 AS TEXT) || ' rare' || CAST(n.i AS TEXT)), p.words, p.document
			FROM n, products p WHERE p.product_id = $2 AND p.shop_id = $3`, base, int64(from.ID), int64(s.shop.ID), n)
		if err != nil {
			return err
		}
		_, err = tx.Exec(count+`INSERT INTO variants (variant_id, shop_id, product_id, position, active, sku, barcode, choice, price, compare_at, grams, length_mm, width_mm, height_mm)
			SELECT $1 + n.i, v.shop_id, $1 + n.i, 1, 1, '', '', v.choice, v.price + n.i, 0, v.grams, v.length_mm, v.width_mm, v.height_mm
			FROM n, variants v WHERE v.variant_id = $2 AND v.shop_id = $3`, base, int64(from.Variants[0].ID), int64(s.shop.ID), n)
		return err
	})
}
