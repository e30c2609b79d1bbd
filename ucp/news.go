package ucp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/httpsig"
	"agora/market"
	"agora/ucp/platform"
)

// News is what a platform is told about an order of its own: the whole order as
// it was after an event, under an id that stays when it is told again.
type news struct {
	event   int64
	message string // UUID
	made    time.Time
	body    []byte
}

// Tell notes what an event made of the order that a platform placed, and brings
// the platform all that it has not heard, in order. It does nothing for orders
// of people, and may be run again.
func (b *Binding) Tell(ctx context.Context, e event.Event, id market.GroupID) error {
	s, err := b.placedAs(ctx, id)
	if errors.Is(err, errGone) {
		return nil
	}
	if err != nil {
		return err
	}
	c := &call{b: b, locale: b.Words.Locale(b.Words.Match(s.Lang)), agreed: []platform.Capability{{Name: capOrder, Version: Version}}}
	o, err := c.order(ctx, s)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := b.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO ucp_news (group_id, event_id, message, made, told, failure, body) VALUES ($1, $2, $3, $4, 0, '', $5)
			ON CONFLICT (group_id, event_id) DO NOTHING`, int64(id), e.ID, newUUID(), db.Micro(tx.Now), string(body))
		return err
	}); err != nil {
		return err
	}
	return b.bring(ctx, s)
}

// bring delivers what the platform of a checkout has not heard, oldest first; the
// first that fails ends it, so that the order of news stays.
func (b *Binding) bring(ctx context.Context, s *session) error {
	defer b.telling.lock(int64(s.group))()
	var list []news
	err := b.DB.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = db.List(tx, func(scan db.Scan) (n news, err error) {
			var made int64
			var body string
			err = scan(&n.event, &n.message, &made, &body)
			n.made, n.body = db.Time(made), []byte(body)
			return n, err
		}, "SELECT event_id, message, made, body FROM ucp_news WHERE group_id = $1 AND told = 0 ORDER BY event_id LIMIT 100", int64(s.group))
		return err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	p, err := b.Platforms.At(ctx, s.platform)
	if err != nil {
		return err
	}
	address, wanted := b.Platforms.Webhook(p)
	for _, n := range list {
		var failed error
		if wanted {
			failed = b.post(ctx, address, n)
		}
		if err := b.DB.Write(ctx, func(tx *db.Tx) error {
			told, why := db.Micro(tx.Now), ""
			if failed != nil {
				told, why = 0, failed.Error()
			}
			_, err := tx.Exec("UPDATE ucp_news SET told = $3, failure = $4 WHERE group_id = $1 AND event_id = $2", int64(s.group), n.event, told, why)
			return err
		}); err != nil || failed != nil {
			return errors.Join(failed, err)
		}
	}
	return nil
}

// post sends one piece of news, signed.
func (b *Binding) post(ctx context.Context, address string, n news) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(n.body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("UCP-Agent", `profile="`+b.url(ProfilePath)+`"`)
	r.Header.Set("Webhook-Id", n.message)
	r.Header.Set("Webhook-Timestamp", strconv.FormatInt(n.made.Unix(), 10))
	if err := httpsig.Sign(r, n.body, b.signer(), append(httpsig.RequestParts(r, n.body), "webhook-id", "webhook-timestamp")...); err != nil {
		return err
	}
	w, err := b.Out.Do(r)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	if w.StatusCode < 200 || w.StatusCode > 299 {
		return fmt.Errorf("ucp: %s answered %d", address, w.StatusCode)
	}
	return nil
}
