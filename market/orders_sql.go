package market

import (
	"encoding/json"
	"slices"

	"agora/db"
	"agora/delivery"
)

// ordersOf gives the orders of groups, each group's by its keys: one statement
// however many. What an order has from its group is known, so that only rows of
// the shops are read.
func ordersOf(tx *db.Tx, groups ...*Group) error {
	var ids, shops []int64
	for _, g := range groups {
		for _, k := range g.keys {
			ids, shops = append(ids, int64(k.id)), append(shops, int64(k.shop))
		}
	}
	where, args := owned("o.", ids, shops)
	found := make(map[OrderID]Order, len(ids))
	err := tx.Each(func(scan db.Scan) error {
		o, err := scanOwn(scan)
		found[o.ID] = o
		return err
	}, "SELECT "+ownColumns+" FROM orders o"+where, args...)
	if err != nil {
		return err
	}
	for _, g := range groups {
		g.Orders = make([]Order, 0, len(g.keys))
		for _, k := range g.keys {
			o, ok := found[k.id]
			if !ok || o.Shop != k.shop {
				return db.ErrNone
			}
			o.Pay, o.Ref = g.Pay, orderRef(g.Ref, o.Seq)
			g.Orders = append(g.Orders, o)
		}
	}
	return nil
}

// details reads what only pages about single orders show: lines, history,
// parcels, in three statements however many orders.
func details(tx *db.Tx, orders ...*Order) error {
	if err := loadLines(tx, orders...); err != nil {
		return err
	}
	where, args, at := among(orders)
	err := tx.Each(func(scan db.Scan) error {
		var order OrderID
		var id int64
		var s Step
		if err := scan(&order, &id, &s.Event, &s.State, &s.Who, &s.Name, &s.Note); err != nil {
			return err
		}
		s.At = db.TimeOfID(id)
		at[order].Steps = append(at[order].Steps, s)
		return nil
	}, "SELECT order_id, step, event, state, who, name, note FROM order_steps"+where+" ORDER BY order_id, step", args...)
	if err != nil {
		return err
	}
	return loadParcels(tx, orders...)
}

// loadParcels reads the parcels of orders in one statement.
func loadParcels(tx *db.Tx, orders ...*Order) error {
	at := make(map[OrderID]*Order, len(orders))
	ids, shops := make([]int64, len(orders)), make([]int64, len(orders))
	for i, o := range orders {
		ids[i], shops[i] = int64(o.ID), int64(o.Shop)
		at[o.ID] = o
	}
	where, args := owned("p.", ids, shops)
	list, err := delivery.Parcels(tx, where, args)
	for i := range list {
		at[OrderID(list[i].Order)].Parcel = &list[i]
	}
	return err
}

// loadLines reads the lines of orders in one statement, in place of those they
// have.
func loadLines(tx *db.Tx, orders ...*Order) error {
	for _, o := range orders {
		o.Lines = nil
	}
	where, args, at := among(orders)
	return tx.Each(func(scan db.Scan) error {
		var order OrderID
		var l Line
		var doc string
		if err := scan(&order, &l.Variant, &l.Location, &l.Quantity, &l.Unit.Minor, &doc); err != nil {
			return err
		}
		o := at[order]
		l.Unit.Currency = o.Goods.Currency
		if err := json.Unmarshal([]byte(doc), &l.LineSnapshot); err != nil {
			return err
		}
		o.Lines = append(o.Lines, l)
		return nil
	}, "SELECT order_id, variant_id, location_id, quantity, unit, doc FROM order_lines"+where+" ORDER BY order_id, line", args...)
}

// among gives the condition that chooses the rows of orders, and the orders by
// their ids.
func among(orders []*Order) (where string, args []any, at map[OrderID]*Order) {
	at = make(map[OrderID]*Order, len(orders))
	ids, shops := make([]int64, len(orders)), make([]int64, len(orders))
	for i, o := range orders {
		ids[i], shops[i] = int64(o.ID), int64(o.Shop)
		at[o.ID] = o
	}
	where, args = owned("", ids, shops)
	return where, args, at
}

// owned is the condition on orders and on their shops, which are the heads of
// the keys of whatever belongs to an order.
func owned(table string, ids, shops []int64) (where string, args []any) {
	shops = slices.Compact(slices.Sorted(slices.Values(shops)))
	return " WHERE " + table + "order_id IN " + listed(&args, ids) + " AND " + table + "shop_id IN " + listed(&args, shops), args
}

// listed adds the members of a list to the arguments, filled up with the last
// one to a power of two, so that few texts are prepared.
func listed(args *[]any, list []int64) string {
	n, in := 1, ""
	for n < len(list) {
		n *= 2
	}
	for i := range n {
		id := int64(0)
		if len(list) > 0 {
			id = list[min(i, len(list)-1)]
		}
		*args = append(*args, id)
		in += "," + db.Place(len(*args))
	}
	return "(" + in[1:] + ")"
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}
