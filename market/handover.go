package market

import (
	"context"

	"agora/db"
	"agora/delivery"
	"agora/identity"
	"agora/ledger"
	"agora/once"
)

// atDoor moves an order by the word of the agent who has its parcel. The state
// table names shops and operators; of agents this is the one rule.
func (s *Service) atDoor(ctx context.Context, by identity.Actor, id OrderID, e OrderEvent, why string, fits func(*Order) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		a, err := agentNow(tx, by)
		if err != nil {
			return err
		}
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		if err := details(tx, &o); err != nil {
			return err
		}
		if !a.handles(o) {
			return errNoOrder
		}
		r, err := find(o.State, e, true)
		if err != nil {
			return err
		}
		if err := fits(&o); err != nil {
			return err
		}
		o.agent = by.Person
		return s.follow(tx, by, &o, r, why, func(tx *db.Tx, o Order) error {
			if e != Deliver {
				return nil
			}
			return delivery.Deliver(tx, o.Shop, int64(o.ID))
		})
	})
}

// collected books what was paid at the door: it stands with the agent, or with
// the carrier when the shop or an operator says that the parcel came.
func collected(tx *db.Tx, o *Order) error {
	if _, err := tx.Exec(`INSERT INTO cash_collected (order_id, shop_id, agent_id, currency, amount, remittance_id) VALUES ($1, $2, $3, $4, $5, 0)`,
		int64(o.ID), int64(o.Shop), int64(o.agent), string(o.Charged.Currency), o.AtDoor().Minor); err != nil {
		return err
	}
	held := o.Deposited
	o.Deposited.Minor = 0
	if err := o.saveDeposit(tx); err != nil {
		return err
	}
	return capture(tx, o, leg(cashOf(o.agent), o.AtDoor().Neg()), leg(ledger.Deposits, held.Neg()))
}
