package assembly_test

import (
	"testing"
	"time"

	"agora/assembly"
	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/identity"
)

// TestAChangedAgendaIsANewerCalendar raises the revision of a published event with
// each change of its agenda.
func TestAChangedAgendaIsANewerCalendar(t *testing.T) {
	halls(t, func(f *floor, _ *time.Time) {
		ctx := t.Context()
		last := int64(0)
		rises := func(what string) {
			t.Helper()
			e, err := f.Event(ctx, host, f.event.ID)
			if err != nil || e.Revision <= last {
				t.Errorf("%s: revision %d after %d, %v", what, e.Revision, last, err)
			}
			last = e.Revision
		}
		rises("at first")
		s, err := f.Schedule(ctx, host, assembly.Session{Event: f.event.ID, Starts: f.event.Starts, Ends: f.event.Ends, Topic: assembly.Topic{Title: catalog.Texts{"en": "One more"}}})
		f.must(err)
		rises("a session more")
		s.Starts = s.Starts.Add(time.Minute)
		_, err = f.Schedule(ctx, host, s)
		f.must(err)
		rises("it begins later")
		f.must(f.Strike(ctx, host, f.event.ID, s.ID))
		rises("it is struck")
	})
}

// TestNobodyFillsABoxWithLinks registers one address many times: its link is sent
// there again once an hour.
func TestNobodyFillsABoxWithLinks(t *testing.T) {
	clock := now
	dbtest.EachAt(t, func() time.Time { return clock }, []db.Schema{event.Schema, audit.Schema, assembly.Schema}, func(t *testing.T, d *db.DB) {
		clock = now
		s := assembly.New(d)
		e := conference(t, s, 0)
		for range 5 {
			if _, _, err := s.Register(t.Context(), identity.Guest(), e.ID, applicant(1)); err != nil {
				t.Fatal(err)
			}
		}
		if n := sentAgain(t, d); n != 1 {
			t.Errorf("sent again %d times", n)
		}
		clock = clock.Add(time.Hour)
		if _, _, err := s.Register(t.Context(), identity.Guest(), e.ID, applicant(1)); err != nil {
			t.Fatal(err)
		}
		if n := sentAgain(t, d); n != 2 {
			t.Errorf("an hour later it was sent again %d times", n)
		}
	})
}

func sentAgain(t *testing.T, d *db.DB) (n int64) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Row("SELECT COUNT(*) FROM events WHERE kind = 'seat.again'", nil, &n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}
