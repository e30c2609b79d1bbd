package assembly

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
)

// Author is who wrote something in a hall, as she was named then.
type Author struct {
	Seat          SeatID
	Name, Country string
}

func (at Seated) author() Author { return Author{at.Seat.ID, at.Seat.Name, at.Seat.Country} }

// MessageID names a message of a chat.
type MessageID int64

// Message is one message of the chat of a session.
type Message struct {
	ID MessageID
	Author
	Body string
}

// At is when it was written.
func (m Message) At() time.Time { return db.TimeOfID(int64(m.ID)) }

// MaxMessage bounds a message, in characters.
const MaxMessage = 600

var (
	errNotLive = fault.New(fault.Conflict, "fault.hall_not_live")
	errQuiet   = fault.New(fault.Forbidden, "fault.hall_quiet")
)

// Say writes into the chat of a session that runs. Between two messages of one
// person lie the seconds of Topic.Slow; moderators are not held back, nor by a
// closed chat.
func (s *Service) Say(ctx context.Context, at Seated, body string) error {
	if err := wording("say", body, MaxMessage); err != nil {
		return err
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		now, err := at.now(tx, Live)
		if err != nil {
			return Told{}, err
		}
		if !at.Moderates() {
			if err := now.hears(tx, at.Seat.ID); err != nil {
				return Told{}, err
			}
		}
		id, err := at.write(tx, 0, body)
		return Told{"chat", id}, err
	})
}

// write adds a message to the chat of a session, or of a group in it.
func (at Seated) write(tx *db.Tx, group GroupID, body string) (int64, error) {
	id, a := tx.ID(), at.author()
	_, err := tx.Exec("INSERT INTO assembly_messages (event_id, session_id, message_id, group_id, seat_id, name, country, hidden, body) VALUES "+db.Places(1, 9),
		int64(at.Event.ID), int64(at.Session.ID), id, int64(group), int64(a.Seat), a.Name, a.Country, int64(0), body)
	return id, err
}

// hears reports whether a seat may write into the chat now.
func (s Session) hears(tx *db.Tx, seat SeatID) error {
	if s.Closed {
		return errQuiet
	}
	if s.Slow == 0 {
		return nil
	}
	slow := time.Duration(s.Slow) * time.Second
	var last int64
	if err := tx.Row("SELECT COALESCE(MAX(message_id), 0) FROM assembly_messages WHERE event_id = $1 AND session_id = $2 AND message_id >= $3 AND seat_id = $4 AND group_id = 0",
		[]any{int64(s.Event), int64(s.ID), db.IDAt(tx.Now.Add(-slow)), int64(seat)}, &last); err != nil || last == 0 {
		return err
	}
	if left := slow - tx.Now.Sub(db.TimeOfID(last)); left > 0 {
		return fault.New(fault.TooMany, "fault.hall_slow", "seconds", int64((left+time.Second-1)/time.Second))
	}
	return nil
}

// HideMessage takes a message out of everybody's sight; moderators may.
func (s *Service) HideMessage(ctx context.Context, at Seated, id MessageID) error {
	return s.steer(ctx, at, "chat", int64(id), "UPDATE assembly_messages SET hidden = 1 WHERE event_id = $1 AND session_id = $2 AND message_id = $3")
}

// Messages gives the last messages of a chat that are not hidden, the oldest
// first: those before one, 0 for the newest.
func (s *Service) Messages(ctx context.Context, at Seated, before MessageID) ([]Message, error) {
	return s.messages(ctx, at, 0, before)
}

func (s *Service) messages(ctx context.Context, at Seated, group GroupID, before MessageID) (list []Message, err error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (m Message, err error) {
			return m, scan((*int64)(&m.ID), (*int64)(&m.Seat), &m.Name, &m.Country, &m.Body)
		}, `SELECT message_id, seat_id, name, country, body FROM assembly_messages
			WHERE event_id = $1 AND session_id = $2 AND message_id < $3 AND hidden = 0 AND group_id = $4 ORDER BY message_id DESC LIMIT $5`,
			int64(at.Event.ID), int64(at.Session.ID), int64(before), int64(group), PageSize)
		return err
	})
	slices.Reverse(list)
	return list, err
}

// Pace sets how many seconds lie between two messages of one person, and whether
// anybody but moderators writes at all; moderators may.
func (s *Service) Pace(ctx context.Context, at Seated, slow int64, closed bool) error {
	if !at.Moderates() {
		return errNotMe
	}
	if slow < 0 || slow > maxSlow {
		return fault.Field("slow", "fault.at_most", "max", int64(maxSlow))
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		now, err := sessionIn(tx, at.Event.ID, at.Session.ID)
		if err != nil {
			return Told{}, err
		}
		now.Slow, now.Closed = slow, closed
		_, err = tx.Exec("UPDATE assembly_sessions SET doc = $3 WHERE event_id = $1 AND session_id = $2", int64(now.Event), int64(now.ID), text(now.Topic))
		return Told{What: "state"}, err
	})
}

// now reads the session of a hall as it is at this moment, which must be one of
// some states: nothing is written into a session that ended meanwhile.
func (at Seated) now(tx *db.Tx, in ...SessionState) (Session, error) {
	s, err := sessionIn(tx, at.Event.ID, at.Session.ID)
	if err == nil && !slices.Contains(in, s.State) {
		err = errNotLive
	}
	return s, err
}

// steer is what a moderator does to one thing of a session, by a statement that
// names event, session and thing first.
func (s *Service) steer(ctx context.Context, at Seated, what string, id int64, statement string, more ...any) error {
	if !at.Moderates() {
		return errNotMe
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		n, err := tx.Exec(statement, append([]any{int64(at.Event.ID), int64(at.Session.ID), id}, more...)...)
		if err == nil && n == 0 {
			err = errNone
		}
		return Told{what, id}, err
	})
}

// wording judges a text that somebody wrote in a field.
func wording(field, s string, most int) error {
	switch {
	case s == "":
		return fault.Field(field, "fault.required")
	case utf8.RuneCountInString(s) > most:
		return fault.Field(field, "fault.too_long", "max", int64(most))
	}
	return nil
}
