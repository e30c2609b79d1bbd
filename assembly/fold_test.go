package assembly_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"agora/assembly"
	"agora/audit"
	"agora/catalog"
	"agora/certificate"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
)

// crowd is an event to which people came, with what its tables hold.
type crowd struct {
	day
	store *db.DB
	seats []assembly.Seat
}

// told is all that anybody is told of how long people were there.
type told struct {
	Hers    []assembly.Attendance
	Stand   []int64
	Page    map[assembly.SeatID]assembly.Presence
	Turnout assembly.Turnout
	Shares  string
}

func (c crowd) told() (t told) {
	c.Helper()
	ctx := context.Background()
	must := func(err error) {
		c.Helper()
		if err != nil {
			c.Fatal(err)
		}
	}
	for _, seat := range c.seats {
		a, err := c.Attended(ctx, holder(seat), c.event.ID, seat.ID)
		must(err)
		s, err := c.Standing(ctx, assembly.Seated{Event: c.event, Seat: seat})
		must(err)
		t.Hers, t.Stand = append(t.Hers, a), append(t.Stand, s.Minutes)
	}
	page, err := c.Seats(ctx, host, c.event.ID, 0)
	must(err)
	t.Page, err = c.Presences(ctx, host, c.event.ID, page)
	must(err)
	t.Turnout, err = c.Turnout(ctx, host, c.event.ID)
	must(err)
	var b bytes.Buffer
	must(c.ExportShares(ctx, host, c.event.ID, &b))
	t.Shares = b.String()
	return t
}

// rows counts those of a table.
func (c crowd) rows(table string) (n int64) {
	c.Helper()
	if err := c.store.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Row("SELECT COUNT(*) FROM "+table+" WHERE event_id = $1", []any{int64(c.event.ID)}, &n)
	}); err != nil {
		c.Fatal(err)
	}
	return n
}

// comes writes down any minutes from one on, in which people are in any halls, in
// several at once too, and listen to any channel or to none.
func (c crowd) comes(dice *rand.Rand, from int64) {
	c.Helper()
	if err := c.store.Write(context.Background(), func(tx *db.Tx) error {
		for range 150 {
			seat, session := c.seats[dice.IntN(len(c.seats)-1)], c.sessions[dice.IntN(2)] // the last never comes
			if _, err := tx.Exec("INSERT INTO assembly_presence (event_id, seat_id, session_id, minute, channel) VALUES "+db.Places(1, 5)+" ON CONFLICT DO NOTHING",
				int64(c.event.ID), int64(seat.ID), int64(session.ID), from+dice.Int64N(30), []string{"", "floor", "en"}[dice.IntN(3)]); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		c.Fatal(err)
	}
}

// TestFoldedMinutesTellTheSame folds any presence, before it is time, when it is, and
// again, with more that comes between.
func TestFoldedMinutesTellTheSame(t *testing.T) {
	at := now
	dbtest.EachAt(t, func() time.Time { return at }, []db.Schema{event.Schema, audit.Schema, certificate.Schema, assembly.Schema}, func(t *testing.T, store *db.DB) {
		for seed := range uint64(5) {
			at = now
			dice := rand.New(rand.NewPCG(seed, 8))
			c := crowd{store: store, day: day{T: t, Service: assembly.New(store), at: &at}}
			c.event = conference(t, c.Service, 0)
			for i := range 2 {
				starts := c.event.Starts.Add(time.Duration(i) * time.Hour)
				s, err := c.Schedule(t.Context(), host, assembly.Session{Event: c.event.ID, Starts: starts, Ends: starts.Add(time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "Session"}}})
				if err != nil {
					t.Fatal(err)
				}
				c.sessions = append(c.sessions, s)
			}
			for i := range 8 {
				c.seats = append(c.seats, c.register(i+1))
			}
			fold := func(after time.Duration, want told, left bool) {
				t.Helper()
				if err := c.FoldPresence(t.Context(), c.event.Ends.Add(after)); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, c.told()); diff != "" {
					t.Errorf("%d, %v after the end another thing is told:\n%s", seed, after, diff)
				}
				if n := c.rows("assembly_presence"); left != (n > 0) {
					t.Errorf("%d, %v after the end there are %d minutes", seed, after, n)
				}
			}
			const month = 30 * 24 * time.Hour
			c.comes(dice, c.event.Starts.Unix()/60)
			before := c.told()
			if before.Turnout.Came < 5 || before.Turnout.Minutes == 0 || len(before.Turnout.Channels) != 2 || len(before.Turnout.Sessions) != 2 {
				t.Fatalf("%+v", before)
			}
			fold(month, before, true)
			fold(month+time.Second, before, false)
			fold(month+time.Second, before, false)
			if n := c.rows("assembly_attended"); n > 8*(2+1)*3 {
				t.Errorf("there are %d rows in their stead", n)
			}
			late := c.event.Ends.Add(month).Unix() / 60 // a session that nobody ended
			c.comes(rand.New(rand.NewPCG(seed, 9)), late)
			after := c.told()
			if after.Turnout.Minutes <= before.Turnout.Minutes || after.Turnout.Came != before.Turnout.Came {
				t.Errorf("%+v, then %+v", before.Turnout, after.Turnout)
			}
			fold(month+10*time.Minute, after, true)
			c.comes(rand.New(rand.NewPCG(seed, 9)), late) // a page tells of its minute twice
			fold(month+2*time.Hour, after, false)
		}
	})
}

// TestManySeatsAreFoldedBitByBit folds more than one transaction takes.
func TestManySeatsAreFoldedBitByBit(t *testing.T) {
	dbtest.EachAt(t, func() time.Time { return now }, []db.Schema{event.Schema, audit.Schema, certificate.Schema, assembly.Schema}, func(t *testing.T, store *db.DB) {
		c := crowd{store: store, day: day{T: t, Service: assembly.New(store)}}
		c.event = conference(t, c.Service, 0)
		if err := store.Write(t.Context(), func(tx *db.Tx) error {
			for seat := range int64(120) {
				for minute := range int64(3) {
					if _, err := tx.Exec("INSERT INTO assembly_presence (event_id, seat_id, session_id, minute) VALUES "+db.Places(1, 4), int64(c.event.ID), seat+1, int64(7), minute); err != nil {
						return err
					}
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := c.FoldPresence(t.Context(), c.event.Ends.Add(31*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		f, err := c.Turnout(t.Context(), host, c.event.ID)
		if err != nil || f.Came != 120 || f.Minutes != 360 || f.Sessions[7] != 120 {
			t.Errorf("%+v, %v", f, err)
		}
		if raw, rows := c.rows("assembly_presence"), c.rows("assembly_attended"); raw != 0 || fmt.Sprint(rows) != "240" {
			t.Errorf("%d minutes and %d rows are left", raw, rows)
		}
	})
}
