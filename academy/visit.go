package academy

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"agora/course"
	"agora/db"
	"agora/identity"
)

// Visit is a course as one person sees it: in the version that she began, else in that
// which may be begun.
type Visit struct {
	Course
	Joined bool     // she learns it, or finished it, and did not leave
	At     Standing // how far she is; without a learner when she never joined
}

// Version is the one that she sees.
func (v Visit) Version() int64 { return v.Edition.Version }

// Speaks gives the language of a course for a reader, who is said to read some, the best
// first: one in which it is whole, else its first.
func (e Edition) Speaks(reads ...string) string {
	for _, want := range reads {
		if slices.Contains(e.Languages, want) {
			return want
		}
		base, _, _ := strings.Cut(want, "-")
		for _, has := range e.Languages {
			if b, _, _ := strings.Cut(has, "-"); b == base && base != "" {
				return has
			}
		}
	}
	if len(e.Languages) == 0 {
		return ""
	}
	return e.Languages[0]
}

// Visit finds a course by its slug for a person. A draft is shown to who teaches.
func (s *Service) Visit(ctx context.Context, by identity.Actor, slug string) (v Visit, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		v, err = visitIn(tx, by, slug)
		return err
	})
	return v, err
}

const visitQuery = `SELECT c.course_id, c.state, c.version, c.newest, e.doc, COALESCE(l.version, 0), COALESCE(l.state, ''), COALESCE(l.began, 0), COALESCE(l.seen, 0), COALESCE(l.finished, 0), COALESCE(l.cohort_id, 0), ` + classesAsked + `
	FROM academy_courses c LEFT JOIN academy_learners l ON l.course_id = c.course_id AND l.person_id = $2
	JOIN academy_editions e ON e.course_id = c.course_id AND e.version = CASE WHEN l.version > 0 THEN l.version WHEN c.version = 0 THEN c.newest ELSE c.version END
	WHERE c.slug = $1`

func visitIn(tx *db.Tx, by identity.Actor, slug string) (Visit, error) {
	v, err := db.One(tx, func(scan db.Scan) (v Visit, err error) {
		var doc string
		var began, seen, finished int64
		l := &v.At.Learner
		if err := scan((*int64)(&v.ID), (*string)(&v.State), &v.Course.Version, &v.Newest, &doc, &l.Version, (*string)(&l.State), &began, &seen, &finished, (*int64)(&l.Cohort), &l.Classes); err != nil {
			return v, err
		}
		l.Began, l.Seen, l.Finished = db.Time(began), db.Time(seen), db.Time(finished)
		return v, json.Unmarshal([]byte(doc), &v.Edition)
	}, visitQuery, slug, int64(by.Person))
	if err != nil {
		return v, none(err, errNone)
	}
	if v.State == Draft && !Teaches(by) {
		return Visit{}, errNone
	}
	if v.At.Learner.Version == 0 {
		return v, nil
	}
	v.At.Person, v.At.Course, v.At.Edition = by.Person, v.ID, v.Edition
	v.Joined = v.At.State != Gone
	steps, err := stepsIn(tx, by.Person, v.ID)
	v.At.weigh(steps)
	return v, err
}

// stepsIn gives what a person did in a course.
func stepsIn(tx *db.Tx, person identity.PersonID, id CourseID) (map[LeftToDo]time.Time, error) {
	steps := map[LeftToDo]time.Time{}
	return steps, tx.Each(func(scan db.Scan) error {
		var d LeftToDo
		var at int64
		err := scan(&d.Lesson, (*string)(&d.Part), &at)
		steps[d] = db.Time(at)
		return err
	}, "SELECT lesson, part, at FROM academy_steps WHERE person_id = $1 AND course_id = $2", int64(person), int64(id))
}

// Sight is a lesson as one person sees it.
type Sight struct {
	Lesson
	Before, After string            // the lessons around it; "" for none
	Lang          string            // in which it is shown
	Body          map[string]string // Markdown, in that language and in the first of the course
	Quiz          course.Quiz       // with what is right: for the node's own eyes
	Tries         Tries             // at its quiz
	Files         map[string]int64  // of the course: sizes in bytes by path
}

// Look gives a lesson of a course to a person, in the language that fits what she reads
// best. Everybody may read one; only who joined has tries.
func (s *Service) Look(ctx context.Context, by identity.Actor, slug, lesson string, reads ...string) (v Visit, p Sight, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if v, err = visitIn(tx, by, slug); err != nil {
			return err
		}
		p = Sight{Lang: v.Speaks(reads...)}
		var ok bool
		if p.Lesson, p.Before, p.After, ok = v.Lesson(lesson); !ok {
			return errNone
		}
		if p.Body, err = bodiesIn(tx, v, lesson, p.Lang); err != nil {
			return err
		}
		if p.Body[p.Lang] == "" && len(v.Languages) > 0 {
			p.Lang = v.Languages[0]
		}
		if p.Files, err = filesIn(tx, v.ID, v.Version()); err != nil || p.Questions == 0 {
			return err
		}
		if p.Quiz, err = quizIn(tx, v.ID, v.Version(), lesson); err != nil || !v.Joined {
			return err
		}
		p.Tries, err = triesIn(tx, by.Person, v.ID, lesson)
		return err
	})
	return v, p, err
}

// bodiesIn gives what a lesson says in a language and in the first of its course.
func bodiesIn(tx *db.Tx, v Visit, lesson, lang string) (map[string]string, error) {
	first := lang
	if len(v.Languages) > 0 {
		first = v.Languages[0]
	}
	bodies := map[string]string{}
	return bodies, tx.Each(func(scan db.Scan) error {
		var in, body string
		err := scan(&in, &body)
		bodies[in] = body
		return err
	}, "SELECT lang, body FROM academy_lessons WHERE course_id = $1 AND version = $2 AND lesson = $3 AND lang IN ($4, $5)", int64(v.ID), v.Version(), lesson, lang, first)
}

// filesIn gives the sizes of the files of a version, by path.
func filesIn(tx *db.Tx, id CourseID, version int64) (map[string]int64, error) {
	files := map[string]int64{}
	return files, tx.Each(func(scan db.Scan) error {
		var path string
		var size int64
		err := scan(&path, &size)
		files[path] = size
		return err
	}, "SELECT path, size FROM academy_files WHERE course_id = $1 AND version = $2", int64(id), version)
}

// Onward is the lesson to open next: the first with something to read or to answer, and
// when there is none, the first with something to do, which may take weeks; "" for none.
func (s Standing) Onward() string {
	for _, d := range s.Left {
		if d.Part == Read || d.Part == Quiz {
			return d.Lesson
		}
	}
	return s.Next
}
