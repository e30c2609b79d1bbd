package market

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/db"
)

// papers are the snapshots of a placement as they are stored; that of a line
// stands with it. They are written before the transaction begins: the one
// writer does only what needs it.
type papers struct {
	group  string
	orders []orderPapers
}

type orderPapers struct {
	order string
}

func write(g Group, orders []Order) (p papers, err error) {
	if p.group, err = encode(g.Snapshot); err != nil {
		return p, err
	}
	for _, o := range orders {
		var w orderPapers
		if w.order, err = encode(o.OrderSnapshot); err != nil {
			return p, err
		}
		for i := range o.Lines {
			l := &o.Lines[i]
			if l.doc, err = encode(l.LineSnapshot); err != nil {
				return p, err
			}
		}
		p.orders = append(p.orders, w)
	}
	return p, nil
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// text writes keys as "order:shop,order:shop".
func text(keys []orderKey) string {
	var b []byte
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(k.id), 10)
		b = strconv.AppendInt(append(b, ':'), int64(k.shop), 10)
	}
	return string(b)
}

func readKeys(s string) (keys []orderKey, err error) {
	for part := range strings.SplitSeq(s, ",") {
		id, shop, _ := strings.Cut(part, ":")
		a, errA := strconv.ParseInt(id, 10, 64)
		b, errB := strconv.ParseInt(shop, 10, 64)
		if err := errors.Join(errA, errB); err != nil {
			return nil, fmt.Errorf("orders of a group: %w", err)
		}
		keys = append(keys, orderKey{OrderID(a), catalog.ShopID(b)})
	}
	return keys, nil
}

func insertGroup(tx *db.Tx, g Group, number int64, doc string) error {
	_, err := tx.Exec(`INSERT INTO order_groups (group_id, number, person_id, pay, pay_state, currency, total, order_keys, doc)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, int64(g.ID), number, int64(g.Person), g.Pay, g.PayState,
		string(g.Total.Currency), g.Total.Minor, text(g.keys), doc)
	return err
}

func insertOrder(tx *db.Tx, o Order, p orderPapers) error {
	if _, err := tx.Exec(`INSERT INTO orders (order_id, shop_id, group_id, seq, state, deadline, updated, currency, charged,
			authorised, captured, refunded, duty, vat, fees, shop_currency, goods, freight, commission, commission_tax, doc, deposit)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		int64(o.ID), int64(o.Shop), int64(o.Group), o.Seq, string(o.State), db.Micro(o.Deadline), db.Micro(o.Updated),
		string(o.Charged.Currency), o.Charged.Minor, o.Authorised.Minor, o.Captured.Minor, o.Refunded.Minor,
		o.Duty.Minor, o.VAT.Minor, o.Fees.Minor, string(o.Goods.Currency), o.Goods.Minor, o.Freight.Minor,
		o.Commission.Minor, o.Tax.Minor, p.order, o.Deposit.Minor); err != nil {
		return err
	}
	return insertLines(tx, o)
}

// insertLines writes up to fifty lines in one statement; a cart has at most
// two such statements for each shop.
func insertLines(tx *db.Tx, o Order) error {
	const columns, most = 8, 50
	for from := 0; from < len(o.Lines); from += most {
		part := o.Lines[from:min(from+most, len(o.Lines))]
		args := make([]any, 0, len(part)*columns)
		for i, l := range part {
			args = append(args, int64(o.ID), int64(o.Shop), from+i+1, int64(l.Variant), int64(l.Location),
				l.Quantity, l.Unit.Minor, l.doc)
		}
		if _, err := tx.Exec(`INSERT INTO order_lines (order_id, shop_id, line, variant_id, location_id, quantity, unit, doc) VALUES `+
			db.Places(len(part), columns), args...); err != nil {
			return err
		}
	}
	return nil
}
