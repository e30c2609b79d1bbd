package academy_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	. "agora/academy"
	"agora/course"
	"agora/db"
	"agora/identity"
)

// deed is one thing that is told of a learner.
type deed func(ctx context.Context, s *Service, by identity.Actor, id CourseID) error

// deeds finish felt with an answer of its quiz; some are told of twice, and some prove
// nothing.
var deeds = []deed{
	func(ctx context.Context, s *Service, by identity.Actor, id CourseID) error {
		return s.Opened(ctx, by, id, "wool", time.Time{})
	},
	func(ctx context.Context, s *Service, by identity.Actor, id CourseID) error {
		return s.Opened(ctx, by, id, "sell", time.Time{})
	},
	func(ctx context.Context, s *Service, by identity.Actor, id CourseID) error {
		_, err := s.Answer(ctx, by, id, "sell", Attempt{Number: 1, Answers: map[string]course.Answer{"a": {Written: "4"}}})
		return err
	},
	func(ctx context.Context, s *Service, by identity.Actor, _ CourseID) error {
		return s.Proved(ctx, by.Person, priced(3))
	},
	func(ctx context.Context, s *Service, by identity.Actor, _ CourseID) error {
		return s.Proved(ctx, by.Person, priced(2))
	},
	func(ctx context.Context, s *Service, by identity.Actor, id CourseID) error {
		_, err := s.Answer(ctx, by, id, "sell", Attempt{Number: 2, Answers: map[string]course.Answer{"a": {Written: "5"}}})
		return err
	},
}

// provesAt tells of each deed which parts it does; the last two do none.
const provesAt = 4

// ends reads how often the event of the end of a course came for each person.
func ends(ctx context.Context, d *db.DB) (map[int64]int, error) {
	n := map[int64]int{}
	err := d.Read(ctx, func(tx *db.Tx) error {
		clear(n)
		return tx.Each(func(scan db.Scan) error {
			var person int64
			err := scan(&person)
			n[person]++
			return err
		}, "SELECT subject FROM events WHERE kind = $1", string(CourseFinished))
	})
	return n, err
}

// TestAThousandLearnersFinish has learners do things in any order, some again and some
// never: each is finished exactly when nothing is left, and the end comes once.
func TestAThousandLearnersFinish(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		ctx, person := t.Context(), identity.PersonID(1000)
		done := map[int64]bool{}
		group := func(t *rapid.T) {
			for range 10 {
				person++
				by := identity.Actor{Person: person}
				if _, err := s.Join(ctx, by, "felt"); err != nil {
					t.Fatal(err)
				}
				proved := map[int]bool{}
				for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(deeds)-1), 0, 14).Draw(t, "deeds") {
					if err := deeds[i](ctx, s, by, id); err != nil {
						t.Fatal(err)
					}
					if i < provesAt {
						proved[i] = true
					}
					at, err := s.Standing(ctx, by, id)
					if err != nil {
						t.Fatal(err)
					}
					if all := len(proved) == provesAt; all != (len(at.Left) == 0) || all != (at.State == Finished) || all == at.Finished.IsZero() {
						t.Fatalf("after %v: %s with %v left", proved, at.State, at.Left)
					}
				}
				done[int64(person)] = len(proved) == provesAt
			}
		}
		if d.Engine() == "postgres" {
			rapid.Check(t, func(t *rapid.T) {
				if person < 1200 { // the same rules on another engine
					group(t)
				}
			})
		} else {
			rapid.Check(t, group)
		}
		n, err := ends(ctx, d)
		must(t, err)
		for who, all := range done {
			if want := map[bool]int{true: 1}[all]; n[who] != want {
				t.Errorf("the end of person %d came %d times", who, n[who])
			}
		}
		if r, err := Verify(ctx, d); err != nil || len(r.Problems) > 0 {
			t.Errorf("%q, %v", r.Problems, err)
		}
	})
}

// TestAllAtOnce tells all that learners did at one moment, each thing twice: nobody ends
// twice, and nobody is left without an end.
func TestAllAtOnce(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		const learners = 25
		ctx := t.Context()
		for i := range learners {
			_, err := s.Join(ctx, identity.Actor{Person: identity.PersonID(100 + i)}, "felt")
			must(t, err)
		}
		var all sync.WaitGroup
		failed := make(chan error, learners*2*len(deeds))
		for i := range learners {
			for n := range 2 * len(deeds) {
				all.Go(func() {
					if err := deeds[n%len(deeds)](ctx, s, identity.Actor{Person: identity.PersonID(100 + i)}, id); err != nil {
						failed <- fmt.Errorf("learner %d, deed %d: %w", i, n, err)
					}
				})
			}
		}
		all.Wait()
		close(failed)
		for err := range failed {
			t.Error(err)
		}
		n, err := ends(ctx, d)
		must(t, err)
		for i := range learners {
			at, err := s.Standing(ctx, identity.Actor{Person: identity.PersonID(100 + i)}, id)
			must(t, err)
			if at.State != Finished || len(at.Left) > 0 || n[int64(100+i)] != 1 {
				t.Errorf("learner %d is %s with %v left, and ended %d times", i, at.State, at.Left, n[int64(100+i)])
			}
		}
	})
}
