package payment

import (
	"encoding/json"
	"fmt"
	"time"

	"agora/db"
	"agora/money"
)

// Schema is the tables of this package. Payments belong to the house: an order
// group spans shops. Amounts are minor units of currency.
var Schema = db.Schema{Name: "payment", Steps: []string{`
CREATE TABLE payments (
	group_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	handler TEXT NOT NULL,
	attempt TEXT NOT NULL,
	payment_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount >= 0),
	captured BIGINT NOT NULL CHECK (captured >= 0 AND captured <= amount),
	refunded BIGINT NOT NULL CHECK (refunded >= 0 AND refunded <= captured),
	reference TEXT NOT NULL,
	instructions TEXT NOT NULL,
	due BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	PRIMARY KEY (group_id, shop_id, handler, attempt)
) /*clustered*/;
`, receipts}}

// Record stores an attempt as it is now. Sums that came in or went back only
// grow and an ended attempt stays ended, so that an answer that arrives late
// can't undo a newer one; only money that comes in after all opens it again. A captured attempt that names no sum captured all.
func Record(tx *db.Tx, a Attempt) error {
	if a.State == Captured && a.Captured.IsZero() {
		a.Captured = a.Amount
	}
	args, err := json.Marshal(a.Instructions)
	if err != nil {
		return fmt.Errorf("payment %s: %w", a.ID, err)
	}
	_, err = tx.Exec(`INSERT INTO payments (group_id, shop_id, handler, attempt, payment_id, state, currency,
			amount, captured, refunded, reference, instructions, due, updated)
		VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (group_id, shop_id, handler, attempt) DO UPDATE SET
			state = excluded.state, captured = excluded.captured, refunded = excluded.refunded,
			reference = excluded.reference, instructions = excluded.instructions, updated = excluded.updated
		WHERE payments.captured <= excluded.captured AND payments.refunded <= excluded.refunded
			AND (payments.state NOT IN ('cancelled', 'refunded', 'failed') OR payments.state = excluded.state
				OR payments.captured < excluded.captured)`,
		a.Group, a.Handler, a.ID, tx.ID(), string(a.State), string(a.Amount.Currency),
		a.Amount.Minor, a.Captured.Minor, a.Refunded.Minor, a.Reference, string(args), db.Micro(a.Due), db.Micro(tx.Now))
	return err
}

// ByGroup gives the attempts of a group, oldest first.
func ByGroup(tx *db.Tx, group int64) ([]Attempt, error) {
	return db.List(tx, scanAttempt, `SELECT group_id, handler, attempt, state, currency, amount, captured, refunded,
			reference, instructions, due FROM payments WHERE group_id = $1 AND shop_id = 0 ORDER BY payment_id`, group)
}

func scanAttempt(scan db.Scan) (a Attempt, err error) {
	var c money.Currency
	var amount, captured, refunded, due int64
	var args string
	if err = scan(&a.Group, &a.Handler, &a.ID, &a.State, &c, &amount, &captured, &refunded, &a.Reference, &args, &due); err != nil {
		return a, err
	}
	a.Amount, a.Captured, a.Refunded = money.Of(amount, c), money.Of(captured, c), money.Of(refunded, c)
	a.Due = db.Time(due)
	return a, json.Unmarshal([]byte(args), &a.Instructions)
}

// Lapsed reports whether an attempt that nothing came in for is past its time.
func (a Attempt) Lapsed(now time.Time) bool {
	return a.State == Pending && !a.Due.IsZero() && now.After(a.Due)
}
