package assembly

import (
	"context"
	"errors"
	"strings"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// AnswerID names an answer to the survey. It says nothing of whose it is.
type AnswerID int64

// Answer is how an event was for one person.
type Answer struct {
	ID    AnswerID
	Score int64  // 1 to 5, the best last; 0 for none yet
	Words string // "" for none
}

// Bounds of an answer.
const (
	BestScore  = 5
	MostAnswer = 1_000 // characters
)

// Asks reports whether a person is asked how an event was: from its beginning on,
// who takes part in it.
func (at Seated) Asks(now time.Time) bool {
	return at.Event.State == Published && !now.Before(at.Event.Starts) && at.Seat.State == Admitted && at.Seat.Role != HostRole
}

// Judge keeps how an event was for a person, in the place of what she said before.
func (s *Service) Judge(ctx context.Context, by identity.Actor, id EventID, seat SeatID, a Answer) error {
	a.Words = strings.TrimSpace(a.Words)
	var bad fault.Fields
	if a.Score < 1 || a.Score > BestScore {
		bad.Add("score", "fault.choice")
	}
	long(&bad, "words", a.Words, MostAnswer)
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := seatOf(tx, by, id, seat)
		if err != nil {
			return err
		}
		if !at.Asks(tx.Now) {
			return errNotMe
		}
		_, err = tx.Exec(`INSERT INTO assembly_answers (event_id, seat_id, answer_id, score, words) VALUES `+db.Places(1, 5)+`
			ON CONFLICT (event_id, seat_id) DO UPDATE SET answer_id = excluded.answer_id, score = excluded.score, words = excluded.words`,
			int64(id), int64(seat), tx.ID(), a.Score, a.Words)
		return err
	})
}

func scanAnswer(scan db.Scan) (a Answer, err error) {
	return a, scan((*int64)(&a.ID), &a.Score, &a.Words)
}

// answerOf gives what a seat said; the zero Answer for nothing.
func answerOf(tx *db.Tx, id EventID, seat SeatID) (Answer, error) {
	a, err := db.One(tx, scanAnswer, "SELECT answer_id, score, words FROM assembly_answers WHERE event_id = $1 AND seat_id = $2", int64(id), int64(seat))
	if errors.Is(err, db.ErrNone) {
		err = nil
	}
	return a, err
}

// Said lists for hosts the answers that have words, the newest first, before one; 0
// for the newest. Nobody is named.
func (s *Service) Said(ctx context.Context, by identity.Actor, id EventID, before AnswerID) (list []Answer, err error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := hosted(tx, by, id); err != nil {
			return err
		}
		list, err = db.List(tx, scanAnswer, `SELECT answer_id, score, words FROM assembly_answers WHERE event_id = $1 AND words <> '' AND answer_id < $2
			ORDER BY answer_id DESC LIMIT $3`, int64(id), int64(before), PageSize+1)
		return err
	})
	return list, err
}
