package academy_test

import (
	"strings"
	"testing"
	"time"

	. "agora/academy"
	"agora/db"
)

// TestVerify breaks what the academy keeps in each way, and has it named.
func TestVerify(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx := t.Context()
		_, err := s.Join(ctx, nurai, "felt")
		must(t, err)
		must(t, s.Opened(ctx, nurai, id, "wool", *now))
		must(t, s.Opened(ctx, nurai, id, "sell", *now))
		must(t, s.Proved(ctx, nurai.Person, priced(3)))
		exec := func(query string, args ...any) {
			t.Helper()
			must(t, d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }))
		}
		exec("INSERT INTO academy_steps (person_id, course_id, lesson, part, at) VALUES ($1, $2, 'sell', 'quiz', 1)", int64(nurai.Person), int64(id))
		exec("UPDATE academy_learners SET state = 'finished', finished = 7")
		_, err = s.Certify(ctx, nurai, id, "Nurai", "Chamber")
		must(t, err)
		r, err := Verify(ctx, d)
		must(t, err)
		if len(r.Problems) > 0 || r.Learners != 1 || r.Steps != 4 || r.Certificates != 1 {
			t.Errorf("a learner who finished: %+v", r)
		}
		for _, broken := range []struct{ breaks, mends, says string }{
			{"UPDATE academy_learners SET person_id = 5", "UPDATE academy_learners SET person_id = 2", "person 2 has steps in course"},
			{"DELETE FROM academy_steps WHERE part = 'task0'", "INSERT INTO academy_steps (person_id, course_id, lesson, part, at) SELECT person_id, course_id, 'sell', 'task0', 1 FROM academy_learners", `with task0 of "sell" left`},
			{"UPDATE academy_learners SET finished = 0, state = 'learning'", "UPDATE academy_learners SET finished = 7, state = 'finished'", "did not finish"},
			{"UPDATE academy_learners SET state = 'learning'", "UPDATE academy_learners SET state = 'finished'", "is learning and finished at 7"},
			{"UPDATE academy_learners SET version = 8", "UPDATE academy_learners SET version = 1", "person 2 learns an edition"},
			{"UPDATE academy_courses SET version = 8", "UPDATE academy_courses SET version = 1", "is begun in edition 8"},
			{"UPDATE academy_courses SET newest = 9", "UPDATE academy_courses SET newest = 1", "is written as edition 9"},
		} {
			exec(broken.breaks)
			r, err := Verify(ctx, d)
			must(t, err)
			if !strings.Contains(strings.Join(r.Problems, "\n"), broken.says) {
				t.Errorf("%s: %q", broken.breaks, r.Problems)
			}
			exec(broken.mends)
		}
		if r, err = Verify(ctx, d); err != nil || len(r.Problems) > 0 {
			t.Errorf("mended: %q, %v", r.Problems, err)
		}
	})
}
