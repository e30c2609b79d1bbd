package assembly_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"agora/assembly"
	"agora/audit"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
)

// TestAHallHearsReactionsOnceASecond lets many tap at once: each seat counts once a
// second, and the hall is told once a second however many there are.
func TestAHallHearsReactionsOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := assembly.New(nil)
		ctx, stop := context.WithCancel(t.Context())
		told := s.Listen(ctx, 7)
		at := func(seat int) assembly.Seated {
			return assembly.Seated{Seat: assembly.Seat{ID: assembly.SeatID(seat)}, Session: assembly.Session{ID: 7, State: assembly.Live}}
		}
		for second := range 3 {
			for seat := range 200 {
				for _, kind := range []assembly.Reaction{"clap", "heart", "clap"} {
					if err := s.React(at(seat), kind, time.Now()); err != nil {
						t.Fatal(err)
					}
				}
			}
			time.Sleep(time.Second)
			synctest.Wait()
			if n := len(told); n != 1 {
				t.Fatalf("second %d: told %d times", second, n)
			}
			<-told
		}
		if got := s.Reacted(7); got != (assembly.Reacted{600}) || s.Reacted(8) != (assembly.Reacted{}) {
			t.Errorf("counted %v", got)
		}
		if err := s.React(at(1), "boo", time.Now()); fault.List(err) == nil {
			t.Errorf("a reaction that there is not: %v", err)
		}
		over := at(1)
		over.Session.State = assembly.Over
		if err := s.React(over, "clap", time.Now()); !fault.Is(err, fault.Conflict) {
			t.Errorf("when it is over: %v", err)
		}
		stop()
		synctest.Wait()
	})
}

// TestReactionsAreKeptAtTheEnd leaves figures behind, and nothing of who tapped.
func TestReactionsAreKeptAtTheEnd(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		ctx := t.Context()
		for i, role := range assembly.Roles {
			at, err := f.Enter(ctx, holder(f.in[role].Seat), f.event.ID, f.in[role].Seat.ID, f.session.ID)
			f.must(err)
			f.must(f.React(at, assembly.Reactions[i%2], clock.Add(time.Duration(i-i%4/3)*time.Minute))) // the fourth with the third
		}
		want := f.Reacted(f.session.ID)
		if want[0] != int64((len(assembly.Roles)+1)/2) {
			t.Fatalf("%v", want)
		}
		f.must(f.End(ctx, f.in[assembly.HostRole]))
		if got := f.Reacted(f.session.ID); got != (assembly.Reacted{}) {
			t.Errorf("still in memory: %v", got)
		}
		got, err := f.Turnout(ctx, host, f.event.ID)
		if err != nil || got.Reacted != want {
			t.Errorf("%v, want %v: %v", got.Reacted, want, err)
		}
		if b := got.Busiest[f.session.ID]; b.N != 2 || !b.Minute.Equal(clock.Add(2*time.Minute).Truncate(time.Minute)) || len(got.Busiest) != 1 {
			t.Errorf("the busiest minute is %+v", got.Busiest)
		}
	})
}

// TestReactionsOutliveTheProcess writes them down while the session runs, again and
// again, ends the process and goes on in another within the same minute.
func TestReactionsOutliveTheProcess(t *testing.T) {
	clock := now
	dbtest.EachAt(t, func() time.Time { return clock }, []db.Schema{event.Schema, audit.Schema, assembly.Schema}, func(t *testing.T, d *db.DB) {
		clock = now
		f := newFloor(t, assembly.New(d))
		host, id := f.in[assembly.HostRole], f.session.ID
		tap := func(s *assembly.Service, role assembly.Role, after time.Duration, kind assembly.Reaction) {
			t.Helper()
			f.must(s.React(f.again(role), kind, clock.Add(after)))
		}
		rows := func() (list []int64) {
			t.Helper()
			f.must(d.Read(t.Context(), func(tx *db.Tx) (err error) {
				list, err = db.List(tx, func(scan db.Scan) (n int64, err error) { return n, scan(&n) }, "SELECT n FROM assembly_reactions ORDER BY minute, reaction")
				return err
			}))
			return list
		}
		says := func(what string, want ...int64) {
			t.Helper()
			if got := rows(); !slices.Equal(got, want) {
				t.Errorf("%s: %v, not %v", what, got, want)
			}
		}
		tap(f.Service, assembly.Attendee, 0, "clap")
		tap(f.Service, assembly.OnStage, 0, "clap")
		says("before it is written")
		for range 2 {
			f.must(f.KeepReactions(t.Context()))
			says("written", 2)
		}
		tap(f.Service, assembly.Attendee, 2*time.Second, "heart")
		tap(f.Service, assembly.OnStage, 2*time.Second, "clap")
		f.must(f.KeepReactions(t.Context()))
		says("and more", 3, 1)

		next := assembly.New(d) // the process ended
		tap(next, assembly.Attendee, 4*time.Second, "clap")
		tap(next, assembly.Attendee, 65*time.Second, "clap")
		for range 2 {
			f.must(next.KeepReactions(t.Context()))
			says("in another process", 4, 1, 1)
		}
		if got := next.Reacted(id); got != (assembly.Reacted{5, 1}) {
			t.Errorf("the hall is shown %v", got)
		}

		last := assembly.New(d)
		tap(last, assembly.Attendee, 67*time.Second, "clap")
		f.must(last.End(t.Context(), host)) // before the minute is over
		says("at the end", 4, 1, 2)
		f.must(last.KeepReactions(t.Context()))
		says("after it", 4, 1, 2)
	})
}
