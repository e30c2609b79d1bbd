package event_test

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/event"
)

// TestIDsRiseThoughTheClockWasTurnedBack opens a database by a clock that is
// behind its events: a reader that remembers the last of them must see the next.
func TestIDsRiseThoughTheClockWasTurnedBack(t *testing.T) {
	d := dbtest.SQLite(t, event.Schema)
	write := func(d *db.DB) {
		t.Helper()
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return event.Append(tx, db.House, "said", 1, nil) }); err != nil {
			t.Fatal(err)
		}
	}
	write(d)
	back := func() time.Time { return time.Now().Add(-time.Hour) }
	later, err := db.Open(t.Context(), d.Path(), db.Options{Clock: back})
	if err != nil {
		t.Fatal(err)
	}
	defer later.Close()
	newest, err := event.Resume(t.Context(), later)
	if err != nil || newest.Before(back()) {
		t.Fatalf("the newest is of %v, %v", newest, err)
	}
	seen, err := event.After(t.Context(), later, 0, 10)
	if err != nil || len(seen) != 1 {
		t.Fatalf("%v %v", seen, err)
	}
	write(later)
	if next, err := event.After(t.Context(), later, seen[0].ID, 10); err != nil || len(next) != 1 {
		t.Errorf("after %d there is %v, %v", seen[0].ID, next, err)
	}
}
