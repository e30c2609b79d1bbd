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

// TestSlowModeHoldsBack moves the clock between messages.
func TestSlowModeHoldsBack(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		at, boss := f.in[assembly.Attendee], f.in[assembly.Moderator]
		f.must(f.Pace(f.ctx(), boss, 30, false))
		say := func() error { return f.Say(f.ctx(), at, "Hello") }
		f.must(say())
		for _, wait := range []time.Duration{0, 29 * time.Second} {
			*clock = now.Add(wait)
			if err := say(); !fault.HasKey(err, "fault.hall_slow") {
				f.Errorf("after %v: %v", wait, err)
			}
		}
		f.must(f.Say(f.ctx(), f.in[assembly.OnStage], "Another may"))
		f.must(f.Say(f.ctx(), boss, "One"))
		f.must(f.Say(f.ctx(), boss, "Two"))
		*clock = now.Add(31 * time.Second)
		f.must(say())
		f.must(f.Pace(f.ctx(), boss, 0, true))
		if err := say(); !fault.HasKey(err, "fault.hall_quiet") {
			f.Errorf("a closed chat: %v", err)
		}
		f.must(f.Say(f.ctx(), boss, "Three"))
		if err := f.Pace(f.ctx(), boss, 601, false); !fault.Is(err, fault.Invalid) {
			f.Errorf("a pace without bound: %v", err)
		}
	})
}

// TestWhatIsHiddenIsSeenByNobody hides a message and a question.
func TestWhatIsHiddenIsSeenByNobody(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		at, boss := f.in[assembly.Attendee], f.in[assembly.Moderator]
		for _, body := range []string{"one", "two", "three"} {
			f.must(f.Say(f.ctx(), at, body))
		}
		list, err := f.Messages(f.ctx(), at, 0)
		f.must(err)
		f.must(f.HideMessage(f.ctx(), boss, list[1].ID))
		list, err = f.Messages(f.ctx(), boss, 0)
		f.must(err)
		if len(list) != 2 || list[0].Body != "one" || list[1].Body != "three" || list[0].Name != at.Seat.Name || list[0].At().Sub(now).Abs() > time.Millisecond {
			f.Errorf("%+v", list)
		}
		a, b, c := f.ask(at), f.ask(at), f.ask(at)
		f.must(f.Mark(f.ctx(), boss, a.ID, assembly.Hidden, ""))
		f.must(f.Mark(f.ctx(), boss, b.ID, assembly.Answered, "The shop does."))
		f.must(f.Mark(f.ctx(), boss, c.ID, assembly.Next, ""))
		asked, err := f.Questions(f.ctx(), at, 0)
		f.must(err)
		if len(asked) != 2 || asked[0].ID != c.ID || asked[1].Answer != "The shop does." {
			f.Errorf("%+v", asked)
		}
		if err := f.Vote(f.ctx(), at, b.ID, true); !fault.HasKey(err, "fault.hall_answered") {
			f.Errorf("a vote for what was answered: %v", err)
		}
	})
}

// TestTextsHaveBounds tries none and one too many of everything.
func TestTextsHaveBounds(t *testing.T) {
	halls(t, func(f *floor, clock *time.Time) {
		boss := f.in[assembly.Moderator]
		q := f.ask(boss)
		for _, body := range []string{"", strings.Repeat("ж", 1001)} {
			for name, err := range map[string]error{"say": f.Say(f.ctx(), boss, body), "ask": f.Ask(f.ctx(), boss, body), "caption": f.Caption(f.ctx(), boss, "ky", body),
				"poll":   f.OpenPoll(f.ctx(), boss, assembly.Sheet{Question: body, Options: []string{"a", "b"}}),
				"option": f.OpenPoll(f.ctx(), boss, assembly.Sheet{Question: "Q", Options: []string{"a", body}})} {
				if !fault.Is(err, fault.Invalid) {
					f.Errorf("%s of %d bytes: %v", name, len(body), err)
				}
			}
		}
		if err := f.Mark(f.ctx(), boss, q.ID, assembly.Answered, strings.Repeat("ж", 1001)); !fault.Is(err, fault.Invalid) {
			f.Errorf("a long answer: %v", err)
		}
		for _, n := range []int{1, 9} {
			if err := f.OpenPoll(f.ctx(), boss, assembly.Sheet{Question: "Q", Options: slices.Repeat([]string{"a"}, n)}); !fault.HasKey(err, "fault.hall_options") {
				f.Errorf("%d options: %v", n, err)
			}
		}
		for i := range 20 {
			err := f.Ask(f.ctx(), boss, fmt.Sprint("Question ", i))
			if i < 19 && err != nil || i == 19 && !fault.HasKey(err, "fault.at_most") {
				f.Errorf("question %d of a seat: %v", i+2, err)
			}
		}
	})
}
