package market

import (
	"context"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/once"
)

// wayBack books what a refused parcel's way back costs, as a change of what was
// booked before: owed to carriers, by the shop or the house.
func wayBack(tx *db.Tx, o *Order, cost money.Amount, house bool) error {
	more := money.Of(cost.Minor-o.WayBack.Minor, cost.Currency)
	if more.IsZero() {
		return nil
	}
	if !o.WayBack.IsZero() {
		house = o.WayBackHouse // who bore it bears the change
	}
	var from []ledger.Leg
	var err error
	switch {
	case house:
		from = []ledger.Leg{leg(ledger.Result, more.Neg())}
	case more.Minor > 0:
		from, err = charge(tx, *o, more)
	default:
		from, err = relieve(tx, *o, more.Neg())
	}
	if err != nil {
		return err
	}
	if err := post(tx, *o, "order.way_back", append(from, leg(ledger.Carriers, more))...); err != nil {
		return err
	}
	o.WayBack, o.WayBackHouse = cost, house
	_, err = tx.Exec(`UPDATE orders SET way_back = $1, way_back_house = $2 WHERE order_id = $3 AND shop_id = $4`,
		cost.Minor, flag(house), int64(o.ID), int64(o.Shop))
	return err
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// relieve gives the legs that give a sum to a seller: first her debt, the rest
// to what waits for the next payout.
func relieve(tx *db.Tx, o Order, sum money.Amount) ([]ledger.Leg, error) {
	debt, err := ledger.Of(tx, o.Shop, ledger.Debt, sum.Currency)
	if err != nil {
		return nil, err
	}
	netted := min(sum.Minor, -debt.Amount.Minor)
	return []ledger.Leg{leg(ledger.Debt, money.Of(netted, sum.Currency)), leg(ledger.Payable, money.Of(sum.Minor-netted, sum.Currency))}, nil
}

// WayBackMost is the most that the way back of a parcel may cost: what its goods
// and its way there came to.
func (o Order) WayBackMost() money.Amount {
	return money.Of(o.Goods.Minor+o.Freight.Minor, o.Goods.Currency)
}

// SetWayBack says what the carrier really asks for a refused parcel's way back,
// in the shop's currency; zero for nothing.
func (s *Service) SetWayBack(ctx context.Context, by identity.Actor, id OrderID, cost money.Amount) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		o, err := loadOrder(tx, id)
		switch {
		case err != nil:
			return err
		case o.State != Refused, !o.WayBackPaid.IsZero():
			return fault.New(fault.Conflict, "fault.way_back_paid", "ref", o.Ref)
		case cost.Currency != o.Goods.Currency, cost.Minor < 0, cost.Minor > o.WayBackMost().Minor:
			return fault.Field("amount", "fault.refund_most", "most", o.WayBackMost())
		}
		if err := wayBack(tx, &o, cost, s.cash().HouseReturns); err != nil {
			return err
		}
		return audit.Note(tx, by, o.Shop, "order.way_back", o.Ref, map[string]string{"cost": cost.String()})
	})
}

// WaysBack gives the operator the refused orders whose way back is not paid,
// oldest first, of ids above after.
func (s *Service) WaysBack(ctx context.Context, by identity.Actor, after OrderID) (list []Order, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if list, err = db.List(tx, scanOrder, "SELECT "+orderColumns+orderJoin+
			"WHERE o.way_back > 0 AND o.way_back_paid = 0 AND o.order_id > $1 ORDER BY o.order_id LIMIT $2", int64(after), pageSize); err != nil || len(list) == 0 {
			return err
		}
		return loadParcels(tx, pointers(list)...)
	})
	return list, err
}

// PayWaysBack says that the carrier was paid for the ways back of some orders,
// with the bank's number of it.
func (s *Service) PayWaysBack(ctx context.Context, by identity.Actor, orders []OrderID, proof string) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	proof, err := note("proof", proof, true)
	if err != nil {
		return err
	}
	if len(orders) == 0 || len(orders) > remitMost {
		return fault.Field("order", "fault.required")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		sums, first := map[money.Currency]int64{}, int64(orders[0])
		for _, id := range orders {
			o, err := loadOrder(tx, id)
			if err != nil {
				return err
			}
			n, err := tx.Exec(`UPDATE orders SET way_back_paid = $1 WHERE order_id = $2 AND shop_id = $3 AND way_back > 0 AND way_back_paid = 0`,
				db.Micro(tx.Now), int64(o.ID), int64(o.Shop))
			if err != nil {
				return err
			}
			if n == 0 {
				return fault.New(fault.Conflict, "fault.way_back_paid", "ref", o.Ref)
			}
			if err := post(tx, o, "carrier.paid", leg(ledger.Carriers, o.WayBack.Neg()), leg(ledger.Between, o.WayBack)); err != nil {
				return err
			}
			sums[o.WayBack.Currency] += o.WayBack.Minor
			if err := audit.Note(tx, by, o.Shop, "carrier.paid", o.Ref, map[string]string{"proof": proof, "cost": o.WayBack.String()}); err != nil {
				return err
			}
		}
		for c, minor := range sums {
			sum := money.Of(minor, c)
			if err := postHouse(tx, "carrier.paid", first, leg(ledger.Between, sum.Neg()), leg(ledger.Bank, sum)); err != nil {
				return err
			}
		}
		return nil
	})
}
