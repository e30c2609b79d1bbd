package market

import (
	"encoding/json"
	"errors"

	"agora/db"
	"agora/fault"
	"agora/money"
)

var errNoOrder = fault.New(fault.NotFound, "fault.order_unknown")

// ownColumns are those of an order itself, orderColumns with what it has from its
// group.
const ownColumns = `o.order_id, o.shop_id, o.group_id, o.seq, o.state, o.deadline, o.updated,
	o.currency, o.charged, o.authorised, o.captured, o.refunded, o.duty, o.vat, o.fees,
	o.shop_currency, o.goods, o.freight, o.commission, o.commission_tax,
	o.way_back, o.way_back_house, o.way_back_paid, o.forgiven, o.deposit, o.deposited, o.deposit_kept,
	o.back_goods, o.back_freight, o.back_commission, o.back_tax, o.back_duty, o.back_vat, o.back_fees,
	o.doc`

const orderColumns = ownColumns + ", g.number, g.pay"

const orderJoin = ` FROM orders o JOIN order_groups g ON g.group_id = o.group_id `

// orderRow is an order as its columns tell it.
type orderRow struct {
	Order
	deadline, updated, number, house, paid, forgiven int64
	currency, shopCurrency                           money.Currency
	doc                                              string
}

func (r *orderRow) columns() []any { return append(r.own(), &r.number, &r.Pay) }

func (r *orderRow) own() []any {
	o := &r.Order
	return []any{&o.ID, &o.Shop, &o.Group, &o.Seq, &o.State, &r.deadline, &r.updated,
		&r.currency, &o.Charged.Minor, &o.Authorised.Minor, &o.Captured.Minor, &o.Refunded.Minor,
		&o.Duty.Minor, &o.VAT.Minor, &o.Fees.Minor,
		&r.shopCurrency, &o.Goods.Minor, &o.Freight.Minor, &o.Commission.Minor, &o.Tax.Minor,
		&o.WayBack.Minor, &r.house, &r.paid, &r.forgiven, &o.Deposit.Minor, &o.Deposited.Minor, &o.DepositKept.Minor,
		&o.Back.Goods.Minor, &o.Back.Freight.Minor, &o.Back.Commission.Minor, &o.Back.Tax.Minor,
		&o.Back.Duty.Minor, &o.Back.VAT.Minor, &o.Back.Fees.Minor, &r.doc}
}

func (r *orderRow) order() (Order, error) {
	o := r.Order
	for _, a := range []*money.Amount{&o.Charged, &o.Authorised, &o.Captured, &o.Refunded, &o.Duty, &o.VAT, &o.Fees, &o.Deposit, &o.Deposited,
		&o.Back.Duty, &o.Back.VAT, &o.Back.Fees} {
		a.Currency = r.currency
	}
	o.WayBackHouse, o.WayBackPaid = r.house > 0, db.Time(r.paid)
	o.Against = o.State == Refused && r.forgiven == 0
	for _, a := range []*money.Amount{&o.Goods, &o.Freight, &o.Commission, &o.Tax, &o.WayBack, &o.DepositKept,
		&o.Back.Goods, &o.Back.Freight, &o.Back.Commission, &o.Back.Tax} {
		a.Currency = r.shopCurrency
	}
	o.Deadline, o.Updated = db.Time(r.deadline), db.Time(r.updated)
	o.Ref = orderRef(ref(r.number), o.Seq)
	return o, json.Unmarshal([]byte(r.doc), &o.OrderSnapshot)
}

func scanOrder(scan db.Scan) (Order, error) {
	var r orderRow
	if err := scan(r.columns()...); err != nil {
		return r.Order, err
	}
	return r.order()
}

// scanOwn scans ownColumns: an order without its Ref and Pay.
func scanOwn(scan db.Scan) (Order, error) {
	var r orderRow
	if err := scan(r.own()...); err != nil {
		return r.Order, err
	}
	return r.order()
}

func loadOrder(tx *db.Tx, id OrderID) (Order, error) {
	o, err := db.One(tx, scanOrder, "SELECT "+orderColumns+orderJoin+"WHERE o.order_id = $1", int64(id))
	if errors.Is(err, db.ErrNone) {
		err = errNoOrder
	}
	return o, err
}

const groupColumns = "g.group_id, g.number, g.person_id, g.pay, g.pay_state, g.currency, g.total, g.received, g.order_keys, g.doc"

func loadGroup(tx *db.Tx, where string, arg int64) (g Group, err error) {
	g, err = db.One(tx, scanGroup, "SELECT "+groupColumns+" FROM order_groups g WHERE g."+where, arg)
	if errors.Is(err, db.ErrNone) {
		err = errNoOrder
	}
	return g, err
}

// groupRow is a group as its columns tell it.
type groupRow struct {
	Group
	number    int64
	keys, doc string
}

func (r *groupRow) columns() []any {
	g := &r.Group
	return []any{&g.ID, &r.number, &g.Person, &g.Pay, &g.PayState, &g.Total.Currency, &g.Total.Minor, &g.Received.Minor, &r.keys, &r.doc}
}

func (r *groupRow) group() (g Group, err error) {
	g = r.Group
	if g.keys, err = readKeys(r.keys); err != nil {
		return g, err
	}
	g.Received.Currency = g.Total.Currency
	g.Ref, g.Placed = ref(r.number), g.ID.placed()
	return g, json.Unmarshal([]byte(r.doc), &g.Snapshot)
}

func scanGroup(scan db.Scan) (Group, error) {
	var r groupRow
	if err := scan(r.columns()...); err != nil {
		return r.Group, err
	}
	return r.group()
}

// loadBoth reads an order with its group in one statement.
func loadBoth(tx *db.Tx, id OrderID) (o Order, g Group, err error) {
	var or orderRow
	var gr groupRow
	var papers string
	err = tx.Row("SELECT "+orderColumns+", "+groupColumns+", COALESCE((SELECT p.doc FROM order_papers p WHERE p.order_id = o.order_id AND p.shop_id = o.shop_id), '')"+
		orderJoin+"WHERE o.order_id = $1", []any{int64(id)}, append(append(or.columns(), gr.columns()...), &papers)...)
	if errors.Is(err, db.ErrNone) {
		err = errNoOrder
	}
	if err != nil {
		return o, g, err
	}
	if o, err = or.order(); err != nil {
		return o, g, err
	}
	if papers != "" {
		var said Declared
		if err := json.Unmarshal([]byte(papers), &said); err != nil {
			return o, g, err
		}
		o.Announced = said.Number
	}
	g, err = gr.group()
	return o, g, err
}
