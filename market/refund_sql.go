package market

import (
	"context"
	"errors"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

const refundColumns = `refund_id, shop_id, group_id, order_id, reason, way, state, currency, amount, shop_amount, note, who, proof, updated`

func scanRefund(scan db.Scan) (r Refund, err error) {
	var c money.Currency
	var minor, updated int64
	err = scan(&r.ID, &r.Shop, &r.Group, &r.Order, &r.Reason, &r.Way, &r.State, &c, &minor, &r.Goods, &r.Note, &r.Who, &r.Proof, &updated)
	r.Amount, r.Updated = money.Of(minor, c), db.Time(updated)
	return r, err
}

func loadRefund(tx *db.Tx, shop catalog.ShopID, id RefundID) (Refund, error) {
	r, err := db.One(tx, scanRefund, "SELECT "+refundColumns+" FROM refunds WHERE refund_id = $1 AND shop_id = $2", int64(id), int64(shop))
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.NotFound, "fault.refund_unknown")
	}
	return r, err
}

// refundsOf gives the refunds of a group, oldest first.
func refundsOf(tx *db.Tx, group GroupID) ([]Refund, error) {
	return db.List(tx, scanRefund, "SELECT "+refundColumns+" FROM refunds WHERE group_id = $1 ORDER BY refund_id", int64(group))
}

// Refunds gives the refunds of a group to its buyer and the operator, oldest
// first.
func (s *Service) Refunds(ctx context.Context, by identity.Actor, g Group) (list []Refund, err error) {
	if !isBuyer(by, g) && !by.IsOperator() && !by.System {
		return nil, errNoOrder
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = refundsOf(tx, g.ID)
		return err
	})
	return list, err
}

// OpenRefunds gives the operator what is owed back and not sent, oldest first,
// of ids above after.
func (s *Service) OpenRefunds(ctx context.Context, by identity.Actor, after RefundID) (list []Refund, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanRefund, "SELECT "+refundColumns+` FROM refunds
			WHERE state <> 'sent' AND refund_id > $1 ORDER BY refund_id LIMIT $2`, int64(after), pageSize)
		return err
	})
	return list, err
}
