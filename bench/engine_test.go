package bench

import (
	"path/filepath"
	"testing"

	"agora/db"
	"agora/db/dbtest"
)

// opener opens the new database of a benchmark.
type opener func(db.Options, ...db.Schema) *db.DB

// engines runs a benchmark on each engine; commits last.
func engines(b *testing.B, f func(*testing.B, opener)) {
	b.Run("sqlite", func(b *testing.B) { f(b, onSQLite(b)) })
	b.Run("postgres", func(b *testing.B) { f(b, opens(b, func() string { return dbtest.DurablePostgres(b) })) })
}

func onSQLite(b *testing.B) opener {
	return opens(b, func() string { return filepath.Join(b.TempDir(), "bench.db") })
}

func opens(b *testing.B, target func() string) opener {
	return func(o db.Options, schemas ...db.Schema) *db.DB {
		d, err := db.Open(b.Context(), target(), o)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = d.Close() })
		if err := d.Migrate(b.Context(), schemas...); err != nil {
			b.Fatal(err)
		}
		return d
	}
}
