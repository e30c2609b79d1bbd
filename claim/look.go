package claim

import (
	"context"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/market"
)

// Claim gives one claim with its history and evidence, to somebody of a side.
func (s *Service) Claim(ctx context.Context, by identity.Actor, side Side, shop catalog.ShopID, id ID) (c Claim, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if c, err = load(tx, shop, id); err != nil {
			return err
		}
		if err := s.takesPart(tx, by, c, side); err != nil {
			return err
		}
		return details(tx, &c)
	})
	return c, err
}

// OfOrder gives the last claim about an order, to its buyer; ID 0 when there is
// none.
func (s *Service) OfOrder(ctx context.Context, by identity.Actor, id market.OrderID) (c Claim, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := db.List(tx, scan, "SELECT "+columns+" FROM claims WHERE order_id = $1 ORDER BY claim_id DESC LIMIT 1", int64(id))
		if err != nil || len(list) == 0 {
			return err
		}
		if err := s.takesPart(tx, by, list[0], Buyer); err != nil {
			return err
		}
		c = list[0]
		return details(tx, &c)
	})
	return c, err
}

// OfOrders gives which orders have had a claim, for links to them: the last
// claim's id by order.
func (s *Service) OfOrders(ctx context.Context, orders []market.OrderID) (ids map[market.OrderID]ID, err error) {
	ids = map[market.OrderID]ID{}
	if len(orders) == 0 {
		return ids, nil
	}
	in, args := "", []any{}
	for i, o := range orders[:min(len(orders), PageSize)] {
		args = append(args, int64(o))
		in += ", " + db.Place(i+1)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var o market.OrderID
			var id ID
			err := scan(&o, &id)
			ids[o] = id
			return err
		}, "SELECT order_id, MAX(claim_id) FROM claims WHERE order_id IN ("+in[2:]+") GROUP BY order_id", args...)
	})
	return ids, err
}

// Filter chooses claims for a list.
type Filter struct {
	Shop  catalog.ShopID // of a seller; db.House gives an arbiter those of all shops
	Ended bool           // those that have ended, newest first; else the open ones
	After Claim          // the last of the page before; the zero Claim for the first page
}

// Claims lists claims: those that are open by their deadline, the most urgent
// first.
func (s *Service) Claims(ctx context.Context, by identity.Actor, f Filter) (list []Claim, err error) {
	if !by.IsModerator() && !by.Runs(f.Shop) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	args := []any{PageSize}
	add := func(v int64) string { args = append(args, v); return db.Place(len(args)) }
	where, order := "deadline > 0", "deadline, claim_id"
	if f.Ended {
		where, order = "deadline = 0", "claim_id DESC"
	}
	if f.Shop != db.House {
		where += " AND shop_id = " + add(int64(f.Shop))
	}
	switch {
	case f.After.ID == 0:
	case f.Ended:
		where += " AND claim_id < " + add(int64(f.After.ID))
	default:
		at := add(db.Micro(f.After.Deadline))
		where += " AND (deadline > " + at + " OR deadline = " + at + " AND claim_id > " + add(int64(f.After.ID)) + ")"
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scan, "SELECT "+columns+" FROM claims WHERE "+where+" ORDER BY "+order+" LIMIT $1", args...)
		return err
	})
	return list, err
}

// May tells which moves a side may make now; what else holds is said when it is
// tried.
func (c Claim) May(side Side) (list []Event) {
	for _, r := range rules {
		if r.from != c.State || r.event == Expire {
			continue
		}
		if r.event == Agree && c.Turn != side || r.event == Appeal && c.First != 0 {
			continue
		}
		for _, w := range r.who {
			if w == side {
				list = append(list, r.event)
			}
		}
	}
	return list
}

// Waits reports whether a side has to do something now.
func (c Claim) Waits(side Side) bool {
	switch c.State {
	case Open:
		return c.Turn == side
	case SentBack, Replacing:
		return side == Shop
	case Returning, Replaced:
		return side == Buyer
	case Escalated, Appealed:
		return side == Bench
	}
	return false
}
