package academy

import (
	"context"
	"encoding/json"
	"io"

	"agora/blob"
	"agora/course"
	"agora/db"
)

// Whole reads a stored version of a course back, with all its files: what Keep was given,
// under the version that it got. What is right in its quizzes comes with it, so it is for
// who teaches. It takes as much memory as the course has bytes.
func (s *Service) Whole(ctx context.Context, id CourseID, version int64) (*course.Course, error) {
	var c *course.Course
	var files map[string]blob.Key
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		e, err := editionIn(tx, id, version)
		if err != nil {
			return err
		}
		c = e.course()
		if err := fillLessons(tx, id, version, c); err != nil {
			return err
		}
		files = map[string]blob.Key{}
		return tx.Each(func(scan db.Scan) error {
			var path, key string
			err := scan(&path, &key)
			files[path] = blob.Key(key)
			return err
		}, "SELECT path, file FROM academy_files WHERE course_id = $1 AND version = $2", int64(id), version)
	})
	if err != nil {
		return nil, err
	}
	for path, key := range files {
		if c.Files == nil {
			c.Files = make(map[string][]byte, len(files))
		}
		if c.Files[path], err = s.content(key); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// content reads a file of a course.
func (s *Service) content(key blob.Key) ([]byte, error) {
	f, err := s.files.Open(key)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// course is the course of an outline, as far as that goes.
func (e Edition) course() *course.Course {
	c := &course.Course{ID: e.Slug, Version: e.Version, Licence: e.Licence, Author: e.Author, Source: e.Source,
		Languages: e.Languages, Title: e.Title, About: e.About, Requires: e.Requires, Open: e.Open}
	for _, m := range e.Modules {
		in := course.Module{ID: m.ID, Title: m.Title}
		for _, l := range m.Lessons {
			in.Lessons = append(in.Lessons, course.Lesson{ID: l.ID, Minutes: l.Minutes, Title: l.Title, Tasks: l.Tasks, Work: l.Work})
		}
		c.Modules = append(c.Modules, in)
	}
	return c
}

// fillLessons gives the lessons of a course their texts and quizzes.
func fillLessons(tx *db.Tx, id CourseID, version int64, c *course.Course) error {
	lessons := map[string]*course.Lesson{}
	for _, m := range c.Modules {
		for i := range m.Lessons {
			lessons[m.Lessons[i].ID] = &m.Lessons[i]
		}
	}
	if err := tx.Each(func(scan db.Scan) error {
		var lesson, lang, body string
		if err := scan(&lesson, &lang, &body); err != nil {
			return err
		}
		l := lessons[lesson]
		if l == nil {
			return errNone
		}
		if l.Body == nil {
			l.Body = course.Text{}
		}
		l.Body[lang] = body
		return nil
	}, "SELECT lesson, lang, body FROM academy_lessons WHERE course_id = $1 AND version = $2", int64(id), version); err != nil {
		return err
	}
	return tx.Each(func(scan db.Scan) error {
		var lesson, doc string
		if err := scan(&lesson, &doc); err != nil {
			return err
		}
		l := lessons[lesson]
		if l == nil {
			return errNone
		}
		return json.Unmarshal([]byte(doc), &l.Quiz)
	}, "SELECT lesson, doc FROM academy_quizzes WHERE course_id = $1 AND version = $2", int64(id), version)
}

// Edition gives the outline of a version of a course.
func (s *Service) Edition(ctx context.Context, id CourseID, version int64) (e Edition, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		e, err = editionIn(tx, id, version)
		return err
	})
	return e, err
}
