package market

import (
	"cmp"
	"context"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/payment"
)

// pageSize bounds every list.
const pageSize = 50

// EnquiryPage is how many enquiries a page of a list has.
const EnquiryPage = pageSize

// Group gives an order group to its buyer, the operator or the program.
func (s *Service) Group(ctx context.Context, by identity.Actor, id GroupID) (Group, error) {
	return s.group(ctx, by, "group_id = $1", int64(id))
}

// GroupByRef finds a group by the reference that people use.
func (s *Service) GroupByRef(ctx context.Context, by identity.Actor, ref string) (Group, error) {
	n, err := parseRef(ref)
	if err != nil {
		return Group{}, err
	}
	return s.group(ctx, by, "number = $1", n)
}

func (s *Service) group(ctx context.Context, by identity.Actor, where string, arg int64) (g Group, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if g, err = loadGroup(tx, where, arg); err != nil {
			return err
		}
		if !isBuyer(by, g) && !by.IsOperator() && !by.System {
			return errNoOrder // whether it exists is nobody else's business
		}
		if err := ordersOf(tx, &g); err != nil {
			return err
		}
		if err := details(tx, pointers(g.Orders)...); err != nil {
			return err
		}
		attempts, err := payment.ByGroup(tx, int64(g.ID))
		for _, a := range attempts {
			if a.Handler == g.Pay { // money may come by another way than was chosen
				g.HowToPay = a.Instructions
			}
		}
		if err == nil && g.Pay == payCash && !g.Outstanding().IsZero() {
			g.HowToPay, err = s.howToDeposit(ctx, g)
		}
		return err
	})
	return g, err
}

// GroupsOf gives the actor's own groups with their orders, newest first, older
// than before (0 for the newest).
func (s *Service) GroupsOf(ctx context.Context, by identity.Actor, before GroupID) (list []Group, err error) {
	if !by.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanGroup, "SELECT "+groupColumns+` FROM order_groups g WHERE person_id = $1 AND person_id > 0 AND group_id < $2 ORDER BY group_id DESC LIMIT $3`,
			int64(by.Person), orLast(int64(before)), pageSize)
		if err != nil {
			return err
		}
		return ordersOf(tx, pointers(list)...)
	})
	return list, err
}

// OrderFilter chooses orders for a list.
type OrderFilter struct {
	Shop   catalog.ShopID // required unless the actor is an operator
	States []OrderState   // any of them; all when empty
	Late   bool           // only those whose parcel is late and still awaited
	Before OrderID        // older than this; 0 for the newest
	Limit  int            // at most; a page of 50 when 0
}

// Orders gives orders to those who run their shop, or to the operator, newest
// first, a page at a time.
func (s *Service) Orders(ctx context.Context, by identity.Actor, f OrderFilter) (list []Order, err error) {
	if !by.IsOperator() && !(f.Shop != db.House && by.Runs(f.Shop)) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	where, args := "WHERE o.order_id < $1", []any{orLast(int64(f.Before))}
	add := func(v any) string { args = append(args, v); return db.Place(len(args)) }
	if f.Shop != db.House {
		where += " AND o.shop_id = " + add(int64(f.Shop))
	}
	if len(f.States) > 0 {
		in := ""
		for _, st := range f.States {
			in += ", " + add(string(st))
		}
		where += " AND o.state IN (" + in[2:] + ")"
	}
	if f.Late {
		where += " AND o.state = 'shipped' AND EXISTS (SELECT 1 FROM parcels p WHERE p.order_id = o.order_id AND p.shop_id = o.shop_id AND p.late > 0 AND p.delivered = 0)"
	}
	query := "SELECT " + orderColumns + orderJoin + where + " ORDER BY o.order_id DESC LIMIT " + add(cmp.Or(f.Limit, pageSize))
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanOrder, query, args...)
		return err
	})
	return list, err
}

// Order gives one order with its lines, history and the group it belongs to,
// to those who run its shop, or to the operator. A shop sees of the group only
// what it needs to deliver: contact, address, note.
func (s *Service) Order(ctx context.Context, by identity.Actor, id OrderID) (o Order, g Group, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if o, g, err = loadBoth(tx, id); err != nil {
			return err
		}
		if !by.Runs(o.Shop) && !by.IsOperator() {
			return errNoOrder
		}
		return details(tx, &o)
	})
	if !by.IsOperator() {
		g.Orders, g.keys = nil, nil
		g.Quote.Parcels = nil
	}
	return o, g, err
}

// orLast turns "from the newest" into an id above all.
func orLast(id int64) int64 {
	if id == 0 {
		return 1<<63 - 1
	}
	return id
}
