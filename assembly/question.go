package assembly

import (
	"context"

	"agora/db"
	"agora/fault"
)

// QuestionID names a question of a session.
type QuestionID int64

// QuestionState is what becomes of a question.
type QuestionState int64

// States of a question, in the order in which a list has them.
const (
	Next     QuestionState = iota // is answered now
	Asked                         // waits
	Answered                      // in words, or on stage
	Hidden                        // seen by nobody
)

// Question is one that somebody in a hall wants answered.
type Question struct {
	ID QuestionID
	Author
	State  QuestionState
	Votes  int64 // who want it answered
	Voted  bool  // who looks is one of them
	Body   string
	Answer string // "" for none in words
}

// Open reports whether one may vote for it.
func (q Question) Open() bool { return q.State == Next || q.State == Asked }

// Bounds of questions.
const (
	MaxQuestion  = 400 // characters
	MaxAnswer    = 1_000
	maxQuestions = 20 // of one seat in one session
)

// Ask asks something in a session that has not ended.
func (s *Service) Ask(ctx context.Context, at Seated, body string) error {
	if err := wording("ask", body, MaxQuestion); err != nil {
		return err
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		if _, err := at.now(tx, Planned, Live); err != nil {
			return Told{}, err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM assembly_questions WHERE event_id = $1 AND session_id = $2 AND seat_id = $3",
			[]any{int64(at.Event.ID), int64(at.Session.ID), int64(at.Seat.ID)}, &have); err != nil {
			return Told{}, err
		}
		if have >= maxQuestions {
			return Told{}, fault.Field("ask", "fault.at_most", "max", int64(maxQuestions))
		}
		id, a := tx.ID(), at.author()
		_, err := tx.Exec("INSERT INTO assembly_questions (event_id, session_id, question_id, seat_id, name, country, state, votes, body, answer) VALUES "+db.Places(1, 10),
			int64(at.Event.ID), int64(at.Session.ID), id, int64(a.Seat), a.Name, a.Country, int64(Asked), int64(0), body, "")
		return Told{"question", id}, err
	})
}

// Vote says that she who sits wants a question answered, or, with up false, takes
// that back. Saying it twice counts once.
func (s *Service) Vote(ctx context.Context, at Seated, id QuestionID, up bool) error {
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told, key := Told{"question", int64(id)}, []any{int64(at.Event.ID), int64(at.Session.ID), int64(at.Seat.ID), int64(id)}
		if _, err := at.now(tx, Planned, Live); err != nil {
			return told, err
		}
		var state QuestionState
		if err := tx.Row("SELECT state FROM assembly_questions WHERE event_id = $1 AND session_id = $2 AND question_id = $3",
			[]any{int64(at.Event.ID), int64(at.Session.ID), int64(id)}, (*int64)(&state)); err != nil {
			return told, none(err)
		}
		if !(Question{State: state}).Open() {
			return told, fault.New(fault.Conflict, "fault.hall_answered")
		}
		change, by := "INSERT INTO assembly_votes (event_id, session_id, seat_id, question_id) VALUES "+db.Places(1, 4)+" ON CONFLICT DO NOTHING", int64(1)
		if !up {
			change, by = "DELETE FROM assembly_votes WHERE event_id = $1 AND session_id = $2 AND seat_id = $3 AND question_id = $4", -1
		}
		n, err := tx.Exec(change, key...)
		if err != nil || n == 0 {
			return told, err
		}
		_, err = tx.Exec("UPDATE assembly_questions SET votes = votes + $4 WHERE event_id = $1 AND session_id = $2 AND question_id = $3",
			int64(at.Event.ID), int64(at.Session.ID), int64(id), by)
		return told, err
	})
}

// Mark puts a question into a state; moderators may. words are the answer to one
// that is answered in words.
func (s *Service) Mark(ctx context.Context, at Seated, id QuestionID, state QuestionState, words string) error {
	if state < Next || state > Hidden {
		return fault.Field("state", "fault.choice")
	}
	if words != "" {
		if err := wording("answer", words, MaxAnswer); err != nil {
			return err
		}
	}
	return s.steer(ctx, at, "question", int64(id), "UPDATE assembly_questions SET state = $4, answer = $5 WHERE event_id = $1 AND session_id = $2 AND question_id = $3",
		int64(state), words)
}

// Questions lists what is asked, without what is hidden: what is answered now,
// what is wanted most, what was answered; from the number skip on, and one more
// than PageSize when there are more.
func (s *Service) Questions(ctx context.Context, at Seated, skip int64) (list []Question, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (q Question, err error) {
			var mine int64
			err = scan((*int64)(&q.ID), (*int64)(&q.Seat), &q.Name, &q.Country, (*int64)(&q.State), &q.Votes, &q.Body, &q.Answer, &mine)
			q.Voted = mine != 0
			return q, err
		}, `SELECT q.question_id, q.seat_id, q.name, q.country, q.state, q.votes, q.body, q.answer, COALESCE(v.seat_id, 0)
			FROM assembly_questions q LEFT JOIN assembly_votes v
				ON v.event_id = q.event_id AND v.session_id = q.session_id AND v.seat_id = $3 AND v.question_id = q.question_id
			WHERE q.event_id = $1 AND q.session_id = $2 AND q.state < $4
			ORDER BY q.state, q.votes DESC, q.question_id LIMIT $5 OFFSET $6`,
			int64(at.Event.ID), int64(at.Session.ID), int64(at.Seat.ID), int64(Hidden), PageSize+1, max(skip, 0))
		return err
	})
	return list, err
}
