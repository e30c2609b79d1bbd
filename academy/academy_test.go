package academy_test

import (
	"strconv"
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

var (
	teacher = identity.Actor{Person: 1, Roles: []identity.Role{identity.Teacher}}
	nurai   = identity.Actor{Person: 2, Name: "Nurai"}
)

// felt is a course of two lessons: one to read, one with a quiz and a task.
func felt() *course.Course {
	return &course.Course{ID: "felt", Version: 1, Languages: []string{"en"}, Title: course.Text{"en": "Felt"},
		Files: map[string][]byte{"pictures/felt.svg": []byte("<svg/>")},
		Modules: []course.Module{{ID: "one", Lessons: []course.Lesson{
			{ID: "wool", Title: course.Text{"en": "Wool"}, Body: course.Text{"en": "Wash it.", "ky": "Жууңуз."}},
			{ID: "sell", Title: course.Text{"en": "Sell"}, Body: course.Text{"en": "Sell it."},
				Quiz:  course.Quiz{Pass: 1, Questions: []course.Question{{ID: "a", Kind: course.Numeric, Answer: "4"}}},
				Tasks: []course.Task{{Check: string(ProductsPriced), Need: 3}}},
		}}}}
}

// priced is so many things for sale, which is what the task of felt counts.
func priced(n int64) map[Check]Count { return map[Check]Count{ProductsPriced: {N: n}} }

// schools runs f on each engine, with a course that may be begun.
func schools(t *testing.T, f func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time)) {
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	dbtest.EachAt(t, func() time.Time { return now }, []db.Schema{event.Schema, certificate.Schema, Schema}, func(t *testing.T, d *db.DB) {
		files, err := blob.Open(t.TempDir())
		must(t, err)
		s := New(d, files)
		id, version, err := s.Keep(t.Context(), teacher, felt())
		must(t, err)
		if version != 1 {
			t.Errorf("the first version is %d", version)
		}
		must(t, s.Publish(t.Context(), teacher, id))
		f(t, s, d, id, &now)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestALearnerFinishes has a person join, read, do what the node counts, and get her
// certificate, once.
func TestALearnerFinishes(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		if _, err := s.Join(t.Context(), identity.Guest(), "felt"); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a guest joins: %v", err)
		}
		_, err := s.Join(t.Context(), nurai, "felt")
		must(t, err)
		must(t, s.Opened(t.Context(), nurai, id, "wool", *now))
		must(t, s.Opened(t.Context(), nurai, id, "sell", *now))
		if err := s.Opened(t.Context(), nurai, id, "none", *now); !fault.Is(err, fault.NotFound) {
			t.Errorf("a lesson that is none: %v", err)
		}
		must(t, s.Proved(t.Context(), nurai.Person, priced(2)))
		at, err := s.Standing(t.Context(), nurai, id)
		must(t, err)
		if done, all := at.Of(); done != 2 || all != 4 || at.Next != "sell" {
			t.Errorf("%d of %d done, next %q", done, all, at.Next)
		}
		if _, err := s.Certify(t.Context(), nurai, id, "Nurai", "Chamber"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a certificate before the end: %v", err)
		}
		must(t, s.Proved(t.Context(), nurai.Person, priced(3)))
		at, err = s.Standing(t.Context(), nurai, id)
		must(t, err)
		if len(at.Left) != 1 || at.Left[0].Part != Quiz {
			t.Errorf("left: %v", at.Left)
		}
	})
}

// TestALearnerKeepsHerVersion has a course written anew while somebody learns it.
func TestALearnerKeepsHerVersion(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		_, err := s.Join(t.Context(), nurai, "felt")
		must(t, err)
		anew := felt()
		anew.Modules[0].Lessons = anew.Modules[0].Lessons[:1]
		_, version, err := s.Keep(t.Context(), teacher, anew)
		must(t, err)
		c, err := s.Course(t.Context(), nurai, "felt")
		must(t, err)
		if version != 2 || c.Version != 1 || len(c.Lessons()) != 2 {
			t.Errorf("version %d is written, %d is begun, with %d lessons", version, c.Version, len(c.Lessons()))
		}
		must(t, s.Publish(t.Context(), teacher, id))
		at, err := s.Standing(t.Context(), nurai, id)
		must(t, err)
		if _, all := at.Of(); all != 4 {
			t.Errorf("her course has %d parts now", all)
		}
		other := identity.Actor{Person: 3}
		_, err = s.Join(t.Context(), other, "felt")
		must(t, err)
		if at, err = s.Standing(t.Context(), other, id); err != nil || len(at.Lessons()) != 1 {
			t.Errorf("who begins now learns %d lessons, %v", len(at.Lessons()), err)
		}
	})
}

// TestStepsInAnyOrder tells what a learner did in any order and more than once: the same
// is known at the end.
func TestStepsInAnyOrder(t *testing.T) {
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, event.Schema, certificate.Schema, Schema)
	files, err := blob.Open(t.TempDir())
	must(t, err)
	s, c := New(d, files), felt()
	for i := range 6 {
		l := c.Modules[0].Lessons[0]
		l.ID += strconv.Itoa(i)
		c.Modules[0].Lessons = append(c.Modules[0].Lessons, l)
	}
	id, _, err := s.Keep(t.Context(), teacher, c)
	must(t, err)
	must(t, s.Publish(t.Context(), teacher, id))
	person := identity.PersonID(100)
	rapid.Check(t, func(t *rapid.T) {
		told := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Step {
			return Step{Lesson: "wool" + strconv.Itoa(rapid.IntRange(0, 5).Draw(t, "lesson")), Part: Read, At: now.Add(time.Duration(rapid.IntRange(-9, 9).Draw(t, "hours")) * time.Hour)}
		})).Draw(t, "told")
		var was []Step
		for range 2 {
			person++
			by := identity.Actor{Person: person}
			if _, err := s.Join(t.Context(), by, "felt"); err != nil {
				t.Fatal(err)
			}
			for _, one := range rapid.Permutation(told).Draw(t, "order") {
				if err := s.Opened(t.Context(), by, id, one.Lesson, one.At); err != nil {
					t.Fatal(err)
				}
			}
			at, err := s.Standing(t.Context(), by, id)
			if err != nil {
				t.Fatal(err)
			}
			if was != nil && len(was) != len(at.Done) {
				t.Fatalf("%v, and in another order %v", was, at.Done)
			}
			for i := range was {
				if was[i] != at.Done[i] {
					t.Fatalf("%v, and in another order %v", was[i], at.Done[i])
				}
			}
			if was = at.Done; was == nil {
				was = []Step{}
			}
		}
	})
}
