package ledger

import "agora/db"

// About gives the entries of a shop's transfers about one subject, oldest
// first: of those later than after and not later than before, at most limit
// transfers. The bounds keep it from reading the whole journal.
func About(tx *db.Tx, shop db.ShopID, subject int64, after, before TransferID, limit int) ([]Entry, error) {
	return db.List(tx, func(scan db.Scan) (e Entry, err error) {
		e.Shop, e.Subject = shop, subject
		err = scan(&e.Transfer, &e.Leg, &e.Account, &e.Amount.Currency, &e.Amount.Minor, &e.Kind)
		return e, err
	}, `SELECT e.transfer_id, e.leg, e.account, e.currency, e.amount, t.kind
		FROM (SELECT transfer_id, shop_id, kind FROM ledger_transfers
			WHERE shop_id = $1 AND subject = $2 AND transfer_id > $3 AND transfer_id <= $4 ORDER BY transfer_id LIMIT $5) t
		JOIN ledger_entries e ON e.transfer_id = t.transfer_id AND e.shop_id = t.shop_id
		ORDER BY e.transfer_id, e.leg`, int64(shop), subject, int64(after), int64(before), limit)
}
