package academy

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"agora/blob"
	"agora/course"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// CourseID names a course on this node.
type CourseID int64

// State is whether a course may be begun.
type State string

// States of a course. Who has begun a retired one finishes it.
const (
	Draft     State = "draft"
	Published State = "published"
	Retired   State = "retired"
)

// Course is a course of the node with its outline.
type Course struct {
	ID      CourseID
	State   State
	Version int64 // that is begun; 0 while it is a draft
	Newest  int64 // that is written
	Edition       // of Version, or of Newest for a draft
}

// maxCourses bounds how many a node has.
const maxCourses = 2000

// CourseKept is the event of a new version of a course; CoursePublished of one that may be
// begun. Their subject is the course.
const (
	CourseKept      event.Kind = "course.kept"
	CoursePublished event.Kind = "course.published"
)

// Keep stores a course as the newest version of what has its ID; who teaches may. Its own
// version is followed where that is newer than what is there; else it is the next one.
// It is published by Publish.
func (s *Service) Keep(ctx context.Context, by identity.Actor, c *course.Course) (id CourseID, version int64, err error) {
	if !Teaches(by) {
		return 0, 0, errNotMe
	}
	files := make(map[string]blob.Key, len(c.Files))
	for path, content := range c.Files {
		if files[path], err = s.files.PutTrusted(content, ".bin"); err != nil {
			return 0, 0, err
		}
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, version, err = nextEdition(tx, c)
		if err != nil {
			return err
		}
		e := outline(c)
		e.Version = version
		if _, err := tx.Exec("INSERT INTO academy_editions (course_id, version, kept, by_whom, doc) VALUES "+db.Places(1, 5),
			int64(id), version, db.Micro(tx.Now), by.String(), text(e)); err != nil {
			return err
		}
		if err := keepLessons(tx, id, version, c); err != nil {
			return err
		}
		for _, path := range slices.Sorted(maps.Keys(files)) {
			if _, err := tx.Exec("INSERT INTO academy_files (course_id, version, path, file, size) VALUES "+db.Places(1, 5),
				int64(id), version, path, string(files[path]), int64(len(c.Files[path]))); err != nil {
				return err
			}
		}
		return event.Append(tx, db.House, CourseKept, int64(id), map[string]int64{"version": version})
	})
	return id, version, err
}

// nextEdition gives a course its ID and the number of the version that is coming.
func nextEdition(tx *db.Tx, c *course.Course) (id CourseID, version int64, err error) {
	var newest int64
	err = tx.Row("SELECT course_id, newest FROM academy_courses WHERE slug = $1", []any{c.ID}, (*int64)(&id), &newest)
	if err == nil {
		version = max(newest+1, c.Version)
		_, err = tx.Exec("UPDATE academy_courses SET newest = $2 WHERE course_id = $1", int64(id), version)
		return id, version, err
	}
	if none(err, nil) != nil {
		return 0, 0, err
	}
	var have int64
	if err := tx.Row("SELECT COUNT(*) FROM academy_courses", nil, &have); err != nil {
		return 0, 0, err
	}
	if have >= maxCourses {
		return 0, 0, fault.Field("course", "fault.at_most", "max", int64(maxCourses))
	}
	id, version = CourseID(tx.ID()), max(1, c.Version)
	_, err = tx.Exec("INSERT INTO academy_courses (course_id, slug, state, version, newest) VALUES "+db.Places(1, 5), int64(id), c.ID, string(Draft), int64(0), version)
	return id, version, err
}

func keepLessons(tx *db.Tx, id CourseID, version int64, c *course.Course) error {
	for _, m := range c.Modules {
		for _, l := range m.Lessons {
			for _, lang := range slices.Sorted(maps.Keys(l.Body)) {
				if _, err := tx.Exec("INSERT INTO academy_lessons (course_id, version, lesson, lang, body) VALUES "+db.Places(1, 5),
					int64(id), version, l.ID, lang, l.Body[lang]); err != nil {
					return err
				}
			}
			if len(l.Quiz.Questions) == 0 {
				continue
			}
			if _, err := tx.Exec("INSERT INTO academy_quizzes (course_id, version, lesson, doc) VALUES "+db.Places(1, 4), int64(id), version, l.ID, text(l.Quiz)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Publish lets the newest version of a course be begun, and Retire lets none; who teaches
// may.
func (s *Service) Publish(ctx context.Context, by identity.Actor, id CourseID) error {
	return s.turn(ctx, by, id, Published)
}

// Retire ends that a course may be begun. Who has begun it goes on.
func (s *Service) Retire(ctx context.Context, by identity.Actor, id CourseID) error {
	return s.turn(ctx, by, id, Retired)
}

func (s *Service) turn(ctx context.Context, by identity.Actor, id CourseID, to State) error {
	if !Teaches(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := courseIn(tx, "c.course_id = $1", int64(id))
		if err != nil {
			return err
		}
		if c.State == to && c.Version == c.Newest || to == Retired && c.Version == 0 {
			return nil
		}
		version := c.Version
		if to == Published {
			version = c.Newest
		}
		if _, err := tx.Exec("UPDATE academy_courses SET state = $2, version = $3 WHERE course_id = $1", int64(id), string(to), version); err != nil || to != Published {
			return err
		}
		return event.Append(tx, db.House, CoursePublished, int64(id), map[string]int64{"version": version})
	})
}

const courseColumns = "c.course_id, c.state, c.version, c.newest, e.doc"

const courseJoin = " FROM academy_courses c JOIN academy_editions e ON e.course_id = c.course_id AND e.version = CASE c.version WHEN 0 THEN c.newest ELSE c.version END"

func scanCourse(scan db.Scan) (c Course, err error) {
	var doc string
	if err := scan((*int64)(&c.ID), (*string)(&c.State), &c.Version, &c.Newest, &doc); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(doc), &c.Edition)
}

func courseIn(tx *db.Tx, where string, args ...any) (Course, error) {
	c, err := db.One(tx, scanCourse, "SELECT "+courseColumns+courseJoin+" WHERE "+where, args...)
	return c, none(err, errNone)
}

// Courses lists those that may be begun, and to who teaches all, the newest first, after a
// course of the page before.
func (s *Service) Courses(ctx context.Context, by identity.Actor, before CourseID) (list []Course, err error) {
	state := " AND c.state = 'published'"
	if Teaches(by) {
		state = ""
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanCourse, "SELECT "+courseColumns+courseJoin+" WHERE ($1 = 0 OR c.course_id < $1)"+state+" ORDER BY c.course_id DESC LIMIT $2", int64(before), int64(PageSize))
		return err
	})
	return list, err
}

// Course finds one by its slug. A draft is shown to who teaches.
func (s *Service) Course(ctx context.Context, by identity.Actor, slug string) (c Course, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = courseIn(tx, "c.slug = $1", slug)
		return err
	})
	if err == nil && c.State == Draft && !Teaches(by) {
		return Course{}, errNone
	}
	return c, err
}

func editionIn(tx *db.Tx, id CourseID, version int64) (e Edition, err error) {
	var doc string
	if err := tx.Row("SELECT doc FROM academy_editions WHERE course_id = $1 AND version = $2", []any{int64(id), version}, &doc); err != nil {
		return e, none(err, errNone)
	}
	return e, json.Unmarshal([]byte(doc), &e)
}
