package market

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/delivery"
	"agora/identity"
	"agora/landed"
	"agora/once"
	"agora/payment"
)

// Kinds of ways to pay that the market knows by name.
const (
	payCash     = "cash"     // the order's life depends on it
	payTransfer = "transfer" // an operator may book one by hand
	payPlay     = "play"     // the only one for rehearsals
)

// Service is the market of one node.
type Service struct {
	db        *db.DB
	catalog   *catalog.Service
	landed    *landed.Service
	delivery  *delivery.Service
	ways      payment.Ways
	deadlines Deadlines
	cash      func() CashTerms
	mark      func(purpose, text string) []byte
	bells     bells
	proofs    *blob.Store
	seats     Seats
	others    Taker
}

// Options are what an operator may vary.
type Options struct {
	Deadlines Deadlines        // DefaultDeadlines when zero
	Cash      func() CashTerms // of cash on delivery, as they are now; nil for the zero ones

	// Mark gives keyed digests (identity.Service.Mark): of codes, and of
	// contacts. Without it nothing is to be confirmed.
	Mark func(purpose, text string) []byte
}

// CashTerms are the terms of cash on delivery.
type CashTerms struct {
	Confirm      bool // the buyer says yes once more, with a code, before the shop has the order
	Deposit      int  // percent of an order that is paid before, by transfer; 0 for none
	HouseReturns bool // the house bears what the way back of a refused parcel costs, not the shop

	// Who did not take NoShows parcels within NoShowFor pays other ways until
	// that time has passed; zero limits nobody.
	NoShows   int
	NoShowFor time.Duration
}

// New puts the market on top of what it trades with.
func New(d *db.DB, c *catalog.Service, l *landed.Service, v *delivery.Service, ways payment.Ways, o Options) *Service {
	if o.Deadlines == (Deadlines{}) {
		o.Deadlines = DefaultDeadlines
	}
	if o.Deadlines.Confirm == 0 {
		o.Deadlines.Confirm = DefaultDeadlines.Confirm
	}
	if o.Cash == nil {
		o.Cash = func() CashTerms { return CashTerms{} }
	}
	return &Service{db: d, catalog: c, landed: l, delivery: v, ways: ways, deadlines: o.Deadlines, cash: o.Cash, mark: o.Mark}
}

// LinkSubject is the subject of a signed link to a group; identity signs and
// checks it with purpose LinkPurpose and the group's id.
func LinkSubject(id GroupID) string { return LinkPurpose + ":" + strconv.FormatInt(int64(id), 10) }

// LinkPurpose is the purpose of signed links to order groups.
const LinkPurpose = "order"

// Accept: the shop takes the order.
func (s *Service) Accept(ctx context.Context, by identity.Actor, id OrderID) error {
	return s.move(ctx, by, id, Accept, "", nil)
}

// Decline: the shop cannot deliver; the buyer gets everything back.
func (s *Service) Decline(ctx context.Context, by identity.Actor, id OrderID, reason string) error {
	reason, err := note("reason", reason, true)
	if err != nil {
		return err
	}
	return s.move(ctx, by, id, Decline, reason, nil)
}

// Pack: the parcel is ready.
func (s *Service) Pack(ctx context.Context, by identity.Actor, id OrderID) error {
	return s.move(ctx, by, id, Pack, "", nil)
}

// Ship: the parcel is with the carrier, under a tracking number.
func (s *Service) Ship(ctx context.Context, by identity.Actor, id OrderID, carrier, tracking string) error {
	return s.ship(ctx, by, id, carrier, func(*db.Tx, Order) (string, error) { return tracking, nil })
}

// ShipNext: the parcel is with the carrier, under the next number of one of the
// shop's ranges; an order planned in several parcels takes as many.
func (s *Service) ShipNext(ctx context.Context, by identity.Actor, id OrderID, carrier string, numbers delivery.RangeID) error {
	return s.ship(ctx, by, id, carrier, func(tx *db.Tx, o Order) (string, error) {
		list := make([]string, max(o.Parcels, 1))
		for i := range list {
			var err error
			if list[i], err = delivery.TakeNumber(tx, o.Shop, numbers); err != nil {
				return "", err
			}
		}
		return strings.Join(list, ", "), nil
	})
}

func (s *Service) ship(ctx context.Context, by identity.Actor, id OrderID, carrier string, number func(*db.Tx, Order) (string, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		if err := s.may(tx, by, o, shop); err != nil {
			return err
		}
		tracking, err := number(tx, o)
		if err != nil {
			return err
		}
		return s.step(tx, by, &o, Ship, tracking, func(tx *db.Tx, o Order) error {
			return delivery.Ship(tx, delivery.Parcel{Order: int64(o.ID), Shop: o.Shop, Carrier: cmp.Or(carrier, o.Carrier), Tracking: tracking, Due: o.ArriveBy})
		})
	})
}

// Deliver: the parcel reached the buyer; cash on delivery was collected.
func (s *Service) Deliver(ctx context.Context, by identity.Actor, id OrderID) error {
	return s.move(ctx, by, id, Deliver, "", func(tx *db.Tx, o Order) error {
		return delivery.Deliver(tx, o.Shop, int64(o.ID))
	})
}

// Refuse: the buyer did not take a parcel that was to be paid at the door; the
// goods come back.
func (s *Service) Refuse(ctx context.Context, by identity.Actor, id OrderID, reason string) error {
	reason, err := note("reason", reason, true)
	if err != nil {
		return err
	}
	return s.move(ctx, by, id, Refuse, reason, nil)
}

// Receive: the buyer has the goods; escrow becomes the seller's.
func (s *Service) Receive(ctx context.Context, by identity.Actor, id OrderID) error {
	return s.move(ctx, by, id, Receive, "", nil)
}

// Cancel: the buyer or the operator takes the order back before the shop
// accepted it.
func (s *Service) Cancel(ctx context.Context, by identity.Actor, id OrderID, reason string) error {
	reason, err := note("reason", reason, false)
	if err != nil {
		return err
	}
	return s.move(ctx, by, id, Cancel, reason, nil)
}

// Expire moves the orders whose deadline has passed, at most limit of them, and
// tells how many it moved. It is run again and again by the program itself. An
// order that can't be moved holds back no other; its error is told at the end.
func (s *Service) Expire(ctx context.Context, limit int) (moved int, err error) {
	var due []OrderID
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		due, err = db.List(tx, func(scan db.Scan) (id OrderID, err error) { err = scan(&id); return id, err },
			`SELECT order_id FROM orders WHERE deadline > 0 AND deadline <= $1 ORDER BY deadline LIMIT $2`, db.Micro(tx.Now), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	var problems []error
	for _, id := range due {
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			o, err := loadOrder(tx, id)
			if err != nil || o.Deadline.IsZero() || o.Deadline.After(tx.Now) {
				return err // moved meanwhile
			}
			return s.step(tx, identity.System(), &o, Expire, "", nil)
		})
		if err != nil {
			problems = append(problems, fmt.Errorf("order %d: %w", id, err))
			continue
		}
		moved++
	}
	return moved, errors.Join(problems...)
}

// PastDeadline tells for how long the oldest overdue order has waited; zero
// when none is overdue. It is a metric: the clockwork stands still when it grows.
func (s *Service) PastDeadline(ctx context.Context) (late time.Duration, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var oldest int64
		err := tx.Row(`SELECT COALESCE(MIN(deadline), 0) FROM orders WHERE deadline > 0 AND deadline <= $1`,
			[]any{db.Micro(tx.Now)}, &oldest)
		if oldest > 0 {
			late = tx.Now.Sub(db.Time(oldest))
		}
		return err
	})
	return late, err
}
