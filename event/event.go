// Package event is the append-only record of what became true, written in the
// transaction that made it true. Jobs, search and other domains learn from it;
// nothing outside the database happens before its event is on disk.
//
// Tables: events.
//
// Invariants: an event is never changed or removed; ids rise in commit order,
// so a reader that remembers the last id it saw misses nothing.
package event

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"agora/db"
)

// Schema is the tables of this package.
var Schema = db.Schema{Name: "event", Steps: []string{`
CREATE TABLE events (
	event_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	subject BIGINT NOT NULL,
	due BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (event_id, shop_id)
) /*clustered*/;
`, `
CREATE INDEX events_by_shop ON events (shop_id, event_id);
`}}

// Kind names what happened, in the past tense: "order.placed".
type Kind string

// Event is one thing that became true.
type Event struct {
	ID      int64
	Shop    db.ShopID // whose shard it is in; db.House for the node's own
	Kind    Kind
	Subject int64           // id of the thing it is about
	Due     time.Time       // when what follows from it should run; zero for at once
	Body    json.RawMessage // facts of the moment, for readers that must not look them up later
}

// At is when the event was written.
func (e Event) At() time.Time { return db.TimeOfID(e.ID) }

// Append writes an event in tx. body is encoded as JSON; nil for none.
func Append(tx *db.Tx, shop db.ShopID, kind Kind, subject int64, body any) error {
	return AppendDue(tx, shop, kind, subject, time.Time{}, body)
}

// AppendDue writes an event whose consequence is due later: a deadline.
func AppendDue(tx *db.Tx, shop db.ShopID, kind Kind, subject int64, due time.Time, body any) error {
	text := []byte("{}")
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return fmt.Errorf("event %s: %w", kind, err)
		}
	}
	_, err := tx.Exec(`INSERT INTO events (event_id, shop_id, kind, subject, due, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		tx.ID(), int64(shop), string(kind), subject, db.Micro(due), string(text))
	return err
}

// AppendEach writes an event of one kind about each of many, at most 256, in one
// statement.
func AppendEach(tx *db.Tx, shop db.ShopID, kind Kind, subjects []int64) error {
	if len(subjects) == 0 {
		return nil
	}
	var args []any
	for _, s := range subjects {
		args = append(args, tx.ID(), int64(shop), string(kind), s, int64(0), "{}")
	}
	_, err := tx.Exec("INSERT INTO events (event_id, shop_id, kind, subject, due, body) VALUES "+db.Places(len(subjects), 6), args...)
	return err
}

// After gives up to limit events with ids above after, oldest first.
func After(ctx context.Context, d *db.DB, after int64, limit int) (list []Event, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scan, `SELECT event_id, shop_id, kind, subject, due, body FROM events
			WHERE event_id > $1 ORDER BY event_id LIMIT $2`, after, limit)
		return err
	})
	return list, err
}

// Resume makes all ids of the database greater than those of its events, so that
// they rise though the clock of the machine was turned back, and gives the time
// of the newest event.
func Resume(ctx context.Context, d *db.DB) (newest time.Time, err error) {
	var last int64
	if err = d.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT COALESCE(MAX(event_id), 0) FROM events", nil, &last)
	}); err != nil {
		return newest, err
	}
	d.IDsAfter(last)
	return db.TimeOfID(last), nil
}

// Last gives the id of a shop's newest event, 0 when it has none: as long as it
// stays, nothing of the shop has changed.
func Last(tx *db.Tx, shop db.ShopID) (id int64, err error) {
	return id, tx.Row("SELECT COALESCE(MAX(event_id), 0) FROM events WHERE shop_id = $1", []any{int64(shop)}, &id)
}

func scan(scan db.Scan) (e Event, err error) {
	var due int64
	var body string
	err = scan(&e.ID, &e.Shop, &e.Kind, &e.Subject, &due, &body)
	e.Due, e.Body = db.Time(due), json.RawMessage(body)
	return e, err
}
