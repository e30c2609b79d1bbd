package academy

import (
	"context"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// Together is a cohort as somebody sees it who has its code.
type Together struct {
	Cohort
	Edition          // of the course, that she learns or would begin
	Open     bool    // she may join it now
	Joined   bool    // she is in it
	At       Learner // how she stands with the course; without a version when she never began it
	Attended int64   // live classes that count for her
	Events   []int64 // with its live classes
}

// Together finds a cohort by its code, for a person.
func (s *Service) Together(ctx context.Context, by identity.Actor, code string) (v Together, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		v = Together{}
		if v.Cohort, err = cohortByCode(tx, code); err != nil {
			return err
		}
		c, err := courseIn(tx, "c.course_id = $1", int64(v.Course))
		if err != nil {
			return err
		}
		v.Edition, v.Open = c.Edition, c.State == Published
		if by.SignedIn() {
			if v.At, v.Attended, err = learnerThere(tx, by.Person, v.Course); err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
		}
		v.Joined = v.At.Cohort == v.ID && v.At.State != Gone
		v.Open = (v.Open || v.At.Version > 0) && !v.Joined && v.At.Finished.IsZero() && v.Taken < v.Places && !v.Over(tx.Now)
		v.Events, err = eventsIn(tx, v.Course, v.ID)
		return err
	})
	return v, err
}

// learnerThere gives a learner, and in how many live classes she was.
func learnerThere(tx *db.Tx, person identity.PersonID, id CourseID) (l Learner, classes int64, err error) {
	l, err = db.One(tx, func(scan db.Scan) (l Learner, err error) { return l, l.read(scan, &classes) },
		"SELECT "+learnerColumns+", (SELECT COUNT(*) FROM academy_steps p WHERE p.person_id = l.person_id AND p.course_id = l.course_id AND p.lesson = '') FROM academy_learners l WHERE l.person_id = $1 AND l.course_id = $2",
		int64(person), int64(id))
	return l, classes, none(err, errOutside)
}

// JoinCohort lets a person learn with a cohort, whose code she has, and begins its course
// when she has not. Who was with another cohort of the course moves; what she attended
// there goes with her.
func (s *Service) JoinCohort(ctx context.Context, by identity.Actor, code string) (h Cohort, err error) {
	if !by.SignedIn() {
		return h, errSignIn
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if h, err = cohortByCode(tx, code); err != nil {
			return err
		}
		c, err := courseIn(tx, "c.course_id = $1", int64(h.Course))
		if err != nil {
			return err
		}
		l, err := joinIn(tx, by.Person, c)
		switch {
		case err != nil:
			return err
		case l.Cohort == h.ID:
			return nil
		case !l.Finished.IsZero() || h.Over(tx.Now) || h.Taken >= h.Places:
			return errCohortClosed
		}
		if _, err := tx.Exec("UPDATE academy_learners SET cohort_id = $3, seen = $4 WHERE person_id = $1 AND course_id = $2", int64(by.Person), int64(h.Course), int64(h.ID), db.Micro(tx.Now)); err != nil {
			return err
		}
		if err := event.Append(tx, db.House, CohortJoined, int64(by.Person), OfCohort{h.Course, h.ID}); err != nil {
			return err
		}
		return s.finishWhole(tx, by.Person, h.Course) // it may ask for less than the one before
	})
	return h, err
}

// LeaveCohort lets a person learn on without her cohort, and without its live classes.
func (s *Service) LeaveCohort(ctx context.Context, by identity.Actor, id CourseID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE academy_learners SET cohort_id = 0, seen = $3 WHERE person_id = $1 AND course_id = $2 AND cohort_id > 0", int64(by.Person), int64(id), db.Micro(tx.Now))
		if err != nil || n == 0 {
			return err
		}
		return s.finishWhole(tx, by.Person, id)
	})
}

// Members lists who is in a cohort, in the order in which they came here, after a person of
// the page before; who teaches may, and its mentors.
func (s *Service) Members(ctx context.Context, by identity.Actor, course CourseID, id CohortID, after identity.PersonID) (list []OnRoll, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := guides(tx, by, course, id); err != nil {
			return err
		}
		list, err = s.rollIn(tx, course, "l.cohort_id = $4 AND l.cohort_id > 0", after, int64(id))
		return err
	})
	return list, err
}

// Weigh finishes the course of those of a cohort who have nothing left to do, since it asks
// for less.
func (s *Service) Weigh(ctx context.Context, c OfCohort) error {
	for after := int64(0); ; {
		var page []int64
		err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
			page, err = db.List(tx, func(scan db.Scan) (id int64, err error) { return id, scan(&id) },
				"SELECT person_id FROM academy_learners WHERE cohort_id = $1 AND cohort_id > 0 AND person_id > $2 AND finished = 0 ORDER BY person_id LIMIT $3", int64(c.Cohort), after, int64(PageSize))
			for _, person := range page {
				if err == nil {
					err = s.finishWhole(tx, identity.PersonID(person), c.Course)
				}
			}
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1]
	}
}
