package hook

import (
	"context"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// MessageID names a message; in its header, too.
type MessageID int64

// State is how far a message has come.
type State string

// The states of a message.
const (
	Waiting State = "waiting" // it is sent when it is due and those before it about the same thing are through
	Told    State = "told"    // the endpoint took it
	Failed  State = "failed"  // the schedule ended
	Void    State = "void"    // there is nothing to send: what it was about is gone, or too large
)

// Message is what an endpoint is told of one event.
type Message struct {
	ID      MessageID
	Hook    ID
	Event   int64 // id of the event; 0 for a test
	Kind    Kind
	Subject int64
	State   State
	Tries   int
	Due     time.Time // of the next attempt, while it waits
	Body    string    // as it is sent; "" before the first attempt

	shop db.ShopID
	sent time.Time // when this attempt began
}

// Made is when it was made.
func (m Message) Made() time.Time { return db.TimeOfID(int64(m.ID)) }

// at is when what it tells of happened.
func (m Message) at() time.Time {
	if m.Event != 0 {
		return db.TimeOfID(m.Event)
	}
	return m.Made()
}

// Try is one attempt to send a message.
type Try struct {
	At      time.Time
	Status  int           // of HTTP; 0 when there was no answer
	Took    time.Duration // until then
	Answer  string        // its first MaxAnswer bytes
	Failure string        // why there was none; "" otherwise
}

// OK reports whether the endpoint took the message.
func (t Try) OK() bool { return t.Status >= 200 && t.Status < 300 }

// Page asks for part of the messages of an endpoint.
type Page struct {
	State  State     // "" for all
	Before MessageID // only older ones; 0 for the newest
	Limit  int       // 50 when 0
}

// Messages gives messages of an endpoint without their bodies, newest first.
func (s *Service) Messages(ctx context.Context, by identity.Actor, shop db.ShopID, hook ID, p Page) (list []Message, err error) {
	if err := may(by, shop); err != nil {
		return nil, err
	}
	if p.Limit == 0 {
		p.Limit = 50
	}
	if p.Before == 0 {
		p.Before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := hookIn(tx, shop, hook); err != nil {
			return err
		}
		list, err = scanMessages(tx, "''", "shop_id = $1 AND hook_id = $2 AND message_id < $3 AND (state = $4 OR $4 = '') ORDER BY message_id DESC LIMIT $5",
			int64(shop), int64(hook), int64(p.Before), string(p.State), p.Limit)
		return err
	})
	return list, err
}

// Message gives one message of an endpoint with all attempts, newest first, at
// most 50.
func (s *Service) Message(ctx context.Context, by identity.Actor, shop db.ShopID, hook ID, id MessageID) (m Message, tries []Try, err error) {
	if err := may(by, shop); err != nil {
		return m, nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if m, err = messageIn(tx, shop, hook, id); err != nil {
			return err
		}
		tries, err = db.List(tx, func(scan db.Scan) (t Try, err error) {
			var id, took int64
			err = scan(&id, &t.Status, &took, &t.Answer, &t.Failure)
			t.At, t.Took = db.TimeOfID(id), time.Duration(took)*time.Microsecond
			return t, err
		}, "SELECT try_id, status, took, answer, failure FROM hook_tries WHERE shop_id = $1 AND message_id = $2 ORDER BY try_id DESC LIMIT 50", int64(shop), int64(id))
		return err
	})
	return m, tries, err
}

func messageIn(tx *db.Tx, shop db.ShopID, hook ID, id MessageID) (m Message, err error) {
	list, err := messagesIn(tx, "shop_id = $1 AND hook_id = $2 AND message_id = $3", int64(shop), int64(hook), int64(id))
	if err != nil {
		return m, err
	}
	if len(list) == 0 {
		return m, fault.New(fault.NotFound, "fault.no_hook")
	}
	return list[0], nil
}

func messagesIn(tx *db.Tx, where string, args ...any) ([]Message, error) {
	return scanMessages(tx, "body", where, args...)
}

// scanMessages reads messages; body is the column, or an empty text in its place.
func scanMessages(tx *db.Tx, body, where string, args ...any) ([]Message, error) {
	return db.List(tx, func(scan db.Scan) (m Message, err error) {
		var due int64
		err = scan(&m.ID, &m.shop, &m.Hook, &m.Event, &m.Kind, &m.Subject, &m.State, &m.Tries, &due, &m.Body)
		m.Due = db.Time(due)
		return m, err
	}, "SELECT message_id, shop_id, hook_id, event_id, kind, subject, state, tries, due, "+body+" FROM hook_messages m WHERE "+where, args...)
}

// Test has an endpoint told that it is tried out, at once.
func (s *Service) Test(ctx context.Context, by identity.Actor, shop db.ShopID, hook ID) (m Message, err error) {
	if err := may(by, shop); err != nil {
		return m, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		h, err := hookIn(tx, shop, hook)
		if err != nil {
			return err
		}
		if !h.Off.IsZero() {
			return fault.New(fault.Conflict, "fault.hook_off")
		}
		m = Message{ID: MessageID(tx.ID()), Hook: hook, Kind: Tested, State: Waiting, Due: tx.Now, shop: shop}
		m.Subject = int64(m.ID) // nothing comes before it
		return m.enter(tx)
	})
	return m, err
}

// Replay sends a message again, as it was, under the same id.
func (s *Service) Replay(ctx context.Context, by identity.Actor, shop db.ShopID, hook ID, id MessageID) error {
	if err := may(by, shop); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := messageIn(tx, shop, hook, id); err != nil {
			return err
		}
		_, err := replay(tx, shop, hook, "message_id = $4", int64(id))
		return err
	})
}

// ReplayFailed sends again what failed since a time, the oldest MaxReplay of
// it, and tells how much that is.
func (s *Service) ReplayFailed(ctx context.Context, by identity.Actor, shop db.ShopID, hook ID, since time.Time) (n int64, err error) {
	if err := may(by, shop); err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := hookIn(tx, shop, hook); err != nil {
			return err
		}
		n, err = replay(tx, shop, hook, `message_id IN (SELECT message_id FROM hook_messages WHERE shop_id = $1 AND hook_id = $2
			AND state = 'failed' AND message_id >= $4 ORDER BY message_id LIMIT $5)`, db.IDAt(since), MaxReplay)
		return err
	})
	return n, err
}

// replay has messages begin their schedule anew.
func replay(tx *db.Tx, shop db.ShopID, hook ID, which string, args ...any) (int64, error) {
	return tx.Exec("UPDATE hook_messages SET state = 'waiting', tries = 0, due = $3 WHERE shop_id = $1 AND hook_id = $2 AND "+which,
		append([]any{int64(shop), int64(hook), db.Micro(tx.Now)}, args...)...)
}

// Forget removes messages and what they met when they are older than Kept, so
// many of each at most.
func (s *Service) Forget(ctx context.Context, most int) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		old := db.IDAt(tx.Now.Add(-Kept))
		for _, table := range []struct{ name, id string }{{"hook_tries", "try_id"}, {"hook_messages", "message_id"}} {
			if _, err := tx.Exec("DELETE FROM "+table.name+" WHERE "+table.id+" IN (SELECT "+table.id+" FROM "+table.name+" WHERE "+table.id+" < $1 ORDER BY "+table.id+" LIMIT $2)",
				old, most); err != nil {
				return err
			}
		}
		return nil
	})
}
