package assembly_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"agora/assembly"
	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// floor is a session that runs, with one person of each role in its hall.
type floor struct {
	*testing.T
	*assembly.Service
	event   assembly.Event
	session assembly.Session
	in      map[assembly.Role]assembly.Seated
}

// halls runs a test in a hall on every engine, with a clock that it moves.
func halls(t *testing.T, do func(f *floor, clock *time.Time)) {
	t.Helper()
	clock := now
	dbtest.EachAt(t, func() time.Time { return clock }, []db.Schema{event.Schema, audit.Schema, assembly.Schema}, func(t *testing.T, d *db.DB) {
		clock = now
		do(newFloor(t, assembly.New(d)), &clock)
	})
}

func newFloor(t *testing.T, s *assembly.Service) *floor {
	t.Helper()
	f := &floor{T: t, Service: s, event: conference(t, s, 0), in: map[assembly.Role]assembly.Seated{}}
	f.session = f.plan()
	for i, role := range assembly.Roles {
		f.in[role] = f.sit(i, role)
	}
	f.must(f.Begin(f.ctx(), f.in[assembly.HostRole]))
	return f
}

func (f *floor) ctx() context.Context { return context.Background() }

func (f *floor) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// plan puts another session on the agenda.
func (f *floor) plan() assembly.Session {
	f.Helper()
	s, err := f.Schedule(f.ctx(), host, assembly.Session{Event: f.event.ID, Starts: f.event.Starts, Ends: f.event.Ends,
		Topic: assembly.Topic{Title: catalog.Texts{"en": "What a buyer asks"}}})
	f.must(err)
	return s
}

// sit lets person n into the hall in a role.
func (f *floor) sit(n int, role assembly.Role) assembly.Seated {
	f.Helper()
	seat, _, err := f.Register(f.ctx(), identity.Guest(), f.event.ID, applicant(n))
	f.must(err)
	channel := ""
	if role == assembly.Interpreter || role == assembly.Captioner {
		channel = "ky"
	}
	f.must(f.Appoint(f.ctx(), host, f.event.ID, seat.ID, role, channel))
	at, err := f.Enter(f.ctx(), holder(seat), f.event.ID, seat.ID, f.session.ID)
	f.must(err)
	return at
}

// ask has somebody ask something, and gives the question.
func (f *floor) ask(at assembly.Seated) assembly.Question {
	f.Helper()
	f.must(f.Ask(f.ctx(), at, "Who pays the freight of a return?"))
	list, err := f.Questions(f.ctx(), at, 0)
	f.must(err)
	return list[len(list)-1]
}

// poll opens a poll of three choices.
func (f *floor) poll() assembly.Poll {
	f.Helper()
	f.must(f.OpenPoll(f.ctx(), f.in[assembly.Moderator], assembly.Sheet{Question: "Ten days?", Options: []string{"Yes", "Six", "No"}}))
	list, err := f.Polls(f.ctx(), f.in[assembly.Moderator])
	f.must(err)
	return list[0]
}

// TestWhoMayDoWhatInAHall has each role try everything.
func TestWhoMayDoWhatInAHall(t *testing.T) {
	everybody, steer := assembly.Roles, []assembly.Role{assembly.Moderator, assembly.HostRole}
	halls(t, func(f *floor, clock *time.Time) {
		q, p := f.ask(f.in[assembly.Attendee]), f.poll()
		f.must(f.Say(f.ctx(), f.in[assembly.Attendee], "Good day"))
		said, err := f.Messages(f.ctx(), f.in[assembly.Attendee], 0)
		f.must(err)
		up := f.in[assembly.OnStage].Seat.ID
		for name, c := range map[string]struct {
			may []assembly.Role
			do  func(at assembly.Seated) error
		}{
			"say":            {everybody, func(at assembly.Seated) error { return f.Say(f.ctx(), at, "Hello") }},
			"ask":            {everybody, func(at assembly.Seated) error { return f.Ask(f.ctx(), at, "Why?") }},
			"vote":           {everybody, func(at assembly.Seated) error { return f.Vote(f.ctx(), at, q.ID, true) }},
			"choose":         {everybody, func(at assembly.Seated) error { return f.Choose(f.ctx(), at, p.ID, 1) }},
			"raise":          {everybody, func(at assembly.Seated) error { return f.RaiseHand(f.ctx(), at) }},
			"hide a message": {steer, func(at assembly.Seated) error { return f.HideMessage(f.ctx(), at, said[0].ID) }},
			"set the pace":   {steer, func(at assembly.Seated) error { return f.Pace(f.ctx(), at, 0, false) }},
			"mark":           {steer, func(at assembly.Seated) error { return f.Mark(f.ctx(), at, q.ID, assembly.Next, "") }},
			"open a poll": {steer, func(at assembly.Seated) error {
				return f.OpenPoll(f.ctx(), at, assembly.Sheet{Question: "Q", Options: []string{"a", "b"}})
			}},
			"close a poll": {steer, func(at assembly.Seated) error {
				other := f.poll()
				return f.ClosePoll(f.ctx(), at, other.ID)
			}},
			"call up": {steer, func(at assembly.Seated) error {
				f.must(f.RaiseHand(f.ctx(), f.in[assembly.OnStage]))
				return f.CallUp(f.ctx(), at, up)
			}},
			"dismiss": {steer, func(at assembly.Seated) error {
				f.must(f.RaiseHand(f.ctx(), f.in[assembly.OnStage]))
				return f.Dismiss(f.ctx(), at, up)
			}},
			"caption Kyrgyz":  {append([]assembly.Role{assembly.Captioner}, steer...), func(at assembly.Seated) error { return f.Caption(f.ctx(), at, "ky", "Салам") }},
			"caption English": {steer, func(at assembly.Seated) error { return f.Caption(f.ctx(), at, "en", "Hello") }},
			"caption Urdu":    {nil, func(at assembly.Seated) error { return f.Caption(f.ctx(), at, "ur", "سلام") }},
		} {
			for _, role := range assembly.Roles {
				err := c.do(f.in[role])
				if may := slices.Contains(c.may, role); may && err != nil || !may && !fault.Is(err, fault.Forbidden) {
					f.Errorf("%s, as %s: %v, may: %v", name, role, err, may)
				}
			}
		}
	})
}

// TestWhoHasNoSeatIsNotInTheHall knocks with the seat of another event, while
// waiting, after leaving, and with the link of somebody else.
func TestWhoHasNoSeatIsNotInTheHall(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		other := newFloor(f.T, f.Service)
		stranger := other.in[assembly.Attendee].Seat
		if _, err := f.Enter(f.ctx(), holder(stranger), f.event.ID, stranger.ID, f.session.ID); !fault.Is(err, fault.NotFound) {
			f.Errorf("the seat of another event: %v", err)
		}
		if _, err := f.Enter(f.ctx(), holder(stranger), other.event.ID, stranger.ID, f.session.ID); !fault.Is(err, fault.NotFound) {
			f.Errorf("the session of another event: %v", err)
		}
		mine := f.in[assembly.Attendee].Seat
		if _, err := f.Enter(f.ctx(), holder(stranger), f.event.ID, mine.ID, f.session.ID); !fault.Is(err, fault.NotFound) {
			f.Errorf("somebody else's link: %v", err)
		}
		e, err := f.Event(f.ctx(), host, f.event.ID)
		f.must(err)
		e.Capacity = 1
		_, err = f.Save(f.ctx(), host, e)
		f.must(err)
		waits, _, err := f.Register(f.ctx(), identity.Guest(), f.event.ID, applicant(99))
		f.must(err)
		if _, err := f.Enter(f.ctx(), holder(waits), f.event.ID, waits.ID, f.session.ID); !fault.Is(err, fault.Forbidden) {
			f.Errorf("who waits: %v", err)
		}
		f.must(f.Leave(f.ctx(), holder(mine), f.event.ID, mine.ID))
		if _, err := f.Enter(f.ctx(), holder(mine), f.event.ID, mine.ID, f.session.ID); !fault.Is(err, fault.Forbidden) {
			f.Errorf("who left: %v", err)
		}
		// what another event has cannot be changed from this one
		q, boss := other.ask(other.in[assembly.Attendee]), f.in[assembly.HostRole]
		for name, err := range map[string]error{"mark": f.Mark(f.ctx(), boss, q.ID, assembly.Hidden, ""), "vote": f.Vote(f.ctx(), boss, q.ID, true),
			"close": f.ClosePoll(f.ctx(), boss, other.poll().ID), "choose": f.Choose(f.ctx(), boss, other.poll().ID, 0)} {
			if !fault.Is(err, fault.NotFound) {
				f.Errorf("%s of another event: %v", name, err)
			}
		}
	})
}

// TestOnlyARunningSessionIsWrittenIn tries before it begins and after its end.
func TestOnlyARunningSessionIsWrittenIn(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		q, p, boss := f.ask(f.in[assembly.Attendee]), f.poll(), f.in[assembly.HostRole]
		acts := func(at assembly.Seated) map[string]error {
			return map[string]error{
				"say": f.Say(f.ctx(), at, "Hello"), "caption": f.Caption(f.ctx(), at, "ky", "Салам"), "raise": f.RaiseHand(f.ctx(), at),
				"open":   f.OpenPoll(f.ctx(), at, assembly.Sheet{Question: "Q", Options: []string{"a", "b"}}),
				"choose": f.Choose(f.ctx(), at, p.ID, 0), "vote": f.Vote(f.ctx(), at, q.ID, true), "ask": f.Ask(f.ctx(), at, "Why?"),
			}
		}
		f.must(f.End(f.ctx(), boss))
		for name, err := range acts(boss) {
			if !fault.HasKey(err, "fault.hall_not_live") {
				f.Errorf("%s after the end: %v", name, err)
			}
		}
		early := boss
		early.Session = f.plan()
		for name, err := range acts(early) {
			switch name {
			case "ask":
				f.must(err)
			case "vote": // the question is another session's
			default:
				if !fault.HasKey(err, "fault.hall_not_live") {
					f.Errorf("%s before the beginning: %v", name, err)
				}
			}
		}
	})
}

// TestTheHallIsToldWhatIsOnDisk listens while things happen.
func TestTheHallIsToldWhatIsOnDisk(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		ctx, cancel := context.WithCancel(f.ctx())
		defer cancel()
		told := f.Listen(ctx, f.session.ID)
		if n := f.Present(f.session.ID); n != 1 {
			f.Errorf("%d are there", n)
		}
		at, boss := f.in[assembly.Attendee], f.in[assembly.Moderator]
		for _, c := range []struct {
			what string
			do   func() error
		}{
			{"chat", func() error { return f.Say(f.ctx(), at, "Hello") }},
			{"question", func() error { return f.Ask(f.ctx(), at, "Why?") }},
			{"poll", func() error {
				return f.OpenPoll(f.ctx(), boss, assembly.Sheet{Question: "Q", Options: []string{"a", "b"}})
			}},
			{"caption", func() error { return f.Caption(f.ctx(), boss, "ky", "Салам") }},
			{"hand", func() error { return f.RaiseHand(f.ctx(), at) }},
			{"state", func() error { return f.End(f.ctx(), boss) }},
		} {
			f.must(c.do())
			select {
			case got := <-told:
				if got.What != c.what {
					f.Errorf("told %q of %q", got.What, c.what)
				}
			case <-time.After(10 * time.Second):
				f.Fatalf("nobody was told of %q", c.what)
			}
		}
		if err := f.Say(f.ctx(), at, "Too late"); err == nil {
			f.Error("said after the end")
		}
		select {
		case got := <-told:
			f.Errorf("told %v of what did not happen", got)
		default:
		}
	})
}
