package academy

import (
	"context"
	"encoding/json"
	"os"

	"agora/blob"
	"agora/course"
	"agora/db"
)

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
