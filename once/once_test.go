package once

import (
	"errors"
	"fmt"
	"net/url"
	"sync"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
)

// count is a table in which a change can be seen.
var count = db.Schema{Name: "count", Steps: []string{"CREATE TABLE counted (n BIGINT NOT NULL, PRIMARY KEY (n)) /*clustered*/;"}}

func TestACommandIsDoneOnce(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema, count}, func(t *testing.T, d *db.DB) {
		broken := errors.New("no")
		do := func(who, key, digest string, fail error) error {
			ctx := With(t.Context(), Command{Who: who, Key: key, Digest: digest, Answer: "/here/" + digest})
			return d.Write(ctx, func(tx *db.Tx) error {
				if err := Claim(ctx, tx); err != nil {
					return err
				}
				if _, err := tx.Exec("INSERT INTO counted (n) VALUES ($1)", tx.ID()); err != nil {
					return err
				}
				return fail
			})
		}
		for i, c := range []struct {
			who, key, digest string
			fail             error
			check            func(error) bool
			rows             int
		}{
			{"a", "k1", "x", broken, func(err error) bool { return errors.Is(err, broken) }, 0},
			{"a", "k1", "x", nil, func(err error) bool { return err == nil }, 1},
			{"a", "k1", "x", nil, func(err error) bool {
				answer, ok := Answer(err)
				return ok && answer == "/here/x" && errors.Is(err, ErrDone)
			}, 1},
			{"a", "k1", "y", nil, func(err error) bool { return fault.HasKey(err, "fault.form_reused") }, 1},
			{"b", "k1", "y", nil, func(err error) bool { return err == nil }, 2},
		} {
			if err := do(c.who, c.key, c.digest, c.fail); !c.check(err) {
				t.Errorf("step %d: %v", i, err)
			}
			if n := rows(t, d, "counted"); n != c.rows {
				t.Errorf("step %d: %d changes, want %d", i, n, c.rows)
			}
		}
		var all sync.WaitGroup
		for i := range 16 { // all at once
			all.Go(func() { _ = do("c", fmt.Sprint("k", i%2), "z", nil) })
		}
		all.Wait()
		if n := rows(t, d, "counted"); n != 4 {
			t.Errorf("%d changes of two keys sent eight times, want 2 more", n-2)
		}
	})
}

func rows(t *testing.T, d *db.DB, table string) (n int) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) error { return tx.Row("SELECT COUNT(*) FROM "+table, nil, &n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOldKeysAreForgotten(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, Schema)
	for i := range 5 {
		ctx := With(t.Context(), Command{Who: "a", Key: fmt.Sprint(i)})
		if err := d.Write(ctx, func(tx *db.Tx) error { return Claim(ctx, tx) }); err != nil {
			t.Fatal(err)
		}
		now = now.Add(24 * time.Hour)
	}
	now = now.Add(Kept - 3*24*time.Hour)
	for _, want := range []int{4, 3, 3} { // one at a time, and none that is young
		if err := Forget(t.Context(), d, 1); err != nil {
			t.Fatal(err)
		}
		if n := rows(t, d, "once_keys"); n != want {
			t.Errorf("%d keys are left, want %d", n, want)
		}
	}
}

func TestDigestsTellCommandsApart(t *testing.T) {
	form := url.Values{"on_hand": {"5"}, "key": {"a"}}
	same := url.Values{"on_hand": {"5"}, "key": {"b"}}
	other := url.Values{"on_hand": {"6"}, "key": {"a"}}
	if Digest("/s", form, "key") != Digest("/s", same, "key") || Digest("/s", form, "key") == Digest("/s", other, "key") || Digest("/s", form) == Digest("/t", form) {
		t.Error("digests do not tell what they should")
	}
	if form.Get("key") != "a" {
		t.Error("the form was changed")
	}
	for s, want := range map[string]bool{NewKey(): true, "p12-" + NewKey(): true, "short": false, "with a space in it": false, "": false} {
		if Valid(s) != want {
			t.Errorf("Valid(%q) is %v", s, !want)
		}
	}
}
