package assembly

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"
	"strings"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// Bought is the ticket of a seat, and how it is paid; the zero one is free.
type Bought struct {
	Ticket TicketID
	Group  int64     // of orders, at the market; 0 before the order is placed
	Order  int64     // that pays for it
	Until  time.Time // how long an unpaid seat without an order is held
	Cart   string    // by which it is paid
}

// How long a seat is held for who has not placed her order.
const (
	holdAtOnce  = 30 * time.Minute // who registers goes to pay now
	holdWaiting = 24 * time.Hour   // who waited is written to
)

// Kinds of events about the money of a seat.
const (
	SeatLapses   event.Kind = "seat.lapses"   // nobody placed an order in time
	SeatReturned event.Kind = "seat.returned" // its money goes back, or is not waited for
)

// Lapsing is the body of seat.lapses, Returning that of seat.returned.
type (
	Lapsing struct {
		Event EventID `json:"event"`
		Until int64   `json:"until"`
	}
	Returning struct {
		Event EventID `json:"event"`
		Order int64   `json:"order"`
	}
)

// hold keeps a seat for who has to pay it.
func (s *Seat) hold(tx *db.Tx, e *Event, long time.Duration) error {
	s.State, s.Until = Unpaid, tx.Now.Add(long)
	s.Cart = "seat-" + number(int64(s.Event)) + "-" + number(int64(s.ID)) + "-" + rand.Text()
	return event.AppendDue(tx, e.Host, SeatLapses, int64(s.ID), s.Until, Lapsing{s.Event, db.Micro(s.Until)})
}

// Lapse frees a seat that nobody paid or ordered in the time for which it was held.
func (s *Service) Lapse(ctx context.Context, seat SeatID, l Lapsing) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := seatOf(tx, identity.System(), l.Event, seat)
		if errors.Is(err, errNone) {
			return nil
		}
		if err != nil || at.Seat.State != Unpaid || at.Seat.Order != 0 || db.Micro(at.Seat.Until) != l.Until {
			return err
		}
		return at.Event.free(tx, at.Seat)
	})
}

// Waiting gives what a cart pays for: the seat that is held, and its ticket.
func (s *Service) Waiting(ctx context.Context, cart string) (at Seated, t Ticket, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if at, err = byCart(tx, cart); err != nil {
			return err
		}
		t, err = ticketIn(tx, at.Event.ID, at.Seat.Ticket)
		return err
	})
	return at, t, err
}

// byCart reads the seat that waits to be paid by a cart.
func byCart(tx *db.Tx, cart string) (at Seated, err error) {
	part := strings.Split(cart, "-")
	if len(part) != 4 {
		return at, errNone
	}
	id, err := strconv.ParseInt(part[1], 10, 64)
	seat, bad := strconv.ParseInt(part[2], 10, 64)
	if err != nil || bad != nil {
		return at, errNone
	}
	at, err = seatOf(tx, identity.System(), EventID(id), SeatID(seat))
	switch {
	case err != nil:
		return at, err
	case at.Seat.Cart != cart || at.Seat.State != Unpaid || at.Seat.Order != 0 || tx.Now.After(at.Seat.Until) || !at.Event.Live(tx.Now):
		return at, fault.New(fault.Conflict, "fault.seat_lapsed")
	}
	return at, nil
}

// Ordered notes, where an order is placed, that it pays for the seat of a cart.
func (s *Service) Ordered(tx *db.Tx, cart string, group, order int64) error {
	at, err := byCart(tx, cart)
	if err != nil {
		return err
	}
	at.Seat.Group, at.Seat.Order = group, order
	return at.Seat.keep(tx)
}

// Ends tells, in a transaction of somebody else, when an event is over.
func (s *Service) Ends(tx *db.Tx, id EventID) (time.Time, error) {
	e, err := eventIn(tx, id)
	return e.Ends, err
}

// Paid lets in who paid: order is captured. Who gave the seat back meanwhile, or
// has it by another order, gets the money back.
func (s *Service) Paid(ctx context.Context, id EventID, seat SeatID, order int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := seatOf(tx, identity.System(), id, seat)
		switch {
		case err != nil:
			return err
		case at.Seat.Order != order || at.Seat.State == Left:
			return event.Append(tx, at.Event.Host, SeatReturned, int64(seat), Returning{id, order})
		case at.Seat.State != Unpaid:
			return nil
		}
		at.Seat.State = Admitted
		if err := at.Seat.keep(tx); err != nil {
			return err
		}
		return at.Seat.tell(tx, at.Event.Host, "admitted")
	})
}

// Ended frees the seat of an order that ended: unpaid, cancelled, or refunded as a
// whole.
func (s *Service) Ended(ctx context.Context, id EventID, seat SeatID, order int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := seatOf(tx, identity.System(), id, seat)
		if err != nil || at.Seat.Order != order || at.Seat.State == Left {
			return err
		}
		return at.Event.free(tx, at.Seat)
	})
}

// Refunds reports whether who gives her seat back now gets her money back: until
// so many days before the event, as its host says.
func (e Event) Refunds(now time.Time) bool {
	return e.State == Cancelled || e.Refund >= 0 && now.Before(e.Starts.AddDate(0, 0, -int(e.Refund)))
}

// returned tells that the money of a seat goes back.
func (s Seat) returned(tx *db.Tx, e *Event) error {
	if s.Order == 0 {
		return nil
	}
	return event.Append(tx, e.Host, SeatReturned, int64(s.ID), Returning{e.ID, s.Order})
}

// takeKind takes one of a kind of tickets; false when all are taken.
func takeKind(tx *db.Tx, e EventID, t TicketID) (bool, error) {
	if t == 0 {
		return true, nil
	}
	n, err := tx.Exec("UPDATE assembly_tickets SET taken = taken + 1 WHERE event_id = $1 AND ticket_id = $2 AND (most = 0 OR taken < most)", int64(e), int64(t))
	return n > 0, err
}

// freeKind gives one of a kind back.
func freeKind(tx *db.Tx, e EventID, t TicketID) error {
	if t == 0 {
		return nil
	}
	_, err := tx.Exec("UPDATE assembly_tickets SET taken = taken - 1 WHERE event_id = $1 AND ticket_id = $2", int64(e), int64(t))
	return err
}
