package goods_test

import (
	"strings"
	"testing"

	"agora/db"
	"agora/db/dbtest"
	. "agora/goods"
)

// BenchmarkTrail reads the trail of one batch of a book of 50,000 moves of 1,000 batches.
func BenchmarkTrail(b *testing.B) {
	for name, open := range map[string]func(testing.TB, ...db.Schema) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b, Schema)
			fill(b, d)
			for b.Loop() {
				if err := d.Read(b.Context(), func(tx *db.Tx) error {
					list, err := Trail(tx, 7, 1, "b", "packed", "given", 0, 50)
					if err == nil && (len(list) != 50 || list[0].Units != 10) {
						b.Errorf("%d traces", len(list))
					}
					return err
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// fill writes moves of ten units each into packages, of 1,000 lots in turn; one is of the
// batch "b".
func fill(b *testing.B, d *db.DB) {
	b.Helper()
	const digits = "(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)"
	numbers := "(SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS n FROM " + strings.Join([]string{digits + " a", digits + " b", digits + " c", digits + " d", digits + " e"}, " CROSS JOIN ") + ") t WHERE t.n < 50000"
	if err := d.Write(b.Context(), func(tx *db.Tx) error {
		for _, q := range []string{
			"INSERT INTO goods_lots SELECT 7, t.n, 1, CASE WHEN t.n = 0 THEN 'b' ELSE 'x' || CAST(t.n AS TEXT) END, 0, '' FROM " + numbers + " AND t.n < 1000",
			"INSERT INTO goods_moves SELECT 7, t.n, 'packed', t.n, '', 0 FROM " + numbers,
			"INSERT INTO goods_lines SELECT 7, t.n, 0, 'source:' || CAST(t.n + 1 AS TEXT), t.n % 1000, -10 FROM " + numbers,
			"INSERT INTO goods_lines SELECT 7, t.n, 1, 'package:1:' || CAST(t.n + 1 AS TEXT), t.n % 1000, 10 FROM " + numbers,
		} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}
