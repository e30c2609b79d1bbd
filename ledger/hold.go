package ledger

import (
	"errors"
	"time"

	"agora/db"
	"agora/fault"
	"agora/money"
)

// HoldID names a hold.
type HoldID int64

// Hold keeps part of an account's balance from being moved, with a reason the
// owner reads and an end: a dispute, a payout under way.
type Hold struct {
	Shop    db.ShopID
	Account Account
	Amount  money.Amount
	Reason  string
	Until   time.Time
}

// Place puts a hold on an account; a Conflict when less than that is free.
func (h Hold) Place(tx *db.Tx) (HoldID, error) {
	if h.Amount.Minor <= 0 {
		return 0, fault.Field("amount", "fault.positive")
	}
	n, err := tx.Exec(`UPDATE ledger_balances SET held = held + $4
		WHERE shop_id = $1 AND account = $2 AND currency = $3 AND balance >= held + $4`,
		int64(h.Shop), string(h.Account), string(h.Amount.Currency), h.Amount.Minor)
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, fault.New(fault.Conflict, "fault.ledger_short", "account", string(h.Account), "amount", h.Amount)
	}
	id := HoldID(tx.ID())
	_, err = tx.Exec(`INSERT INTO ledger_holds (hold_id, shop_id, account, currency, amount, reason, until, ended)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0)`, int64(id), int64(h.Shop), string(h.Account),
		string(h.Amount.Currency), h.Amount.Minor, h.Reason, db.Micro(h.Until))
	return id, err
}

// EndHold frees what a hold keeps; ending it twice does nothing.
func EndHold(tx *db.Tx, shop db.ShopID, id HoldID) error {
	var account, currency string
	var amount int64
	err := tx.Row(`UPDATE ledger_holds SET ended = $3 WHERE hold_id = $1 AND shop_id = $2 AND ended = 0
		RETURNING account, currency, amount`, []any{int64(id), int64(shop), db.Micro(tx.Now)}, &account, &currency, &amount)
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE ledger_balances SET held = held - $4 WHERE shop_id = $1 AND account = $2 AND currency = $3`,
		int64(shop), account, currency, amount)
	return err
}
