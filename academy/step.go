package academy

import (
	"context"
	"slices"
	"time"

	"agora/db"
	"agora/event"
	"agora/identity"
)

// Opened notes that a learner read a lesson, when she says so; at is when she did, on a
// device that had no line perhaps, and never later than now.
func (s *Service) Opened(ctx context.Context, by identity.Actor, id CourseID, lesson string, at time.Time) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		standing, err := s.standingIn(tx, by.Person, id)
		if err != nil {
			return err
		}
		return standing.step(tx, LeftToDo{lesson, Read}, at)
	})
}

// step notes that a part of a lesson is done, in the transaction that read the standing, and
// finishes the course with the last one. A part that her edition does not have is no step.
func (s *Standing) step(tx *db.Tx, d LeftToDo, at time.Time) error {
	person, id := s.Person, s.Learner.Course
	if at.IsZero() || at.After(tx.Now) {
		at = tx.Now
	}
	if at.Before(s.Began) {
		at = s.Began
	}
	if !s.knows(d) {
		return errNone
	}
	if _, err := tx.Exec(`INSERT INTO academy_steps (person_id, course_id, lesson, part, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person_id, course_id, lesson, part) DO UPDATE SET at = excluded.at WHERE excluded.at < academy_steps.at`,
		int64(person), int64(id), d.Lesson, string(d.Part), db.Micro(at)); err != nil {
		return err
	}
	if err := seen(tx, person, id); err != nil {
		return err
	}
	s.Left = slices.DeleteFunc(slices.Clone(s.Left), func(left LeftToDo) bool { return left == d }) // a caller may go through what was left
	if !s.Learner.Finished.IsZero() || len(s.Left) > 0 {
		return nil
	}
	s.Learner.Finished = tx.Now
	return finish(tx, person, id)
}

// finish notes that a learner has done all there is; who left stays gone.
func finish(tx *db.Tx, person identity.PersonID, id CourseID) error {
	if _, err := tx.Exec("UPDATE academy_learners SET state = CASE state WHEN 'gone' THEN 'gone' ELSE 'finished' END, finished = $3 WHERE person_id = $1 AND course_id = $2", int64(person), int64(id), db.Micro(tx.Now)); err != nil {
		return err
	}
	return event.Append(tx, db.House, CourseFinished, int64(person), In{id})
}

// seen notes that a learner did something.
func seen(tx *db.Tx, person identity.PersonID, id CourseID) error {
	_, err := tx.Exec("UPDATE academy_learners SET seen = $3 WHERE person_id = $1 AND course_id = $2", int64(person), int64(id), db.Micro(tx.Now))
	return err
}

// knows reports whether an edition has a part of a lesson.
func (e Edition) knows(d LeftToDo) bool {
	l, _, _, ok := e.Lesson(d.Lesson)
	if !ok {
		return false
	}
	for _, p := range l.Parts() {
		if p == d.Part {
			return true
		}
	}
	return false
}

// Check is what is counted in a learner's shop.
type Check string

// Checks that the node counts. Each is a number that may only grow in what it proves: a
// product that is taken away later takes no lesson back.
const (
	ProductsPriced    Check = "products_priced"    // on sale with price, picture and HS code
	DescribedTwice    Check = "described_twice"    // products with name and description in two languages
	DeliveryDescribed Check = "delivery_described" // ways of delivery, where returns are said too
	QuestionAnswered  Check = "question_answered"  // answers to questions of buyers
	OrderShipped      Check = "order_shipped"      // orders sent with papers that lack nothing
	RefundHandled     Check = "refund_handled"     // refunds, in an order or a rehearsal
	FoundInScript     Check = "found_in_script"    // products that a search in a second script finds
)
