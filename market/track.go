package market

import (
	"context"
	"errors"
	"slices"

	"agora/db"
	"agora/delivery"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// Tracked is the body of "order.tracked": something became of its parcel that
// its buyer wants to know. It comes once for each word.
type Tracked struct {
	Moved
	What  delivery.What `json:"what"`
	Place string        `json:"place,omitempty"`
}

// Track notes what became of the parcel of one order, by its shop or an
// operator. When it was delivered, so is the order.
func (s *Service) Track(ctx context.Context, by identity.Actor, id OrderID, t delivery.Tracked) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		if err := s.may(tx, by, o, shop|operator); err != nil {
			return err
		}
		if err := details(tx, &o); err != nil {
			return err
		}
		if o.Parcel == nil {
			return fault.New(fault.Conflict, "fault.track_none")
		}
		_, err = s.track(tx, by, o, t)
		return err
	})
}

// trackBatch is how much is noted in one transaction.
const trackBatch = 100

// TrackAll notes what a carrier tells of its parcels, for the program and for
// operators. Numbers that are none of its own are told back.
func (s *Service) TrackAll(ctx context.Context, by identity.Actor, c delivery.Carrier, list []delivery.Tracked) (report delivery.Report, err error) {
	if !by.System && !by.IsOperator() {
		return report, fault.New(fault.Forbidden, "fault.operators_only")
	}
	for part := range slices.Chunk(list, trackBatch) {
		var r delivery.Report
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			r = delivery.Report{}
			for _, t := range part {
				if err := s.told(tx, by, c, t, &r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return report, err
		}
		report.Taken, report.Known = report.Taken+r.Taken, report.Known+r.Known
		for _, n := range r.Unknown {
			report.Miss(n)
		}
	}
	return report, nil
}

// told notes one thing that a carrier tells, of each of its parcels that go
// under the number.
func (s *Service) told(tx *db.Tx, by identity.Actor, c delivery.Carrier, t delivery.Tracked, r *delivery.Report) error {
	number, err := delivery.CheckTracking(t.Number)
	if err != nil || number == "" {
		r.Miss(t.Number)
		return nil
	}
	parcels, err := delivery.ByNumber(tx, number)
	if err != nil {
		return err
	}
	t.Number = number
	mine := false
	for _, p := range parcels {
		if !c.Carries(p) {
			continue
		}
		mine = true
		o, err := loadOrder(tx, OrderID(p.Order))
		if errors.Is(err, errNoOrder) {
			continue
		}
		if err != nil {
			return err
		}
		o.Parcel = &p
		fresh, err := s.track(tx, by, o, t)
		if err != nil {
			return err
		}
		if fresh {
			r.Taken++
		} else {
			r.Known++
		}
	}
	if !mine {
		r.Miss(t.Number)
	}
	return nil
}

// track notes what became of the parcel of an order and does what follows; it
// tells whether that was not known.
func (s *Service) track(tx *db.Tx, by identity.Actor, o Order, t delivery.Tracked) (fresh bool, err error) {
	seen, err := delivery.Track(tx, *o.Parcel, t)
	if err != nil || !seen.Fresh {
		return false, err
	}
	if seen.News && t.What.News() && !o.State.Ended() {
		body := Tracked{Moved: Moved{Group: o.Group, Ref: o.Ref, From: o.State, To: o.State}, What: t.What, Place: t.Place}
		if err := event.Append(tx, o.Shop, "order.tracked", int64(o.ID), body); err != nil {
			return true, err
		}
	}
	if !seen.Whole || o.State != Shipped {
		return true, nil
	}
	return true, s.step(tx, by, &o, Deliver, "", func(tx *db.Tx, o Order) error {
		return delivery.Deliver(tx, o.Shop, int64(o.ID))
	})
}
