package bench

import (
	"path/filepath"
	"testing"

	"agora/db"
	"agora/db/dbtest"
)

// engines runs a benchmark on each engine; open gives a new database whose
// commits last.
func engines(b *testing.B, f func(b *testing.B, open func(db.Options, ...db.Schema) *db.DB)) {
	for _, engine := range []struct {
		name   string
		target func(*testing.B) string
	}{
		{"sqlite", func(b *testing.B) string { return filepath.Join(b.TempDir(), "bench.db") }},
		{"postgres", func(b *testing.B) string { return dbtest.DurablePostgres(b) }},
	} {
		b.Run(engine.name, func(b *testing.B) {
			f(b, func(o db.Options, schemas ...db.Schema) *db.DB {
				d, err := db.Open(b.Context(), engine.target(b), o)
				if err != nil {
					b.Fatal(err)
				}
				b.Cleanup(func() { _ = d.Close() })
				if err := d.Migrate(b.Context(), schemas...); err != nil {
					b.Fatal(err)
				}
				return d
			})
		})
	}
}
