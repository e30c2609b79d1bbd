package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/token"
)

type ordersAsked struct {
	OfShop
	Paging
	State []string `query:"state" maxItems:"11" enum:"awaiting_payment,unconfirmed,placed,accepted,packed,shipped,delivered,disputed,completed,cancelled,refused" doc:"Any of these states, commas between; all when left out"`
	Late  bool     `query:"late" doc:"Only those whose parcel is late"`
	Limit int      `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

type orderAsked struct {
	OfShop
	Order string `path:"order" maxLength:"19" doc:"Id of the order"`
}

// OrderMoved names the order of a move, and lets it be sent again. It is exported
// for the framework, which looks into no other embedded type.
type OrderMoved struct {
	OfShop
	Repeatable
	Order string `path:"order" maxLength:"19" doc:"Id of the order"`
}

type orderDeclined struct {
	OrderMoved
	Body struct {
		Reason string `json:"reason" maxLength:"500" doc:"The buyer reads it"`
	}
}

type orderShipped struct {
	OrderMoved
	Body struct {
		Carrier string   `json:"carrier,omitempty" maxLength:"100" doc:"Left out: the one that was planned"`
		Numbers []string `json:"numbers,omitempty" maxItems:"50" doc:"Tracking numbers, one for each parcel; none when the carrier gives none"`
	}
}

type orderTracked struct {
	OrderMoved
	Body struct {
		What   string     `json:"what" enum:"accepted,in_transit,customs,out_for_delivery,delivered,returned"`
		Number string     `json:"number,omitempty" maxLength:"60" doc:"Of several parcels, the one it is about"`
		Place  string     `json:"place,omitempty" maxLength:"120"`
		At     *time.Time `json:"at,omitempty" doc:"Left out: now"`
	}
}

type orderRefunded struct {
	OrderMoved
	Body struct {
		Policy string `json:"policy" enum:"price,goods,all" doc:"price: only the price is lowered; goods: with their share of duty and VAT; all: everything that is left"`
		Amount *Money `json:"amount,omitempty" doc:"Of the goods, in the shop's currency; not read by all"`
		Why    string `json:"why" maxLength:"500" doc:"The buyer reads it"`
	}
}

type orderTold struct{ Body Order }

type ordersTold struct{ Body Page[Order] }

func (a *API) addOrders() {
	add(a, operation{"GET", "/orders", token.ReadOrders, "list-orders", "The orders of the shop, newest first", "Orders"}, a.orders)
	add(a, operation{"GET", "/orders/{order}", token.ReadOrders, "get-order", "One order, with what is needed to send it", "Orders"}, a.order)
	add(a, operation{"POST", "/orders/{order}/accept", token.WriteOrders, "accept-order", "Take the order", "Orders"},
		func(ctx context.Context, c *call, in *OrderMoved) (*orderTold, error) {
			return a.moveOrder(ctx, c, *in, in, a.o.Market.Accept)
		})
	add(a, operation{"POST", "/orders/{order}/decline", token.WriteOrders, "decline-order", "Decline the order; the buyer gets everything back", "Orders"},
		func(ctx context.Context, c *call, in *orderDeclined) (*orderTold, error) {
			return a.moveOrder(ctx, c, in.OrderMoved, in, func(ctx context.Context, by identity.Actor, id market.OrderID) error {
				return a.o.Market.Decline(ctx, by, id, in.Body.Reason)
			})
		})
	add(a, operation{"POST", "/orders/{order}/pack", token.WriteOrders, "pack-order", "Say that the parcel is ready", "Orders"},
		func(ctx context.Context, c *call, in *OrderMoved) (*orderTold, error) {
			return a.moveOrder(ctx, c, *in, in, a.o.Market.Pack)
		})
	add(a, operation{"POST", "/orders/{order}/ship", token.WriteOrders, "ship-order", "Say that the parcel is with the carrier", "Orders"},
		func(ctx context.Context, c *call, in *orderShipped) (*orderTold, error) {
			return a.moveOrder(ctx, c, in.OrderMoved, in, func(ctx context.Context, by identity.Actor, id market.OrderID) error {
				return a.o.Market.Ship(ctx, by, id, in.Body.Carrier, strings.Join(in.Body.Numbers, ", "))
			})
		})
	add(a, operation{"POST", "/orders/{order}/track", token.WriteOrders, "track-order", "Say what became of the parcel", "Orders"},
		func(ctx context.Context, c *call, in *orderTracked) (*orderTold, error) {
			t := delivery.Tracked{Number: in.Body.Number, What: delivery.What(in.Body.What), Place: in.Body.Place, At: a.o.Clock()}
			if in.Body.At != nil {
				t.At = *in.Body.At
			}
			return a.moveOrder(ctx, c, in.OrderMoved, in, func(ctx context.Context, by identity.Actor, id market.OrderID) error {
				return a.o.Market.Track(ctx, by, id, t)
			})
		})
	add(a, operation{"POST", "/orders/{order}/refund", token.WriteRefunds, "refund-order", "Give money of the order back to its buyer", "Orders"},
		func(ctx context.Context, c *call, in *orderRefunded) (*orderTold, error) {
			if in.Key == "" { // sent again without one, it would be paid again
				return nil, fault.Field("Idempotency-Key", "fault.required")
			}
			return a.moveOrder(ctx, c, in.OrderMoved, in, func(ctx context.Context, by identity.Actor, id market.OrderID) error {
				_, err := a.o.Market.GiveBack(ctx, by, id, market.RefundPolicy(in.Body.Policy), in.Body.Amount.amount(), in.Body.Why)
				return err
			})
		})
}

func (a *API) orders(ctx context.Context, c *call, in *ordersAsked) (*ordersTold, error) {
	list, next, err := a.ordersOf(ctx, c, market.OrderFilter{Shop: c.shop, Late: in.Late, Limit: in.Limit}, in.State, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &ordersTold{Page[Order]{Items: make([]Order, len(list)), Next: next}}
	for i, o := range list {
		out.Body.Items[i] = orderOf(o)
	}
	return out, nil
}

// ordersOf gives a page of orders and the cursor of the next.
func (a *API) ordersOf(ctx context.Context, c *call, f market.OrderFilter, states []string, cursor string) (list []market.Order, next string, err error) {
	for _, s := range states {
		f.States = append(f.States, market.OrderState(s))
	}
	before, err := before(cursor)
	if err != nil {
		return nil, "", err
	}
	f.Before = market.OrderID(before)
	if list, err = a.o.Market.Orders(ctx, c.by, f); err == nil && len(list) == f.Limit {
		next = id(list[len(list)-1].ID)
	}
	return list, next, err
}

// before reads a cursor that is an id; 0 for the first page.
func before(cursor string) (int64, error) {
	if cursor == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(cursor, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.Field("cursor", "fault.cursor")
	}
	return n, nil
}

func (a *API) order(ctx context.Context, c *call, in *orderAsked) (*orderTold, error) {
	n, err := strconv.ParseInt(in.Order, 10, 64)
	if err != nil {
		return nil, errNoOrder
	}
	return a.tellOrder(ctx, c, market.OrderID(n))
}

var errNoOrder = fault.New(fault.NotFound, "fault.order_unknown")

// tellOrder answers with an order of the call's shop.
func (a *API) tellOrder(ctx context.Context, c *call, n market.OrderID) (*orderTold, error) {
	o, g, err := a.o.Market.Order(ctx, c.by, n)
	if err != nil {
		return nil, err
	}
	if o.Shop != c.shop {
		return nil, errNoOrder
	}
	return &orderTold{wholeOrder(o, g)}, nil
}

// moveOrder makes one move of an order of the shop, and answers with it.
func (a *API) moveOrder(ctx context.Context, c *call, o OrderMoved, in any, do func(context.Context, identity.Actor, market.OrderID) error) (*orderTold, error) {
	n, err := strconv.ParseInt(o.Order, 10, 64)
	if err != nil {
		return nil, errNoOrder
	}
	if _, err := a.tellOrder(ctx, c, market.OrderID(n)); err != nil { // whose it is comes before what it allows
		return nil, err
	}
	if ctx, err = c.once(ctx, o.Key, in); err != nil {
		return nil, err
	}
	if err := again(do(ctx, c.by, market.OrderID(n))); err != nil {
		return nil, err
	}
	out, err := a.tellOrder(ctx, c, market.OrderID(n))
	if err == nil && c.Need(token.ReadOrders) != nil {
		out.Body = out.Body.nameless()
	}
	return out, err
}
