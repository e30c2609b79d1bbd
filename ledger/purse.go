package ledger

import (
	"agora/db"
	"agora/money"
)

// Purse gives all of a shop's balances in one currency, by account; an account
// to which nothing was posted is not in the map.
func Purse(tx *db.Tx, shop db.ShopID, c money.Currency) (map[Account]money.Amount, error) {
	out := map[Account]money.Amount{}
	list, err := db.List(tx, scanBalance, `SELECT shop_id, account, currency, balance, held FROM ledger_balances
		WHERE shop_id = $1 AND currency = $2`, int64(shop), string(c))
	for _, b := range list {
		out[b.Account] = b.Amount
	}
	return out, err
}
