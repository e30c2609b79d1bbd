package assembly_test

import (
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/fault"
)

// TestOneThingIsOnTheTable puts things there one after the other: what was shown
// stays as chapters with their times, and only who moderates changes it.
func TestOneThingIsOnTheTable(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		ctx, host := t.Context(), f.in[assembly.HostRole]
		for _, role := range []assembly.Role{assembly.Attendee, assembly.OnStage, assembly.Interpreter, assembly.Captioner} {
			if err := f.PutOnTable(ctx, f.in[role], 7); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s puts a thing on the table: %v", role, err)
			}
			if err := f.ClearTable(ctx, f.in[role]); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s clears the table: %v", role, err)
			}
		}
		for _, product := range []catalog.ProductID{7, 8, 7} {
			*clock = clock.Add(time.Minute)
			if err := f.PutOnTable(ctx, host, product); err != nil {
				t.Fatal(err)
			}
		}
		last := *clock
		*clock = clock.Add(time.Minute)
		if err := f.ClearTable(ctx, f.in[assembly.Moderator]); err != nil {
			t.Fatal(err)
		}
		pins, err := f.Pins(ctx, host)
		if err != nil || len(pins) != 3 {
			t.Fatalf("%v %v", pins, err)
		}
		for i, p := range pins {
			if p.Until.Sub(p.From()).Round(time.Second) != time.Minute {
				t.Errorf("pin %d was there from %v until %v", i, p.From(), p.Until)
			}
		}
		if d := pins[2].From().Sub(last); d < 0 || d > time.Second {
			t.Errorf("the last was put there at %v, not %v", pins[2].From(), last)
		}
		if err := f.End(ctx, host); err != nil {
			t.Fatal(err)
		}
		if err := f.PutOnTable(ctx, host, 9); err == nil {
			t.Error("a thing was put on the table of a session that is over")
		}
	})
}
