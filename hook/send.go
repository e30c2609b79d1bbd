package hook

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// The bounds of one turn of an endpoint: then others have theirs.
const (
	turnMessages = 50
	turnTime     = time.Minute
	turnFailures = 3               // after so many on end it rests
	rest         = time.Minute     // for so long
	lease        = 2 * time.Minute // for which an endpoint is this node's
	atOnce       = 16              // endpoints that are sent to
)

// errLarge is a message above MaxBody.
var errLarge = errors.New("hook: the message is too large")

// begin gives each endpoint for which something is due its turn.
func (s *Service) begin(ctx context.Context) error {
	var due []Hook
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = hooksIn(tx, `switched_off = 0 AND rest <= $1 AND EXISTS (SELECT 1 FROM hook_messages m
			WHERE m.shop_id = hooks.shop_id AND m.hook_id = hooks.hook_id AND m.state = 'waiting' AND m.due <= $1)`, db.Micro(tx.Now))
		return err
	})
	if err != nil {
		return err
	}
	for _, h := range due {
		if !s.take(h.ID) {
			continue
		}
		s.sending.Go(func() {
			defer s.leave(h.ID)
			if err := s.turn(ctx, h); err != nil && ctx.Err() == nil {
				s.o.Log.Error("webhook", "hook", h.ID, "shop", h.Shop, "err", err)
			}
		})
	}
	return nil
}

// take reports whether an endpoint is free and there is room for another.
func (s *Service) take(id ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[id] || len(s.busy) >= atOnce {
		return false
	}
	s.busy[id] = true
	return true
}

func (s *Service) leave(id ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, id)
}

// turn sends what is due to one endpoint. While it lasts no other node does.
func (s *Service) turn(ctx context.Context, h Hook) error {
	ours := false
	if err := s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE hooks SET rest = $3 WHERE shop_id = $1 AND hook_id = $2 AND rest <= $4", int64(h.Shop), int64(h.ID), db.Micro(tx.Now.Add(lease)), db.Micro(tx.Now))
		ours = n == 1
		return err
	}); err != nil || !ours {
		return err
	}
	failures := 0
	defer func() {
		var pause time.Duration
		if failures >= turnFailures {
			pause = rest
		}
		if err := s.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE hooks SET rest = $3 WHERE shop_id = $1 AND hook_id = $2", int64(h.Shop), int64(h.ID), db.Micro(tx.Now.Add(pause)))
			return err
		}); err != nil {
			s.o.Log.Error("webhook", "hook", h.ID, "err", err)
		}
	}()
	began := time.Now()
	for n := 0; n < turnMessages && time.Since(began) < turnTime && failures < turnFailures && ctx.Err() == nil; n++ {
		m, by, ok, err := s.next(ctx, &h)
		if err != nil || !ok {
			return err
		}
		t, err := s.send(ctx, h, by, &m)
		if err != nil {
			return err
		}
		if failures++; t.OK() || m.State == Void {
			failures = 0
		}
	}
	return nil
}

// next claims the message of an endpoint that is due for the longest and has none
// about the same thing before it, and looks up who the endpoint is now and what its
// person may.
func (s *Service) next(ctx context.Context, h *Hook) (m Message, by identity.Actor, ok bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		ok = false
		now, err := hookIn(tx, h.Shop, h.ID)
		if fault.Is(err, fault.NotFound) || err == nil && !now.Off.IsZero() {
			return nil
		}
		if err != nil {
			return err
		}
		*h = now
		list, err := messagesIn(tx, `shop_id = $1 AND hook_id = $2 AND state = 'waiting' AND due <= $3 AND NOT EXISTS (SELECT 1 FROM hook_messages o
			WHERE o.shop_id = m.shop_id AND o.hook_id = m.hook_id AND o.subject = m.subject AND o.state = 'waiting' AND o.message_id < m.message_id)
			ORDER BY due, message_id LIMIT 1`, int64(h.Shop), int64(h.ID), db.Micro(tx.Now))
		if err != nil || len(list) == 0 {
			return err
		}
		if by, err = identity.ActorIn(tx, h.Person); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if !by.Runs(h.Shop) {
			return h.off(tx, Forbidden)
		}
		m, ok = list[0], true
		m.Tries++
		m.sent, m.Due = tx.Now, tx.Now.Add(lease) // due again should this process die meanwhile
		_, err = tx.Exec("UPDATE hook_messages SET tries = $3, due = $4 WHERE shop_id = $1 AND message_id = $2", int64(m.shop), int64(m.ID), m.Tries, db.Micro(m.Due))
		return err
	})
	return m, by, ok, err
}

// send sends a message and notes what it met.
func (s *Service) send(ctx context.Context, h Hook, by identity.Actor, m *Message) (t Try, err error) {
	if m.Body == "" {
		err := s.write(ctx, by, m)
		if fault.Is(err, fault.NotFound) || errors.Is(err, errLarge) {
			m.State = Void
			return t, s.db.Write(ctx, func(tx *db.Tx) error { return m.leave(tx) })
		}
		if err != nil {
			return t, err
		}
	}
	began := time.Now()
	t.Status, t.Answer, err = s.post(ctx, h, *m)
	if ctx.Err() != nil {
		return t, ctx.Err() // the node stops: this was no attempt
	}
	if t.Took = time.Since(began); err != nil {
		t.Failure = err.Error()
	}
	wait := s.wait(m.Tries)
	return t, s.db.Write(ctx, func(tx *db.Tx) error {
		switch {
		case t.OK():
			m.State = Told
		case wait == 0:
			m.State = Failed
		default:
			m.Due = tx.Now.Add(wait)
		}
		if err := m.leave(tx); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO hook_tries (try_id, shop_id, message_id, status, took, answer, failure) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			tx.ID(), int64(m.shop), int64(m.ID), t.Status, t.Took.Microseconds(), t.Answer, t.Failure); err != nil {
			return err
		}
		return h.met(tx, t)
	})
}

// write makes the body of a message; from then on it stays.
func (s *Service) write(ctx context.Context, by identity.Actor, m *Message) error {
	said := struct {
		Type Kind      `json:"type"`
		At   time.Time `json:"timestamp"`
		Data any       `json:"data"`
	}{m.Kind, m.at().UTC(), struct{}{}}
	if m.Kind != Tested {
		var err error
		if said.Data, err = s.o.Thing(ctx, by, m.shop, m.Kind, m.Subject); err != nil {
			return err
		}
	}
	text, err := json.Marshal(said)
	if err != nil {
		return err
	}
	if len(text) > MaxBody {
		return errLarge
	}
	m.Body = string(text)
	return nil
}

// leave writes how far a message has come.
func (m *Message) leave(tx *db.Tx) error {
	_, err := tx.Exec("UPDATE hook_messages SET state = $3, due = $4, body = $5 WHERE shop_id = $1 AND message_id = $2", int64(m.shop), int64(m.ID), string(m.State), db.Micro(m.Due), m.Body)
	return err
}

// wait gives how long after so many attempts the next one is made; 0 for never.
// A tenth either way is chance, so that endpoints which failed together don't
// come back together.
func (s *Service) wait(tries int) time.Duration {
	if tries > len(schedule) {
		return 0
	}
	step := schedule[tries-1]
	return step + time.Duration((s.o.Jitter()-0.5)/5*float64(step))
}

// met notes how an endpoint does.
func (h Hook) met(tx *db.Tx, t Try) error {
	switch {
	case t.OK() && h.Since.IsZero():
		return nil
	case t.OK():
		h.Since = time.Time{}
	case t.Status == http.StatusGone:
		return h.off(tx, Gone)
	case h.Since.IsZero():
		h.Since = tx.Now
	case tx.Now.Sub(h.Since) >= GiveUp:
		return h.off(tx, Failing)
	default:
		return nil
	}
	_, err := tx.Exec("UPDATE hooks SET failing = $3 WHERE shop_id = $1 AND hook_id = $2", int64(h.Shop), int64(h.ID), db.Micro(h.Since))
	return err
}

// off switches an endpoint off.
func (h Hook) off(tx *db.Tx, why Reason) error {
	if _, err := tx.Exec("UPDATE hooks SET switched_off = $3, why = $4 WHERE shop_id = $1 AND hook_id = $2 AND switched_off = 0", int64(h.Shop), int64(h.ID), db.Micro(tx.Now), string(why)); err != nil {
		return err
	}
	h.Why = why
	return note(tx, identity.System(), h, "hook.off")
}
