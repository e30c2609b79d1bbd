package academy_test

import (
	"testing"
	"time"

	. "agora/academy"
	"agora/course"
	"agora/db"
	"agora/identity"
)

// TestWhatShowsATaskIsKept counts in a learner's shop until her task is done, and again
// after that: what was shown first stays.
func TestWhatShowsATaskIsKept(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		_, err := s.Join(t.Context(), nurai, "felt")
		must(t, err)
		task := LeftToDo{Lesson: "sell", Part: TaskPart(0)}
		asks := func(want int64) {
			t.Helper()
			asked, err := s.Asks(t.Context(), nurai.Person)
			must(t, err)
			list, err := s.Practices(t.Context(), nurai)
			must(t, err)
			if asked[ProductsPriced] != want || len(list) != 1 || list[0].Done != (want == 0) || list[0].Lesson != "sell" || list[0].Course != "felt" {
				t.Errorf("asks for %v, want %d; practices %+v", asked, want, list)
			}
		}
		tell := func(names ...string) {
			t.Helper()
			var c Count
			for _, n := range names {
				c.Add(Proof{Text: n, Lang: "en", Path: "/s/felt/" + n})
			}
			must(t, s.Proved(t.Context(), nurai.Person, map[Check]Count{ProductsPriced: c, OrderShipped: {N: 9}}))
		}
		asks(3)
		tell("cap", "bag")
		if list, err := s.Proofs(t.Context(), nurai, id); err != nil || len(list) != 0 {
			t.Errorf("too few show %v, %v", list, err)
		}
		asks(3)
		tell("cap", "bag", "rug", "toy")
		tell("other", "things", "now")
		asks(0)
		list, err := s.Proofs(t.Context(), nurai, id)
		must(t, err)
		if of := list[task]; len(list) != 1 || len(of) != 3 || of[0].Text != "cap" || of[2].Path != "/s/felt/rug" {
			t.Errorf("shown by %+v", list)
		}
		must(t, s.Leave(t.Context(), nurai, id))
		if asked, err := s.Asks(t.Context(), nurai.Person); err != nil || len(asked) != 0 {
			t.Errorf("who left is asked for %v, %v", asked, err)
		}
		if asked, err := s.Asks(t.Context(), identity.PersonID(99)); err != nil || len(asked) != 0 {
			t.Errorf("a stranger is asked for %v, %v", asked, err)
		}
	})
}

// TestACertificateLeadsToWhatWasDone finishes a course: its certificate leads to what
// everybody may look at, and to nothing else.
func TestACertificateLeadsToWhatWasDone(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		s.Site(func() string { return "https://agora.example" })
		c := felt()
		c.Modules[0].Lessons[1].Quiz = course.Quiz{}
		c.Modules[0].Lessons[1].Tasks[0].Say = course.Text{"en": "Put up things"}
		_, _, err := s.Keep(t.Context(), teacher, c)
		must(t, err)
		must(t, s.Publish(t.Context(), teacher, id))
		_, err = s.Join(t.Context(), nurai, "felt")
		must(t, err)
		for _, lesson := range []string{"wool", "sell"} {
			must(t, s.Opened(t.Context(), nurai, id, lesson, *now))
		}
		must(t, s.Proved(t.Context(), nurai.Person, map[Check]Count{ProductsPriced: {N: 3, Proofs: []Proof{{Text: "Cap", Lang: "en", Path: "/s/felt/cap"}, {Text: "AG-7KQ2X9M/1"}}}}))
		has, err := s.Certify(t.Context(), nurai, id, "Nurai", "Chamber")
		must(t, err)
		if e := has.Evidence; len(e) != 1 || e[0].URL != "https://agora.example/s/felt/cap" || e[0].Name["en"] != "Put up things · Cap" {
			t.Errorf("leads to %+v", e)
		}
	})
}

// TestTasksAreReadInOneStatement counts what the desk asks the database for its line.
func TestTasksAreReadInOneStatement(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		_, err := s.Join(t.Context(), nurai, "felt")
		must(t, err)
		for _, most := range []int{2, 1} {
			n := 0
			d.Watch(func(string) { n++ })
			_, err := s.Practices(t.Context(), nurai)
			d.Watch(nil)
			must(t, err)
			if n > most {
				t.Errorf("%d statements, want %d", n, most)
			}
		}
	})
}
