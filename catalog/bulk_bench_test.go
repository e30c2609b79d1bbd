package catalog

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/money"
)

// BenchmarkBulk is a shop with 7,000 products and 33,000 variants beside a
// newer one of the same size, on both engines: one price among 414 variants, a
// page of the desk's list, the lists of what is nearly sold out, and what a sweep
// over all 33,000 would do, and does.
func BenchmarkBulk(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB, ...db.Schema) *db.DB
	}{{"sqlite", dbtest.SQLite}, {"postgres", dbtest.Postgres}} {
		b.Run(engine.name, func(b *testing.B) { benchmarkBulk(b, engine.open(b, schemas()...)) })
	}
}

func benchmarkBulk(b *testing.B, d *db.DB) {
	s := newShelf(b, d)
	other, owner := s.open("newer", "KG", "KGS")
	big := s.crowd(1_000_000_000_000)
	s.shop, s.owner, other, owner = other, owner, s.shop, s.owner
	s.crowd(2_000_000_000_000)
	s.shop, s.owner = other, owner
	product := s.look(big)
	if len(product.Variants) != 414 {
		b.Fatal(len(product.Variants))
	}
	one := []VariantChange{{Variant: product.Variants[200].ID, Price: money.Of(777, "KGS")}}
	for _, step := range []struct {
		name  string
		times int64
		do    func() error
	}{
		{"ms-one-price", 10, func() error { return s.ChangeVariants(b.Context(), s.owner, s.shop.ID, 0, one) }},
		{"ms-list", 10, func() error {
			_, err := s.Products(b.Context(), s.owner, s.shop.ID, ProductFilter{Limit: 50})
			return err
		}},
		{"ms-filtered-list", 10, func() error {
			_, err := s.Products(b.Context(), s.owner, s.shop.ID, ProductFilter{Status: ProductActive, Text: "quilt", Limit: 50})
			return err
		}},
		{"ms-low", 10, func() error {
			_, err := s.NearlySoldOut(b.Context(), s.owner, s.shop.ID, 3, 24)
			return err
		}},
		{"ms-low-list", 10, func() error {
			few := int64(DefaultFew)
			_, err := s.Products(b.Context(), s.owner, s.shop.ID, ProductFilter{Low: &few, Limit: 50})
			return err
		}},
		{"ms-low-list-of-30", 3, func() error { // more than an index knows
			few := int64(30)
			_, err := s.Products(b.Context(), s.owner, s.shop.ID, ProductFilter{Low: &few, Limit: 50})
			return err
		}},
		{"ms-look-33000", 3, func() error {
			_, err := s.LookSweep(b.Context(), s.owner, s.shop.ID, ProductFilter{}, Change{Kind: PriceAdd, N: 10})
			return err
		}},
		{"ms-sweep-33000", 1, func() error {
			id, _, err := s.BeginSweep(b.Context(), s.owner, s.shop.ID, ProductFilter{}, Change{Kind: PriceAdd, N: 10})
			if err != nil {
				return err
			}
			return s.ContinueSweep(b.Context(), s.shop.ID, id)
		}},
	} {
		start := time.Now()
		for range step.times {
			if err := step.do(); err != nil {
				b.Fatal(step.name, err)
			}
		}
		b.ReportMetric(float64(time.Since(start).Microseconds())/1000/float64(step.times), step.name)
	}
	b.ReportMetric(0, "ns/op")
}

// crowd fills the shop by copying one product: 7,000 products, of which the one
// it gives has 414 variants and the others four or five, all with stock.
func (s *shelf) crowd(base int64) ProductID {
	s.t.Helper()
	from := s.save(quilt("KGS", "first"))
	variant, shop := from.Variants[0].ID, int64(s.shop.ID)
	const count = `WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 6999),
		m(j) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT j + 1 FROM m WHERE j < 414) `
	const which = ` WHERE (n.i = 1 OR m.j <= 4 OR m.j = 5 AND n.i % 3 < 2)`
	s.write(func(tx *db.Tx) error {
		for _, step := range []struct {
			text string
			args []any
		}{
			{count + `INSERT INTO products (product_id, shop_id, handle, status, category, hs, origin, price, created, updated, version, card, words, document)
				SELECT $1 + n.i, p.shop_id, 'p' || CAST(n.i AS TEXT), p.status, p.category, p.hs, p.origin, p.price, p.created, p.updated, p.version + n.i, p.card, p.words, p.document
				FROM n, products p WHERE p.product_id = $2 AND p.shop_id = $3`, []any{base, int64(from.ID), shop}},
			{count + `INSERT INTO variants (variant_id, shop_id, product_id, position, active, sku, barcode, choice, price, compare_at, grams, length_mm, width_mm, height_mm)
				SELECT $1 + n.i * 1000 + m.j, v.shop_id, $1 + n.i, m.j, 1, '', '', v.choice, v.price, 0, v.grams, v.length_mm, v.width_mm, v.height_mm
				FROM n, m, variants v` + which + ` AND v.variant_id = $2 AND v.shop_id = $3`, []any{base, int64(variant), shop}},
			{count + `INSERT INTO stock (variant_id, location_id, shop_id, on_hand, held)
				SELECT $1 + n.i * 1000 + m.j, k.location_id, k.shop_id, 1 + (n.i * 7 + m.j) % 90, 0
				FROM n, m, stock k` + which + ` AND k.variant_id = $2 AND k.shop_id = $3`, []any{base, int64(variant), shop}},
		} {
			if _, err := tx.Exec(step.text, step.args...); err != nil {
				return err
			}
		}
		return nil
	})
	return ProductID(base + 1)
}
