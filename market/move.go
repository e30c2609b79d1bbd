package market

import (
	"context"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// move takes an order one step along the state table in one transaction: it
// checks who asks, changes the state, does what the step means for stock and
// money, and writes the history and the event.
func (s *Service) move(ctx context.Context, by identity.Actor, id OrderID, e OrderEvent, note string, more func(*db.Tx, Order) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		return s.step(tx, by, &o, e, note, more)
	})
}

// step moves o, which then stands as the step left it.
func (s *Service) step(tx *db.Tx, by identity.Actor, o *Order, e OrderEvent, note string, more func(*db.Tx, Order) error) error {
	r, err := find(o.State, e, o.CashOnDelivery())
	if err != nil {
		return err
	}
	if err := s.may(tx, by, *o, r.who); err != nil {
		return err
	}
	if o.Digital && e == Deliver && !by.System { // only its buyer opens it
		return fault.New(fault.Forbidden, "fault.forbidden")
	}
	if put, err := s.early(tx, o, e); put || err != nil {
		return err
	}
	return s.follow(tx, by, o, r, note, more)
}

// follow does what a rule says, for who may.
func (s *Service) follow(tx *db.Tx, by identity.Actor, o *Order, r rule, note string, more func(*db.Tx, Order) error) error {
	if err := s.enter(tx, o, r); err != nil {
		return err
	}
	if more != nil {
		if err := more(tx, *o); err != nil {
			return err
		}
	}
	if err := s.effect(tx, o, r); err != nil {
		return err
	}
	return s.record(tx, by, *o, r, note)
}

// may reports, as a fault, whether the actor is one of the parties of a rule.
func (s *Service) may(tx *db.Tx, by identity.Actor, o Order, who party) error {
	switch {
	case who&clock != 0 && by.System,
		who&operator != 0 && by.IsOperator(),
		who&shop != 0 && by.Runs(o.Shop):
		return nil
	}
	if who&buyer != 0 {
		g, err := loadGroup(tx, "group_id = $1", int64(o.Group))
		if err != nil {
			return err
		}
		if isBuyer(by, g) {
			return nil
		}
	}
	return fault.New(fault.Forbidden, "fault.forbidden")
}

// enter changes state and deadline, guarded by the state it was read in.
func (s *Service) enter(tx *db.Tx, o *Order, r rule) error {
	var deadline time.Time
	if d := s.deadlines.of(r.to); d > 0 {
		deadline = tx.Now.Add(d)
		if r.to == Accepted {
			deadline = deadline.AddDate(0, 0, o.LeadDays)
		}
		if r.to == Packed { // packing does not buy time
			deadline = o.Deadline
		}
	}
	if due, err := s.due(tx, *o); err != nil || r.to == Shipped && !due.IsZero() {
		if err != nil {
			return err
		}
		deadline = due
	}
	n, err := tx.Exec(`UPDATE orders SET state = $1, deadline = $2, updated = $3
		WHERE order_id = $4 AND shop_id = $5 AND state = $6`,
		string(r.to), db.Micro(deadline), db.Micro(tx.Now), int64(o.ID), int64(o.Shop), string(r.from))
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.New(fault.Conflict, "fault.order_state", "state", string(r.from), "event", string(r.event))
	}
	o.State, o.Deadline, o.Updated = r.to, deadline, tx.Now
	return nil
}

// effect does what entering a state means for stock and money.
func (s *Service) effect(tx *db.Tx, o *Order, r rule) error {
	switch r.to {
	case Placed:
		switch {
		case o.CashOnDelivery() && r.event == Pay:
			return deposited(tx, o)
		case o.CashOnDelivery(): // confirmed; the money comes at the door
			return nil
		}
		return capture(tx, o, leg(o.from, o.Charged.Neg()))
	case Shipped:
		if r.event == Hand {
			return s.hand(tx, o)
		}
		return moveStock(tx, o, catalog.Ship)
	case Delivered:
		if o.CashOnDelivery() && r.event == Deliver {
			return collected(tx, o)
		}
	case Completed:
		return release(tx, *o)
	case Cancelled:
		if err := moveStock(tx, o, catalog.Release); err != nil {
			return err
		}
		if err := unuse(tx, *o); err != nil {
			return err
		}
		return s.undo(tx, o, r)
	case Refused:
		if err := moveStock(tx, o, catalog.Return); err != nil {
			return err
		}
		if err := s.undo(tx, o, r); err != nil {
			return err
		}
		if err := s.noteNoShow(tx, *o); err != nil {
			return err
		}
		if r.event == Refuse { // nobody knows yet where a parcel is whose time has passed
			if err := wayBack(tx, o, o.Freight, s.cash().HouseReturns); err != nil {
				return err
			}
			if err := keepDeposit(tx, o); err != nil {
				return err
			}
		}
		return depositBack(tx, o)
	}
	return nil
}

// undo gives back what was paid for an order that ends without a sale, or
// forgets its debt.
func (s *Service) undo(tx *db.Tx, o *Order, r rule) error {
	if !o.Captured.IsZero() {
		if o.Left().none() {
			return nil // all of it went back before
		}
		_, err := s.refund(tx, o, o.Left(), Refund{Reason: RefundCancelled})
		return err
	}
	if err := forget(tx, *o); err != nil {
		return err
	}
	if r.to == Cancelled {
		if err := depositBack(tx, o); err != nil {
			return err
		}
	}
	if r.from != AwaitingPayment {
		return nil
	}
	g, err := loadGroup(tx, "group_id = $1", int64(o.Group))
	if err != nil {
		return err
	}
	if err := ordersOf(tx, &g); err != nil {
		return err
	}
	return s.divide(tx, &g)
}

// moveStock applies a stock movement to all lines of an order.
func moveStock(tx *db.Tx, o *Order, movement func(*db.Tx, []catalog.Placed) error) error {
	if err := loadLines(tx, o); err != nil {
		return err
	}
	placed := make([]catalog.Placed, len(o.Lines))
	for i, l := range o.Lines {
		placed[i] = catalog.Placed{
			Demand:   catalog.Demand{Shop: o.Shop, Variant: l.Variant, Quantity: l.Quantity},
			Location: l.Location,
		}
	}
	return movement(tx, placed)
}

// insertStep adds to an order's history.
func insertStep(tx *db.Tx, o Order, s Step) error {
	_, err := tx.Exec(`INSERT INTO order_steps (order_id, shop_id, step, event, state, who, name, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		int64(o.ID), int64(o.Shop), tx.ID(), string(s.Event), string(s.State), s.Who, s.Name, s.Note)
	return err
}

// record writes history and event, and rings the desk once that is on disk.
func (s *Service) record(tx *db.Tx, by identity.Actor, o Order, r rule, note string) error {
	if err := insertStep(tx, o, Step{Event: r.event, State: r.to, Who: by.String(), Name: by.Name, Note: note}); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.bells.ring(o.Shop) })
	return event.Append(tx, o.Shop, event.Kind("order."+string(r.to)), int64(o.ID), Moved{
		Group: o.Group, Ref: o.Ref, From: r.from, To: r.to, Event: r.event, Deadline: o.Deadline,
	})
}

// Moved is the body of an "order.STATE" event.
type Moved struct {
	Group    GroupID    `json:"group"`
	Ref      string     `json:"ref"`
	From     OrderState `json:"from,omitempty"`
	To       OrderState `json:"to"`
	Event    OrderEvent `json:"event,omitempty"`
	Deadline time.Time  `json:"deadline"`
}

// isBuyer reports whether the actor placed the group, by account or by a
// verified link to it.
func isBuyer(by identity.Actor, g Group) bool {
	return g.Person != 0 && by.Person == g.Person || by.Link != "" && by.Link == LinkSubject(g.ID)
}
