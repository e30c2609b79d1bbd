// Package audit keeps who did what to what, written in the transaction that
// did it, for the operator who asks later.
//
// Tables: audit_notes.
//
// Invariants: a note is never changed or removed; ids rise in commit order. A
// note holds no secret: who writes it leaves passwords and tokens out.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"agora/db"
)

// Schema is the tables of this package.
var Schema = db.Schema{Name: "audit", Steps: []string{`
CREATE TABLE audit_notes (
	note_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	who TEXT NOT NULL,
	action TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail TEXT NOT NULL,
	PRIMARY KEY (note_id, shop_id)
) /*clustered*/;
`}}

// NoteID names a note.
type NoteID int64

// Record is one note as it is read.
type Record struct {
	ID      NoteID
	Shop    db.ShopID // db.House for what concerns no shop
	Who     string    // the actor: "person:123", "guest", "system"
	Action  string    // in the past tense: "product.archived"
	Subject string    // what it was done to: "product:77"
	Detail  json.RawMessage
}

// At is when it was done.
func (r Record) At() time.Time { return db.TimeOfID(int64(r.ID)) }

// Note writes what by did, in the transaction that does it. detail is encoded
// as JSON; nil for none.
func Note(tx *db.Tx, by fmt.Stringer, shop db.ShopID, action, subject string, detail any) error {
	text := []byte("{}")
	if detail != nil {
		var err error
		if text, err = json.Marshal(detail); err != nil {
			return fmt.Errorf("audit %s: %w", action, err)
		}
	}
	_, err := tx.Exec(`INSERT INTO audit_notes (note_id, shop_id, who, action, subject, detail)
		VALUES ($1, $2, $3, $4, $5, $6)`, tx.ID(), int64(shop), by.String(), action, subject, string(text))
	return err
}

// Filter chooses notes; an empty field chooses all.
type Filter struct {
	Shop    *db.ShopID // one shard; db.House means the node's own notes
	Who     string
	Action  string
	Subject string
}

// Page is a place in the list.
type Page struct {
	Before NoteID // the last note of the page before; 0 for the first page
	Limit  int    // 50 when 0, 200 at most
}

// List gives notes, newest first. Who may read them is for the caller to say.
func List(ctx context.Context, d *db.DB, f Filter, p Page) (list []Record, err error) {
	if p.Before == 0 {
		p.Before = 1<<63 - 1
	}
	if p.Limit <= 0 {
		p.Limit = 50
	}
	all, shop := f.Shop == nil, db.House
	if !all {
		shop = *f.Shop
	}
	err = d.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scan, `SELECT note_id, shop_id, who, action, subject, detail FROM audit_notes
			WHERE note_id < $1 AND ($2 = 1 OR shop_id = $3) AND ($4 = '' OR who = $4)
				AND ($5 = '' OR action = $5) AND ($6 = '' OR subject = $6)
			ORDER BY note_id DESC LIMIT $7`,
			int64(p.Before), flag(all), int64(shop), f.Who, f.Action, f.Subject, min(p.Limit, 200))
		return err
	})
	return list, err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func scan(scan db.Scan) (r Record, err error) {
	var detail string
	err = scan(&r.ID, &r.Shop, &r.Who, &r.Action, &r.Subject, &detail)
	r.Detail = json.RawMessage(detail)
	return r, err
}
