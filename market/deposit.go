package market

import (
	"context"

	"agora/db"
	"agora/ledger"
	"agora/money"
	"agora/payment"
)

// depositSteps are the step by which a part of an order that is paid at the door
// is paid before: deposit is asked, deposited is there and neither used nor
// given back (both in the buyer's currency), deposit_kept is what of it the shop
// or the house kept towards the way back of a refused parcel (in the shop's).
const depositSteps = `
ALTER TABLE orders ADD COLUMN deposit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN deposited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN deposit_kept BIGINT NOT NULL DEFAULT 0;
`

// depositOf is the part of a sum, in percent, that is paid before; rounded down,
// so that something is left for the door.
func depositOf(charged money.Amount, percent int) (money.Amount, error) {
	n, err := money.Down.MulDiv(charged.Minor, int64(percent), 100)
	return money.Of(n, charged.Currency), err
}

// Asks is what an order asks for before the shop has it: all of it, or the
// deposit of one that is paid at the door.
func (o Order) Asks() money.Amount {
	if o.CashOnDelivery() {
		return o.Deposit
	}
	return o.Charged
}

// AtDoor is what is paid at the door for an order that is paid there.
func (o Order) AtDoor() money.Amount {
	return money.Of(o.Charged.Minor-o.Deposit.Minor, o.Charged.Currency)
}

// AtDoor is what the orders of the group that have not ended ask for at the door.
func (g Group) AtDoor() money.Amount {
	sum := money.Of(0, g.Total.Currency)
	for _, o := range g.Orders {
		if !o.State.Ended() {
			sum.Minor += o.AtDoor().Minor
		}
	}
	return sum
}

// Deposited is what of the group's deposits is there.
func (g Group) Deposited() money.Amount {
	sum := money.Of(0, g.Total.Currency)
	for _, o := range g.Orders {
		sum.Minor += o.Deposited.Minor
	}
	return sum
}

// deposited books a deposit that came.
func deposited(tx *db.Tx, o *Order) error {
	if err := post(tx, *o, "deposit.paid", leg(o.from, o.Deposit.Neg()), leg(ledger.Deposits, o.Deposit)); err != nil {
		return err
	}
	o.Deposited = o.Deposit
	return o.saveDeposit(tx)
}

func (o Order) saveDeposit(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE orders SET deposited = $1, deposit_kept = $2 WHERE order_id = $3 AND shop_id = $4`,
		o.Deposited.Minor, o.DepositKept.Minor, int64(o.ID), int64(o.Shop))
	return err
}

// keepDeposit takes what a refused parcel's way back costs out of its deposit,
// as far as that goes, for who bears the cost.
func keepDeposit(tx *db.Tx, o *Order) error {
	whole, err := o.exchanged(o.WayBack.Minor)
	if err != nil || whole <= 0 || o.Deposited.IsZero() {
		return err
	}
	taken, gained := money.Of(min(whole, o.Deposited.Minor), o.Charged.Currency), o.WayBack
	if taken.Minor < whole {
		if gained.Minor, err = money.HalfUp.MulDiv(o.WayBack.Minor, taken.Minor, whole); err != nil {
			return err
		}
	}
	to := []ledger.Leg{leg(ledger.Result, gained)}
	if !o.WayBackHouse {
		if to, err = relieve(tx, *o, gained); err != nil {
			return err
		}
	}
	legs := append(to, leg(ledger.Deposits, taken.Neg()))
	if err := post(tx, *o, "deposit.kept", append(legs, exchange(ledger.Pair(taken.Currency, gained.Currency), taken, gained)...)...); err != nil {
		return err
	}
	o.Deposited.Minor -= taken.Minor
	o.DepositKept = gained
	return o.saveDeposit(tx)
}

// depositBack owes the buyer what is left of a deposit.
func depositBack(tx *db.Tx, o *Order) error {
	back := o.Deposited
	if back.IsZero() {
		return nil
	}
	way, err := paidBy(tx, Group{ID: o.Group, Pay: payTransfer})
	if err != nil {
		return err
	}
	if err := post(tx, *o, "deposit.back", leg(ledger.Deposits, back.Neg()), leg(ledger.Between, back)); err != nil {
		return err
	}
	if err := postHouse(tx, "deposit.back", int64(o.Group), leg(ledger.Between, back.Neg()), leg(ledger.Refunds, back)); err != nil {
		return err
	}
	o.Deposited.Minor = 0
	if err := o.saveDeposit(tx); err != nil {
		return err
	}
	return insertRefund(tx, &Refund{Group: o.Group, Shop: db.House, Reason: RefundCancelled, Way: way, Amount: back, Note: o.Ref})
}

// howToDeposit says how the deposit of a group is paid: as a transfer is.
func (s *Service) howToDeposit(ctx context.Context, g Group) (payment.Instructions, error) {
	way, err := s.ways.Of(payTransfer)
	if err != nil {
		return payment.Instructions{}, err
	}
	in := intent(g)
	in.Amount = g.Outstanding()
	a, err := way.Authorize(ctx, in)
	return a.Instructions, err
}
