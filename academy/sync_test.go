package academy_test

import (
	"strings"
	"testing"
	"time"

	. "agora/academy"
	"agora/course"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// answers tells that a device answered the one question of felt.
func answers(device string, number int64, at time.Time, written string) Told {
	return Told{Device: device, Number: number, At: at, Kind: ToldAnswers, Lesson: "sell", Answers: map[string]course.Answer{"a": {Written: written}}}
}

func read(device string, number int64, at time.Time, lesson string) Told {
	return Told{Device: device, Number: number, At: at, Kind: ToldRead, Lesson: lesson}
}

// fates are what became of what was told, in a row.
func fates(list []Outcome) string {
	var words []string
	for _, o := range list {
		words = append(words, string(o.Fate))
	}
	return strings.Join(words, " ")
}

// TestALearnerWasAway has a learner tell what she did on two devices, twice: it is taken
// once, and with the last of it she is finished.
func TestALearnerWasAway(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx, began := t.Context(), *now
		if _, err := s.Merge(ctx, identity.Guest(), id, nil); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a guest tells: %v", err)
		}
		if list, err := s.Merge(ctx, nurai, id, []Told{read("phone", 1, began, "wool")}); !fault.Is(err, fault.NotFound) || list != nil {
			t.Errorf("who has not joined tells: %v, %v", list, err)
		}
		_, err := s.Join(ctx, nurai, "felt")
		must(t, err)
		must(t, s.Proved(ctx, nurai.Person, priced(3)))
		*now = began.Add(7 * 24 * time.Hour)
		phone := []Told{
			read("phone", 1, began.Add(time.Hour), "wool"), answers("phone", 2, began.Add(2*time.Hour), "5"),
			read("phone", 3, began.Add(-time.Hour), "sell"), read("phone", 4, began.Add(time.Hour), "silk"),
			answers("phone", 2, began.Add(2*time.Hour), "4"), // the page of before, answered anew
		}
		list, err := s.Merge(ctx, nurai, id, phone)
		must(t, err)
		if got := fates(list); got != "taken taken taken parked taken" {
			t.Errorf("first: %s", got)
		}
		if m := list[4].Marked; !m.Passed || !m.RightOnes["a"] || m.Right != 1 || m.Need != 1 || list[1].Marked.Passed {
			t.Errorf("a right answer: %+v", m)
		}
		list, err = s.Merge(ctx, nurai, id, append(phone, answers("tablet", 1, began.Add(999*time.Hour), "5"), read("tablet", 2, began, "wool")))
		must(t, err)
		if got := fates(list); got != "known known known parked known taken known" {
			t.Errorf("again: %s", got)
		}
		if m := list[4].Marked; !m.Passed || m.Right != 1 || m.Answers["a"].Written != "4" {
			t.Errorf("a right answer again: %+v", m)
		}
		if m := list[5].Marked; !m.At.Equal(*now) {
			t.Errorf("answered at %v, which is to come", m.At)
		}
		for _, o := range list { // each is found again under the name that it was given
			if o.Marked.Device == "" {
				continue
			}
			_, m, err := s.Marked(ctx, nurai, "felt", "sell", o.Marked.Device, o.Marked.Number)
			if err != nil || m.Answers["a"].Written != o.Answers["a"].Written {
				t.Errorf("%+v is kept as %+v, %v", o.Told, m, err)
			}
		}
		at, err := s.Standing(ctx, nurai, id)
		must(t, err)
		if at.State != Finished || !at.Done[0].At.Equal(began) || !at.Done[1].At.Equal(began) || !at.Done[2].At.Equal(began.Add(2*time.Hour)) {
			t.Errorf("she is %s, and did %v", at.State, at.Done)
		}
		if n, err := ends(ctx, d); err != nil || n[int64(nurai.Person)] != 1 {
			t.Errorf("the end came %d times, %v", n[int64(nurai.Person)], err)
		}
		parked, err := s.Parked(ctx, nurai, id)
		must(t, err)
		if len(parked) != 1 || parked[0].Lesson != "silk" || parked[0].Device != "phone" || parked[0].Number != 4 || !parked[0].At.Equal(began.Add(time.Hour)) {
			t.Errorf("parked: %+v", parked)
		}
		if r, err := Verify(ctx, d); err != nil || len(r.Problems) > 0 {
			t.Errorf("%q, %v", r.Problems, err)
		}
	})
}

// TestWrongOnesHoldUpNoOther tells much that is wrong with something that is right.
func TestWrongOnesHoldUpNoOther(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		_, err := s.Join(t.Context(), nurai, "felt")
		must(t, err)
		strange := answers("phone", 1, *now, "4")
		strange.Answers["z"] = course.Answer{Picked: []int64{1}}
		worded := read("phone", 1, *now, "wool")
		worded.Answers = strange.Answers
		told := []Told{
			answers("", 1, *now, "4"), answers("a~b", 1, *now, "4"), answers("phone", 0, *now, "4"), answers("phone", 1<<40, *now, "4"),
			answers("phone", 1, *now, strings.Repeat("a", 300)), read("phone", 1, *now, "wo\x00ol"), read("phone", 1, *now, ""),
			{Device: "phone", Number: 1, Kind: "task0", Lesson: "sell"}, worded,
			{Device: "phone", Number: 1, Kind: ToldAnswers, Lesson: "wool"}, // which has no quiz
			strange, // with a question that it doesn't have
			{Device: "phone", Number: 9, Kind: ToldAnswers, Lesson: "sell"}, // nothing is an answer, too
			answers("phone", 8, *now, "\x00\xff"), read("phone", 1, time.Time{}, "wool"),
		}
		list, err := s.Merge(t.Context(), nurai, id, told)
		must(t, err)
		if got := fates(list); got != strings.Repeat("refused ", 9)+"parked parked taken taken taken" {
			t.Errorf("%s", got)
		}
		for _, o := range list[:9] {
			if !fault.Is(o.Why, fault.Invalid) {
				t.Errorf("%+v is refused for %v", o.Told, o.Why)
			}
		}
		if at, err := s.Standing(t.Context(), nurai, id); err != nil || len(at.Done) != 1 || !at.Done[0].At.Equal(*now) {
			t.Errorf("done: %v, %v", at.Done, err)
		}
	})
}

// TestWhatIsToldIsBounded tells too much at once, tries too often, and parks too much.
func TestWhatIsToldIsBounded(t *testing.T) {
	s, id := school(t)
	_, err := s.Join(t.Context(), nurai, "felt")
	must(t, err)
	if _, err := s.Merge(t.Context(), nurai, id, make([]Told, MaxTold+1)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a portion that is too large: %v", err)
	}
	tell := func(make func(number int64) Told, from, to int64) (last Outcome) {
		t.Helper()
		for from <= to {
			var told []Told
			for ; from <= to && len(told) < MaxTold; from++ {
				told = append(told, make(from))
			}
			list, err := s.Merge(t.Context(), nurai, id, told)
			must(t, err)
			last = list[len(list)-1]
		}
		return last
	}
	tries := func(n int64) Told { return answers("phone", n, time.Time{}, "5") }
	if o := tell(tries, 1, MaxTries); o.Fate != Taken {
		t.Errorf("the last try: %s, %v", o.Fate, o.Why)
	}
	if o := tell(tries, MaxTries+1, MaxTries+1); o.Fate != Refused || !fault.HasKey(o.Why, "fault.quiz_tries") {
		t.Errorf("a try too many: %s, %v", o.Fate, o.Why)
	}
	for _, other := range []string{"4", "6", "7", "8"} { // some come before what is kept, and some after
		list, err := s.Merge(t.Context(), nurai, id, []Told{answers("phone", 1, time.Time{}, other), tries(1)})
		must(t, err)
		if fates(list) != "refused known" {
			t.Errorf("%s for a number of before, and that again: %s", other, fates(list))
		}
	}
	silk := func(n int64) Told { return read("phone", n, time.Time{}, "silk") }
	if o := tell(silk, 1, MaxParked); o.Fate != Parked {
		t.Errorf("the last to be parked: %s, %v", o.Fate, o.Why)
	}
	if o := tell(silk, MaxParked+1, MaxParked+1); o.Fate != Refused || !fault.HasKey(o.Why, "fault.at_most") {
		t.Errorf("parked too much: %s, %v", o.Fate, o.Why)
	}
	if o := tell(silk, 1, 1); o.Fate != Parked {
		t.Errorf("one of before again: %s, %v", o.Fate, o.Why)
	}
}

// TestAPortionEndsACourseOnce tells the last that was left, and of a lesson after it that it
// was read earlier: the course ends once.
func TestAPortionEndsACourseOnce(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx, began := t.Context(), *now
		_, err := s.Join(ctx, nurai, "felt")
		must(t, err)
		must(t, s.Proved(ctx, nurai.Person, priced(3)))
		*now = began.Add(7 * 24 * time.Hour)
		must(t, s.Opened(ctx, nurai, id, "wool", *now))
		_, err = s.Merge(ctx, nurai, id, []Told{read("phone", 1, *now, "sell"), answers("phone", 2, *now, "4"), read("phone", 3, began.Add(time.Hour), "wool")})
		must(t, err)
		at, err := s.Standing(ctx, nurai, id)
		must(t, err)
		if !at.Learner.Finished.Equal(*now) || !at.Done[0].At.Equal(began.Add(time.Hour)) {
			t.Errorf("finished %v, having read wool %v", at.Learner.Finished, at.Done[0].At)
		}
		n, err := ends(ctx, d)
		must(t, err)
		if n[int64(nurai.Person)] != 1 {
			t.Errorf("the course ended %d times", n[int64(nurai.Person)])
		}
	})
}
