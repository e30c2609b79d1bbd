package academy

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"agora/course"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Bounds of tries at a quiz.
const (
	MaxTries   = 200    // that one person makes at one quiz
	maxNumber  = 10_000 // that a device gives a try
	maxWritten = 200    // characters of one answer
)

// Attempt is one try at the quiz of a lesson.
type Attempt struct {
	Device  string    // on which it was made without a line; "" for a page of the node
	Number  int64     // from 1; it says which questions were drawn
	At      time.Time // when it was made; never later than now
	Answers map[string]course.Answer
}

// Marked is a try with what was right in it.
type Marked struct {
	Attempt
	Questions   []course.Question // that were drawn, with what is right: for who answered
	RightOnes   map[string]bool   // by question
	Right, Need int64             // so many were right, and so many pass
	Passed      bool
}

// Tries are what a person tried at one quiz.
type Tries struct {
	Made, Best int64 // how many, and the most that were right
	Last       int64 // number of the last on a page of the node
	Passed     bool
}

// Next is the number of the next try on a page of the node.
func (t Tries) Next() int64 { return t.Last + 1 }

// answered is what a row of academy_answers keeps.
type answered struct {
	Answers map[string]course.Answer `json:"answers"`
	Right   []string                 `json:"right,omitempty"` // IDs of questions
}

// goodDevice is how a device names itself.
var goodDevice = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

var errAnswered = fault.New(fault.Conflict, "fault.quiz_answered")

// Drawn gives the questions of one try: the same for a person and a number, however often
// and on whatever device they are asked for.
func Drawn(q course.Quiz, person identity.PersonID, id CourseID, lesson string, number int64) []course.Question {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d %s %d", person, id, lesson, number)
	return q.Drawn(h.Sum64())
}

// Answer takes a try at the quiz of a lesson. The same one told again gives the same, and
// other answers under its number are refused: they were given to other questions.
func (s *Service) Answer(ctx context.Context, by identity.Actor, id CourseID, lesson string, a Attempt) (m Marked, err error) {
	if err := a.check(); err != nil {
		return m, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.standingIn(tx, by.Person, id)
		if err != nil {
			return err
		}
		q, err := quizIn(tx, id, at.Learner.Version, lesson)
		if err != nil {
			return err
		}
		if len(q.Questions) == 0 {
			return errNone
		}
		try := a
		if try.At.IsZero() || try.At.After(tx.Now) {
			try.At = tx.Now
		}
		m = mark(q, by.Person, id, lesson, try)
		kept, err := keepTry(tx, by.Person, id, lesson, m)
		if err != nil {
			return err
		}
		if m = kept; !m.Passed {
			return seen(tx, by.Person, id)
		}
		return at.step(tx, LeftToDo{lesson, Quiz}, m.At)
	})
	return m, err
}

// check says what is wrong with a try before anybody marks it.
func (a Attempt) check() error {
	if !goodDevice.MatchString(a.Device) {
		return fault.Field("device", "fault.form_broken")
	}
	if a.Number < 1 || a.Number > maxNumber {
		return fault.Field("number", "fault.form_broken")
	}
	var f fault.Fields
	for id, given := range a.Answers {
		if len(given.Picked) > course.MaxChoices {
			f.Add("q."+id, "fault.form_broken")
		}
		if utf8.RuneCountInString(given.Written) > maxWritten {
			f.Add("q."+id, "fault.too_long", "max", int64(maxWritten))
		}
	}
	return f.Err()
}

// mark marks a try: what was answered to questions that were not drawn is nothing.
func mark(q course.Quiz, person identity.PersonID, id CourseID, lesson string, a Attempt) Marked {
	m := Marked{Attempt: a, Questions: Drawn(q, person, id, lesson, a.Number), RightOnes: map[string]bool{}, Need: q.Pass}
	m.Answers = map[string]course.Answer{}
	for _, one := range m.Questions {
		given, ok := a.Answers[one.ID]
		if ok {
			m.Answers[one.ID] = given
		}
		if course.Mark(one, given) {
			m.RightOnes[one.ID] = true
			m.Right++
		}
	}
	m.Passed = m.Right >= m.Need
	return m
}

// keepTry keeps a try once, and gives what is kept.
func keepTry(tx *db.Tx, person identity.PersonID, id CourseID, lesson string, m Marked) (Marked, error) {
	was, err := tryIn(tx, person, id, lesson, m)
	if err == nil {
		if !maps.EqualFunc(was.Answers, m.Answers, sameAnswer) {
			return m, errAnswered
		}
		return was, nil
	}
	if none(err, nil) != nil {
		return m, err
	}
	if err := roomIn(tx, person, id, lesson); err != nil {
		return m, err
	}
	return m, insertTry(tx, person, id, lesson, m)
}

// roomIn refuses one try too many.
func roomIn(tx *db.Tx, person identity.PersonID, id CourseID, lesson string) error {
	tries, err := triesIn(tx, person, id, lesson)
	if err == nil && tries.Made >= MaxTries {
		return fault.New(fault.Conflict, "fault.quiz_tries", "max", int64(MaxTries))
	}
	return err
}

func insertTry(tx *db.Tx, person identity.PersonID, id CourseID, lesson string, m Marked) error {
	doc := answered{Answers: m.Answers, Right: slices.Sorted(maps.Keys(m.RightOnes))}
	passed := int64(0)
	if m.Passed {
		passed = 1
	}
	_, err := tx.Exec("INSERT INTO academy_answers (person_id, course_id, lesson, device, number, at, passed, right_ones, doc) VALUES "+db.Places(1, 9),
		int64(person), int64(id), lesson, m.Device, m.Number, db.Micro(m.At), passed, m.Right, text(doc))
	return err
}

func sameAnswer(a, b course.Answer) bool {
	return a.Written == b.Written && slices.Equal(a.Picked, b.Picked)
}

// tryIn reads a try that was kept, with the questions of m, which is the same one told
// again; db.ErrNone for none.
func tryIn(tx *db.Tx, person identity.PersonID, id CourseID, lesson string, m Marked) (Marked, error) {
	var at, passed int64
	var doc string
	if err := tx.Row("SELECT at, passed, right_ones, doc FROM academy_answers WHERE person_id = $1 AND course_id = $2 AND lesson = $3 AND device = $4 AND number = $5",
		[]any{int64(person), int64(id), lesson, m.Device, m.Number}, &at, &passed, &m.Right, &doc); err != nil {
		return m, err
	}
	var a answered
	if err := json.Unmarshal([]byte(doc), &a); err != nil {
		return m, err
	}
	m.At, m.Passed, m.Answers, m.RightOnes = db.Time(at), passed > 0, a.Answers, map[string]bool{}
	for _, q := range a.Right {
		m.RightOnes[q] = true
	}
	return m, nil
}

func triesIn(tx *db.Tx, person identity.PersonID, id CourseID, lesson string) (t Tries, err error) {
	var passed int64
	err = tx.Row("SELECT COUNT(*), COALESCE(MAX(right_ones), 0), COALESCE(MAX(passed), 0), COALESCE(MAX(CASE device WHEN '' THEN number ELSE 0 END), 0) FROM academy_answers WHERE person_id = $1 AND course_id = $2 AND lesson = $3",
		[]any{int64(person), int64(id), lesson}, &t.Made, &t.Best, &passed, &t.Last)
	t.Passed = passed > 0
	return t, err
}

// Marked gives a try of a person's again, with what was right in it.
func (s *Service) Marked(ctx context.Context, by identity.Actor, slug, lesson, device string, number int64) (v Visit, m Marked, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if v, err = visitIn(tx, by, slug); err != nil {
			return err
		}
		q, err := quizIn(tx, v.ID, v.Version(), lesson)
		if err != nil {
			return err
		}
		m = Marked{Attempt: Attempt{Device: device, Number: number}, Need: q.Pass}
		if m, err = tryIn(tx, by.Person, v.ID, lesson, m); err != nil {
			return none(err, errNone)
		}
		m.Questions = Drawn(q, by.Person, v.ID, lesson, number)
		return nil
	})
	return v, m, err
}
