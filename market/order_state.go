package market

import (
	"time"

	"agora/fault"
)

// OrderState is where an order stands.
type OrderState string

// The states.
const (
	AwaitingPayment OrderState = "awaiting_payment"
	Unconfirmed     OrderState = "unconfirmed" // cash on delivery: the buyer has to say yes once more
	Placed          OrderState = "placed"      // the shop has to answer
	Accepted        OrderState = "accepted"    // the shop has to pack
	Packed          OrderState = "packed"      // the shop has to ship
	Shipped         OrderState = "shipped"
	Delivered       OrderState = "delivered" // the buyer may still object
	Disputed        OrderState = "disputed"  // the buyer says that something is wrong: no clock runs here
	Completed       OrderState = "completed" // escrow is the seller's
	Cancelled       OrderState = "cancelled"
	Refused         OrderState = "refused" // cash on delivery, not taken at the door
)

// OrderEvent is what moves an order.
type OrderEvent string

// The events.
const (
	Pay     OrderEvent = "pay"
	Confirm OrderEvent = "confirm"
	Accept  OrderEvent = "accept"
	Decline OrderEvent = "decline"
	Pack    OrderEvent = "pack"
	Ship    OrderEvent = "ship"
	Deliver OrderEvent = "deliver"
	Hand    OrderEvent = "hand" // paid, and nothing has to be sent: the buyer has links and keys
	Refuse  OrderEvent = "refuse"
	Receive OrderEvent = "receive"
	Cancel  OrderEvent = "cancel"
	Expire  OrderEvent = "expire" // the deadline passed

	Dispute  OrderEvent = "dispute"  // the buyer claims that something is wrong
	Settle   OrderEvent = "settle"   // both agreed, or an arbiter decided
	Withdraw OrderEvent = "withdraw" // the buyer took the claim back

	Refunded OrderEvent = "refund" // money went back; the state stays
)

// party is who may cause an event.
type party int

const (
	buyer party = 1 << iota
	shop
	operator
	clock // the program itself
)

// cash says for which ways to pay a rule holds.
type cash int

const (
	anyWay  cash = iota
	prepaid      // paid before it ships
	atDoor       // paid when it is delivered
)

// rule is one row of the state table.
type rule struct {
	from  OrderState
	event OrderEvent
	to    OrderState
	who   party
	way   cash
}

// rules is the whole life of an order. A pair of state and event that is not
// here is refused.
var rules = []rule{
	{AwaitingPayment, Pay, Placed, operator | clock, anyWay}, // at the door: its deposit
	{AwaitingPayment, Hand, Shipped, clock, prepaid},
	{AwaitingPayment, Cancel, Cancelled, buyer | operator | clock, anyWay},
	{AwaitingPayment, Expire, Cancelled, clock, anyWay},

	{Unconfirmed, Confirm, Placed, buyer | shop | operator | clock, atDoor},
	{Unconfirmed, Cancel, Cancelled, buyer | operator | clock, anyWay},
	{Unconfirmed, Expire, Cancelled, clock, anyWay},

	{Placed, Accept, Accepted, shop, anyWay},
	{Placed, Decline, Cancelled, shop | operator, anyWay},
	{Placed, Cancel, Cancelled, buyer | operator | clock, anyWay},
	{Placed, Expire, Cancelled, clock, anyWay},

	{Accepted, Pack, Packed, shop, anyWay},
	{Accepted, Decline, Cancelled, shop | operator, anyWay},
	{Accepted, Cancel, Cancelled, clock, anyWay}, // its way to pay took the money back
	{Accepted, Expire, Cancelled, clock, anyWay},

	{Packed, Ship, Shipped, shop, anyWay},
	{Packed, Decline, Cancelled, shop | operator, anyWay},
	{Packed, Cancel, Cancelled, clock, anyWay},
	{Packed, Expire, Cancelled, clock, anyWay},

	{Shipped, Deliver, Delivered, shop | operator | clock, anyWay}, // the clock: its carrier said so
	{Shipped, Receive, Completed, buyer, prepaid},
	{Shipped, Expire, Completed, clock, prepaid},
	{Shipped, Refuse, Refused, shop | operator, atDoor},
	{Shipped, Expire, Refused, clock, atDoor},

	{Delivered, Receive, Completed, buyer, anyWay},
	{Delivered, Expire, Completed, clock, anyWay},

	{Shipped, Dispute, Disputed, buyer, prepaid},
	{Delivered, Dispute, Disputed, buyer, anyWay},
	{Disputed, Settle, Completed, clock, anyWay},
	{Disputed, Withdraw, Delivered, clock, anyWay},
}

// Deadlines are how long each state may last before Expire; the operator may
// change them. Their defaults stay inside what large marketplaces of the
// region grant buyers and sellers.
type Deadlines struct {
	Pay     time.Duration // AwaitingPayment
	Confirm time.Duration // Unconfirmed
	Accept  time.Duration // Placed
	Ship    time.Duration // Accepted and Packed
	Transit time.Duration // Shipped
	Object  time.Duration // Delivered
}

// DefaultDeadlines are the deadlines of a new node.
var DefaultDeadlines = Deadlines{
	Pay: 48 * time.Hour, Confirm: 24 * time.Hour, Accept: 3 * 24 * time.Hour, Ship: 14 * 24 * time.Hour,
	Transit: 45 * 24 * time.Hour, Object: 3 * 24 * time.Hour,
}

// of gives the length of a state; zero for states that wait for nobody.
func (d Deadlines) of(s OrderState) time.Duration {
	switch s {
	case AwaitingPayment:
		return d.Pay
	case Unconfirmed:
		return d.Confirm
	case Placed:
		return d.Accept
	case Accepted, Packed:
		return d.Ship
	case Shipped:
		return d.Transit
	case Delivered:
		return d.Object
	}
	return 0
}

// find gives the rule for an event in a state, a Conflict when there is none.
func find(from OrderState, e OrderEvent, cashOnDelivery bool) (rule, error) {
	for _, r := range rules {
		if r.from == from && r.event == e && (r.way == anyWay || (r.way == atDoor) == cashOnDelivery) {
			return r, nil
		}
	}
	return rule{}, fault.New(fault.Conflict, "fault.order_state", "state", string(from), "event", string(e))
}

// Live reports whether stock is held for an order in this state.
func (s OrderState) Live() bool {
	switch s {
	case AwaitingPayment, Unconfirmed, Placed, Accepted, Packed:
		return true
	}
	return false
}

// Ended reports whether nothing more happens to an order in this state.
func (s OrderState) Ended() bool { return s == Completed || s == Cancelled || s == Refused }
