package notify

import (
	"context"
	"time"

	"agora/db"
)

// State is what became of a message.
type State string

// The states of a message.
const (
	Sending State = "sending" // a run has it in its hands
	Sent    State = "sent"    // the channel took it
	Kept    State = "kept"    // no channel reaches the address; it is read in the outbox
	Failed  State = "failed"  // to be tried again
	Refused State = "refused" // the address takes no messages
)

// MessageID names a message in the outbox.
type MessageID int64

// Entry is a message as the outbox keeps it.
type Entry struct {
	ID MessageID
	Message
	State    State
	Channel  string // "" when none took it
	Problem  string // of the last try, in the channel's words
	Attempts int64
	Tried    time.Time // the last time
}

// Written is when the message was written down.
func (e Entry) Written() time.Time { return db.TimeOfID(int64(e.ID)) }

// Filter chooses entries; an empty field chooses all.
type Filter struct {
	To     string
	State  State
	Before MessageID // the last entry of the page before; 0 for the first page
	Limit  int       // 50 when 0, 200 at most
}

// Outbox gives a page of messages, newest first. Who may read them is for the
// caller to say.
func (s *Service) Outbox(ctx context.Context, f Filter) (list []Entry, err error) {
	if f.Before == 0 {
		f.Before = 1<<63 - 1
	}
	if f.Limit <= 0 {
		f.Limit = 50
	}
	where, args := "message_id < $1", []any{int64(f.Before)}
	for _, c := range [][2]string{{"recipient", f.To}, {"state", string(f.State)}} {
		if c[1] != "" {
			args = append(args, c[1])
			where += " AND " + c[0] + " = " + db.Place(len(args))
		}
	}
	args = append(args, min(f.Limit, 200))
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scan, `SELECT message_id, message_key, recipient, subject, body, html, state, channel, problem, attempts, tried, link
			FROM notify_messages WHERE `+where+` ORDER BY message_id DESC LIMIT `+db.Place(len(args)), args...)
		return err
	})
	return list, err
}

func scan(scan db.Scan) (e Entry, err error) {
	var tried int64
	err = scan(&e.ID, &e.Key, &e.To, &e.Subject, &e.Text, &e.HTML, &e.State, &e.Channel, &e.Problem, &e.Attempts, &tried, &e.Link)
	e.Tried = db.Time(tried)
	return e, err
}

// claim writes a message down and takes it in hand; mine is false when it was
// dealt with before.
func (s *Service) claim(ctx context.Context, m Message) (mine bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		mine = true
		now := db.Micro(tx.Now)
		done, err := tx.Exec(`INSERT INTO notify_messages
			(message_id, message_key, recipient, subject, body, html, state, channel, problem, attempts, tried, link)
			VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', 1, $8, $9) ON CONFLICT (message_key) DO NOTHING`,
			tx.ID(), m.Key, m.To, m.Subject, s.kept(m), m.HTML, string(Sending), now, m.Link)
		if err != nil || done == 1 {
			return err
		}
		done, err = tx.Exec(`UPDATE notify_messages SET state = $1, attempts = attempts + 1, tried = $2
			WHERE message_key = $3 AND (state = $4 OR state = $1 AND tried < $5)`,
			string(Sending), now, m.Key, string(Failed), db.Micro(tx.Now.Add(-patience)))
		if err != nil || done == 1 {
			return err
		}
		mine = false
		var state State
		if err := tx.Row("SELECT state FROM notify_messages WHERE message_key = $1", []any{m.Key}, &state); err != nil {
			return err
		}
		if state == Sending {
			return errBusy
		}
		return nil
	})
	return mine && err == nil, err
}

// outcome is how a try ended.
type outcome struct {
	state   State
	channel string
	err     error
}

func (s *Service) settle(ctx context.Context, key string, end outcome) error {
	problem := ""
	if end.err != nil {
		problem = end.err.Error()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE notify_messages SET state = $1, channel = $2, problem = $3 WHERE message_key = $4",
			string(end.state), end.channel, problem, key)
		return err
	})
}
