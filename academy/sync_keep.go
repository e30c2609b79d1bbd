package academy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"regexp"

	"agora/course"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// goodPlace is an ID of a lesson or question of any course.
var goodPlace = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// check says what is wrong with something that was told, before anybody looks for the
// lesson.
func (t Told) check() error {
	switch {
	case t.Device == "": // what the pages of a node tell comes by Answer
		return fault.Field("device", "fault.form_broken")
	case t.Kind != ToldRead && t.Kind != ToldAnswers:
		return fault.Field("kind", "fault.form_broken")
	case !goodPlace.MatchString(t.Lesson):
		return fault.Field("lesson", "fault.form_broken")
	case len(t.Answers) > course.MaxQuestions, t.Kind == ToldRead && len(t.Answers) > 0:
		return fault.Field("answers", "fault.form_broken")
	}
	for q := range t.Answers {
		if !goodPlace.MatchString(q) {
			return fault.Field("answers", "fault.form_broken")
		}
	}
	return Attempt{Device: t.Device, Number: t.Number, Answers: t.Answers}.check()
}

// does is the part of a lesson that was told of.
func (t Told) does() LeftToDo {
	if t.Kind == ToldAnswers {
		return LeftToDo{t.Lesson, Quiz}
	}
	return LeftToDo{t.Lesson, Read}
}

// plain writes answers in one way: nothing picked is nil.
func plain(answers map[string]course.Answer) map[string]course.Answer {
	out := map[string]course.Answer{}
	for q, a := range answers {
		if len(a.Picked) == 0 {
			a.Picked = nil
		}
		out[q] = a
	}
	return out
}

// digest tells answers from others; it is the same on every node.
func digest(answers map[string]course.Answer) string {
	sum := sha256.Sum256([]byte(text(plain(answers))))
	return hex.EncodeToString(sum[:8])
}

// aside is the name under which a try is kept whose number has other answers, too. No
// device is named so.
func (m Marked) aside() string { return m.Device + "~" + digest(m.Answers) }

// keepTold keeps a try of a device, and gives what is kept. A device that shows the same
// questions twice tells two tries of one number: both are kept, the one with the smaller
// digest under the name of the device, whichever came first.
func keepTold(tx *db.Tx, person identity.PersonID, id CourseID, lesson string, m Marked) (Marked, Fate, error) {
	was, err := tryIn(tx, person, id, lesson, m)
	other := err == nil && !maps.EqualFunc(was.Answers, m.Answers, sameAnswer)
	first := other && digest(m.Answers) < digest(was.Answers)
	if other && !first {
		m.Device = m.aside()
		was, err = tryIn(tx, person, id, lesson, m)
	}
	if err == nil && !first {
		was, err = earlier(tx, person, id, lesson, was, m)
		return was, Known, err
	}
	if none(err, nil) != nil {
		return m, "", err
	}
	if err := roomIn(tx, person, id, lesson); err != nil {
		return m, "", err
	}
	if first {
		if _, err := tx.Exec("UPDATE academy_answers SET device = $6 WHERE person_id = $1 AND course_id = $2 AND lesson = $3 AND device = $4 AND number = $5",
			int64(person), int64(id), lesson, m.Device, m.Number, was.aside()); err != nil {
			return m, "", err
		}
	}
	return m, Taken, insertTry(tx, person, id, lesson, m)
}

// earlier notes the first of the times at which a try was told.
func earlier(tx *db.Tx, person identity.PersonID, id CourseID, lesson string, was, m Marked) (Marked, error) {
	if !m.At.Before(was.At) {
		return was, nil
	}
	was.At = m.At
	_, err := tx.Exec("UPDATE academy_answers SET at = $6 WHERE person_id = $1 AND course_id = $2 AND lesson = $3 AND device = $4 AND number = $5",
		int64(person), int64(id), lesson, m.Device, m.Number, db.Micro(m.At))
	return was, err
}

// park keeps what has no place in the edition of a learner.
func park(tx *db.Tx, person identity.PersonID, id CourseID, t Told) error {
	key := []any{int64(person), int64(id), t.Device, t.Number, string(t.Kind), t.Lesson, digest(t.Answers)}
	var all, had int64
	if err := tx.Row(`SELECT COUNT(*), COALESCE(MAX(CASE WHEN device = $3 AND number = $4 AND kind = $5 AND lesson = $6 AND digest = $7 THEN 1 ELSE 0 END), 0)
		FROM academy_parked WHERE person_id = $1 AND course_id = $2`, key, &all, &had); err != nil {
		return err
	}
	if had == 0 && all >= MaxParked {
		return fault.New(fault.Conflict, "fault.at_most", "max", int64(MaxParked))
	}
	_, err := tx.Exec("INSERT INTO academy_parked (person_id, course_id, device, number, kind, lesson, digest, at, doc) VALUES "+db.Places(1, 9)+`
		ON CONFLICT (person_id, course_id, device, number, kind, lesson, digest) DO UPDATE SET at = excluded.at WHERE excluded.at < academy_parked.at`,
		append(key, db.Micro(t.At), text(t.Answers))...)
	return err
}

// Parked gives what a learner told of a course that her edition has no place for.
func (s *Service) Parked(ctx context.Context, by identity.Actor, id CourseID) (list []Told, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanParked, `SELECT device, number, kind, lesson, at, doc FROM academy_parked
			WHERE person_id = $1 AND course_id = $2 ORDER BY at, device, number, kind, lesson, digest LIMIT $3`, int64(by.Person), int64(id), int64(MaxParked))
		return err
	})
	return list, err
}

func scanParked(scan db.Scan) (t Told, err error) {
	var at int64
	var doc string
	if err := scan(&t.Device, &t.Number, (*string)(&t.Kind), &t.Lesson, &at, &doc); err != nil {
		return t, err
	}
	t.At = db.Time(at)
	return t, json.Unmarshal([]byte(doc), &t.Answers)
}
