package assembly_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/fault"
)

// anew is somebody as the hall sees her now.
func (f *floor) anew(at assembly.Seated) assembly.Seated {
	f.Helper()
	at, err := f.Enter(f.ctx(), holder(at.Seat), at.Event.ID, at.Seat.ID, at.Session.ID)
	f.must(err)
	return at
}

// breaks opens groups, and gives the hall as a moderator sees it then.
func (f *floor) breaks(p assembly.Breaking) assembly.Seated {
	f.Helper()
	f.must(f.Break(f.ctx(), f.in[assembly.Moderator], p))
	return f.anew(f.in[assembly.Moderator])
}

// TestGroupsAreDealtFromThoseThere deals who was in the hall a moment ago, and puts
// who comes later where the fewest are.
func TestGroupsAreDealtFromThoseThere(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		var there []assembly.Seated
		for i := range 7 {
			at := f.sit(20+i, assembly.Attendee)
			f.must(f.Attend(f.ctx(), at))
			there = append(there, at)
		}
		gone := f.sit(30, assembly.Attendee)
		for _, role := range assembly.Roles {
			f.must(f.Attend(f.ctx(), f.in[role]))
		}
		boss := f.breaks(assembly.Breaking{Count: 3, Minutes: 10})
		b := boss.Grouped.Breakout
		if len(b.Groups) != 3 || !b.Until.Equal(clock.Add(10*time.Minute)) || boss.Grouped.Mine != 0 {
			t.Fatalf("%+v", boss.Grouped)
		}
		list, count, err := f.Members(f.ctx(), boss, 0)
		f.must(err)
		in := map[assembly.SeatID]assembly.GroupID{}
		for _, m := range list {
			in[m.Seat] = m.Group
		}
		for role, at := range f.in {
			if _, dealt := in[at.Seat.ID]; dealt == at.Roams() {
				t.Errorf("%s was dealt: %v", role, dealt)
			}
		}
		for _, at := range there {
			if mine := f.anew(at).Grouped.Mine; mine == 0 || mine != in[at.Seat.ID] {
				t.Errorf("seat %d is in %d, and is told %d", at.Seat.ID, in[at.Seat.ID], mine)
			}
		}
		if in[gone.Seat.ID] != 0 {
			t.Error("who was not there was dealt")
		}
		f.must(f.Join(f.ctx(), f.anew(gone), 0))
		mine := f.anew(gone).Grouped.Mine
		least := slices.MinFunc(b.Groups, func(a, b assembly.Group) int { return int(count[a.ID] - count[b.ID]) })
		if count[mine] != count[least.ID] {
			t.Errorf("who came later is among %d where %d are", count[mine], count[least.ID])
		}
		f.must(f.Join(f.ctx(), f.anew(gone), b.Groups[0].ID))
		if f.anew(gone).Grouped.Mine != mine {
			t.Error("who was dealt went elsewhere by herself")
		}
		f.must(f.Move(f.ctx(), boss, gone.Seat.ID, b.Groups[2].ID))
		if f.anew(gone).Grouped.Mine != b.Groups[2].ID {
			t.Error("who was moved is where she was")
		}
	})
}

// TestGroupsThatPeopleChoose lets them go from one to another.
func TestGroupsThatPeopleChoose(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		b := f.breaks(assembly.Breaking{Names: []string{"Felt", "Honey"}, Minutes: 5, Chosen: true}).Grouped.Breakout
		at := f.anew(f.in[assembly.Attendee])
		if at.Grouped.Mine != 0 || b.Groups[1].Name != "Honey" || b.Place(b.Groups[1].ID) != "2" {
			t.Fatalf("%+v", at.Grouped)
		}
		if err := f.Join(f.ctx(), at, 0); !fault.Is(err, fault.Invalid) {
			t.Errorf("no choice: %v", err)
		}
		for _, g := range []assembly.GroupID{b.Groups[1].ID, b.Groups[0].ID} {
			f.must(f.Join(f.ctx(), at, g))
			if f.anew(at).Grouped.Mine != g {
				t.Errorf("she is not where she went: %+v", f.anew(at).Grouped)
			}
		}
	})
}

// TestAGroupIsAmongItself has others try to read and write in it.
func TestAGroupIsAmongItself(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		b := f.breaks(assembly.Breaking{Count: 2, Minutes: 5, Chosen: true}).Grouped.Breakout
		one, other := b.Groups[0].ID, b.Groups[1].ID
		f.must(f.Join(f.ctx(), f.in[assembly.Attendee], one))
		f.must(f.Join(f.ctx(), f.in[assembly.OnStage], other))
		at := f.anew(f.in[assembly.Attendee])
		f.must(f.Pace(f.ctx(), f.in[assembly.Moderator], 0, true)) // the hall's chat is closed, a group's is not
		f.must(f.Talk(f.ctx(), at, one, "Only us"))
		for role, who := range f.in {
			who = f.anew(who)
			may := who.Roams() || role == assembly.Attendee
			list, err := f.Talks(f.ctx(), who, one)
			if may != (err == nil) || may && (len(list) == 0 || list[0].Body != "Only us" || list[0].Name != at.Seat.Name) {
				t.Errorf("%s reads %v, %v", role, list, err)
			}
			if err := f.Talk(f.ctx(), who, one, "Me too"); may != (err == nil) {
				t.Errorf("%s writes: %v", role, err)
			}
			if err := f.AskHelp(f.ctx(), who, one, true); may != (err == nil) {
				t.Errorf("%s asks for help: %v", role, err)
			}
			hall, err := f.Messages(f.ctx(), who, 0)
			f.must(err)
			if len(hall) != 0 {
				t.Errorf("the hall reads what a group wrote: %v", hall)
			}
		}
		if !f.anew(at).Grouped.Breakout.Groups[0].Asks || f.anew(at).Grouped.Breakout.Groups[1].Asks {
			t.Error("who asks is not seen")
		}
	})
}

// TestWhoSteersGroups has each role try.
func TestWhoSteersGroups(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		p := assembly.Breaking{Count: 2, Minutes: 5}
		for role, at := range f.in {
			if err := f.Break(f.ctx(), at, p); at.Moderates() != !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s breaks: %v", role, err)
			}
		}
		b := f.anew(f.in[assembly.Moderator]).Grouped.Breakout
		for role, at := range f.in {
			at = f.anew(at)
			for name, do := range map[string]func() error{
				"tell":    func() error { return f.Tell(f.ctx(), at, "Five minutes left") },
				"prolong": func() error { return f.Prolong(f.ctx(), at, 20) },
				"move":    func() error { return f.Move(f.ctx(), at, f.in[assembly.Attendee].Seat.ID, b.Groups[0].ID) },
			} {
				if err := do(); at.Moderates() != (err == nil) {
					t.Errorf("%s: %s: %v", role, name, err)
				}
			}
			if err := f.Join(f.ctx(), at, 0); at.Roams() != fault.Is(err, fault.Forbidden) {
				t.Errorf("%s joins: %v", role, err)
			}
		}
		boss := f.anew(f.in[assembly.Moderator])
		if now := boss.Grouped.Breakout; now.Word != "Five minutes left" || !now.Until.Equal(clock.Add(20*time.Minute)) {
			t.Errorf("%+v", now)
		}
		if err := f.Recall(f.ctx(), f.in[assembly.Attendee]); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who takes part calls back: %v", err)
		}
		if err := f.Move(f.ctx(), boss, f.in[assembly.Interpreter].Seat.ID, b.Groups[0].ID); !fault.Is(err, fault.Invalid) {
			t.Errorf("an interpreter was put into one group: %v", err)
		}
	})
}

// TestGroupsHaveBounds tries too few and too many of everything.
func TestGroupsHaveBounds(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		boss := f.in[assembly.Moderator]
		for field, p := range map[string]assembly.Breaking{
			"count":   {Count: 1, Minutes: 5},
			"names":   {Names: []string{"One"}, Minutes: 5},
			"minutes": {Count: 2},
		} {
			if err := f.Break(f.ctx(), boss, p); !fault.Is(err, fault.Invalid) || fault.List(err)[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		for field, p := range map[string]assembly.Breaking{
			"count":   {Count: assembly.MaxGroups + 1, Minutes: 5},
			"names":   {Names: []string{"One", strings.Repeat("ж", assembly.MaxGroupName+1)}, Minutes: 5},
			"minutes": {Count: 2, Minutes: assembly.MaxGroupMinutes + 1},
		} {
			if err := f.Break(f.ctx(), boss, p); !fault.Is(err, fault.Invalid) || fault.List(err)[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		boss = f.breaks(assembly.Breaking{Count: 2, Minutes: 5})
		if err := f.Break(f.ctx(), boss, assembly.Breaking{Count: 2, Minutes: 5}); !fault.HasKey(err, "fault.groups_open") {
			t.Errorf("a second time: %v", err)
		}
		if err := f.Tell(f.ctx(), boss, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("no words: %v", err)
		}
	})
}

// TestGroupsEnd ends them by the clock, by a call, and with their session. What was due
// before they were prolonged ends nothing; what ends them may come twice.
func TestGroupsEnd(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		open := func() (boss assembly.Seated, w assembly.Backing) {
			boss = f.breaks(assembly.Breaking{Count: 2, Minutes: 5})
			return boss, assembly.Backing{Event: f.event.ID, Session: f.session.ID, Until: boss.Grouped.Breakout.Until.UnixMicro()}
		}
		back := func(b assembly.Breakout, w assembly.Backing) bool {
			over, err := f.Back(f.ctx(), b.ID, w)
			f.must(err)
			return over
		}
		gone := func(what string) {
			f.Helper()
			if at := f.anew(f.in[assembly.Attendee]); at.Grouped.Breakout.ID != 0 || at.Grouped.Mine != 0 {
				f.Errorf("%s: %+v", what, at.Grouped)
			}
		}
		boss, w := open()
		b := boss.Grouped.Breakout
		f.must(f.Attend(f.ctx(), f.in[assembly.Attendee]))
		f.must(f.Join(f.ctx(), f.anew(f.in[assembly.Attendee]), 0))
		f.must(f.Prolong(f.ctx(), boss, 10))
		*clock = now.Add(6 * time.Minute)
		if back(b, w) {
			t.Error("the time before it was prolonged ends it")
		}
		w.Until = now.Add(10 * time.Minute).UnixMicro()
		if back(b, w) {
			t.Error("it ends before its time")
		}
		*clock = now.Add(10 * time.Minute)
		gone("by the clock, before anybody wrote it down")
		if !back(b, w) || !back(b, w) {
			t.Error("it does not end")
		}

		boss, _ = open()
		f.must(f.Recall(f.ctx(), boss))
		if at := f.anew(boss); at.Grouped.Breakout.Until.Sub(*clock) != time.Minute {
			t.Errorf("called back: %+v", at.Grouped)
		}
		f.must(f.Recall(f.ctx(), boss))
		gone("called back twice")
		if err := f.Recall(f.ctx(), boss); !fault.HasKey(err, "fault.groups_over") {
			t.Errorf("a third time: %v", err)
		}
		_, _ = open()
		*clock = clock.Add(5 * time.Minute)
		boss, w = open() // nobody wrote down that the one before is over
		f.must(f.End(f.ctx(), f.in[assembly.HostRole]))
		gone("with the session")
		if !back(boss.Grouped.Breakout, assembly.Backing{Event: w.Event, Session: w.Session, Until: clock.UnixMicro()}) {
			t.Error("rooms of a session that ended stay")
		}
		if err := f.Join(f.ctx(), f.in[assembly.Attendee], 0); !fault.HasKey(err, "fault.groups_over") {
			t.Errorf("who joins after the end: %v", err)
		}
	})
}

// TestManyAreDealt deals more than one statement takes.
func TestManyAreDealt(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		const people = 230
		for i := range people {
			f.must(f.Attend(f.ctx(), f.sit(100+i, assembly.Attendee)))
		}
		boss := f.breaks(assembly.Breaking{Count: 2, Minutes: 5})
		list, count, err := f.Members(f.ctx(), boss, 0)
		f.must(err)
		for _, g := range boss.Grouped.Breakout.Groups {
			if count[g.ID] != people/2 {
				t.Error(fmt.Sprint(count))
			}
		}
		if len(list) != 200 {
			t.Errorf("%d are listed", len(list))
		}
	})
}
