package market

import (
	"encoding/json"
	"errors"

	"agora/db"
	"agora/fault"
	"agora/money"
)

var errNoOrder = fault.New(fault.NotFound, "fault.order_unknown")

const orderColumns = `o.order_id, o.shop_id, o.group_id, o.seq, o.state, o.deadline, o.updated,
	o.currency, o.charged, o.authorised, o.captured, o.refunded, o.duty, o.vat, o.fees,
	o.shop_currency, o.goods, o.freight, o.commission, o.commission_tax,
	o.way_back, o.way_back_house, o.way_back_paid, o.forgiven, o.deposit, o.deposited, o.deposit_kept,
	o.back_goods, o.back_freight, o.back_commission, o.back_tax, o.back_duty, o.back_vat, o.back_fees,
	o.doc, g.number, g.pay`

const orderJoin = ` FROM orders o JOIN order_groups g ON g.group_id = o.group_id `

func scanOrder(scan db.Scan) (o Order, err error) {
	var deadline, updated, number, house, paid, forgiven int64
	var currency, shopCurrency money.Currency
	var doc string
	err = scan(&o.ID, &o.Shop, &o.Group, &o.Seq, &o.State, &deadline, &updated,
		&currency, &o.Charged.Minor, &o.Authorised.Minor, &o.Captured.Minor, &o.Refunded.Minor,
		&o.Duty.Minor, &o.VAT.Minor, &o.Fees.Minor,
		&shopCurrency, &o.Goods.Minor, &o.Freight.Minor, &o.Commission.Minor, &o.Tax.Minor,
		&o.WayBack.Minor, &house, &paid, &forgiven, &o.Deposit.Minor, &o.Deposited.Minor, &o.DepositKept.Minor,
		&o.Back.Goods.Minor, &o.Back.Freight.Minor, &o.Back.Commission.Minor, &o.Back.Tax.Minor,
		&o.Back.Duty.Minor, &o.Back.VAT.Minor, &o.Back.Fees.Minor, &doc, &number, &o.Pay)
	if err != nil {
		return o, err
	}
	for _, a := range []*money.Amount{&o.Charged, &o.Authorised, &o.Captured, &o.Refunded, &o.Duty, &o.VAT, &o.Fees, &o.Deposit, &o.Deposited,
		&o.Back.Duty, &o.Back.VAT, &o.Back.Fees} {
		a.Currency = currency
	}
	o.WayBackHouse, o.WayBackPaid = house > 0, db.Time(paid)
	o.Against = o.State == Refused && forgiven == 0
	for _, a := range []*money.Amount{&o.Goods, &o.Freight, &o.Commission, &o.Tax, &o.WayBack, &o.DepositKept,
		&o.Back.Goods, &o.Back.Freight, &o.Back.Commission, &o.Back.Tax} {
		a.Currency = shopCurrency
	}
	o.Deadline, o.Updated = db.Time(deadline), db.Time(updated)
	o.Ref = orderRef(ref(number), o.Seq)
	return o, json.Unmarshal([]byte(doc), &o.OrderSnapshot)
}

func loadOrder(tx *db.Tx, id OrderID) (Order, error) {
	o, err := db.One(tx, scanOrder, "SELECT "+orderColumns+orderJoin+"WHERE o.order_id = $1", int64(id))
	if errors.Is(err, db.ErrNone) {
		err = errNoOrder
	}
	return o, err
}

const groupColumns = "group_id, number, person_id, pay, pay_state, currency, total, received, order_keys, doc"

func loadGroup(tx *db.Tx, where string, arg int64) (g Group, err error) {
	g, err = db.One(tx, scanGroup, "SELECT "+groupColumns+" FROM order_groups WHERE "+where, arg)
	if errors.Is(err, db.ErrNone) {
		err = errNoOrder
	}
	return g, err
}

func scanGroup(scan db.Scan) (g Group, err error) {
	var number int64
	var keys, doc string
	err = scan(&g.ID, &number, &g.Person, &g.Pay, &g.PayState, &g.Total.Currency, &g.Total.Minor, &g.Received.Minor, &keys, &doc)
	if err != nil {
		return g, err
	}
	if g.keys, err = readKeys(keys); err != nil {
		return g, err
	}
	g.Received.Currency = g.Total.Currency
	g.Ref, g.Placed = ref(number), g.ID.placed()
	return g, json.Unmarshal([]byte(doc), &g.Snapshot)
}
