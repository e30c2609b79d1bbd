package assembly_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/assembly"
	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

var (
	now  = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	host = identity.Actor{Person: 1, Name: "Aigul", Roles: []identity.Role{identity.Operator}}
)

// each runs a test on every engine, at a standing clock.
func each(t *testing.T, do func(t *testing.T, s *assembly.Service, d *db.DB)) {
	t.Helper()
	dbtest.EachAt(t, func() time.Time { return now }, []db.Schema{event.Schema, audit.Schema, assembly.Schema}, func(t *testing.T, d *db.DB) {
		do(t, assembly.New(d), d)
	})
}

// conference makes a published event with a number of seats.
func conference(t testing.TB, s *assembly.Service, seats int64) assembly.Event {
	t.Helper()
	e, err := s.Save(context.Background(), host, assembly.Event{Starts: now.Add(time.Hour), Ends: now.Add(9 * time.Hour), Capacity: seats,
		Plan: assembly.Plan{Kind: assembly.Conference, Listed: true, Title: catalog.Texts{"en": "First sellers"}, Zone: "Asia/Bishkek", Langs: []string{"ky", "en"}}})
	if err == nil {
		err = s.Publish(context.Background(), host, e.ID)
	}
	if err == nil {
		e, err = s.Event(context.Background(), host, e.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func applicant(n int) assembly.Applicant {
	return assembly.Applicant{Name: fmt.Sprintf("Person %d", n), Email: fmt.Sprintf("p%d@example.org", n), Country: "KG", Lang: "ky", Agreed: true}
}

func holder(seat assembly.Seat) identity.Actor {
	return identity.Actor{Link: fmt.Sprintf("%s:%d", assembly.SeatPurpose, seat.ID)}
}

// TestSeatsAreNeverMoreThanThereAre lets people come, go, come back and be put out,
// and the event grow and shrink, at random: who has a seat and who waits is what a
// list kept beside says.
func TestSeatsAreNeverMoreThanThereAre(t *testing.T) {
	var ticks atomic.Int64 // nobody comes in the microsecond of another: who came back waits behind who did before
	tick := func() time.Time { return now.Add(time.Duration(ticks.Add(1)) * time.Microsecond) }
	dbtest.EachAt(t, tick, []db.Schema{event.Schema, audit.Schema, assembly.Schema}, func(t *testing.T, d *db.DB) {
		ctx, s := context.Background(), assembly.New(d)
		rapid.Check(t, func(rt *rapid.T) {
			seats := rapid.Int64Range(1, 4).Draw(rt, "seats")
			e := conference(t, s, seats)
			var in, waiting []int // numbers of people, in the order in which they came
			sat := map[int]assembly.Seat{}
			drop := func(list []int, n int) []int {
				var out []int
				for _, m := range list {
					if m != n {
						out = append(out, m)
					}
				}
				return out
			}
			promote := func() {
				for len(waiting) > 0 && int64(len(in)) < seats {
					in, waiting = append(in, waiting[0]), waiting[1:]
				}
			}
			for range rapid.IntRange(1, 12).Draw(rt, "steps") {
				n := rapid.IntRange(0, 6).Draw(rt, "who")
				_, known := sat[n]
				switch rapid.IntRange(0, 3).Draw(rt, "does") {
				case 0, 1:
					seat, fresh, err := s.Register(ctx, identity.Guest(), e.ID, applicant(n))
					if err != nil || fresh == known {
						rt.Fatalf("register %d: fresh %v, known %v, %v", n, fresh, known, err)
					}
					if fresh {
						sat[n], waiting = seat, append(waiting, n)
						promote()
					}
				case 2:
					if known {
						if err := s.Leave(ctx, holder(sat[n]), e.ID, sat[n].ID); err != nil {
							rt.Fatal(err)
						}
						in, waiting = drop(in, n), drop(waiting, n)
						delete(sat, n)
						promote()
					}
				case 3:
					now, err := s.Event(ctx, host, e.ID)
					if err != nil {
						rt.Fatal(err)
					}
					seats = rapid.Int64Range(1, 4).Draw(rt, "seats now")
					now.Capacity = seats
					if _, err := s.Save(ctx, host, now); err != nil {
						rt.Fatal(err)
					}
					promote()
				}
			}
			got, err := s.Event(ctx, host, e.ID)
			if err != nil || got.Admitted != int64(len(in)) || got.Waiting != int64(len(waiting)) {
				rt.Fatalf("admitted %d, waiting %d, %v; want %v and %v", got.Admitted, got.Waiting, err, in, waiting)
			}
			for _, n := range in {
				if at, err := s.Sit(ctx, holder(sat[n]), e.ID, sat[n].ID); err != nil || at.Seat.State != assembly.Admitted {
					rt.Fatalf("%d has no seat: %v %v", n, at.Seat.State, err)
				}
			}
		})
	})
}

func TestWhoKnowsAnAddressOnlyDoesNotGetIn(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := context.Background()
		e := conference(t, s, 0)
		seat, fresh, err := s.Register(ctx, identity.Guest(), e.ID, applicant(1))
		if err != nil || !fresh {
			t.Fatal(fresh, err)
		}
		other, _, err := s.Register(ctx, identity.Guest(), e.ID, applicant(2))
		if err != nil {
			t.Fatal(err)
		}
		if _, fresh, err = s.Register(ctx, identity.Guest(), e.ID, applicant(1)); fresh || err != nil {
			t.Errorf("a second seat for one address: %v %v", fresh, err)
		}
		for who, by := range map[string]identity.Actor{"a guest": identity.Guest(), "somebody signed in": {Person: 7}, "who holds another link": holder(other)} {
			if _, err := s.Sit(ctx, by, e.ID, seat.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s sits on it: %v", who, err)
			}
		}
		if _, err := s.Seats(ctx, identity.Actor{Person: 7}, e.ID, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody reads who registered: %v", err)
		}
	})
}

func TestRegistrationSaysWhatIsWrong(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		e := conference(t, s, 0)
		_, _, err := s.Register(context.Background(), identity.Guest(), e.ID, assembly.Applicant{Email: "nobody", Country: "Kyrgyzstan"})
		want := map[string]bool{"name": true, "email": true, "country": true, "agreed": true}
		for _, f := range fault.List(err) {
			delete(want, f.Field)
		}
		if len(want) > 0 {
			t.Errorf("not said: %v (%v)", want, err)
		}
	})
}
