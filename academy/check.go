package academy

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"agora/certificate"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Report is what Verify found.
type Report struct {
	Learners, Steps, Certificates int64
	Problems                      []string // empty when all is consistent
}

// enough bounds how many problems of one kind are told.
const enough = 100

// Verify proves that what the academy keeps is consistent: every learner has an edition
// that is there, every step a learner; who finished has done every part of her edition, and
// only she has a certificate; a course is begun in an edition that is there.
func Verify(ctx context.Context, d *db.DB) (r Report, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		r = Report{}
		if err := tx.Row("SELECT (SELECT COUNT(*) FROM academy_learners), (SELECT COUNT(*) FROM academy_steps)", nil, &r.Learners, &r.Steps); err != nil {
			return err
		}
		for _, look := range []func(*db.Tx) error{r.orphans, r.unfinished, r.uncertified} {
			if err := look(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

// orphans names rows that refer to what is not there.
func (r *Report) orphans(tx *db.Tx) error {
	for _, o := range [][2]string{
		{"course %d is begun in edition %d, which is not there", `SELECT c.course_id, c.version FROM academy_courses c LEFT JOIN academy_editions e ON e.course_id = c.course_id AND e.version = c.version
			WHERE c.version > 0 AND e.course_id IS NULL`},
		{"course %d is written as edition %d, which is not there", `SELECT c.course_id, c.newest FROM academy_courses c LEFT JOIN academy_editions e ON e.course_id = c.course_id AND e.version = c.newest
			WHERE e.course_id IS NULL`},
		{"person %d learns an edition of course %d that is not there", `SELECT l.person_id, l.course_id FROM academy_learners l LEFT JOIN academy_editions e ON e.course_id = l.course_id AND e.version = l.version
			WHERE e.course_id IS NULL`},
		{"person %d has steps in course %d, which she does not learn", `SELECT DISTINCT s.person_id, s.course_id FROM academy_steps s LEFT JOIN academy_learners l ON l.person_id = s.person_id AND l.course_id = s.course_id
			WHERE l.person_id IS NULL`},
		{"person %d is %[3]s and finished at %[2]d", `SELECT person_id, finished, state FROM academy_learners
			WHERE (state = 'finished' AND finished = 0) OR (state = 'learning' AND finished > 0)`},
	} {
		if err := r.tell(tx, o[0], o[1]+" LIMIT "+strconv.Itoa(enough)); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) tell(tx *db.Tx, words, query string) error {
	return tx.Each(func(scan db.Scan) error {
		var a, b int64
		var c string
		to := []any{&a, &b, &c}[:strings.Count(words, "%")]
		err := scan(to...)
		said := []any{a, b, c}[:len(to)]
		r.Problems = append(r.Problems, fmt.Sprintf(words, said...))
		return err
	}, query)
}

// edition is one version of a course.
type edition struct {
	course  CourseID
	version int64
}

// pupil is who finished, with what she did.
type pupil struct {
	person identity.PersonID
	of     edition
	steps  map[LeftToDo]time.Time
}

// unfinished names those whose course is finished with something left. The rows of one
// learner come one after the other.
func (r *Report) unfinished(tx *db.Tx) error {
	outlines, err := outlinesIn(tx)
	if err != nil {
		return err
	}
	var at pupil
	told := 0
	weigh := func() {
		e, ok := outlines[at.of]
		if at.person == 0 || !ok || told == enough {
			return
		}
		s := Standing{Edition: e}
		s.weigh(at.steps)
		if len(s.Left) > 0 {
			told++
			r.Problems = append(r.Problems, fmt.Sprintf("person %d finished course %d with %s of %q left", at.person, at.of.course, s.Left[0].Part, s.Left[0].Lesson))
		}
	}
	err = tx.Each(func(scan db.Scan) error {
		var p pupil
		var d LeftToDo
		if err := scan((*int64)(&p.person), (*int64)(&p.of.course), &p.of.version, &d.Lesson, (*string)(&d.Part)); err != nil {
			return err
		}
		if p.person != at.person || p.of != at.of {
			weigh()
			at = p
			at.steps = map[LeftToDo]time.Time{}
		}
		at.steps[d] = time.Time{}
		return nil
	}, `SELECT l.person_id, l.course_id, l.version, COALESCE(s.lesson, ''), COALESCE(s.part, '')
		FROM academy_learners l LEFT JOIN academy_steps s ON s.person_id = l.person_id AND s.course_id = l.course_id
		WHERE l.finished > 0 ORDER BY l.person_id, l.course_id`)
	weigh()
	return err
}

// outlinesIn reads the editions that somebody learns.
func outlinesIn(tx *db.Tx) (map[edition]Edition, error) {
	used, err := db.List(tx, func(scan db.Scan) (e edition, err error) { return e, scan((*int64)(&e.course), &e.version) },
		"SELECT DISTINCT course_id, version FROM academy_learners")
	if err != nil {
		return nil, err
	}
	outlines := map[edition]Edition{}
	for _, u := range used {
		e, err := editionIn(tx, u.course, u.version)
		if fault.Is(err, fault.NotFound) {
			continue // named by orphans
		}
		if err != nil {
			return nil, err
		}
		outlines[u] = e
	}
	return outlines, nil
}

// uncertified names certificates of courses whose holders did not finish them.
func (r *Report) uncertified(tx *db.Tx) error {
	finished := map[[2]string]bool{}
	if err := tx.Each(func(scan db.Scan) error {
		var person identity.PersonID
		var id CourseID
		err := scan((*int64)(&person), (*int64)(&id))
		finished[[2]string{source(id), holder(person)}] = true
		return err
	}, "SELECT person_id, course_id FROM academy_learners WHERE finished > 0"); err != nil {
		return err
	}
	return certificate.Each(tx, certificate.Course, func(of, who string, n certificate.Number) {
		r.Certificates++
		if strings.HasPrefix(of, "academy:") && !finished[[2]string{of, who}] && len(r.Problems) < 2*enough {
			r.Problems = append(r.Problems, fmt.Sprintf("certificate %s is for %s, which %s did not finish", n, of, who))
		}
	})
}
