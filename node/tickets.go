package node

import (
	"context"
	"encoding/json"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/jobs"
	"agora/market"
)

// seats are those of the assembly, as the market sells them.
type seats struct{ assembly *assembly.Service }

func (s seats) Waiting(ctx context.Context, cart string) (market.Admission, catalog.VariantID, error) {
	at, t, err := s.assembly.Waiting(ctx, cart)
	return market.Admission{Event: int64(at.Event.ID), Seat: int64(at.Seat.ID)}, t.Variant, err
}

func (s seats) Ordered(tx *db.Tx, cart string, g market.GroupID, o market.OrderID) error {
	return s.assembly.Ordered(tx, cart, int64(g), int64(o))
}

func (s seats) Ends(tx *db.Tx, id int64) (time.Time, error) {
	return s.assembly.Ends(tx, assembly.EventID(id))
}

// onTickets adds what follows between seats and the orders that pay for them. What
// is done looks at how the order stands then, not at what was told: so it may be
// done late, again, and in any order.
func (n *Node) onTickets(kinds jobs.Kinds) {
	for _, kind := range []event.Kind{"order.shipped", "order.cancelled", "order.given_back"} {
		kinds[kind] = append(kinds[kind], jobs.Reaction{Name: "seat-order", Do: n.seatOrder})
	}
	kinds[assembly.SeatReturned] = []jobs.Reaction{{Name: "unseat", Do: func(ctx context.Context, e event.Event) error {
		var r assembly.Returning
		if err := json.Unmarshal(e.Body, &r); err != nil {
			return err
		}
		return n.Market.Unseat(ctx, market.OrderID(r.Order), "")
	}}}
	kinds[assembly.SeatLapses] = []jobs.Reaction{{Name: "lapse-seat", Do: func(ctx context.Context, e event.Event) error {
		var l assembly.Lapsing
		if err := json.Unmarshal(e.Body, &l); err != nil {
			return err
		}
		return n.Assembly.Lapse(ctx, assembly.SeatID(e.Subject), l)
	}}}
}

// seatOrder lets in who paid for a seat, or frees the seat of an order that ended.
func (n *Node) seatOrder(ctx context.Context, e event.Event) error {
	a, stand, err := n.Market.Stand(ctx, market.OrderID(e.Subject))
	if err != nil || a == nil {
		return err
	}
	id, seat := assembly.EventID(a.Event), assembly.SeatID(a.Seat)
	switch stand {
	case market.StandPaid:
		err = n.Assembly.Paid(ctx, id, seat, e.Subject)
	case market.StandEnded:
		err = n.Assembly.Ended(ctx, id, seat, e.Subject)
	}
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
