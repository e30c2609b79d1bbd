package assembly_test

import (
	"testing"
	"time"

	"agora/assembly"
	"agora/fault"
)

// TestOneInterpreterIsOn hands a channel from one to the other: who comes first is on,
// who takes over is, and nobody else is in the booth.
func TestOneInterpreterIsOn(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		one, other := f.in[assembly.Interpreter], f.sit(40, assembly.Interpreter)
		take := func(at assembly.Seated, free bool) assembly.SeatID {
			f.Helper()
			do := f.TakeOver
			if free {
				do = f.OnOr
			}
			on, err := do(f.ctx(), at)
			f.must(err)
			return on
		}
		listens := func(at assembly.Seated) bool {
			f.Helper()
			now, _, err := f.NowIn(f.ctx(), f.session.ID, at.Seat.ID)
			f.must(err)
			return now.Listens()
		}
		if listens(one) || listens(other) {
			t.Error("somebody listens before anybody is on")
		}
		if take(one, true) != one.Seat.ID || take(other, true) != one.Seat.ID || listens(one) || !listens(other) {
			t.Error("who comes first is not on")
		}
		if err := f.OfferOver(f.ctx(), other, true); !fault.Is(err, fault.Conflict) {
			t.Errorf("who is not on hands over: %v", err)
		}
		f.must(f.OfferOver(f.ctx(), one, true))
		b, err := f.Booth(f.ctx(), other)
		f.must(err)
		if !b.Offered || b.On != one.Seat.ID || len(b.People) != 2 || !b.Since.Equal(*clock) {
			t.Errorf("%+v", b)
		}
		*clock = clock.Add(20 * time.Minute)
		if take(other, false) != other.Seat.ID || !listens(one) || listens(other) {
			t.Error("who takes over is not on")
		}
		if b, err = f.Booth(f.ctx(), one); err != nil || b.Offered || !b.Since.Equal(*clock) {
			t.Errorf("%+v, %v", b, err)
		}
		for _, role := range assembly.Roles {
			if role == assembly.Interpreter {
				continue
			}
			if _, err := f.TakeOver(f.ctx(), f.in[role]); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s takes over: %v", role, err)
			}
			if _, err := f.Booth(f.ctx(), f.in[role]); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s reads a booth: %v", role, err)
			}
		}
	})
}
