package market

import (
	"encoding/json"

	"agora/db"
)

func insertGroup(tx *db.Tx, g Group, number int64) error {
	doc, err := json.Marshal(g.Snapshot)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO order_groups (group_id, number, person_id, pay, pay_state, currency, total, doc)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, int64(g.ID), number, int64(g.Person), g.Pay, g.PayState,
		string(g.Total.Currency), g.Total.Minor, string(doc))
	return err
}

func insertOrder(tx *db.Tx, o Order) error {
	doc, err := json.Marshal(o.OrderSnapshot)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO orders (order_id, shop_id, group_id, seq, state, deadline, updated, currency, charged,
			authorised, captured, refunded, duty, vat, fees, shop_currency, goods, freight, commission, doc)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		int64(o.ID), int64(o.Shop), int64(o.Group), o.Seq, string(o.State), db.Micro(o.Deadline), db.Micro(o.Updated),
		string(o.Charged.Currency), o.Charged.Minor, o.Authorised.Minor, o.Captured.Minor, o.Refunded.Minor,
		o.Duty.Minor, o.VAT.Minor, o.Fees.Minor, string(o.Goods.Currency), o.Goods.Minor, o.Freight.Minor,
		o.Commission.Minor, string(doc)); err != nil {
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
			doc, err := json.Marshal(l.LineSnapshot)
			if err != nil {
				return err
			}
			args = append(args, int64(o.ID), int64(o.Shop), from+i+1, int64(l.Variant), int64(l.Location),
				l.Quantity, l.Unit.Minor, string(doc))
		}
		if _, err := tx.Exec(`INSERT INTO order_lines (order_id, shop_id, line, variant_id, location_id, quantity, unit, doc) VALUES `+
			db.Places(len(part), columns), args...); err != nil {
			return err
		}
	}
	return nil
}
