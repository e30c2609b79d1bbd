package academy_test

import (
	"slices"
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

// four answers the one question of felt.
func four(number int64, written string) Attempt {
	return Attempt{Number: number, Answers: map[string]course.Answer{"a": {Written: written}}}
}

// TestAQuizIsPassed answers wrongly, again the same, and rightly: the quiz is done then,
// and the course with the task.
func TestAQuizIsPassed(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx := t.Context()
		if _, err := s.Answer(ctx, nurai, id, "sell", four(1, "4")); !fault.Is(err, fault.NotFound) {
			t.Errorf("who has not joined answers: %v", err)
		}
		_, err := s.Join(ctx, nurai, "felt")
		must(t, err)
		for range 2 {
			m, err := s.Answer(ctx, nurai, id, "sell", four(1, "5"))
			must(t, err)
			if m.Passed || m.Right != 0 || m.Need != 1 || len(m.Questions) != 1 {
				t.Errorf("a wrong answer: %+v", m)
			}
		}
		if _, err := s.Answer(ctx, nurai, id, "sell", four(1, "4")); !fault.HasKey(err, "fault.quiz_answered") {
			t.Errorf("other answers to the questions of before: %v", err)
		}
		if _, err := s.Answer(ctx, nurai, id, "wool", four(1, "4")); !fault.Is(err, fault.NotFound) {
			t.Errorf("a quiz that is none: %v", err)
		}
		_, p, err := s.Look(ctx, nurai, "felt", "sell")
		must(t, err)
		if p.Tries != (Tries{Made: 1, Last: 1}) || p.Tries.Next() != 2 {
			t.Errorf("tries: %+v", p.Tries)
		}
		m, err := s.Answer(ctx, nurai, id, "sell", four(2, "4"))
		must(t, err)
		if !m.Passed || !m.RightOnes["a"] || !m.At.Equal(*now) {
			t.Errorf("a right answer: %+v", m)
		}
		v, kept, err := s.Marked(ctx, nurai, "felt", "sell", "", 1)
		must(t, err)
		if kept.Passed || kept.Answers["a"].Written != "5" || !v.At.Has("sell", Quiz) {
			t.Errorf("the first try is kept as %+v", kept)
		}
		must(t, s.Opened(ctx, nurai, id, "wool", *now))
		must(t, s.Opened(ctx, nurai, id, "sell", *now))
		must(t, s.Proved(ctx, nurai.Person, priced(3)))
		if _, err := s.Certify(ctx, nurai, id, "  ", "Chamber"); !fault.HasKey(err, "fault.required") {
			t.Errorf("a certificate for nobody: %v", err)
		}
		c, err := s.Certify(ctx, nurai, id, " Nurai  Asanova ", "Chamber")
		must(t, err)
		if c.Name != "Nurai Asanova" || !c.Valid() {
			t.Errorf("the certificate: %+v", c)
		}
		list, err := s.Learners(ctx, teacher, id, 0)
		must(t, err)
		if len(list) != 1 || list[0].Done != 4 || list[0].All != 4 || list[0].Certificate != c.Number || list[0].State != Finished {
			t.Errorf("who teaches sees %+v", list)
		}
		if _, err := s.Learners(ctx, nurai, id, 0); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a learner reads who learns: %v", err)
		}
	})
}

// TestTriesAreBounded makes as many tries as there may be, and one more.
func TestTriesAreBounded(t *testing.T) {
	s, id := school(t)
	_, err := s.Join(t.Context(), nurai, "felt")
	must(t, err)
	for i := range MaxTries {
		_, err := s.Answer(t.Context(), nurai, id, "sell", four(int64(i+1), "5"))
		must(t, err)
	}
	if _, err := s.Answer(t.Context(), nurai, id, "sell", four(MaxTries+1, "4")); !fault.HasKey(err, "fault.quiz_tries") {
		t.Errorf("one too many: %v", err)
	}
	if _, err := s.Answer(t.Context(), nurai, id, "sell", four(7, "5")); err != nil {
		t.Errorf("one of before again: %v", err)
	}
	for _, bad := range []Attempt{four(0, "4"), four(1<<40, "4"), {Number: 1, Device: "a b"}, four(1, string(make([]byte, 300)))} {
		if _, err := s.Answer(t.Context(), nurai, id, "sell", bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// school is one with the course felt, in one engine.
func school(t *testing.T) (*Service, CourseID) {
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, event.Schema, certificate.Schema, Schema)
	files, err := blob.Open(t.TempDir())
	must(t, err)
	s := New(d, files)
	id, _, err := s.Keep(t.Context(), teacher, felt())
	must(t, err)
	must(t, s.Publish(t.Context(), teacher, id))
	return s, id
}

// TestTriesInAnyOrder tells the tries of two devices in any order and more than once: the
// same is known at the end.
func TestTriesInAnyOrder(t *testing.T) {
	s, id := school(t)
	person := identity.PersonID(100)
	began := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		told := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) Attempt {
			a := four(rapid.Int64Range(1, 5).Draw(t, "number"), strconv.Itoa(rapid.IntRange(3, 5).Draw(t, "answer")))
			a.Device = rapid.SampledFrom([]string{"", "phone", "tablet"}).Draw(t, "device")
			a.At = began.Add(-time.Duration(rapid.IntRange(-9, 9).Draw(t, "hours")) * time.Hour)
			return a
		}), 0, 9, func(a Attempt) string { return a.Device + strconv.FormatInt(a.Number, 10) }).Draw(t, "told")
		type known struct {
			done  []Step
			tries Tries
		}
		var was *known
		for range 2 {
			person++
			by := identity.Actor{Person: person}
			if _, err := s.Join(t.Context(), by, "felt"); err != nil {
				t.Fatal(err)
			}
			for _, one := range rapid.Permutation(slices.Concat(told, told)).Draw(t, "order") {
				if _, err := s.Answer(t.Context(), by, id, "sell", one); err != nil {
					t.Fatal(err)
				}
			}
			v, p, err := s.Look(t.Context(), by, "felt", "sell")
			if err != nil {
				t.Fatal(err)
			}
			now := known{v.At.Done, p.Tries}
			if was != nil && (was.tries != now.tries || !slices.Equal(was.done, now.done)) {
				t.Fatalf("%+v, and in another order %+v", *was, now)
			}
			if passes := slices.ContainsFunc(told, func(a Attempt) bool { return a.Answers["a"].Written == "4" }); passes != v.At.Has("sell", Quiz) {
				t.Fatalf("%d tries, one passes: %v, done: %v", len(told), passes, v.At.Done)
			}
			was = &now
		}
	})
}
