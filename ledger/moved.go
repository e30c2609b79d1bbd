package ledger

import (
	"agora/db"
	"agora/money"
)

// Moved is what transfers of one kind changed an account by.
type Moved struct {
	Account Account
	Kind    string
	Amount  money.Amount
}

// MovedIn sums the entries of all accounts of one line of the chart by account, kind
// of transfer and currency. It reads them all: it is for proofs.
func MovedIn(tx *db.Tx, root Account) ([]Moved, error) {
	return db.List(tx, func(scan db.Scan) (m Moved, err error) {
		return m, scan(&m.Account, &m.Kind, &m.Amount.Currency, &m.Amount.Minor)
	}, `SELECT e.account, t.kind, e.currency, CAST(SUM(e.amount) AS BIGINT)
		FROM ledger_entries e JOIN ledger_transfers t ON t.transfer_id = e.transfer_id AND t.shop_id = e.shop_id
		WHERE e.account = $1 OR e.account LIKE $2 GROUP BY e.account, t.kind, e.currency`, string(root), string(root)+":%")
}
