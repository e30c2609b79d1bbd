package academy

import (
	"context"
	"time"

	"agora/course"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Bounds of what devices tell.
const (
	MaxTold   = 100 // in one portion
	MaxParked = 200 // kept of one learner in one course
)

// ToldKind is what somebody did without a line.
type ToldKind string

// Kinds of what is told.
const (
	ToldRead    ToldKind = "read"    // she read the lesson
	ToldAnswers ToldKind = "answers" // she answered its quiz
)

// Told is one thing that a learner did on a device without a line. The device numbers what
// it tells; the number of answers is that of the try whose questions it showed.
type Told struct {
	Device  string                   `json:"device"`
	Number  int64                    `json:"number"`
	At      time.Time                `json:"at"` // by the clock of the device
	Kind    ToldKind                 `json:"kind"`
	Lesson  string                   `json:"lesson"`
	Answers map[string]course.Answer `json:"answers,omitempty"`
}

// Fate is what became of something that was told.
type Fate string

// Fates. The device may forget what it told, but for what is refused: that it shows.
const (
	Taken   Fate = "taken"
	Known   Fate = "known"   // it was told before
	Parked  Fate = "parked"  // kept, and counts for nothing: her edition has no such lesson or question
	Refused Fate = "refused" // not kept
)

// Outcome is what became of one thing that was told.
type Outcome struct {
	Told
	Fate   Fate
	Why    error  // of Refused: a fault
	Marked Marked // of answers that are taken or known; Device is what they are kept under
}

// Merge takes what a learner did on her devices in a course, and says of each what became
// of it, in the same order. Portions may come in any order, and more than once: the same is
// known at the end. One that is wrong holds up no other. Clocks that run wrong are put
// right as far as one can: nothing was done before she joined, nor later than now.
func (s *Service) Merge(ctx context.Context, by identity.Actor, id CourseID, told []Told) (list []Outcome, err error) {
	if !by.SignedIn() {
		return nil, errSignIn
	}
	if len(told) > MaxTold {
		return nil, fault.New(fault.TooLarge, "fault.api_lines", "max", int64(MaxTold))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list = make([]Outcome, 0, len(told))
		m, err := s.mergerIn(tx, by.Person, id)
		if err != nil {
			return err
		}
		for _, one := range told {
			out, err := m.take(one)
			if err != nil {
				return err
			}
			list = append(list, out)
		}
		return m.end()
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// merger merges what one learner tells of one course, in one transaction.
type merger struct {
	tx      *db.Tx
	person  identity.PersonID
	id      CourseID
	at      Standing // before it
	quizzes map[string]course.Quiz
	known   map[LeftToDo]time.Time // parts that are done, those of this portion too
	steps   []LeftToDo             // to be noted at the end, as known says
}

func (s *Service) mergerIn(tx *db.Tx, person identity.PersonID, id CourseID) (*merger, error) {
	at, err := s.standingIn(tx, person, id)
	m := &merger{tx: tx, person: person, id: id, at: at, quizzes: map[string]course.Quiz{}, known: map[LeftToDo]time.Time{}}
	for _, d := range at.Done {
		m.known[LeftToDo{d.Lesson, d.Part}] = d.At
	}
	return m, err
}

// take merges one thing. What is wrong with it is in the outcome; an error is ours.
func (m *merger) take(t Told) (out Outcome, err error) {
	out = Outcome{Told: t}
	if err = t.check(); err == nil {
		t.At, t.Answers = m.within(t.At), plain(t.Answers)
		out.Marked, out.Fate, err = m.merge(t)
	}
	if fault.List(err) != nil {
		return Outcome{Told: t, Fate: Refused, Why: err}, nil
	}
	return out, err
}

func (m *merger) merge(t Told) (marked Marked, fate Fate, err error) {
	switch d := t.does(); {
	case !m.at.knows(d):
		return marked, Parked, park(m.tx, m.person, m.id, t)
	case d.Part == Read:
		return marked, m.did(d, t.At), nil
	}
	q, err := m.quiz(t.Lesson)
	if err != nil {
		return marked, "", err
	}
	marked = mark(q, m.person, m.id, t.Lesson, Attempt{t.Device, t.Number, t.At, t.Answers})
	if len(marked.Answers) != len(t.Answers) { // to questions of another edition: marking would lose them
		return Marked{}, Parked, park(m.tx, m.person, m.id, t)
	}
	marked, fate, err = keepTold(m.tx, m.person, m.id, t.Lesson, marked)
	if err == nil && marked.Passed {
		m.did(LeftToDo{t.Lesson, Quiz}, marked.At)
	}
	return marked, fate, err
}

// quiz reads that of a lesson once.
func (m *merger) quiz(lesson string) (q course.Quiz, err error) {
	q, ok := m.quizzes[lesson]
	if !ok {
		q, err = quizIn(m.tx, m.id, m.at.Learner.Version, lesson)
		m.quizzes[lesson] = q
	}
	return q, err
}

// within puts a time right by what is known without the clock of the device.
func (m *merger) within(at time.Time) time.Time {
	if at.IsZero() || at.After(m.tx.Now) {
		at = m.tx.Now
	}
	if at.Before(m.at.Began) {
		at = m.at.Began
	}
	return at.UTC().Truncate(time.Microsecond)
}

// did remembers a step, unless it is known from then or before.
func (m *merger) did(d LeftToDo, at time.Time) Fate {
	was, ok := m.known[d]
	if !ok || at.Before(was) {
		m.known[d] = at
		m.steps = append(m.steps, d)
	}
	if ok {
		return Known
	}
	return Taken
}

// end notes the steps, each once.
func (m *merger) end() error {
	noted := map[LeftToDo]bool{}
	for _, d := range m.steps {
		if noted[d] {
			continue
		}
		noted[d] = true
		if err := m.at.step(m.tx, d, m.known[d]); err != nil {
			return err
		}
	}
	return seen(m.tx, m.person, m.id)
}
