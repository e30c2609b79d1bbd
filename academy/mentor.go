package academy

import (
	"context"
	"slices"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// maxMentors bounds how many look after one cohort.
const maxMentors = 30

// Mentors lists who looks after a cohort.
func (s *Service) Mentors(ctx context.Context, course CourseID, id CohortID) (list []identity.PersonID, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = mentorsIn(tx, course, id)
		return err
	})
	return list, err
}

func mentorsIn(tx *db.Tx, course CourseID, id CohortID) ([]identity.PersonID, error) {
	return db.List(tx, func(scan db.Scan) (p identity.PersonID, err error) { return p, scan((*int64)(&p)) },
		"SELECT person_id FROM academy_mentors WHERE course_id = $1 AND cohort_id = $2 ORDER BY person_id LIMIT $3", int64(course), int64(id), maxMentors)
}

// AddMentor lets a person look after a cohort, and DropMentor ends it; who teaches may.
func (s *Service) AddMentor(ctx context.Context, by identity.Actor, course CourseID, id CohortID, person identity.PersonID) error {
	if !Teaches(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := cohortIn(tx, course, id); err != nil {
			return err
		}
		list, err := mentorsIn(tx, course, id)
		if err != nil || slices.Contains(list, person) {
			return err
		}
		if len(list) >= maxMentors {
			return fault.Field("login", "fault.at_most", "max", int64(maxMentors))
		}
		_, err = tx.Exec("INSERT INTO academy_mentors (person_id, course_id, cohort_id) VALUES "+db.Places(1, 3), int64(person), int64(course), int64(id))
		return err
	})
}

// DropMentor ends that a person looks after a cohort.
func (s *Service) DropMentor(ctx context.Context, by identity.Actor, course CourseID, id CohortID, person identity.PersonID) error {
	if !Teaches(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM academy_mentors WHERE person_id = $1 AND course_id = $2 AND cohort_id = $3", int64(person), int64(course), int64(id))
		return err
	})
}

// guides fails unless an actor looks after a cohort.
func guides(tx *db.Tx, by identity.Actor, course CourseID, id CohortID) error {
	if Teaches(by) {
		return nil
	}
	var n int64
	if err := tx.Row("SELECT COUNT(*) FROM academy_mentors WHERE person_id = $1 AND course_id = $2 AND cohort_id = $3", []any{int64(by.Person), int64(course), int64(id)}, &n); err != nil {
		return err
	}
	if n == 0 || !by.SignedIn() {
		return errNotMe
	}
	return nil
}

// Guided lists the cohorts that a person looks after, the newest first.
func (s *Service) Guided(ctx context.Context, by identity.Actor) (list []Cohort, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanCohort, "SELECT "+cohortColumns+` FROM academy_mentors m JOIN academy_cohorts h ON h.course_id = m.course_id AND h.cohort_id = m.cohort_id
			WHERE m.person_id = $1 ORDER BY h.cohort_id DESC LIMIT $2`, int64(by.Person), int64(PageSize))
		return err
	})
	return list, err
}
