package ledger

import (
	"agora/db"
	"agora/money"
)

// Balance is what an account stands at.
type Balance struct {
	Shop    db.ShopID
	Account Account
	Amount  money.Amount
	Held    money.Amount // the part that may not be moved
}

// Of gives one account's balance; zero when nothing was ever posted to it.
func Of(tx *db.Tx, shop db.ShopID, a Account, c money.Currency) (Balance, error) {
	b := Balance{Shop: shop, Account: a, Amount: money.Of(0, c), Held: money.Of(0, c)}
	list, err := db.List(tx, scanBalance, `SELECT shop_id, account, currency, balance, held FROM ledger_balances
		WHERE shop_id = $1 AND account = $2 AND currency = $3`, int64(shop), string(a), string(c))
	if len(list) == 1 {
		b = list[0]
	}
	return b, err
}

// Standing gives the balances above zero of one account over the shops, by shop
// and currency, of shops above after, at most limit.
func Standing(tx *db.Tx, a Account, after db.ShopID, limit int) ([]Balance, error) {
	return db.List(tx, scanBalance, `SELECT shop_id, account, currency, balance, held FROM ledger_balances
		WHERE account = $1 AND shop_id > $2 AND balance > 0 ORDER BY shop_id, currency LIMIT $3`, string(a), int64(after), limit)
}

// Owing gives the balances below zero of one account over the shops, as Standing
// does those above.
func Owing(tx *db.Tx, a Account, after db.ShopID, limit int) ([]Balance, error) {
	return db.List(tx, scanBalance, `SELECT shop_id, account, currency, balance, held FROM ledger_balances
		WHERE account = $1 AND shop_id > $2 AND balance < 0 ORDER BY shop_id, currency LIMIT $3`, string(a), int64(after), limit)
}

// InHouse gives the house's own balances of some accounts, in every currency.
func InHouse(tx *db.Tx, accounts []Account) ([]Balance, error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	args := make([]any, len(accounts))
	in := ""
	for i, a := range accounts {
		args[i] = string(a)
		in += ", " + db.Place(i+1)
	}
	return db.List(tx, scanBalance, `SELECT shop_id, account, currency, balance, held FROM ledger_balances
		WHERE shop_id = 0 AND account IN (`+in[2:]+`)`, args...)
}

// Totals sums every account over all shops, by account and currency: the
// house's trial balance. Each currency sums to zero.
func Totals(tx *db.Tx) ([]Balance, error) {
	return db.List(tx, scanBalance, `SELECT 0, account, currency, CAST(SUM(balance) AS BIGINT), CAST(SUM(held) AS BIGINT)
		FROM ledger_balances GROUP BY account, currency ORDER BY currency, account`)
}

func scanBalance(scan db.Scan) (b Balance, err error) {
	err = scan(&b.Shop, &b.Account, &b.Amount.Currency, &b.Amount.Minor, &b.Held.Minor)
	b.Held.Currency = b.Amount.Currency
	return b, err
}

// Entry is one leg as a person reads it.
type Entry struct {
	Transfer TransferID
	Shop     db.ShopID
	Leg      int
	Account  Account
	Amount   money.Amount
	Balance  money.Amount // after the leg; only in statements
	Kind     string
	Subject  int64
}

// Statement gives a seller's account, newest first, older than before (0 for
// the newest), at most limit entries.
func Statement(tx *db.Tx, shop db.ShopID, a Account, before TransferID, limit int) ([]Entry, error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	return db.List(tx, func(scan db.Scan) (e Entry, err error) {
		e.Shop, e.Account = shop, a
		err = scan(&e.Transfer, &e.Leg, &e.Amount.Currency, &e.Amount.Minor, &e.Balance.Minor, &e.Kind, &e.Subject)
		e.Balance.Currency = e.Amount.Currency
		return e, err
	}, `SELECT transfer_id, leg, currency, amount, balance, kind, subject FROM ledger_statement
		WHERE shop_id = $1 AND account = $2 AND transfer_id < $3
		ORDER BY transfer_id DESC, leg DESC LIMIT $4`, int64(shop), string(a), int64(before), limit)
}

// Journal gives the newest entries of all shops before a transfer (0 for the
// newest), whole transfers of at most limit entries, for the operator.
func Journal(tx *db.Tx, before TransferID, limit int) ([]Entry, error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	return db.List(tx, func(scan db.Scan) (e Entry, err error) {
		err = scan(&e.Transfer, &e.Shop, &e.Leg, &e.Account, &e.Amount.Currency, &e.Amount.Minor, &e.Kind, &e.Subject)
		return e, err
	}, `SELECT e.transfer_id, e.shop_id, e.leg, e.account, e.currency, e.amount, t.kind, t.subject
		FROM (SELECT transfer_id, shop_id, kind, subject FROM ledger_transfers
			WHERE transfer_id < $1 ORDER BY transfer_id DESC LIMIT $2) t
		JOIN ledger_entries e ON e.transfer_id = t.transfer_id AND e.shop_id = t.shop_id
		ORDER BY e.transfer_id DESC, e.leg`, int64(before), limit)
}
