package academy_test

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	. "agora/academy"
	"agora/blob"
	"agora/certificate"
	"agora/course"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// winter is a cohort that asks for two live classes.
func winter() Group {
	return Group{Name: "Winter", Starts: "2026-11-20", Ends: "2026-12-20", Zone: "Asia/Bishkek", Places: 2, Classes: 2}
}

// allButClasses does everything there is in the course felt but its live classes.
func allButClasses(t *testing.T, s *Service, by identity.Actor, id CourseID, now time.Time) {
	t.Helper()
	ctx := t.Context()
	must(t, s.Opened(ctx, by, id, "wool", now))
	must(t, s.Opened(ctx, by, id, "sell", now))
	must(t, s.Proved(ctx, by.Person, priced(3)))
	_, err := s.Answer(ctx, by, id, "sell", Attempt{Number: 1, Answers: map[string]course.Answer{"a": {Written: "4"}}})
	must(t, err)
}

// TestALiveClassCounts has a learner join a cohort by its code: the course is finished
// when she was in as many classes as it asks for, and not before.
func TestALiveClassCounts(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx := t.Context()
		h, err := s.Gather(ctx, teacher, id, winter())
		must(t, err)
		must(t, s.Link(ctx, teacher, id, h.ID, 77, now.Add(time.Hour)))
		if _, err := s.JoinCohort(ctx, nurai, h.Code[:4]+"-"+h.Code[4:]); err != nil {
			t.Fatal(err)
		}
		allButClasses(t, s, nurai, id, *now)
		at, err := s.Standing(ctx, nurai, id)
		must(t, err)
		if done, all := at.Of(); done != 4 || all != 6 || !at.Finished.IsZero() || at.Next != "" {
			t.Errorf("%d of %d done, finished %v, next %q", done, all, at.Finished, at.Next)
		}
		must(t, s.Attended(ctx, 78, 9, []identity.PersonID{nurai.Person}, *now))                   // an event that is no class of hers
		must(t, s.Attended(ctx, 77, 1, []identity.PersonID{nurai.Person, 99}, now.Add(time.Hour))) // 99 learns nothing
		must(t, s.Attended(ctx, 77, 1, []identity.PersonID{nurai.Person}, *now))                   // told again
		if at, err = s.Standing(ctx, nurai, id); err != nil || len(at.Left) != 1 || at.Left[0].Part != Live {
			t.Errorf("left after a class: %v, %v", at.Left, err)
		}
		roll, err := s.Members(ctx, teacher, id, h.ID, 0)
		must(t, err)
		if len(roll) != 1 || roll[0].Done != 5 || roll[0].All != 6 {
			t.Errorf("roll: %+v", roll)
		}
		must(t, s.Attended(ctx, 77, 2, []identity.PersonID{nurai.Person}, *now))
		must(t, s.Attended(ctx, 77, 3, []identity.PersonID{nurai.Person}, *now)) // more than is asked for
		if at, err = s.Standing(ctx, nurai, id); err != nil || at.State != Finished {
			t.Errorf("after two classes she is %q, %v", at.State, err)
		}
		if done, all := at.Of(); done != 6 || all != 6 {
			t.Errorf("%d of %d", done, all)
		}
		v, err := s.Visit(ctx, nurai, "felt")
		must(t, err)
		if done, all := v.At.Of(); done != 6 || all != 6 {
			t.Errorf("her page says %d of %d", done, all)
		}
	})
}

// TestACohortHasItsPlaces refuses who comes too late, and gives places back.
func TestACohortHasItsPlaces(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx, one, two := t.Context(), identity.Actor{Person: 11}, identity.Actor{Person: 12}
		if _, err := s.Gather(ctx, nurai, id, winter()); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a learner makes a cohort: %v", err)
		}
		bad := winter()
		bad.Ends, bad.Zone, bad.Places, bad.Name = "2026-11-19", "Mars", 0, ""
		if _, err := s.Gather(ctx, teacher, id, bad); err == nil {
			t.Error("a cohort of nonsense is made")
		}
		h, err := s.Gather(ctx, teacher, id, winter())
		must(t, err)
		for _, by := range []identity.Actor{nurai, one, one} {
			if _, err := s.JoinCohort(ctx, by, h.Code); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.JoinCohort(ctx, two, h.Code); !fault.Is(err, fault.Conflict) {
			t.Errorf("a third of two places: %v", err)
		}
		less := winter()
		less.Places = 1
		if err := s.Regroup(ctx, teacher, id, h.ID, less); err == nil {
			t.Error("somebody lost her place")
		}
		must(t, s.Leave(ctx, one, id))
		if _, err := s.JoinCohort(ctx, two, h.Code); err != nil {
			t.Errorf("a place was given back: %v", err)
		}
		if _, err := s.Members(ctx, two, id, h.ID, 0); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a learner reads who is in it: %v", err)
		}
		must(t, s.AddMentor(ctx, teacher, id, h.ID, one.Person))
		if roll, err := s.Members(ctx, one, id, h.ID, 0); err != nil || len(roll) != 2 {
			t.Errorf("a mentor reads %d, %v", len(roll), err)
		}
		*now = time.Date(2026, 12, 20, 18, 1, 0, 0, time.UTC) // the day after, in Bishkek
		if _, err := s.JoinCohort(ctx, identity.Actor{Person: 13}, h.Code); err == nil {
			t.Error("somebody joins a cohort that is over")
		}
		*now = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	})
}

// TestWhoHasDoneAllFinishes lowers what a cohort asks for, and lets a learner go on alone:
// both leave her with nothing to do.
func TestWhoHasDoneAllFinishes(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx, one := t.Context(), identity.Actor{Person: 11}
		h, err := s.Gather(ctx, teacher, id, winter())
		must(t, err)
		for _, by := range []identity.Actor{nurai, one} {
			if _, err := s.JoinCohort(ctx, by, h.Code); err != nil {
				t.Fatal(err)
			}
			allButClasses(t, s, by, id, *now)
		}
		must(t, s.LeaveCohort(ctx, one, id))
		if at, err := s.Standing(ctx, one, id); err != nil || at.State != Finished {
			t.Errorf("alone she is %q, %v", at.State, err)
		}
		less := winter()
		less.Classes = 0
		must(t, s.Regroup(ctx, teacher, id, h.ID, less))
		told, err := event.After(ctx, d, 0, 1000)
		must(t, err)
		if last := told[len(told)-1]; last.Kind != CohortChanged || last.Subject != int64(h.ID) {
			t.Errorf("the last event is %v", last)
		}
		must(t, s.Weigh(ctx, OfCohort{Course: id, Cohort: h.ID}))
		if at, err := s.Standing(ctx, nurai, id); err != nil || at.State != Finished {
			t.Errorf("she is %q, %v", at.State, err)
		}
		more := winter()
		must(t, s.Regroup(ctx, teacher, id, h.ID, more))
		if at, err := s.Standing(ctx, nurai, id); err != nil || len(at.Left) != 0 {
			t.Errorf("who finished has left %v, %v", at.Left, err)
		}
	})
}

// TestClassesInAnyOrder tells classes in any order and again, between other steps: a
// learner is finished when she has done all and was in enough of them, never else.
func TestClassesInAnyOrder(t *testing.T) {
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, event.Schema, certificate.Schema, Schema)
	files, err := blob.Open(t.TempDir())
	must(t, err)
	s := New(d, files)
	c := felt()
	c.Modules[0].Lessons = c.Modules[0].Lessons[:1]
	id, _, err := s.Keep(t.Context(), teacher, c)
	must(t, err)
	must(t, s.Publish(t.Context(), teacher, id))
	person := identity.PersonID(100)
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		person++
		by, g := identity.Actor{Person: person}, winter()
		g.Classes = rapid.Int64Range(0, 3).Draw(t, "asks")
		h, err := s.Gather(ctx, teacher, id, g)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Link(ctx, teacher, id, h.ID, 77, now); err != nil {
			t.Fatal(err)
		}
		if _, err := s.JoinCohort(ctx, by, h.Code); err != nil {
			t.Fatal(err)
		}
		read, were := false, map[int64]bool{}
		for _, n := range rapid.SliceOfN(rapid.Int64Range(0, 4), 1, 8).Draw(t, "told") {
			if n == 0 {
				read, err = true, s.Opened(ctx, by, id, "wool", now)
			} else {
				were[n] = true
				err = s.Attended(ctx, 77, n, []identity.PersonID{person}, now)
			}
			if err != nil {
				t.Fatal(err)
			}
			at, err := s.Standing(ctx, by, id)
			if err != nil {
				t.Fatal(err)
			}
			if want := read && int64(len(were)) >= g.Classes; at.Finished.IsZero() == want {
				t.Fatalf("read %v, in %d of %d classes: finished %v", read, len(were), g.Classes, at.Finished)
			}
		}
	})
}

// TestNothingLeftIsFinished has learners come to have nothing left without doing anything:
// one comes back without her cohort, one moves to another that asks for less.
func TestNothingLeftIsFinished(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx, other := t.Context(), identity.Actor{Person: 11}
		h, err := s.Gather(ctx, teacher, id, winter())
		must(t, err)
		must(t, s.Link(ctx, teacher, id, h.ID, 77, now.Add(time.Hour)))
		for _, by := range []identity.Actor{nurai, other} {
			_, err := s.JoinCohort(ctx, by, h.Code)
			must(t, err)
			allButClasses(t, s, by, id, *now)
		}
		must(t, s.Leave(ctx, nurai, id))
		if _, err := s.Join(ctx, nurai, "felt"); err != nil {
			t.Fatal(err)
		}
		must(t, s.Attended(ctx, 77, 1, []identity.PersonID{other.Person}, *now))
		less := winter()
		less.Classes = 1
		one, err := s.Gather(ctx, teacher, id, less)
		must(t, err)
		_, err = s.JoinCohort(ctx, other, one.Code)
		must(t, err)
		for _, by := range []identity.Actor{nurai, other} {
			if at, err := s.Standing(ctx, by, id); err != nil || at.State != Finished || len(at.Left) > 0 {
				t.Errorf("person %d is %q with %v left, %v", by.Person, at.State, at.Left, err)
			}
		}
	})
}
