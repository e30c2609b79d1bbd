// Package dbtest gives tests real databases: an embedded file, and a database
// of a temporary PostgreSQL cluster that it starts from the installed server.
//
// It has no tables. Every store test runs on both engines through Each. In tests
// every closure of a Write runs twice, once in vain.
package dbtest

import (
	"path/filepath"
	"testing"
	"time"

	"agora/db"
)

// Each runs f as a subtest on every engine, on a new database with schemas.
func Each(t *testing.T, schemas []db.Schema, f func(*testing.T, *db.DB)) {
	t.Helper()
	EachAt(t, nil, schemas, f)
}

// EachAt is Each with a clock that the test turns; nil for that of the machine.
func EachAt(t *testing.T, clock func() time.Time, schemas []db.Schema, f func(*testing.T, *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, At(t, clock, schemas...)) })
	t.Run("postgres", func(t *testing.T) { f(t, open(t, NewPostgres(t), db.Options{Clock: clock}, schemas)) })
}

// SQLite gives a new embedded database that ends with the test.
func SQLite(t testing.TB, schemas ...db.Schema) *db.DB {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "test.db"), db.Options{}, schemas)
}

// At gives an embedded database whose clock the test turns.
func At(t testing.TB, clock func() time.Time, schemas ...db.Schema) *db.DB {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "test.db"), db.Options{Clock: clock}, schemas)
}

// Postgres gives a new database of the temporary cluster.
func Postgres(t testing.TB, schemas ...db.Schema) *db.DB {
	t.Helper()
	return open(t, NewPostgres(t), db.Options{}, schemas)
}

func open(t testing.TB, target string, o db.Options, schemas []db.Schema) *db.DB {
	t.Helper()
	_, o.Rehearse = t.(*testing.T) // a benchmark measures what is
	d, err := db.Open(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.Migrate(t.Context(), schemas...); err != nil {
		t.Fatal(err)
	}
	return d
}
