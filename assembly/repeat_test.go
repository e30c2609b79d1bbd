package assembly_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
)

// TestTimesOfASeries has the golden cases: wall times stay through changes of the
// clock, months without a day are left out.
func TestTimesOfASeries(t *testing.T) {
	for name, c := range map[string]struct {
		zone, first string
		repeat      assembly.Repeat
		rule        string
		want        []string // UTC
	}{
		"the clock goes back in Berlin": {"Europe/Berlin", "2026-10-12T18:00", assembly.Repeat{Every: assembly.Weekly, Count: 4}, "FREQ=WEEKLY;INTERVAL=1;COUNT=4;BYDAY=MO",
			[]string{"2026-10-12T16:00", "2026-10-19T16:00", "2026-10-26T17:00", "2026-11-02T17:00"}},
		"an hour that the clock skips is read without the change": {"Europe/Berlin", "2027-03-21T02:30", assembly.Repeat{Every: assembly.Weekly, Count: 3}, "FREQ=WEEKLY;INTERVAL=1;COUNT=3;BYDAY=SU",
			[]string{"2027-03-21T01:30", "2027-03-28T01:30", "2027-04-04T00:30"}},
		"an hour that comes twice is the first": {"Europe/Berlin", "2026-10-18T02:30", assembly.Repeat{Every: assembly.Weekly, Count: 3}, "FREQ=WEEKLY;INTERVAL=1;COUNT=3;BYDAY=SU",
			[]string{"2026-10-18T00:30", "2026-10-25T00:30", "2026-11-01T01:30"}},
		"half an hour, where no clock changes": {"Asia/Tehran", "2026-09-20T09:00", assembly.Repeat{Every: assembly.Fortnightly, Until: "2026-10-18"}, "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261018T235959Z;BYDAY=SU",
			[]string{"2026-09-20T05:30", "2026-10-04T05:30", "2026-10-18T05:30"}},
		"two days of a week, one left out": {"Asia/Bishkek", "2026-12-01T18:00", assembly.Repeat{Every: assembly.Weekly, Days: []time.Weekday{time.Thursday}, Until: "2026-12-10", Except: []string{"2026-12-08"}},
			"FREQ=WEEKLY;INTERVAL=1;UNTIL=20261210T235959Z;BYDAY=TU,TH", []string{"2026-12-01T12:00", "2026-12-03T12:00", "2026-12-10T12:00"}},
		"the 31st": {"Asia/Kolkata", "2026-10-31T10:00", assembly.Repeat{Every: assembly.MonthlyDate, Count: 4}, "FREQ=MONTHLY;INTERVAL=1;COUNT=4;BYMONTHDAY=31",
			[]string{"2026-10-31T04:30", "2026-12-31T04:30", "2027-01-31T04:30", "2027-03-31T04:30"}},
		"the 29th, in a year of 365 days": {"UTC", "2026-12-29T10:00", assembly.Repeat{Every: assembly.MonthlyDate, Until: "2027-04-01"}, "FREQ=MONTHLY;INTERVAL=1;UNTIL=20270401T235959Z;BYMONTHDAY=29",
			[]string{"2026-12-29T10:00", "2027-01-29T10:00", "2027-03-29T10:00"}},
		"the second Tuesday": {"Asia/Tashkent", "2026-12-08T10:00", assembly.Repeat{Every: assembly.MonthlyNth, Count: 3}, "FREQ=MONTHLY;INTERVAL=1;COUNT=3;BYDAY=+2TU",
			[]string{"2026-12-08T05:00", "2027-01-12T05:00", "2027-02-09T05:00"}},
		"the last Friday": {"Asia/Tashkent", "2026-11-27T10:00", assembly.Repeat{Every: assembly.MonthlyLast, Count: 3}, "FREQ=MONTHLY;INTERVAL=1;COUNT=3;BYDAY=-1FR",
			[]string{"2026-11-27T05:00", "2026-12-25T05:00", "2027-01-29T05:00"}},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		first, ok := assembly.When(c.first, zone)
		if !ok {
			t.Fatalf("%s: %s", name, c.first)
		}
		if got := c.repeat.Rule(first.In(zone)); !strings.HasSuffix(got, c.rule) {
			t.Errorf("%s: rule %s", name, got)
		}
		times, err := c.repeat.Times(first, zone)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for _, at := range times {
			got = append(got, at.UTC().Format(assembly.Typed))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestRepeatsAreBounded(t *testing.T) {
	first := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	for field, r := range map[string]assembly.Repeat{
		"every":  {Every: "day", Count: 2},
		"count":  {Every: assembly.Weekly, Count: 61},
		"until":  {Every: assembly.Weekly, Days: []time.Weekday{0, 1, 2, 3, 4, 5, 6}, Until: "2027-12-01"},
		"days":   {Every: assembly.Weekly, Days: []time.Weekday{7}, Count: 2},
		"except": {Every: assembly.Weekly, Count: 2, Except: []string{"31.12.2026"}},
	} {
		_, err := r.Times(first, time.UTC)
		if list := fault.List(err); len(list) != 1 || list[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := (assembly.Repeat{Every: assembly.MonthlyLast, Count: 2}).Times(first, time.UTC); !fault.HasKey(err, "fault.repeat_last") {
		t.Errorf("the first Tuesday as the last: %v", err)
	}
}

// course makes a published class that takes a quarter of a year.
func course(t testing.TB, s *assembly.Service) (assembly.Event, assembly.Session) {
	t.Helper()
	e, err := s.Save(t.Context(), host, assembly.Event{Starts: now.Add(time.Hour), Ends: now.AddDate(0, 3, 0), Capacity: 2,
		Plan: assembly.Plan{Kind: assembly.Class, Listed: true, Title: catalog.Texts{"en": "Felt"}, Zone: "Europe/Berlin", Langs: []string{"en"}}})
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.Schedule(t.Context(), host, assembly.Session{Event: e.ID, Starts: now.Add(48 * time.Hour), Ends: now.Add(49 * time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "Wool"}}})
	if err == nil {
		err = s.Publish(t.Context(), host, e.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	e, _ = s.Event(t.Context(), host, e.ID)
	return e, first
}

// TestSeries: sessions are made, changed by themselves, taken back but those that
// began, and each is reminded of.
func TestSeries(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := t.Context()
		e, first := course(t, s)
		count := func() (n, first int) {
			list, err := s.Sessions(ctx, e.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range list {
				if x.Series != 0 {
					n++
				}
			}
			return len(list), n
		}
		if _, err := s.Repeat(ctx, holder(assembly.Seat{ID: 1}), e.ID, first.ID, assembly.Repeat{Every: assembly.Weekly, Count: 3}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a guest repeats: %v", err)
		}
		if _, err := s.Repeat(ctx, host, e.ID, first.ID, assembly.Repeat{Every: assembly.Weekly, Count: 60}); !fault.HasKey(err, "fault.session_outside") {
			t.Errorf("over the end of the event: %v", err)
		}
		if n, _ := count(); n != 1 {
			t.Errorf("what was refused left %d sessions", n)
		}
		if made, err := s.Repeat(ctx, host, e.ID, first.ID, assembly.Repeat{Every: assembly.Weekly, Count: 5}); err != nil || made != 4 {
			t.Fatalf("made %d, %v", made, err)
		}
		list, err := s.Sessions(ctx, e.ID)
		if err != nil || len(list) != 5 || list[1].Series != first.ID || !list[1].Starts.Equal(first.Starts.Add(7*24*time.Hour)) {
			t.Fatalf("%+v, %v", list, err)
		}
		if _, err := s.Repeat(ctx, host, e.ID, list[1].ID, assembly.Repeat{Every: assembly.Weekly, Count: 5}); !fault.HasKey(err, "fault.repeat_second") {
			t.Errorf("one that was made repeats: %v", err)
		}
		var ics bytes.Buffer
		if err := assembly.Calendar(&ics, e, list, assembly.CalendarOptions{}); err != nil || strings.Count(ics.String(), "BEGIN:VEVENT") != 5 {
			t.Errorf("%v\n%s", err, &ics)
		}
		moved := list[1]
		moved.Title, moved.Starts, moved.Ends = catalog.Texts{"en": "Dye"}, moved.Starts.Add(time.Hour), moved.Ends.Add(time.Hour)
		if _, err := s.Schedule(ctx, host, moved); err != nil {
			t.Fatal(err)
		}
		if at, err := s.Session(ctx, e.ID, moved.ID); err != nil || at.Series != first.ID {
			t.Errorf("moved, it is no part of the series any more: %+v, %v", at, err)
		}
		if err := s.Begin(ctx, assembly.Seated{Event: e, Session: moved, Seat: assembly.Seat{Role: assembly.HostRole}}); err != nil {
			t.Fatal(err)
		}
		if made, err := s.Repeat(ctx, host, e.ID, first.ID, assembly.Repeat{Every: assembly.Fortnightly, Count: 2}); err != nil || made != 1 {
			t.Errorf("anew: %d, %v", made, err)
		}
		if n, of := count(); n != 3 || of != 3 { // the first, the one that began, and the new
			t.Errorf("%d sessions, %d of the series", n, of)
		}
		if _, err := s.Repeat(ctx, host, e.ID, first.ID, assembly.Repeat{}); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := s.Series(ctx, e.ID, first.ID); ok || err != nil {
			t.Errorf("ended, it goes on: %v", err)
		}
	})
}

// TestSessionsOfASeriesAreRemindedOf: each of its own, and the event is not.
func TestSessionsOfASeriesAreRemindedOf(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := t.Context()
		e, first := course(t, s)
		if _, err := s.Repeat(ctx, host, e.ID, first.ID, assembly.Repeat{Every: assembly.Weekly, Count: 3}); err != nil {
			t.Fatal(err)
		}
		due := map[assembly.SessionID]int{}
		events, err := event.After(ctx, d, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range events {
			if x.Kind == assembly.CallDue {
				due[calling(t, x).Session]++
			}
		}
		list, err := s.Sessions(ctx, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			if due[x.ID] != 2 {
				t.Errorf("session of %v is reminded of %d times", x.Starts, due[x.ID])
			}
		}
		seat, _, err := s.Register(ctx, holder(assembly.Seat{}), e.ID, applicant(1))
		if err != nil {
			t.Fatal(err)
		}
		call := func(starts time.Time, id assembly.SessionID) assembly.SeatCalled {
			return assembly.SeatCalled{Event: e.ID, Calling: assembly.Calling{What: assembly.CallSoon, Mark: starts.UnixMicro(), Session: id}}
		}
		if at, ok, err := s.Called(ctx, seat.ID, call(list[1].Starts, list[1].ID)); !ok || err != nil || at.Session.ID != list[1].ID {
			t.Errorf("the second: %v, %v", ok, err)
		}
		if _, ok, _ := s.Called(ctx, seat.ID, call(list[1].Starts.Add(time.Minute), list[1].ID)); ok {
			t.Error("a session that was moved")
		}
		if _, ok, _ := s.Called(ctx, seat.ID, call(e.Starts, 0)); ok {
			t.Error("the event itself")
		}
		if err := s.Strike(ctx, host, e.ID, list[1].ID); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := s.Called(ctx, seat.ID, call(list[1].Starts, list[1].ID)); ok || err != nil {
			t.Errorf("a session that was taken off: %v", err)
		}
	})
}
