package relief

import (
	"context"
	"encoding/json"
	"net/mail"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// MessageID names a message to a facility.
type MessageID int64

// MessageWritten is the event of a message that waits to be sent; its subject is the
// message, its body a MessageTo.
const MessageWritten event.Kind = "relief.message"

// MessageTo is where a message lies.
type MessageTo struct {
	Crisis   CrisisID   `json:"crisis"`
	Facility FacilityID `json:"facility"`
}

// Message is what somebody writes to a facility through the node, so that nobody's
// number is public. It is kept until it is sent. Reply is given to the facility, and is
// empty where the sender does not want that.
type Message struct {
	ID       MessageID
	Crisis   CrisisID
	Facility FacilityID
	Note
}

// Note is what a message says.
type Note struct {
	Text  string `json:"text"`
	Name  string `json:"name,omitempty"`
	Reply string `json:"reply,omitempty"` // e-mail address
	Lang  string `json:"lang,omitempty"`  // BCP 47, of the page on which it was written
}

// Bounds of messages.
const (
	MaxMessage     = 2_000 // characters
	maxMessagesDay = 30    // to one facility in a day: what comes beyond is a flood
)

func (m Message) check() error {
	var bad fault.Fields
	switch n := utf8.RuneCountInString(m.Text); {
	case n == 0:
		bad.Add("text", "fault.required")
	case n > MaxMessage:
		bad.Add("text", "fault.too_long", "max", int64(MaxMessage))
	}
	if utf8.RuneCountInString(m.Name) > maxLine {
		bad.Add("name", "fault.too_long", "max", int64(maxLine))
	}
	if at, err := mail.ParseAddress(m.Reply); m.Reply != "" && (err != nil || at.Address != m.Reply || len(m.Reply) > 254) {
		bad.Add("email", "fault.email")
	}
	return bad.Err()
}

// Write takes a message for a facility that has an e-mail address; everybody may write
// one. It is sent after the commit.
func (s *Service) Write(ctx context.Context, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, m.Crisis); err != nil {
			return err
		}
		f, err := facilityIn(tx, m.Crisis, m.Facility)
		if err != nil || !f.Reachable() {
			return errNone
		}
		var sent int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_messages WHERE crisis_id = $1 AND facility_id = $2 AND message_id > $3",
			[]any{int64(m.Crisis), int64(m.Facility), db.IDAt(tx.Now.Add(-24 * time.Hour))}, &sent); err != nil {
			return err
		}
		if sent >= maxMessagesDay {
			return fault.New(fault.TooMany, "fault.relief_messages")
		}
		id := tx.ID()
		if _, err := tx.Exec("INSERT INTO relief_messages (crisis_id, facility_id, message_id, doc) VALUES "+db.Places(1, 4), int64(m.Crisis), int64(m.Facility), id, text(m.Note)); err != nil {
			return err
		}
		return event.Append(tx, db.House, MessageWritten, id, MessageTo{m.Crisis, m.Facility})
	})
}

// Reachable reports whether a facility can be written to.
func (f Facility) Reachable() bool { return f.State != Refused && f.Contact.Email != "" }

// MessageOf gives a message that waits to be sent, and the facility it is for; NotFound
// when it was sent.
func (s *Service) MessageOf(ctx context.Context, to MessageTo, id MessageID) (m Message, f Facility, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var doc string
		if err := tx.Row("SELECT doc FROM relief_messages WHERE crisis_id = $1 AND facility_id = $2 AND message_id = $3 AND doc <> ''",
			[]any{int64(to.Crisis), int64(to.Facility), int64(id)}, &doc); err != nil {
			return none(err)
		}
		m = Message{ID: id, Crisis: to.Crisis, Facility: to.Facility}
		if err := json.Unmarshal([]byte(doc), &m.Note); err != nil {
			return err
		}
		f, err = facilityIn(tx, to.Crisis, to.Facility)
		return err
	})
	return m, f, err
}

// MessageSent forgets what a message said; that there was one is known for a day, so
// that they are counted.
func (s *Service) MessageSent(ctx context.Context, to MessageTo, id MessageID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("UPDATE relief_messages SET doc = '' WHERE crisis_id = $1 AND facility_id = $2 AND message_id = $3", int64(to.Crisis), int64(to.Facility), int64(id)); err != nil {
			return err
		}
		_, err := tx.Exec("DELETE FROM relief_messages WHERE crisis_id = $1 AND facility_id = $2 AND message_id < $3 AND doc = ''",
			int64(to.Crisis), int64(to.Facility), db.IDAt(tx.Now.Add(-24*time.Hour)))
		return err
	})
}
