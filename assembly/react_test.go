package assembly_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"agora/assembly"
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
