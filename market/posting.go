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

func leg(a ledger.Account, m money.Amount) ledger.Leg { return ledger.Leg{Account: a, Amount: m} }

// owe books a placed order: the buyer owes, the order is promised.
func owe(tx *db.Tx, o Order) error {
	return post(tx, o, "order.placed", leg(ledger.Buyers, o.Charged.Neg()), leg(ledger.Pending, o.Charged))
}

// capture books the buyer's payment: the debt is settled from the way's
// clearing account, the promise turns into escrow in the shop's currency, and
// duty, tax and fees go where they are handed on. A tax that is not charged
// (paid to the carrier at the door) is zero here.
func capture(tx *db.Tx, o Order) error {
	if _, err := tx.Exec(`UPDATE orders SET captured = authorised WHERE order_id = $1 AND shop_id = $2`,
		int64(o.ID), int64(o.Shop)); err != nil {
		return err
	}
	return post(tx, o, "order.paid", append([]ledger.Leg{
		leg(ledger.Way(o.Pay), o.Charged.Neg()), leg(ledger.Buyers, o.Charged),
		leg(ledger.Pending, o.Charged.Neg()),
	}, earmark(o)...)...)
}

// earmark gives the legs that divide a paid order: escrow, duty, VAT, fees, and
// the exchange between the buyer's money and the shop's.
func earmark(o Order) []ledger.Leg {
	escrow := money.Of(o.Goods.Minor+o.Freight.Minor, o.Goods.Currency)
	forShop := money.Of(o.Charged.Minor-o.Duty.Minor-o.VAT.Minor-o.Fees.Minor, o.Charged.Currency)
	legs := []ledger.Leg{
		leg(ledger.Duty, o.Duty), leg(ledger.VAT, o.VAT), leg(ledger.Fees, o.Fees),
		leg(ledger.Exchange, forShop), leg(ledger.Exchange, escrow.Neg()),
		leg(ledger.Escrow, escrow),
	}
	if escrow == forShop { // one currency: nothing is exchanged
		legs[3].Amount.Minor, legs[4].Amount.Minor = 0, 0
	}
	return legs
}

// release books the end of an order: escrow is the seller's, less commission.
func release(tx *db.Tx, o Order) error {
	escrow := money.Of(o.Goods.Minor+o.Freight.Minor, o.Goods.Currency)
	return post(tx, o, "order.completed",
		leg(ledger.Escrow, escrow.Neg()), leg(ledger.Commission, o.Commission), leg(ledger.Payable, o.Earnings()))
}

// giveBack undoes the bookings of an order that ends without a sale: the debt
// of an unpaid one, the whole payment of a paid one.
func giveBack(tx *db.Tx, o Order) error {
	if o.Captured.IsZero() {
		return post(tx, o, "order.cancelled", leg(ledger.Buyers, o.Charged), leg(ledger.Pending, o.Charged.Neg()))
	}
	if _, err := tx.Exec(`UPDATE orders SET refunded = captured WHERE order_id = $1 AND shop_id = $2`,
		int64(o.ID), int64(o.Shop)); err != nil {
		return err
	}
	legs := []ledger.Leg{leg(ledger.Way(o.Pay), o.Charged)}
	for _, l := range earmark(o) {
		legs = append(legs, ledger.Leg{Account: l.Account, Amount: l.Amount.Neg()})
	}
	return post(tx, o, "order.refunded", legs...)
}
