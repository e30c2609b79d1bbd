package assembly

import (
	"context"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
)

// Pin is a thing of the market that was on the table of a session for a while. The
// pins of a session are the chapters of what was shown.
type Pin struct {
	ID      int64
	Product catalog.ProductID
	Until   time.Time // zero while it is on the table
}

// From is when it was put there.
func (p Pin) From() time.Time { return db.TimeOfID(p.ID) }

// maxPins bounds what one session shows.
const maxPins = 200

// PutOnTable puts a thing on the table of a session that runs, in the place of what was
// there; who moderates may. That it can be bought is the market's to say.
func (s *Service) PutOnTable(ctx context.Context, at Seated, product catalog.ProductID) error {
	return s.onTable(ctx, at, product, func(*db.Tx) (string, error) { return "", nil })
}

// onTable puts a thing on the table with the offer that is made for it.
func (s *Service) onTable(ctx context.Context, at Seated, product catalog.ProductID, offer func(*db.Tx) (string, error)) error {
	if !at.Moderates() {
		return errNotMe
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{"pin", int64(product)}
		if _, err := at.now(tx, Live); err != nil {
			return told, err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM assembly_pins WHERE event_id = $1 AND session_id = $2", []any{int64(at.Event.ID), int64(at.Session.ID)}, &have); err != nil {
			return told, err
		}
		if have >= maxPins {
			return told, fault.Field("pin", "fault.at_most", "max", int64(maxPins))
		}
		if err := at.clear(tx); err != nil {
			return told, err
		}
		doc, err := offer(tx)
		if err != nil {
			return told, err
		}
		_, err = tx.Exec("INSERT INTO assembly_pins (event_id, session_id, pin_id, product_id, until, offer) VALUES "+db.Places(1, 6),
			int64(at.Event.ID), int64(at.Session.ID), tx.ID(), int64(product), int64(0), doc)
		return told, err
	})
}

// ClearTable takes what is on the table away; who moderates may.
func (s *Service) ClearTable(ctx context.Context, at Seated) error {
	if !at.Moderates() {
		return errNotMe
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) { return Told{What: "pin"}, at.clear(tx) })
}

func (at Seated) clear(tx *db.Tx) error {
	_, err := tx.Exec("UPDATE assembly_pins SET until = $3 WHERE event_id = $1 AND session_id = $2 AND until = 0",
		int64(at.Event.ID), int64(at.Session.ID), db.Micro(tx.Now))
	return err
}

// Pins lists what a session showed, the first first; they are bounded.
func (s *Service) Pins(ctx context.Context, at Seated) (list []Pin, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (p Pin, err error) {
			var until int64
			err = scan(&p.ID, (*int64)(&p.Product), &until)
			if until > 0 {
				p.Until = db.Time(until)
			}
			return p, err
		}, "SELECT pin_id, product_id, until FROM assembly_pins WHERE event_id = $1 AND session_id = $2 ORDER BY pin_id LIMIT $3",
			int64(at.Event.ID), int64(at.Session.ID), maxPins)
		return err
	})
	return list, err
}
