package assembly_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/db"
	"agora/event"
	"agora/fault"
)

// calls gives what was noted for seats, by what it is and its key, and the plans
// of reminders.
func calls(t *testing.T, d *db.DB) (seats map[assembly.Call]int, keys map[string]int, due []event.Event) {
	t.Helper()
	list, err := event.After(t.Context(), d, 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	seats, keys = map[assembly.Call]int{}, map[string]int{}
	for _, e := range list {
		var c assembly.SeatCalled
		if err := json.Unmarshal(e.Body, &c); err != nil {
			t.Fatal(err)
		}
		switch e.Kind {
		case "seat.cancelled", "seat.day", "seat.soon":
			seats[c.What]++
			keys[c.Key(assembly.SeatID(e.Subject))]++
		case assembly.CallDue:
			due = append(due, e)
		}
	}
	return seats, keys, due
}

func calling(t *testing.T, e event.Event) (c assembly.Calling) {
	t.Helper()
	if err := json.Unmarshal(e.Body, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEverySeatIsCalledOnce(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := context.Background()
		e := conference(t, s, 110) // begins in an hour: too late for the reminder of the day before
		if _, err := s.Import(ctx, host, e.ID, strings.NewReader(list(130, ',')), true); err != nil {
			t.Fatal(err)
		}
		_, _, due := calls(t, d)
		if len(due) != 1 || !due[0].Due.Equal(e.Starts.Add(-15*time.Minute)) {
			t.Fatalf("%+v", due)
		}
		soon := calling(t, due[0])
		for range 2 { // a job may run again
			if err := s.CallSeats(ctx, e.ID, soon); err != nil {
				t.Fatal(err)
			}
		}
		seats, keys, _ := calls(t, d)
		if seats[assembly.CallSoon] != 220 || len(keys) != 110 {
			t.Errorf("%v, %d keys", seats, len(keys))
		}
		if err := s.CallSeats(ctx, e.ID, assembly.Calling{What: assembly.CallCancelled}); err != nil {
			t.Fatal(err)
		}
		if err := s.Cancel(ctx, host, e.ID); err != nil {
			t.Fatal(err)
		}
		for _, c := range []assembly.Calling{{What: assembly.CallCancelled, Mark: 3}, soon} {
			if err := s.CallSeats(ctx, e.ID, c); err != nil {
				t.Fatal(err)
			}
		}
		if seats, _, _ := calls(t, d); seats[assembly.CallCancelled] != 130 || seats[assembly.CallSoon] != 220 {
			t.Errorf("after the cancel: %v", seats)
		}
	})
}

func TestACallThatIsNotTrueAnyMoreIsNotTold(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := context.Background()
		e := conference(t, s, 1)
		in, _, err := s.Register(ctx, host, e.ID, applicant(1))
		if err != nil {
			t.Fatal(err)
		}
		waits, _, err := s.Register(ctx, host, e.ID, applicant(2))
		if err != nil {
			t.Fatal(err)
		}
		told := func(seat assembly.Seat, what assembly.Call, mark int64) bool {
			t.Helper()
			_, ok, err := s.Called(ctx, seat.ID, assembly.SeatCalled{Event: e.ID, Calling: assembly.Calling{What: what, Mark: mark}})
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		at := db.Micro(e.Starts)
		if !told(in, assembly.CallSoon, at) || told(waits, assembly.CallSoon, at) || told(in, assembly.CallSoon, at+1) || told(in, assembly.CallCancelled, 0) ||
			told(assembly.Seat{ID: 1}, assembly.CallSoon, at) {
			t.Error("in an hour")
		}
		e, err = s.Event(ctx, host, e.ID)
		if err == nil {
			e.Starts, e.Capacity = now.Add(10*time.Minute), 2 // inside of the last reminder's time
			_, err = s.Save(ctx, host, e)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, _, due := calls(t, d); len(due) != 1 {
			t.Errorf("%d reminders after it was moved", len(due))
		}
		at = db.Micro(e.Starts)
		if told(in, assembly.CallDay, at) || !told(in, assembly.CallSoon, at) || !told(waits, assembly.CallSoon, at) {
			t.Error("in ten minutes")
		}
		if err := s.Leave(ctx, holder(in), e.ID, in.ID); err != nil || told(in, assembly.CallSoon, at) {
			t.Errorf("who left is reminded, %v", err)
		}
		if err := s.CallSeats(ctx, 1, assembly.Calling{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("of no event: %v", err)
		}
	})
}
