package hook

import (
	"context"
	"errors"
	"time"

	"agora/db"
	"agora/event"
)

const (
	batch = 500  // events read at once
	stale = 5000 // events nobody wants after which the cursor is saved anyway
)

// errMoved is a cursor that another node moved first.
var errMoved = errors.New("hook: the cursor was moved by another node")

// Run follows the events and sends what is due until ctx ends: soon after this
// node's commits, and once a second for those of others. It returns when
// nothing is on its way any more.
func (s *Service) Run(ctx context.Context) {
	const look, anyway = 100 * time.Millisecond, 10
	tick := time.NewTicker(look)
	defer tick.Stop()
	defer s.sending.Wait()
	var commits int64 = -1
	for n := 0; ; n++ {
		if now := s.db.Stats().Commits.Load(); now != commits || n >= anyway {
			commits, n = now, 0
			if err := errors.Join(s.follow(ctx), s.begin(ctx), s.look(ctx)); err != nil && ctx.Err() == nil {
				s.o.Log.Error("webhooks", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Step makes messages of all events there are and sends all that is due now.
func (s *Service) Step(ctx context.Context) error {
	err := errors.Join(s.follow(ctx), s.begin(ctx))
	s.sending.Wait()
	return errors.Join(err, s.look(ctx))
}

// follow makes messages of the events that were not read.
func (s *Service) follow(ctx context.Context) error {
	if s.saved < 0 {
		saved, err := s.cursor(ctx)
		if err != nil {
			return err
		}
		s.saved, s.seen = saved, saved
	}
	for ctx.Err() == nil {
		list, err := event.After(ctx, s.db, s.seen, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		last := list[len(list)-1].ID
		made, err := s.wanted(ctx, list)
		if err != nil {
			return err
		}
		if s.idle += len(list); len(made) > 0 || s.idle >= stale {
			err := s.enter(ctx, s.saved, last, made)
			if errors.Is(err, errMoved) {
				s.saved = -1
				return nil // the next step begins where the other node is
			}
			if err != nil {
				return err
			}
			s.saved, s.idle = last, 0
		}
		s.seen = last
	}
	return nil
}

// cursor gives how far the events were read. A node that has none begins with
// what comes: there were no endpoints before.
func (s *Service) cursor(ctx context.Context) (seen int64, err error) {
	read := func(tx *db.Tx) error {
		return tx.Row("SELECT seen FROM hook_cursor WHERE one = 1", nil, &seen)
	}
	if err = s.db.Read(ctx, read); !errors.Is(err, db.ErrNone) {
		return seen, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO hook_cursor (one, seen) SELECT 1, COALESCE(MAX(event_id), 0) FROM events WHERE event_id > 0 ON CONFLICT (one) DO NOTHING"); err != nil {
			return err
		}
		return read(tx)
	})
	return seen, err
}

// wanted gives the messages that follow from events: one for each endpoint that
// is on, wants the kind, and was there when it happened.
func (s *Service) wanted(ctx context.Context, list []event.Event) (made []Message, err error) {
	var shops []any
	asked := map[db.ShopID]bool{}
	for _, e := range list {
		if _, ok := offerOf(e.Kind); ok && !asked[e.Shop] {
			asked[e.Shop], shops = true, append(shops, int64(e.Shop))
		}
	}
	if len(shops) == 0 {
		return nil, nil
	}
	for len(shops)&(len(shops)-1) != 0 { // few lengths, few statements
		shops = append(shops, shops[0])
	}
	hooks := map[db.ShopID][]Hook{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		on, err := hooksIn(tx, "switched_off = 0 AND shop_id IN "+db.Places(1, len(shops)), shops...)
		for _, h := range on {
			hooks[h.Shop] = append(hooks[h.Shop], h)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		o, ok := offerOf(e.Kind)
		if !ok {
			continue
		}
		for _, h := range hooks[e.Shop] {
			if h.Wants(o.Kind) && e.ID > int64(h.ID) {
				made = append(made, Message{Hook: h.ID, Event: e.ID, Kind: o.Kind, Subject: e.Subject, State: Waiting, shop: e.Shop})
			}
		}
	}
	return made, nil
}

// enter writes messages and how far their events were read.
func (s *Service) enter(ctx context.Context, from, to int64, made []Message) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE hook_cursor SET seen = $1 WHERE one = 1 AND seen = $2", to, from)
		if err != nil {
			return err
		}
		if n == 0 {
			return errMoved
		}
		for _, m := range made {
			m.ID, m.Due = MessageID(tx.ID()), tx.Now
			if err := m.enter(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// enter writes a message; not one whose endpoint is about to hear of the newest
// state anyway.
func (m Message) enter(tx *db.Tx) error {
	unless := ""
	if o, _ := OfferOf(m.Kind); o.later {
		unless = ` WHERE NOT EXISTS (SELECT 1 FROM hook_messages WHERE shop_id = $2 AND hook_id = $3 AND subject = $6
			AND state = 'waiting' AND kind = $5 AND tries = 0 AND body = '')`
	}
	_, err := tx.Exec(`INSERT INTO hook_messages (message_id, shop_id, hook_id, event_id, kind, subject, state, tries, due, body)
		SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT), CAST($6 AS BIGINT), 'waiting', 0, CAST($7 AS BIGINT), ''`+unless,
		int64(m.ID), int64(m.shop), int64(m.Hook), m.Event, string(m.Kind), m.Subject, db.Micro(m.Due))
	return err
}
