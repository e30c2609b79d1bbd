package db_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"agora/db"
	"agora/db/dbtest"
)

var notes = db.Schema{Name: "notes", Steps: []string{"CREATE TABLE notes (n BIGINT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (n)) /*clustered*/;"}}

func note(tx *db.Tx) error {
	_, err := tx.Exec("INSERT INTO notes (n, said) VALUES ($1, 'x')", tx.ID())
	return err
}

// TestAFullDiskIsToldApart lets the file grow no more.
func TestAFullDiskIsToldApart(t *testing.T) {
	d := dbtest.SQLite(t, notes)
	var all sync.WaitGroup
	for range 8 { // together in one batch, or not
		all.Go(func() {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				if _, err := tx.Exec("PRAGMA max_page_count = 1"); err != nil { // which is as many as there are
					return err
				}
				_, err := tx.Exec("INSERT INTO notes (n, said) VALUES ($1, hex(zeroblob(100000)))", tx.ID())
				return err
			})
			if !errors.Is(err, db.ErrAway) {
				t.Errorf("on a full disk: %v", err)
			}
		})
	}
	all.Wait()
	wrong := d.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec("INSERT INTO nowhere VALUES (1)"); return err })
	if wrong == nil || errors.Is(wrong, db.ErrAway) {
		t.Errorf("a statement that is wrong: %v", wrong)
	}
	if err := d.Write(t.Context(), note); err != nil {
		t.Errorf("with room again: %v", err)
	}
	expect(t, d, 1)
}

// TestAFileThatIsGoneIsToldApart takes away the folder from under the reads.
func TestAFileThatIsGoneIsToldApart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "here")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), filepath.Join(dir, "test.db"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(t.Context(), notes); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	read := func() error {
		return d.Read(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec("SELECT 1 FROM notes"); return err })
	}
	if err := read(); !errors.Is(err, db.ErrAway) {
		t.Errorf("without its folder: %v", err)
	}
	if err := os.Rename(dir+"-away", dir); err != nil {
		t.Fatal(err)
	}
	if err := read(); err != nil {
		t.Errorf("with it again: %v", err)
	}
}

// TestConnectionsMayBeCut ends every connection to the server, as its restart
// does: neither reads nor writes notice.
func TestConnectionsMayBeCut(t *testing.T) {
	d := dbtest.Postgres(t, notes)
	for i := range 5 {
		if err := d.Write(t.Context(), note); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Pool().Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(t.Context(), note); err != nil {
			t.Errorf("the write after a cut: %v", err)
		}
		expect(t, d, 2*i+2)
	}
}

// TestIDsAreAfterTheLast opens a database by a clock that was turned back.
func TestIDsAreAfterTheLast(t *testing.T) {
	d := dbtest.SQLite(t)
	const last = int64(1) << 62
	d.IDsAfter(last)
	d.IDsAfter(1) // changes nothing
	if id := d.NewID(); id <= last {
		t.Errorf("%d is not after %d", id, last)
	}
}

func expect(t *testing.T, d *db.DB, want int) {
	t.Helper()
	var n int
	if err := d.Read(t.Context(), func(tx *db.Tx) error { return tx.Row("SELECT COUNT(*) FROM notes", nil, &n) }); err != nil {
		t.Fatal(err)
	}
	if n != want {
		t.Errorf("%d notes, want %d", n, want)
	}
}
