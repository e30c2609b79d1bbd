package academy

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// Live is the part of a live class, which is of no lesson. A cohort that asks for three has
// three of them.
const Live Part = "live"

// classPart is the part under which it is noted that a session was attended.
func classPart(session int64) Part { return Part("live." + strconv.FormatInt(session, 10)) }

// attended gives when live classes were attended, the first first.
func attended(steps map[LeftToDo]time.Time) (list []time.Time) {
	for d, at := range steps {
		if d.Lesson == "" && strings.HasPrefix(string(d.Part), "live.") {
			list = append(list, at)
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return list
}

// weighClasses adds to what is done and what is left the live classes that a cohort asks
// for. Any of them counts, and no more than it asks for.
func (s *Standing) weighClasses(steps map[LeftToDo]time.Time) {
	were := attended(steps)
	if !s.Learner.Finished.IsZero() { // what a cohort asks for later is no longer hers to do
		s.Learner.Classes = min(s.Learner.Classes, int64(len(were)))
	}
	for i := range int(s.Learner.Classes) {
		if i < len(were) {
			s.Done = append(s.Done, Step{"", Live, were[i]})
			continue
		}
		s.Left = append(s.Left, LeftToDo{"", Live})
	}
}

// maxEvents bounds how many events a cohort has its classes in: one event may have many.
const maxEvents = 20

// ClassLinked is the event of live classes that a cohort has from now on, and comes again
// when they are over; its subject is the event with the classes.
const ClassLinked event.Kind = "class.linked"

// Link takes the sessions of an event as live classes of a cohort; who teaches may. ends is
// when the event does.
func (s *Service) Link(ctx context.Context, by identity.Actor, course CourseID, id CohortID, of int64, ends time.Time) error {
	if !Teaches(by) {
		return errNotMe
	}
	if of < 1 {
		return fault.Field("event", "fault.event_unknown")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := cohortIn(tx, course, id); err != nil {
			return err
		}
		list, err := eventsIn(tx, course, id)
		if err != nil || slices.Contains(list, of) {
			return err
		}
		if len(list) >= maxEvents {
			return fault.Field("event", "fault.at_most", "max", int64(maxEvents))
		}
		if _, err := tx.Exec("INSERT INTO academy_classes (course_id, cohort_id, event_id) VALUES "+db.Places(1, 3), int64(course), int64(id), of); err != nil {
			return err
		}
		if err := event.Append(tx, db.House, ClassLinked, of, OfCohort{course, id}); err != nil || !ends.After(tx.Now) {
			return err
		}
		return event.AppendDue(tx, db.House, ClassLinked, of, ends.Add(time.Minute), OfCohort{course, id})
	})
}

// Unlink ends that the sessions of an event are classes of a cohort. What was attended
// counts still.
func (s *Service) Unlink(ctx context.Context, by identity.Actor, course CourseID, id CohortID, of int64) error {
	if !Teaches(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM academy_classes WHERE course_id = $1 AND cohort_id = $2 AND event_id = $3", int64(course), int64(id), of)
		return err
	})
}

func eventsIn(tx *db.Tx, course CourseID, id CohortID) ([]int64, error) {
	return db.List(tx, func(scan db.Scan) (n int64, err error) { return n, scan(&n) },
		"SELECT event_id FROM academy_classes WHERE course_id = $1 AND cohort_id = $2 ORDER BY event_id LIMIT $3", int64(course), int64(id), maxEvents)
}

// Events gives the events with the live classes of a cohort.
func (s *Service) Events(ctx context.Context, course CourseID, id CohortID) (list []int64, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = eventsIn(tx, course, id)
		return err
	})
	return list, err
}

// HasClasses reports whether the sessions of an event are classes of any cohort.
func (s *Service) HasClasses(ctx context.Context, of int64) (has bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var n int64
		err := tx.Row("SELECT COUNT(*) FROM academy_classes WHERE event_id = $1", []any{of}, &n)
		has = n > 0
		return err
	})
	return has, err
}

// Attended notes who was in a session of an event, until at: for each of them who learns
// with a cohort that has it as a class, it counts. Told again, it is the same.
func (s *Service) Attended(ctx context.Context, of, session int64, people []identity.PersonID, at time.Time) error {
	for page := range slices.Chunk(people, PageSize) {
		if err := s.db.Write(ctx, func(tx *db.Tx) error {
			for _, person := range page {
				if err := s.attend(tx, of, session, person, at); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) attend(tx *db.Tx, of, session int64, person identity.PersonID, at time.Time) error {
	ids, err := db.List(tx, func(scan db.Scan) (id CourseID, err error) { return id, scan((*int64)(&id)) },
		`SELECT l.course_id FROM academy_learners l JOIN academy_classes k ON k.course_id = l.course_id AND k.cohort_id = l.cohort_id
			WHERE l.person_id = $1 AND k.event_id = $2 AND l.state <> 'gone' ORDER BY l.course_id LIMIT $3`, int64(person), of, int64(PageSize))
	if err != nil {
		return err
	}
	if at.After(tx.Now) {
		at = tx.Now
	}
	for _, id := range ids {
		n, err := tx.Exec("INSERT INTO academy_steps (person_id, course_id, lesson, part, at) VALUES ($1, $2, '', $3, $4) ON CONFLICT (person_id, course_id, lesson, part) DO NOTHING",
			int64(person), int64(id), string(classPart(session)), db.Micro(at))
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		if err := s.finishWhole(tx, person, id); err != nil {
			return err
		}
	}
	return nil
}

// finishWhole finishes the course of a learner who has nothing left to do.
func (s *Service) finishWhole(tx *db.Tx, person identity.PersonID, id CourseID) error {
	at, err := s.standingIn(tx, person, id)
	if err != nil || !at.Learner.Finished.IsZero() || len(at.Left) > 0 {
		return err
	}
	return finish(tx, person, id)
}
