package market

import (
	"context"

	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
)

// Moves gives what the shop or an operator may do to the order now, for the
// buttons of a page, in the order of the state table.
func (o Order) Moves(by identity.Actor) []OrderEvent {
	var may party
	if by.IsOperator() {
		may |= operator
	}
	if by.Runs(o.Shop) {
		may |= shop
	}
	var moves []OrderEvent
	for _, r := range rules {
		if r.from == o.State && r.who&may != 0 && (r.way == anyWay || (r.way == atDoor) == o.CashOnDelivery()) {
			moves = append(moves, r.event)
		}
	}
	return moves
}

// Postings gives the ledger's entries about an order, oldest first, to the
// operator.
func (s *Service) Postings(ctx context.Context, by identity.Actor, o Order) (list []ledger.Entry, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		// The placement posts one transfer, each step at most one, right before
		// the step is written; a refund posts once more when it is sent.
		// What an agent remitted for it is posted once it is at the bank.
		steps, last, refunds, remitted := 0, int64(0), 0, 0
		if err := tx.Row(`SELECT COUNT(*), COALESCE(MAX(step), 0),
				(SELECT COUNT(*) FROM refunds WHERE group_id = $3 AND order_id = $1),
				(SELECT COUNT(*) FROM cash_collected c JOIN cash_remittances r ON r.remittance_id = c.remittance_id
					WHERE c.order_id = $1 AND c.shop_id = $2 AND r.state = 'settled')
			FROM order_steps WHERE order_id = $1 AND shop_id = $2`,
			[]any{int64(o.ID), int64(o.Shop), int64(o.Group)}, &steps, &last, &refunds, &remitted); err != nil {
			return err
		}
		if o.State == Refused { // what the way back costs, its corrections, and that it was paid
			const few = 10
			remitted += few
		}
		if refunds+remitted > 0 {
			last = 0
		}
		list, err = ledger.About(tx, o.Shop, int64(o.ID), ledger.TransferID(o.ID), ledger.TransferID(orLast(last)), steps+1+refunds+remitted)
		return err
	})
	return list, err
}
