package market

import (
	"context"
	"strings"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// Admission is what an order lets its buyer in to: a seat at an event, which
// somebody else keeps.
type Admission struct {
	Event int64 `json:"event"`
	Seat  int64 `json:"seat"`
}

// Seats keeps the seats that are paid here. Those who wait for their money hold
// their seat for as long as their order lives.
type Seats interface {
	// Waiting gives the seat that a cart pays for, and the ticket that is bought.
	Waiting(ctx context.Context, cart string) (Admission, catalog.VariantID, error)
	// Ordered notes, in the placement, which order pays for a seat; what it refuses
	// is not placed.
	Ordered(tx *db.Tx, cart string, g GroupID, o OrderID) error
	// Ends tells when an event is over.
	Ends(tx *db.Tx, event int64) (time.Time, error)
}

// Admits says who keeps the seats that are paid here.
func (s *Service) Admits(seats Seats) { s.seats = seats }

// SeatCart begins the tokens of carts that pay for a seat; those of buyers have no
// dash in them.
const SeatCart = "seat-"

// admissionSteps are the orders of each event.
const admissionSteps = `
CREATE TABLE order_admissions (
	event_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	PRIMARY KEY (event_id, shop_id, order_id)
) /*clustered*/;
`

// payAtOnce is how long a seat is held for who goes to pay it now.
const payAtOnce = 30 * time.Minute

// admission gives the cart that pays for a seat. Its price is that of its ticket:
// codes and discounts of goods do not count.
func (s *Service) admission(ctx context.Context, token string) (c Cart, err error) {
	c = Cart{Token: token}
	if s.seats == nil {
		return c, nil
	}
	a, variant, err := s.seats.Waiting(ctx, token)
	if err != nil {
		return c, err
	}
	lines, err := s.catalog.Variants(ctx, []catalog.VariantID{variant})
	if err != nil || len(lines) == 0 {
		return c, err
	}
	line := CartLine{Line: lines[0], Quantity: 1, admits: true}
	line.Problem = line.problem()
	c.Admits, c.Shops = &a, []CartShop{{Shop: line.Shop, Lines: []CartLine{line}}}
	c.apart()
	return c, nil
}

// sold reports whether the status of a product lets a line be bought.
func (l CartLine) sold() bool {
	return l.Product.Status == catalog.ProductActive || l.admits && l.Product.Status == catalog.ProductTicket
}

// held shortens how long an order for a seat waits for its money, where it can come
// at once: others wait for the seat.
func (o *Order) held(now time.Time) {
	if o.Admits == nil || o.State != AwaitingPayment || o.Pay == payTransfer {
		return
	}
	if until := now.Add(payAtOnce); until.Before(o.Deadline) {
		o.Deadline = until
	}
}

// admitted notes the order of a seat.
func (s *Service) admitted(tx *db.Tx, cart string, g *Group) error {
	for _, o := range g.Orders {
		if o.Admits == nil {
			continue
		}
		if err := s.seats.Ordered(tx, cart, g.ID, o.ID); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO order_admissions (event_id, shop_id, order_id) VALUES ($1, $2, $3)",
			o.Admits.Event, int64(o.Shop), int64(o.ID)); err != nil {
			return err
		}
	}
	return nil
}

// due is until when the buyer of a seat may object: so long after the event; for
// other orders it is zero.
func (s *Service) due(tx *db.Tx, o Order) (time.Time, error) {
	if o.Admits == nil || s.seats == nil {
		return time.Time{}, nil
	}
	ends, err := s.seats.Ends(tx, o.Admits.Event)
	return ends.Add(s.deadlines.of(Delivered)), err
}

// early refuses to give a seller the money of a seat before the event took place,
// whoever says that all is well. Where the event was put off, the clock is set
// anew, and put is true.
func (s *Service) early(tx *db.Tx, o *Order, e OrderEvent) (put bool, err error) {
	if o.Admits == nil || o.State != Shipped || e != Receive && e != Expire {
		return false, nil
	}
	due, err := s.due(tx, *o)
	if err != nil {
		return false, err
	}
	switch {
	case e == Receive && tx.Now.Before(due.Add(-s.deadlines.of(Delivered))):
		return false, fault.New(fault.Conflict, "fault.event_not_over")
	case e == Expire && due.After(tx.Now):
		_, err := tx.Exec("UPDATE orders SET deadline = $1 WHERE order_id = $2 AND shop_id = $3", db.Micro(due), int64(o.ID), int64(o.Shop))
		return true, err
	}
	return false, nil
}

// Stand is how an order for a seat stands.
type Stand string

// How an order stands.
const (
	StandWaits Stand = "waits" // for its money
	StandPaid  Stand = "paid"
	StandEnded Stand = "ended" // unpaid in time, cancelled, or all of it went back
)

// Stand tells how an order for a seat stands; no seat for one that is for none.
func (s *Service) Stand(ctx context.Context, id OrderID) (a *Admission, stand Stand, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o, err := loadOrder(tx, id)
		a = o.Admits
		switch {
		case err != nil:
			return err
		case o.State == Cancelled, !o.Captured.IsZero() && o.Left().Goods.IsZero():
			stand = StandEnded
		case o.Captured.IsZero():
			stand = StandWaits
		default:
			stand = StandPaid
		}
		return nil
	})
	return a, stand, err
}

// Unseat ends an order for a seat that was given back: what was paid goes back,
// what was not is not waited for. Done again it changes nothing.
func (s *Service) Unseat(ctx context.Context, id OrderID, why string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := loadOrder(tx, id)
		switch {
		case err != nil || o.Admits == nil || o.State == Cancelled:
			return err
		case o.Captured.IsZero():
			return s.step(tx, identity.System(), &o, Cancel, why, nil)
		case !o.Refundable(tx.Now):
			return nil
		}
		_, err = s.goesBack(tx, identity.System(), &o, o.Left(), why)
		return err
	})
}

// Takings is what the tickets of an event brought, in the shop's money.
type Takings struct {
	Paid, Waits, Back int64        // orders: paid, waiting for their money, all of which went back
	Sold              money.Amount // what was paid for tickets, with what went back
	Returned          money.Amount // of that, what went back
	Held              money.Amount // of what is left, what stands in escrow until the event is over
	Released          money.Amount // and what is the seller's, less commission
}

// Takings sums the orders for seats at an event, for who runs its shop.
func (s *Service) Takings(ctx context.Context, by identity.Actor, shop catalog.ShopID, at int64) (t Takings, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return t, fault.New(fault.Forbidden, "fault.forbidden")
	}
	var c money.Currency
	err = s.db.Read(ctx, func(tx *db.Tx) error { return tx.Row(takings, []any{at, int64(shop)}, t.into(&c)...) })
	for _, a := range []*money.Amount{&t.Sold, &t.Returned, &t.Held, &t.Released} {
		a.Currency = c
	}
	return t, err
}

func (t *Takings) into(c *money.Currency) []any {
	return []any{&t.Paid, &t.Waits, &t.Back, &t.Sold.Minor, &t.Returned.Minor, &t.Held.Minor, &t.Released.Minor, (*string)(c)}
}

// takings sums the orders of an event: goods are in the shop's money, and a ticket
// has no freight.
var takings = "SELECT " + strings.Join([]string{
	sumOf("1", "o.captured > 0 AND o.goods > o.back_goods"), sumOf("1", "o.state = 'awaiting_payment'"), sumOf("1", "o.captured > 0 AND o.goods = o.back_goods"),
	sumOf("o.goods", "o.captured > 0"), sumOf("o.back_goods", "o.captured > 0"), sumOf("o.goods - o.back_goods", "o.captured > 0 AND o.state <> 'completed'"),
	sumOf("o.goods - o.back_goods - o.commission - o.commission_tax + o.back_commission + o.back_tax", "o.state = 'completed'"),
	"COALESCE(MAX(s.currency), '')"}, ", ") + `
	FROM order_admissions a JOIN orders o ON o.order_id = a.order_id AND o.shop_id = a.shop_id JOIN shops s ON s.shop_id = a.shop_id
	WHERE a.event_id = $1 AND a.shop_id = $2`

// sumOf sums a column over the rows of which something is true.
func sumOf(what, where string) string {
	return "CAST(COALESCE(SUM(CASE WHEN " + where + " THEN " + what + " ELSE 0 END), 0) AS BIGINT)"
}
