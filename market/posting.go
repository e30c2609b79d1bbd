package market

import (
	"agora/db"
	"agora/ledger"
	"agora/money"
)

// post writes one transfer about an order.
func post(tx *db.Tx, o Order, kind string, legs ...ledger.Leg) error {
	_, err := ledger.Post(tx, ledger.Transfer{Shop: o.Shop, Kind: kind, Subject: int64(o.ID), Legs: legs})
	return err
}

// postHouse writes one transfer in the house's shard, about a group or a receipt.
func postHouse(tx *db.Tx, kind string, subject int64, legs ...ledger.Leg) error {
	_, err := ledger.Post(tx, ledger.Transfer{Shop: db.House, Kind: kind, Subject: subject, Legs: legs})
	return err
}

func leg(a ledger.Account, m money.Amount) ledger.Leg { return ledger.Leg{Account: a, Amount: m} }

// owe books a placed order: the buyer owes, the order is promised.
func owe(tx *db.Tx, o Order) error {
	return post(tx, o, "order.placed", leg(ledger.Buyers, o.Charged.Neg()), leg(ledger.Pending, o.Charged))
}

// forget undoes the debt of an order that ends before it was paid.
func forget(tx *db.Tx, o Order) error {
	return post(tx, o, "order.cancelled", leg(ledger.Buyers, o.Charged), leg(ledger.Pending, o.Charged.Neg()))
}

// capture books the buyer's payment: the debt is settled from where the money
// is, the promise turns into escrow in the shop's currency, and duty, tax and
// fees go where they are handed on. A tax that is not charged (paid to the
// carrier at the door) is zero here.
func capture(tx *db.Tx, o *Order, from ...ledger.Leg) error {
	if _, err := tx.Exec(`UPDATE orders SET captured = authorised WHERE order_id = $1 AND shop_id = $2`,
		int64(o.ID), int64(o.Shop)); err != nil {
		return err
	}
	o.Captured = o.Authorised
	escrow, pair := o.Whole().shop(), ledger.Pair(o.Charged.Currency, o.Goods.Currency)
	legs := append(from,
		leg(ledger.Buyers, o.Charged), leg(ledger.Pending, o.Charged.Neg()),
		leg(ledger.Duty, o.Duty), leg(ledger.VAT, o.VAT), leg(ledger.Fees, o.Fees),
		leg(ledger.Escrow, escrow))
	return post(tx, *o, "order.paid", append(legs, exchange(pair, o.forShop(), escrow)...)...)
}

// exchange gives the legs by which the house takes one sum and gives another;
// none when they are one currency.
func exchange(pair ledger.Account, takes, gives money.Amount) []ledger.Leg {
	if takes == gives {
		return nil
	}
	return []ledger.Leg{leg(pair, takes), leg(pair, gives.Neg())}
}

// release books the end of an order: escrow is the seller's, less commission
// and its tax, and less what she owes.
func release(tx *db.Tx, o Order) error {
	left := o.Left()
	if left.shop().IsZero() {
		return nil
	}
	debt, err := ledger.Of(tx, o.Shop, ledger.Debt, o.Goods.Currency)
	if err != nil {
		return err
	}
	earned := left.earnings()
	netted := money.Of(min(max(earned.Minor, 0), -debt.Amount.Minor), earned.Currency)
	return post(tx, o, "order.completed",
		leg(ledger.Escrow, left.shop().Neg()), leg(ledger.Commission, left.Commission), leg(ledger.CommissionTax, left.Tax),
		leg(ledger.Debt, netted), leg(ledger.Payable, money.Of(earned.Minor-netted.Minor, earned.Currency)))
}

// giveBack books parts that go back to the buyer: out of escrow, or, once the
// order is completed, out of what the house and the seller have of it. What the
// seller can't cover is her debt.
func giveBack(tx *db.Tx, o Order, p Parts, exchanged, total money.Amount) error {
	legs := []ledger.Leg{leg(ledger.Refunds, total),
		leg(ledger.Duty, p.Duty.Neg()), leg(ledger.VAT, p.VAT.Neg()), leg(ledger.Fees, p.Fees.Neg())}
	shop := p.shop()
	legs = append(legs, exchange(ledger.Pair(o.Charged.Currency, shop.Currency), exchanged.Neg(), shop.Neg())...)
	if o.State != Completed {
		return post(tx, o, "order.refunded", append(legs, leg(ledger.Escrow, shop.Neg()))...)
	}
	fromSeller, err := charge(tx, o, p.earnings())
	if err != nil {
		return err
	}
	legs = append(legs, leg(ledger.Commission, p.Commission.Neg()), leg(ledger.CommissionTax, p.Tax.Neg()))
	return post(tx, o, "order.refunded", append(legs, fromSeller...)...)
}

// charge gives the legs that take a sum from a seller: from what waits for the
// next payout as far as it is free, the rest as a debt.
func charge(tx *db.Tx, o Order, sum money.Amount) ([]ledger.Leg, error) {
	b, err := ledger.Of(tx, o.Shop, ledger.Payable, sum.Currency)
	if err != nil {
		return nil, err
	}
	paid := min(sum.Minor, max(b.Amount.Minor-b.Held.Minor, 0))
	return []ledger.Leg{leg(ledger.Payable, money.Of(-paid, sum.Currency)),
		leg(ledger.Debt, money.Of(paid-sum.Minor, sum.Currency))}, nil
}
