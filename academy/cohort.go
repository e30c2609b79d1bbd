package academy

import (
	"context"
	"encoding/json"
	"time"
	"unicode/utf8"

	"agora/certificate"
	"agora/country"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// CohortID names a cohort.
type CohortID int64

// Cohort is people who learn a course together, in the same weeks.
type Cohort struct {
	ID     CohortID
	Course CourseID
	Code   string // with which one joins
	Taken  int64  // places
	Group
}

// Group is what a teacher writes about a cohort.
type Group struct {
	Name    string            `json:"name"`
	Teacher identity.PersonID `json:"teacher"`
	Starts  string            `json:"starts"` // the first day, "2026-12-01"
	Ends    string            `json:"ends"`   // the last day
	Zone    string            `json:"zone"`   // IANA, in which its days begin
	Places  int64             `json:"places"`
	Classes int64             `json:"classes,omitempty"` // so many live classes a learner attends
}

// Bounds of cohorts.
const (
	MaxCohortName = 80
	MaxPlaces     = 1000
	MaxClasses    = 50  // that a cohort asks for
	maxCohorts    = 500 // of a course
	maxCohortDays = 730
	codeLength    = 8 // signs that nobody can guess: forty bits of chance
)

// CohortJoined is the event of somebody who is in a cohort from now on, CohortChanged of a
// cohort that may ask for less than before. The subject of the first is the person, of the
// other the cohort.
const (
	CohortJoined  event.Kind = "cohort.joined"
	CohortChanged event.Kind = "cohort.changed"
)

// OfCohort is the body of events of cohorts.
type OfCohort struct {
	Course CourseID `json:"course"`
	Cohort CohortID `json:"cohort"`
}

var (
	errNoCohort     = fault.New(fault.NotFound, "fault.cohort_unknown")
	errCohortClosed = fault.New(fault.Conflict, "fault.cohort_closed") // it is full or over, or she has finished
)

// Location is the zone of a cohort.
func (g Group) Location() *time.Location {
	l, _ := country.Location(g.Zone)
	return l
}

// Over reports whether the last day of a cohort has passed where it is.
func (g Group) Over(now time.Time) bool { return now.In(g.Location()).Format(time.DateOnly) > g.Ends }

// check says what is wrong with what was written, by fields of the form.
func (g Group) check() error {
	var f fault.Fields
	switch n := utf8.RuneCountInString(g.Name); {
	case n == 0:
		f.Add("name", "fault.required")
	case n > MaxCohortName:
		f.Add("name", "fault.too_long", "max", int64(MaxCohortName))
	}
	starts, err := time.Parse(time.DateOnly, g.Starts)
	if err != nil {
		f.Add("starts", "fault.required")
	}
	ends, wrong := time.Parse(time.DateOnly, g.Ends)
	switch {
	case wrong != nil:
		f.Add("ends", "fault.required")
	case err == nil && (ends.Before(starts) || ends.Sub(starts) > maxCohortDays*24*time.Hour):
		f.Add("ends", "fault.event_ends", "days", int64(maxCohortDays))
	}
	if _, ok := country.Location(g.Zone); !ok {
		f.Add("zone", "fault.zone")
	}
	if g.Places < 1 {
		f.Add("places", "fault.required")
	}
	if g.Places > MaxPlaces {
		f.Add("places", "fault.at_most", "max", int64(MaxPlaces))
	}
	if g.Classes < 0 || g.Classes > MaxClasses {
		f.Add("classes", "fault.at_most", "max", int64(MaxClasses))
	}
	return f.Err()
}

// ReadCode gives a code as it is kept, of what somebody typed.
func ReadCode(typed string) string { return certificate.Signs(typed) }

const cohortColumns = "h.course_id, h.cohort_id, h.code, h.doc, (SELECT COUNT(*) FROM academy_learners t WHERE t.cohort_id = h.cohort_id AND t.cohort_id > 0 AND t.state <> 'gone')"

func scanCohort(scan db.Scan) (h Cohort, err error) {
	var doc string
	if err := scan((*int64)(&h.Course), (*int64)(&h.ID), &h.Code, &doc, &h.Taken); err != nil {
		return h, err
	}
	return h, json.Unmarshal([]byte(doc), &h.Group)
}

func cohortIn(tx *db.Tx, course CourseID, id CohortID) (Cohort, error) {
	h, err := db.One(tx, scanCohort, "SELECT "+cohortColumns+" FROM academy_cohorts h WHERE h.course_id = $1 AND h.cohort_id = $2", int64(course), int64(id))
	return h, none(err, errNoCohort)
}

func cohortByCode(tx *db.Tx, code string) (Cohort, error) {
	h, err := db.One(tx, scanCohort, "SELECT "+cohortColumns+" FROM academy_codes k JOIN academy_cohorts h ON h.course_id = k.course_id AND h.cohort_id = k.cohort_id WHERE k.code = $1", ReadCode(code))
	return h, none(err, errNoCohort)
}

// Gather makes a cohort of a course; who teaches may. Who makes it is its teacher.
func (s *Service) Gather(ctx context.Context, by identity.Actor, id CourseID, g Group) (h Cohort, err error) {
	if !Teaches(by) {
		return h, errNotMe
	}
	if g.Teacher == 0 {
		g.Teacher = by.Person
	}
	if err := g.check(); err != nil {
		return h, err
	}
	code := certificate.Chance(codeLength)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := courseIn(tx, "c.course_id = $1", int64(id)); err != nil {
			return err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM academy_cohorts WHERE course_id = $1", []any{int64(id)}, &have); err != nil {
			return err
		}
		if have >= maxCohorts {
			return fault.Field("name", "fault.at_most", "max", int64(maxCohorts))
		}
		h = Cohort{ID: CohortID(tx.ID()), Course: id, Code: code, Group: g}
		if _, err := tx.Exec("INSERT INTO academy_codes (code, course_id, cohort_id) VALUES "+db.Places(1, 3), h.Code, int64(id), int64(h.ID)); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO academy_cohorts (course_id, cohort_id, code, classes, doc) VALUES "+db.Places(1, 5), int64(id), int64(h.ID), h.Code, g.Classes, text(g))
		return err
	})
	return h, err
}

// Regroup keeps what a teacher wrote about a cohort anew. Nobody loses a place: there are
// no fewer than are taken.
func (s *Service) Regroup(ctx context.Context, by identity.Actor, course CourseID, id CohortID, g Group) error {
	if !Teaches(by) {
		return errNotMe
	}
	if err := g.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		was, err := cohortIn(tx, course, id)
		if err != nil {
			return err
		}
		if g.Places < was.Taken {
			return fault.Field("places", "fault.cohort_places", "taken", was.Taken)
		}
		now := g
		if now.Teacher == 0 {
			now.Teacher = was.Teacher
		}
		if _, err := tx.Exec("UPDATE academy_cohorts SET classes = $3, doc = $4 WHERE course_id = $1 AND cohort_id = $2", int64(course), int64(id), now.Classes, text(now)); err != nil || now.Classes >= was.Classes {
			return err
		}
		return event.Append(tx, db.House, CohortChanged, int64(id), OfCohort{course, id})
	})
}

// Cohorts lists those of a course, the newest first, after one of the page before; who
// teaches may.
func (s *Service) Cohorts(ctx context.Context, by identity.Actor, id CourseID, before CohortID) (list []Cohort, err error) {
	if !Teaches(by) {
		return nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanCohort, "SELECT "+cohortColumns+" FROM academy_cohorts h WHERE h.course_id = $1 AND ($2 = 0 OR h.cohort_id < $2) ORDER BY h.cohort_id DESC LIMIT $3",
			int64(id), int64(before), int64(PageSize))
		return err
	})
	return list, err
}

// Cohort gives a cohort of a course to who looks after it.
func (s *Service) Cohort(ctx context.Context, by identity.Actor, course CourseID, id CohortID) (h Cohort, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := guides(tx, by, course, id); err != nil {
			return err
		}
		h, err = cohortIn(tx, course, id)
		return err
	})
	return h, err
}

// OwnCohort gives the cohort with which a person learns a course.
func (s *Service) OwnCohort(ctx context.Context, by identity.Actor, course CourseID) (h Cohort, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		l, err := learnerIn(tx, by.Person, course)
		if err == nil {
			h, err = cohortIn(tx, course, l.Cohort)
		}
		return err
	})
	return h, err
}
