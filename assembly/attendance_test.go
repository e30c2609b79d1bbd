package assembly_test

import (
	"context"
	"strings"
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
	"agora/fault"
	"agora/identity"
)

// day is an event at a clock that the test turns, with two sessions and a break.
type day struct {
	*testing.T
	*assembly.Service
	papers   *certificate.Service
	at       *time.Time
	event    assembly.Event
	sessions []assembly.Session
	seat     assembly.Seat
}

// eachDay runs a test on every engine on the day of an event that certifies who was
// there for ten minutes.
func eachDay(t *testing.T, do func(d day)) {
	t.Helper()
	at := now
	dbtest.EachAt(t, func() time.Time { return at }, []db.Schema{event.Schema, audit.Schema, certificate.Schema, assembly.Schema}, func(t *testing.T, store *db.DB) {
		at = now
		ctx := context.Background()
		d := day{T: t, Service: assembly.New(store), papers: certificate.New(store), at: &at}
		d.event = conference(t, d.Service, 0)
		d.event.Certify = 10
		var err error
		if d.event, err = d.Save(ctx, host, d.event); err != nil {
			t.Fatal(err)
		}
		for i, pause := range []bool{false, false, true} {
			starts := d.event.Starts.Add(time.Duration(i) * time.Hour)
			s, err := d.Schedule(ctx, host, assembly.Session{Event: d.event.ID, Starts: starts, Ends: starts.Add(time.Hour),
				Topic: assembly.Topic{Title: catalog.Texts{"en": "Session"}, Break: pause}})
			if err != nil {
				t.Fatal(err)
			}
			d.sessions = append(d.sessions, s)
		}
		d.seat = d.register(1)
		do(d)
	})
}

func (d day) register(n int) assembly.Seat {
	d.Helper()
	seat, _, err := d.Register(context.Background(), identity.Guest(), d.event.ID, applicant(n))
	if err != nil {
		d.Fatal(err)
	}
	return seat
}

// in is a seat in the hall of a session.
func (d day) in(seat assembly.Seat, session int) assembly.Seated {
	d.Helper()
	at, err := d.Enter(context.Background(), holder(seat), d.event.ID, seat.ID, d.sessions[session].ID)
	if err != nil {
		d.Fatal(err)
	}
	return at
}

// begin makes sessions live.
func (d day) begin(sessions ...int) {
	d.Helper()
	ctx := context.Background()
	for _, i := range sessions {
		if err := d.Begin(ctx, assembly.Seated{Event: d.event, Session: d.sessions[i], Seat: assembly.Seat{Role: assembly.HostRole}}); err != nil {
			d.Fatal(err)
		}
	}
}

// stays lets a seat be in sessions for so many minutes.
func (d day) stays(seat assembly.Seat, minutes int, sessions ...int) {
	d.Helper()
	for range minutes {
		for _, i := range sessions {
			at := d.in(seat, i)
			for range 2 { // a page may tell twice
				if err := d.Attend(context.Background(), at); err != nil {
					d.Fatal(err)
				}
			}
		}
		*d.at = d.at.Add(time.Minute)
	}
}

func TestMinutesAreCountedOnceAndOnlyWhereSomethingRuns(t *testing.T) {
	eachDay(t, func(d day) {
		ctx := context.Background()
		d.stays(d.seat, 3, 0) // before it begins
		d.begin(0, 1, 2)
		d.stays(d.seat, 4, 0)
		d.stays(d.seat, 5, 0, 1, 2) // in three halls at once, one of them a break
		got, err := d.Attended(ctx, holder(d.seat), d.event.ID, d.seat.ID)
		want := assembly.Attendance{Total: 9, Sessions: map[assembly.SessionID]int64{d.sessions[0].ID: 9, d.sessions[1].ID: 5}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
		other := d.register(2)
		d.stays(other, 2, 1)
		if err := d.Leave(ctx, holder(other), d.event.ID, other.ID); err != nil {
			t.Fatal(err)
		}
		gone := assembly.Seated{Event: d.event, Seat: other, Session: d.sessions[1]}
		if err := d.Attend(ctx, gone); err != nil {
			t.Error(err)
		}
		page, err := d.Seats(ctx, host, d.event.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		list, err := d.Presences(ctx, host, d.event.ID, page)
		if diff := cmp.Diff(map[assembly.SeatID]assembly.Presence{d.seat.ID: {Minutes: 9}, other.ID: {Minutes: 2}}, list); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
		f, err := d.Turnout(ctx, host, d.event.ID)
		if diff := cmp.Diff(assembly.Turnout{Came: 2, Minutes: 11, Sessions: map[assembly.SessionID]int64{d.sessions[0].ID: 1, d.sessions[1].ID: 2}, Busiest: map[assembly.SessionID]assembly.Busiest{}}, f); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
		if _, err := d.Attended(ctx, holder(other), d.event.ID, d.seat.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another reads her minutes: %v", err)
		}
		if _, err := d.Presences(ctx, holder(d.seat), d.event.ID, page); !fault.Is(err, fault.NotFound) {
			t.Errorf("a guest reads the minutes of all: %v", err)
		}
		again := d.register(2) // who comes back has what was hers
		if a, err := d.Attended(ctx, holder(again), d.event.ID, again.ID); err != nil || again.ID != other.ID || a.Total != 2 {
			t.Errorf("%+v %v", a, err)
		}
		if f, err := d.Turnout(ctx, host, d.event.ID); err != nil || f.Came != 2 {
			t.Errorf("of who went away and came back: %+v %v", f, err)
		}
	})
}

func TestACertificateForWhoWasThere(t *testing.T) {
	eachDay(t, func(d day) {
		ctx := context.Background()
		certify := func(seat assembly.Seat) (certificate.Certificate, error) {
			return d.Certify(ctx, holder(seat), d.event.ID, seat.ID, "Council")
		}
		d.begin(0)
		short := d.register(2)
		d.stays(short, 9, 0)
		d.stays(d.seat, 10, 0)
		if _, err := certify(d.seat); !fault.Is(err, fault.NotFound) {
			t.Errorf("before the end: %v", err)
		}
		*d.at = d.event.Ends
		if _, err := certify(short); !fault.Is(err, fault.NotFound) {
			t.Errorf("a minute short: %v", err)
		}
		if _, err := d.Certify(ctx, holder(short), d.event.ID, d.seat.ID, "Council"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another takes hers: %v", err)
		}
		first, err := certify(d.seat)
		if err != nil || first.Name != "Person 1" || first.Minutes != 10 || first.Title["en"] != "First sellers" || first.By != "Council" {
			t.Fatalf("%+v %v", first, err)
		}
		changed, err := d.Event(ctx, host, d.event.ID)
		if err != nil {
			t.Fatal(err)
		}
		changed.Certify, changed.Title = 400, catalog.Texts{"en": "Another name"}
		if _, err := d.Save(ctx, host, changed); err != nil {
			t.Fatal(err)
		}
		if again, err := certify(d.seat); err != nil || !cmp.Equal(first, again) {
			t.Errorf("asked for again: %v\n%s", err, cmp.Diff(first, again))
		}
		if has, err := d.Standing(ctx, d.in(d.seat, 0)); err != nil || has.Certificate.Number != first.Number || has.Minutes != 10 {
			t.Errorf("she does not see it: %+v %v", has, err)
		}
		if err := d.Uncertify(ctx, holder(d.seat), d.event.ID, d.seat.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("who is no host took it back: %v", err)
		}
		if err := d.Uncertify(ctx, host, d.event.ID, d.seat.ID); err != nil {
			t.Fatal(err)
		}
		if c, err := d.papers.Find(ctx, first.Number); err != nil || c.Valid() {
			t.Errorf("taken back: %+v %v", c, err)
		}
	})
}

func TestASurveyCountsOneAnswerASeat(t *testing.T) {
	eachDay(t, func(d day) {
		ctx := context.Background()
		judge := func(seat assembly.Seat, score int64, words string) error {
			return d.Judge(ctx, holder(seat), d.event.ID, seat.ID, assembly.Answer{Score: score, Words: words})
		}
		if err := judge(d.seat, 5, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("before it begins: %v", err)
		}
		*d.at = d.event.Starts
		for _, bad := range []assembly.Answer{{Score: 0}, {Score: 6}, {Score: 3, Words: strings.Repeat("ө", 1001)}} {
			if err := judge(d.seat, bad.Score, bad.Words); !fault.Is(err, fault.Invalid) {
				t.Errorf("%d: %v", bad.Score, err)
			}
		}
		other := d.register(2)
		for _, err := range []error{judge(d.seat, 2, "Too long"), judge(other, 4, strings.Repeat("ө", 1000)), judge(d.seat, 5, "  Жакшы  ")} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if f, err := d.Turnout(ctx, host, d.event.ID); err != nil || f.Answers != 2 || f.Score != 9 {
			t.Errorf("%+v %v", f, err)
		}
		list, err := d.Said(ctx, host, d.event.ID, 0)
		if err != nil || len(list) != 2 || list[0].Words != "Жакшы" || list[0].Score != 5 {
			t.Fatalf("%+v %v", list, err)
		}
		if older, err := d.Said(ctx, host, d.event.ID, list[0].ID); err != nil || len(older) != 1 {
			t.Errorf("the next page: %+v %v", older, err)
		}
		if has, err := d.Standing(ctx, d.in(d.seat, 0)); err != nil || has.Answer.Words != "Жакшы" || has.Certificate.Number != "" {
			t.Errorf("she does not find it: %+v %v", has, err)
		}
		if _, err := d.Said(ctx, holder(d.seat), d.event.ID, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("a guest reads the answers: %v", err)
		}
	})
}
