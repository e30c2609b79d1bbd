package academy

import (
	"context"
	"encoding/json"
	"os"

	"agora/blob"
	"agora/course"
	"agora/db"
)

// Page is what a lesson holds, in one version of its course.
type Page struct {
	Lesson
	Before, After string            // the lessons around it; "" for none
	Body          map[string]string // Markdown by language
	Quiz          course.Quiz       // with what is right: for the node's own eyes
	Files         map[string]int64  // sizes in bytes by path
}

// Page gives a lesson with all it holds.
func (s *Service) Page(ctx context.Context, id CourseID, version int64, lesson string) (p Page, e Edition, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if e, err = editionIn(tx, id, version); err != nil {
			return err
		}
		var ok bool
		if p.Lesson, p.Before, p.After, ok = e.Lesson(lesson); !ok {
			return errNone
		}
		p.Body = map[string]string{}
		if err := tx.Each(func(scan db.Scan) error {
			var lang, body string
			err := scan(&lang, &body)
			p.Body[lang] = body
			return err
		}, "SELECT lang, body FROM academy_lessons WHERE course_id = $1 AND version = $2 AND lesson = $3", int64(id), version, lesson); err != nil {
			return err
		}
		if p.Files, err = filesIn(tx, id, version); err != nil {
			return err
		}
		p.Quiz, err = quizIn(tx, id, version, lesson)
		return err
	})
	return p, e, err
}

// quizIn gives the quiz of a lesson; one without questions for none.
func quizIn(tx *db.Tx, id CourseID, version int64, lesson string) (q course.Quiz, err error) {
	var doc string
	err = tx.Row("SELECT doc FROM academy_quizzes WHERE course_id = $1 AND version = $2 AND lesson = $3", []any{int64(id), version, lesson}, &doc)
	if err != nil {
		return q, none(err, nil)
	}
	return q, json.Unmarshal([]byte(doc), &q)
}

// File gives where the content of a file of a course lies.
func (s *Service) File(ctx context.Context, id CourseID, version int64, path string) (file blob.Key, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		err := tx.Row("SELECT file FROM academy_files WHERE course_id = $1 AND version = $2 AND path = $3", []any{int64(id), version, path}, (*string)(&file))
		return none(err, errNone)
	})
	return file, err
}

// OpenFile opens a file of a course.
func (s *Service) OpenFile(ctx context.Context, id CourseID, version int64, path string) (*os.File, error) {
	key, err := s.File(ctx, id, version, path)
	if err != nil {
		return nil, err
	}
	return s.files.Open(key)
}
