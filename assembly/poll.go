package assembly

import (
	"context"
	"encoding/json"
	"strconv"

	"agora/db"
	"agora/fault"
)

// PollID names a poll of a session.
type PollID int64

// Poll is a question with choices, of which everybody in a hall takes one.
type Poll struct {
	ID      PollID
	Open    bool
	Chosen  int               // by who looks; -1 for none
	Ballots [maxOptions]int64 // by choice; they rise until the poll is closed
	Sheet                     // what was asked
}

// Sheet is what a poll asks.
type Sheet struct {
	Question string   `json:"question"`
	Options  []string `json:"options"`
}

// Bounds of polls.
const (
	MaxOption  = 120 // characters
	minOptions = 2
	maxOptions = 8
	maxPolls   = PageSize // of one session
)

var (
	errPollClosed = fault.New(fault.Conflict, "fault.hall_poll_closed")
	errChosen     = fault.New(fault.Conflict, "fault.hall_chosen")
)

// Total counts the ballots.
func (p Poll) Total() (n int64) {
	for _, b := range p.Ballots {
		n += b
	}
	return n
}

func (p Sheet) check() error {
	var bad fault.Fields
	_ = bad.Join("", wording("question", p.Question, MaxQuestion)) // always a fault
	if len(p.Options) < minOptions || len(p.Options) > maxOptions {
		bad.Add("options", "fault.hall_options", "least", int64(minOptions), "most", int64(maxOptions))
	}
	for _, o := range p.Options {
		if err := wording("options", o, MaxOption); err != nil {
			_ = bad.Join("", err)
			break
		}
	}
	return bad.Err()
}

// OpenPoll asks everybody in a session that runs; moderators may.
func (s *Service) OpenPoll(ctx context.Context, at Seated, p Sheet) error {
	if !at.Moderates() {
		return errNotMe
	}
	if err := p.check(); err != nil {
		return err
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		if _, err := at.now(tx, Live); err != nil {
			return Told{}, err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM assembly_polls WHERE event_id = $1 AND session_id = $2", []any{int64(at.Event.ID), int64(at.Session.ID)}, &have); err != nil {
			return Told{}, err
		}
		if have >= maxPolls {
			return Told{}, fault.Field("question", "fault.at_most", "max", int64(maxPolls))
		}
		id := tx.ID()
		_, err := tx.Exec("INSERT INTO assembly_polls (event_id, session_id, poll_id, open, doc, b0, b1, b2, b3, b4, b5, b6, b7) VALUES ($1, $2, $3, 1, $4, 0, 0, 0, 0, 0, 0, 0, 0)",
			int64(at.Event.ID), int64(at.Session.ID), id, text(p))
		return Told{"poll", id}, err
	})
}

// ClosePoll ends a poll: what was chosen then stays; moderators may.
func (s *Service) ClosePoll(ctx context.Context, at Seated, id PollID) error {
	return s.steer(ctx, at, "poll", int64(id), "UPDATE assembly_polls SET open = 0 WHERE event_id = $1 AND session_id = $2 AND poll_id = $3")
}

// Choose gives the one ballot of a seat to a choice of an open poll.
func (s *Service) Choose(ctx context.Context, at Seated, id PollID, choice int) error {
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{"poll", int64(id)}
		if _, err := at.now(tx, Live); err != nil {
			return told, err
		}
		p, err := db.One(tx, scanPoll, "SELECT "+pollColumns+", -1 FROM assembly_polls p WHERE event_id = $1 AND session_id = $2 AND poll_id = $3",
			int64(at.Event.ID), int64(at.Session.ID), int64(id))
		switch {
		case err != nil:
			return told, none(err)
		case !p.Open:
			return told, errPollClosed
		case choice < 0 || choice >= len(p.Options):
			return told, fault.Field("choice", "fault.choice")
		}
		n, err := tx.Exec("INSERT INTO assembly_ballots (event_id, session_id, seat_id, poll_id, choice) VALUES "+db.Places(1, 5)+" ON CONFLICT DO NOTHING",
			int64(at.Event.ID), int64(at.Session.ID), int64(at.Seat.ID), int64(id), int64(choice))
		if err == nil && n == 0 {
			err = errChosen
		}
		if err != nil {
			return told, err
		}
		column := "b" + strconv.Itoa(choice) // of those that a poll has
		_, err = tx.Exec("UPDATE assembly_polls SET "+column+" = "+column+" + 1 WHERE event_id = $1 AND session_id = $2 AND poll_id = $3",
			int64(at.Event.ID), int64(at.Session.ID), int64(id))
		return told, err
	})
}

const pollColumns = "p.poll_id, p.open, p.doc, p.b0, p.b1, p.b2, p.b3, p.b4, p.b5, p.b6, p.b7"

func scanPoll(scan db.Scan) (p Poll, err error) {
	var open, chosen int64
	var doc string
	dest := []any{(*int64)(&p.ID), &open, &doc}
	for i := range p.Ballots {
		dest = append(dest, &p.Ballots[i])
	}
	if err := scan(append(dest, &chosen)...); err != nil {
		return p, err
	}
	p.Open, p.Chosen = open == 1, int(chosen)
	return p, json.Unmarshal([]byte(doc), &p.Sheet)
}

// Polls lists the polls of a session, the newest first; they are bounded.
func (s *Service) Polls(ctx context.Context, at Seated) (list []Poll, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanPoll, "SELECT "+pollColumns+`, COALESCE(b.choice, -1) FROM assembly_polls p LEFT JOIN assembly_ballots b
				ON b.event_id = p.event_id AND b.session_id = p.session_id AND b.seat_id = $3 AND b.poll_id = p.poll_id
			WHERE p.event_id = $1 AND p.session_id = $2 ORDER BY p.poll_id DESC LIMIT $4`,
			int64(at.Event.ID), int64(at.Session.ID), int64(at.Seat.ID), maxPolls)
		return err
	})
	return list, err
}
