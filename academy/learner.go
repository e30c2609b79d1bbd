package academy

import (
	"context"
	"encoding/json"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// LearnerState is how far somebody is with a course.
type LearnerState string

// States of a learner.
const (
	Learning LearnerState = "learning"
	Finished LearnerState = "finished"
	Gone     LearnerState = "gone" // she left; what she did stays, and she may come again
)

// Learner is a person who learns a course, or did.
type Learner struct {
	Person   identity.PersonID
	Course   CourseID
	Version  int64 // that she began
	State    LearnerState
	Began    time.Time
	Seen     time.Time // when she last did something
	Finished time.Time // zero until then
	Cohort   CohortID  // with which she learns; 0 for alone
	Classes  int64     // live classes that it asks for
}

// The events of learners; their subject is the person, their body names the course.
const (
	CourseBegun    event.Kind = "course.begun"
	CourseResumed  event.Kind = "course.resumed" // she had left, and came back
	CourseFinished event.Kind = "course.finished"
)

// In is the body of events of a learner.
type In struct {
	Course CourseID `json:"course"`
}

const learnerColumns = "l.person_id, l.course_id, l.version, l.state, l.began, l.seen, l.finished, l.cohort_id, " + classesAsked

// classesAsked is how many live classes the cohort of a learner l asks for.
const classesAsked = "COALESCE((SELECT h.classes FROM academy_cohorts h WHERE h.course_id = l.course_id AND h.cohort_id = l.cohort_id), 0)"

func scanLearner(scan db.Scan) (l Learner, err error) {
	return l, l.read(scan)
}

func (l *Learner) read(scan db.Scan, more ...any) error {
	var began, seen, finished int64
	err := scan(append([]any{(*int64)(&l.Person), (*int64)(&l.Course), &l.Version, (*string)(&l.State), &began, &seen, &finished, (*int64)(&l.Cohort), &l.Classes}, more...)...)
	l.Began, l.Seen, l.Finished = db.Time(began), db.Time(seen), db.Time(finished)
	return err
}

func learnerIn(tx *db.Tx, person identity.PersonID, id CourseID) (Learner, error) {
	l, err := db.One(tx, scanLearner, "SELECT "+learnerColumns+" FROM academy_learners l WHERE l.person_id = $1 AND l.course_id = $2", int64(person), int64(id))
	return l, none(err, errOutside)
}

// Join lets a person begin a course, or come back to it: then she goes on where she was.
// What the course requires must be finished.
func (s *Service) Join(ctx context.Context, by identity.Actor, slug string) (l Learner, err error) {
	if !by.SignedIn() {
		return l, errSignIn
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := courseIn(tx, "c.slug = $1", slug)
		if err != nil {
			return err
		}
		if l, err = joinIn(tx, by.Person, c); err != nil {
			return err
		}
		if err := s.finishWhole(tx, by.Person, c.ID); err != nil { // she came back without her cohort, and lacked its classes only
			return err
		}
		l, err = learnerIn(tx, by.Person, c.ID)
		return err
	})
	return l, err
}

// joinIn is Join in the caller's transaction.
func joinIn(tx *db.Tx, person identity.PersonID, c Course) (Learner, error) {
	l, err := learnerIn(tx, person, c.ID)
	switch {
	case err == nil && l.State == Gone:
		l.State = Learning
		if !l.Finished.IsZero() {
			l.State = Finished
		}
		if _, err := tx.Exec("UPDATE academy_learners SET state = $3, seen = $4 WHERE person_id = $1 AND course_id = $2", int64(person), int64(c.ID), string(l.State), db.Micro(tx.Now)); err != nil {
			return l, err
		}
		return l, event.Append(tx, db.House, CourseResumed, int64(person), In{c.ID})
	case err == nil || !fault.Is(err, fault.NotFound):
		return l, err
	case c.State != Published:
		return l, errNone
	}
	if err := finishedAll(tx, person, c.Requires); err != nil {
		return l, err
	}
	l = Learner{Person: person, Course: c.ID, Version: c.Version, State: Learning, Began: tx.Now, Seen: tx.Now}
	if _, err := tx.Exec("INSERT INTO academy_learners (person_id, course_id, version, state, began, seen, finished) VALUES "+db.Places(1, 7),
		int64(l.Person), int64(l.Course), l.Version, string(l.State), db.Micro(l.Began), db.Micro(l.Seen), int64(0)); err != nil {
		return l, err
	}
	return l, event.Append(tx, db.House, CourseBegun, int64(person), In{c.ID})
}

// finishedAll fails with what a person has not finished of what is required.
func finishedAll(tx *db.Tx, person identity.PersonID, slugs []string) error {
	for _, slug := range slugs {
		var done int64
		if err := tx.Row("SELECT COUNT(*) FROM academy_courses c JOIN academy_learners l ON l.course_id = c.course_id AND l.person_id = $1 WHERE c.slug = $2 AND l.finished > 0",
			[]any{int64(person), slug}, &done); err != nil {
			return err
		}
		if done == 0 {
			return fault.New(fault.Conflict, "fault.course_requires", "course", slug)
		}
	}
	return nil
}

// Leave ends that a person learns a course, and gives her place in a cohort back. What she
// did is kept, for when she comes back; with the last course goes what she said of herself.
func (s *Service) Leave(ctx context.Context, by identity.Actor, id CourseID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("UPDATE academy_learners SET state = 'gone', cohort_id = 0, seen = $3 WHERE person_id = $1 AND course_id = $2 AND state <> 'gone'", int64(by.Person), int64(id), db.Micro(tx.Now)); err != nil {
			return err
		}
		if learns, err := learnsIn(tx, by.Person); err != nil || learns {
			return err
		}
		return unsay(tx, by.Person)
	})
}

// Standing is how far a learner is.
type Standing struct {
	Learner
	Edition            // that she learns
	Done    []Step     // in the order of their lessons and parts
	Next    string     // the first lesson with something left; "" for none
	Left    []LeftToDo // what is left of it
}

// LeftToDo is a part of a lesson that is not done.
type LeftToDo struct {
	Lesson string
	Part   Part
}

// Step is a part of a lesson that is done.
type Step struct {
	Lesson string
	Part   Part
	At     time.Time
}

// Has reports whether a part of a lesson is done.
func (s Standing) Has(lesson string, p Part) bool {
	for _, d := range s.Done {
		if d.Lesson == lesson && d.Part == p {
			return true
		}
	}
	return false
}

// Of tells how many parts of the course there are, and how many of them are done.
func (s Standing) Of() (done, all int64) {
	for _, l := range s.Lessons() {
		all += int64(len(l.Parts()))
	}
	return int64(len(s.Done)), all + s.Learner.Classes
}

// weigh keeps of steps those that the edition has, in its order, and what is left.
func (s *Standing) weigh(steps map[LeftToDo]time.Time) {
	for _, l := range s.Lessons() {
		for _, p := range l.Parts() {
			at, ok := steps[LeftToDo{l.ID, p}]
			if ok {
				s.Done = append(s.Done, Step{l.ID, p, at})
				continue
			}
			s.Left = append(s.Left, LeftToDo{l.ID, p})
		}
	}
	s.weighClasses(steps)
	if len(s.Left) > 0 {
		s.Next = s.Left[0].Lesson
	}
}

// Learns gives what a person learns, what she saw last first, with how far she is.
func (s *Service) Learns(ctx context.Context, by identity.Actor) (list []Standing, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanStanding, "SELECT "+learnerColumns+`, e.doc FROM academy_learners l JOIN academy_editions e ON e.course_id = l.course_id AND e.version = l.version
			WHERE l.person_id = $1 AND l.state <> 'gone' ORDER BY l.seen DESC LIMIT $2`, int64(by.Person), int64(PageSize))
		if err != nil {
			return err
		}
		steps := map[CourseID]map[LeftToDo]time.Time{}
		if err := tx.Each(func(scan db.Scan) error {
			var id CourseID
			var d LeftToDo
			var at int64
			err := scan((*int64)(&id), &d.Lesson, (*string)(&d.Part), &at)
			if steps[id] == nil {
				steps[id] = map[LeftToDo]time.Time{}
			}
			steps[id][d] = db.Time(at)
			return err
		}, "SELECT course_id, lesson, part, at FROM academy_steps WHERE person_id = $1", int64(by.Person)); err != nil {
			return err
		}
		for i := range list {
			list[i].weigh(steps[list[i].Course])
		}
		return nil
	})
	return list, err
}

func scanStanding(scan db.Scan) (s Standing, err error) {
	var doc string
	if err := s.read(scan, &doc); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(doc), &s.Edition)
}

// Standing gives how far a person is with a course; fault.NotFound when she does not learn
// it.
func (s *Service) Standing(ctx context.Context, by identity.Actor, id CourseID) (out Standing, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = s.standingIn(tx, by.Person, id)
		return err
	})
	return out, err
}

func (s *Service) standingIn(tx *db.Tx, person identity.PersonID, id CourseID) (at Standing, err error) {
	if at.Learner, err = learnerIn(tx, person, id); err != nil {
		return at, err
	}
	if at.Edition, err = s.begun(tx, id, at.Learner.Version); err != nil {
		return at, err
	}
	steps, err := stepsIn(tx, person, id)
	at.weigh(steps)
	return at, err
}
