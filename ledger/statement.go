package ledger

import (
	"strings"

	"agora/db"
	"agora/money"
)

// stated are the accounts of the chart that a seller reads.
func stated() (list []Account) {
	for _, k := range Chart {
		if k.Stated {
			list = append(list, k.Account)
		}
	}
	return list
}

// Stated gives the entries of all accounts that a seller reads, in one
// currency, oldest first, of transfers from the first up to but not at the
// second bound: the entries of at least limit transfers, where there are so
// many. The last transfer may be cut; see Whole.
func Stated(tx *db.Tx, shop db.ShopID, c money.Currency, from, before TransferID, limit int) ([]Entry, error) {
	args := []any{int64(shop), string(c), int64(from), int64(before), limit}
	var parts []string
	for _, a := range stated() {
		args = append(args, string(a))
		parts = append(parts, `SELECT * FROM (SELECT transfer_id, account, amount, balance, kind, subject FROM ledger_statement
			WHERE shop_id = $1 AND account = `+db.Place(len(args))+` AND currency = $2 AND transfer_id >= $3 AND transfer_id < $4
			ORDER BY transfer_id LIMIT $5) a`)
	}
	return db.List(tx, func(scan db.Scan) (e Entry, err error) {
		e.Shop, e.Amount.Currency, e.Balance.Currency = shop, c, c
		err = scan(&e.Transfer, &e.Account, &e.Amount.Minor, &e.Balance.Minor, &e.Kind, &e.Subject)
		return e, err
	}, strings.Join(parts, " UNION ALL ")+" ORDER BY 1", args...)
}

// StoodAt gives what the accounts that a seller reads held before a transfer,
// in one currency.
func StoodAt(tx *db.Tx, shop db.ShopID, c money.Currency, before TransferID) (map[Account]int64, error) {
	args := []any{int64(shop), string(c), int64(before)}
	var parts []string
	for _, a := range stated() {
		args = append(args, string(a))
		parts = append(parts, `SELECT * FROM (SELECT account, balance FROM ledger_statement
			WHERE shop_id = $1 AND account = `+db.Place(len(args))+` AND currency = $2 AND transfer_id < $3
			ORDER BY transfer_id DESC, leg DESC LIMIT 1) a`)
	}
	sums := map[Account]int64{}
	err := tx.Each(func(scan db.Scan) error {
		var a Account
		var n int64
		err := scan(&a, &n)
		sums[a] = n
		return err
	}, strings.Join(parts, " UNION ALL "), args...)
	return sums, err
}
