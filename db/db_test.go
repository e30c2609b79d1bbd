package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"agora/db"
	"agora/db/dbtest"
)

var words = []db.Schema{{Name: "words", Steps: []string{`
CREATE TABLE words (word_id BIGINT NOT NULL, text TEXT NOT NULL, n BIGINT NOT NULL CHECK (n >= 0), PRIMARY KEY (word_id)) /*clustered*/;
`}}}

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Row("SELECT COUNT(*) FROM words", nil, &n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWriteAnswersAfterCommitAndFailsAlone(t *testing.T) {
	dbtest.Each(t, words, func(t *testing.T, d *db.DB) {
		no := errors.New("no")
		var wg sync.WaitGroup
		var mu sync.Mutex
		committed := 0
		for i := range 100 {
			wg.Go(func() {
				err := d.Write(context.Background(), func(tx *db.Tx) error {
					if _, err := tx.Exec("INSERT INTO words VALUES ($1, $2, $3)", tx.ID(), fmt.Sprint(i), i); err != nil {
						return err
					}
					tx.AfterCommit(func() { mu.Lock(); committed++; mu.Unlock() })
					switch i % 4 {
					case 1:
						return no
					case 2:
						panic("a bug in a closure")
					case 3:
						_, err := tx.Exec("UPDATE words SET n = $1", -1) // CHECK refuses
						return err
					}
					return nil
				})
				if (err == nil) != (i%4 == 0) {
					t.Errorf("write %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d); n != 25 || committed != 25 {
			t.Errorf("rows %d, after-commit calls %d, want 25 each", n, committed)
		}
	})
}

func TestIDsRiseInCommitOrder(t *testing.T) {
	dbtest.Each(t, words, func(t *testing.T, d *db.DB) {
		var last int64
		for range 50 {
			if err := d.Write(t.Context(), func(tx *db.Tx) error {
				for range 5 {
					if id := tx.ID(); id <= last {
						t.Fatalf("id %d after %d", id, last)
					} else {
						last = id
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestPlaceholdersBindByNumber(t *testing.T) {
	dbtest.Each(t, words, func(t *testing.T, d *db.DB) {
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			var got string
			err := tx.Row("SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT) || CAST($2 AS TEXT)", []any{"a", "b"}, &got)
			if got != "bab" {
				t.Errorf("got %q", got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestReadFindsNoneAndSeesOneSnapshot(t *testing.T) {
	dbtest.Each(t, words, func(t *testing.T, d *db.DB) {
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			var n, m int
			if err := tx.Row("SELECT COUNT(*) FROM words", nil, &n); err != nil {
				return err
			}
			if err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec("INSERT INTO words VALUES ($1, $2, $3)", tx.ID(), "x", 1)
				return err
			}); err != nil {
				return err
			}
			if err := tx.Row("SELECT COUNT(*) FROM words", nil, &m); err != nil {
				return err
			}
			if n != m {
				t.Errorf("the snapshot moved from %d to %d rows", n, m)
			}
			return tx.Row("SELECT n FROM words WHERE word_id = $1", []any{7}, &n)
		})
		if !errors.Is(err, db.ErrNone) {
			t.Errorf("got %v, want ErrNone", err)
		}
	})
}

func TestMigrationRunsOnceAndRefusesNewerDatabases(t *testing.T) {
	dbtest.Each(t, words, func(t *testing.T, d *db.DB) {
		two := db.Schema{Name: "words", Steps: append(words[0].Steps, "ALTER TABLE words ADD COLUMN more TEXT;")}
		for range 2 {
			if err := d.Migrate(t.Context(), two); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Migrate(t.Context(), words...); err == nil {
			t.Error("an older program must not run on a newer database")
		}
		bad := db.Schema{Name: "bad", Steps: []string{"CREATE TABLE half (a BIGINT);\nnonsense;"}}
		if err := d.Migrate(t.Context(), bad); err == nil {
			t.Error("nonsense must fail")
		}
		err := d.Read(t.Context(), func(tx *db.Tx) error { return tx.Row("SELECT COUNT(*) FROM half", nil, new(int)) })
		if err == nil {
			t.Error("half of a failed step stayed")
		}
	})
}

func TestClosedDatabaseRefusesReadsAndWrites(t *testing.T) {
	d := dbtest.SQLite(t)
	d.Close()
	if err := d.Read(t.Context(), func(*db.Tx) error { return nil }); !errors.Is(err, db.ErrClosed) {
		t.Errorf("a read: %v", err)
	}
	if err := d.Write(t.Context(), func(*db.Tx) error { return nil }); !errors.Is(err, db.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestBackupIsAWholeDatabase(t *testing.T) {
	d := dbtest.SQLite(t, words...)
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO words VALUES ($1, $2, $3)", 1, "kept", 1)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	to := t.TempDir() + "/copy.db"
	if err := d.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	copied, err := db.Open(t.Context(), to, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if err := copied.Sound(t.Context()); err != nil || count(t, copied) != 1 {
		t.Errorf("copy: %v, rows %d", err, count(t, copied))
	}
	if err := d.Backup(t.Context(), to); err == nil {
		t.Error("a backup must not overwrite a file")
	}
}

func TestReadsOfASnapshotSeeOneState(t *testing.T) {
	dbtest.Each(t, words, func(t *testing.T, d *db.DB) {
		add := func(ctx context.Context) {
			if err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec("INSERT INTO words VALUES ($1, 'word', 1)", tx.ID())
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		var n int
		seen := func(ctx context.Context) int {
			if err := d.Read(ctx, func(*db.Tx) error { // a read within a read
				return d.Read(ctx, func(tx *db.Tx) error { return tx.Row("SELECT COUNT(*) FROM words", nil, &n) })
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		for range 10 { // more than there are connections: none is lost
			ctx, end := d.Snapshot(t.Context())
			before := seen(ctx)
			add(t.Context())
			if after := seen(ctx); after != before {
				t.Errorf("a snapshot saw %d words, then %d", before, after)
			}
			add(ctx)
			if after := seen(ctx); after != before+2 {
				t.Errorf("after its own write a context saw %d words, want %d", after, before+2)
			}
			if err := d.Read(ctx, func(tx *db.Tx) error { return tx.Row("SELECT word FROM nowhere", nil, &n) }); err == nil {
				t.Error("read a table that is not there")
			}
			seen(ctx)
			end()
			end()
		}
	})
}
