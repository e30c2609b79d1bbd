package market

import (
	"context"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
	"agora/once"
)

// joined reads parcels of consolidations with what their papers want, in six
// statements however many.
func joined(tx *db.Tx, where string, arg int64) ([]Joined, error) {
	type row struct {
		order, shop, grams, share int64
	}
	rows, err := db.List(tx, func(scan db.Scan) (r row, err error) { return r, scan(&r.order, &r.shop, &r.grams, &r.share) },
		"SELECT j.order_id, j.shop_id, j.grams, j.share FROM consolidation_parcels j WHERE "+where+" ORDER BY j.order_id LIMIT $2", arg, maxJoined)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids, shops := make([]int64, len(rows)), make([]int64, len(rows))
	for i, r := range rows {
		ids[i], shops[i] = r.order, r.shop
	}
	at, args := owned("o.", ids, shops)
	orders, err := db.List(tx, scanOrder, "SELECT "+orderColumns+orderJoin+at+" ORDER BY o.order_id", args...)
	if err != nil {
		return nil, err
	}
	out, err := addressed(tx, orders)
	if err != nil {
		return nil, err
	}
	list := make([]Joined, len(out))
	for i, o := range out {
		list[i] = Joined{Outgoing: o, Grams: rows[i].grams, Share: money.Of(rows[i].share, o.Goods.Currency)}
	}
	return list, nil
}

// Crossing is a consolidation as one shop sees it.
type Crossing struct {
	Consolidation
	Mine []Joined // parcels of the shop that are in it
	May  []Order  // parcels of the shop that could be
}

// Crossings gives a shop the consolidations out of its country that are open or
// hold something of its that has not left, the one that closes first before the
// others; and what of its accepted or packed orders could join.
func (s *Service) Crossings(ctx context.Context, by identity.Actor, shop catalog.Shop) (list []Crossing, err error) {
	if !by.Runs(shop.ID) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		found, err := db.List(tx, scanConsolidation, "SELECT "+consolidationColumns+" FROM consolidations c WHERE c.home = $1 AND c.sent = 0 ORDER BY c.closes LIMIT $2",
			string(shop.Country), pageSize)
		if err != nil || len(found) == 0 {
			return err
		}
		type row struct{ in, order, grams int64 }
		in, err := db.List(tx, func(scan db.Scan) (r row, err error) { return r, scan(&r.in, &r.order, &r.grams) },
			`SELECT j.consolidation_id, j.order_id, j.grams FROM consolidation_parcels j JOIN consolidations c ON c.consolidation_id = j.consolidation_id
			WHERE c.home = $1 AND c.sent = 0 AND j.shop_id = $2 ORDER BY j.order_id LIMIT $3`, string(shop.Country), int64(shop.ID), maxJoined)
		if err != nil {
			return err
		}
		orders, err := db.List(tx, scanOrder, "SELECT "+orderColumns+orderJoin+"WHERE o.shop_id = $1 AND o.state IN ($2, $3) ORDER BY o.order_id LIMIT $4",
			int64(shop.ID), string(Accepted), string(Packed), maxHeap)
		if err != nil {
			return err
		}
		waits := map[int64]Order{}
		for _, o := range orders {
			waits[int64(o.ID)] = o
		}
		mine := map[int64][]Joined{}
		for _, r := range in {
			if o, ok := waits[r.order]; ok {
				mine[r.in] = append(mine[r.in], Joined{Outgoing: Outgoing{Order: o}, Grams: r.grams})
				delete(waits, r.order)
			}
		}
		for _, c := range found {
			x := Crossing{Consolidation: c, Mine: mine[int64(c.ID)]}
			if !c.Open(tx.Now) && len(x.Mine) == 0 {
				continue
			}
			for _, o := range orders {
				if _, free := waits[int64(o.ID)]; free && c.Open(tx.Now) && o.To == c.To && !c.leavesAfter(o.Deadline) {
					x.May = append(x.May, o)
				}
			}
			list = append(list, x)
		}
		return nil
	})
	return list, err
}

// Join puts the parcel of an order into a consolidation, by its shop, with its
// weight in grams; once more to change the weight.
func (s *Service) Join(ctx context.Context, by identity.Actor, id ConsolidationID, order OrderID, grams int64) error {
	return s.joins(ctx, by, id, order, func(tx *db.Tx, c Consolidation, o Order) error {
		switch {
		case grams <= 0 || grams > maxGrams:
			return fault.Field("grams", "fault.number_range", "min", 1, "max", maxGrams)
		case !c.Open(tx.Now):
			return fault.New(fault.Conflict, "fault.consolidation_closed")
		case o.State != Accepted && o.State != Packed, o.ShopCountry != c.Home, o.To != c.To, o.Goods.Currency == money.Play:
			return fault.Field("order", "fault.consolidation_other")
		case c.leavesAfter(o.Deadline):
			return fault.Field("order", "fault.consolidation_late")
		}
		if land, ok := country.Find(c.Home); !ok || land.Currency != o.Goods.Currency {
			return fault.Field("order", "fault.consolidation_money", "currency", string(land.Currency))
		}
		var others, elsewhere int64
		if err := tx.Row("SELECT COUNT(*) FROM consolidation_parcels WHERE consolidation_id = $1 AND order_id <> $2", []any{int64(id), int64(o.ID)}, &others); err != nil {
			return err
		}
		if others >= maxJoined {
			return fault.New(fault.Conflict, "fault.consolidation_full", "max", maxJoined)
		}
		if err := tx.Row("SELECT COUNT(*) FROM consolidation_parcels WHERE order_id = $1 AND shop_id = $2 AND consolidation_id <> $3",
			[]any{int64(o.ID), int64(o.Shop), int64(id)}, &elsewhere); err != nil {
			return err
		}
		if elsewhere > 0 {
			return fault.Field("order", "fault.consolidation_elsewhere")
		}
		_, err := tx.Exec(`INSERT INTO consolidation_parcels (order_id, shop_id, consolidation_id, grams, share) VALUES ($1, $2, $3, $4, 0)
			ON CONFLICT (order_id, shop_id) DO UPDATE SET grams = excluded.grams`, int64(o.ID), int64(o.Shop), int64(id), grams)
		return err
	})
}

// Leave takes the parcel of an order out of a consolidation that has not left.
func (s *Service) Leave(ctx context.Context, by identity.Actor, id ConsolidationID, order OrderID) error {
	return s.joins(ctx, by, id, order, func(tx *db.Tx, c Consolidation, o Order) error {
		if !c.Sent.IsZero() {
			return fault.New(fault.Conflict, "fault.consolidation_closed")
		}
		return leave(tx, o)
	})
}

func leave(tx *db.Tx, o Order) error {
	_, err := tx.Exec("DELETE FROM consolidation_parcels WHERE order_id = $1 AND shop_id = $2", int64(o.ID), int64(o.Shop))
	return err
}

// joins does something about an order in a consolidation, for who runs its shop.
func (s *Service) joins(ctx context.Context, by identity.Actor, id ConsolidationID, order OrderID, do func(*db.Tx, Consolidation, Order) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		o, err := loadOrder(tx, order)
		if err != nil {
			return err
		}
		if !by.Runs(o.Shop) && !by.IsOperator() {
			return errNoOrder
		}
		c, err := loadConsolidation(tx, id)
		if err != nil {
			return err
		}
		return do(tx, c, o)
	})
}
