package ledger

import (
	"agora/db"
	"agora/money"
)

// Kept lists where an account was ever booked, by shop and currency, behind the
// shop and currency given, at most limit.
func Kept(tx *db.Tx, a Account, after db.ShopID, behind money.Currency, limit int) ([]Balance, error) {
	return db.List(tx, scanBalance, `SELECT shop_id, account, currency, balance, held FROM ledger_balances
		WHERE account = $1 AND (shop_id > $2 OR shop_id = $2 AND currency > $3) ORDER BY shop_id, currency LIMIT $4`,
		string(a), int64(after), string(behind), limit)
}

// Booked gives the entries of a seller's account in a currency, from a transfer
// on and before another, oldest first.
func Booked(tx *db.Tx, shop db.ShopID, a Account, c money.Currency, from, before TransferID) ([]Entry, error) {
	return db.List(tx, func(scan db.Scan) (e Entry, err error) {
		e.Shop, e.Account, e.Amount.Currency = shop, a, c
		err = scan(&e.Transfer, &e.Leg, &e.Amount.Minor, &e.Kind, &e.Subject)
		return e, err
	}, `SELECT transfer_id, leg, amount, kind, subject FROM ledger_statement
		WHERE shop_id = $1 AND account = $2 AND transfer_id >= $3 AND transfer_id < $4 AND currency = $5
		ORDER BY transfer_id, leg`, int64(shop), string(a), int64(from), int64(before), string(c))
}
