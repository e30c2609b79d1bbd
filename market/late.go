package market

import (
	"context"
	"errors"
	"fmt"
	"time"

	"agora/db"
	"agora/delivery"
	"agora/event"
)

// LateTerms are when a parcel that did not come is late, and when it is lost.
type LateTerms struct {
	Late time.Duration // after the promised day
	Lost time.Duration // after that, and after the last that was told of it
}

// Late finds orders whose parcels are late, then lost, at most limit of them,
// and tells how many it noted: each is "order.late" once, and "order.lost"
// once. It is run again and again by the program itself; an order that can't be
// noted holds back no other.
func (s *Service) Late(ctx context.Context, t LateTerms, limit int) (noted int, err error) {
	if t.Late <= 0 || t.Lost <= 0 {
		return 0, nil
	}
	var due []OrderID
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		due, err = db.List(tx, func(scan db.Scan) (id OrderID, err error) { err = scan(&id); return id, err },
			`SELECT o.order_id FROM parcels p JOIN orders o ON o.order_id = p.order_id AND o.shop_id = p.shop_id
			WHERE p.delivered = 0 AND p.lost = 0 AND p.due > 0 AND p.due <= $1 AND o.state = $3
			AND (p.late = 0 OR p.late <= $2 AND p.seen <= $2) ORDER BY p.due LIMIT $4`,
			db.Micro(tx.Now.Add(-t.Late)), db.Micro(tx.Now.Add(-t.Lost)), string(Shipped), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	var problems []error
	for _, id := range due {
		did, err := s.late(ctx, id, t)
		if err != nil {
			problems = append(problems, fmt.Errorf("order %d: %w", id, err))
		}
		if did {
			noted++
		}
	}
	return noted, errors.Join(problems...)
}

func (s *Service) late(ctx context.Context, id OrderID, t LateTerms) (did bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		did = false
		o, err := loadOrder(tx, id)
		if err != nil || o.State != Shipped {
			return err // moved meanwhile
		}
		if err := loadParcels(tx, &o); err != nil || o.Parcel == nil {
			return err
		}
		kind, mark := event.Kind("order.late"), delivery.MarkLate
		if p := o.Parcel; !p.Late.IsZero() {
			if ago := tx.Now.Add(-t.Lost); p.Late.After(ago) || p.Seen.After(ago) {
				return nil // something was told of it meanwhile
			}
			kind, mark = "order.lost", delivery.MarkLost
		}
		if did, err = mark(tx, o.Shop, int64(o.ID)); err != nil || !did {
			return err
		}
		tx.AfterCommit(func() { s.bells.ring(o.Shop) })
		return event.Append(tx, o.Shop, kind, int64(o.ID), Moved{Group: o.Group, Ref: o.Ref, From: o.State, To: o.State, Deadline: o.Deadline})
	})
	return did, err
}

// Overdue reports whether the parcel of an order is late and still awaited.
func (o Order) Overdue() bool {
	return o.State == Shipped && o.Parcel != nil && !o.Parcel.Late.IsZero()
}
