package hosted

import (
	"context"
	"errors"
	"time"

	"agora/db"
	"agora/money"
	"agora/payment"
)

// Schema is the tables of this package. Payments belong to the house: pay_key is
// our name of one, upto what had come in of it, in minor units of currency. A
// payment is asking while the gateway's first answer is not there, open while
// money may come, done after.
var Schema = db.Schema{Name: "hosted", Steps: []string{`
CREATE TABLE hosted_payments (
	pay_key TEXT NOT NULL,
	shop_id BIGINT NOT NULL,
	group_id BIGINT NOT NULL,
	ref TEXT NOT NULL,
	state TEXT NOT NULL,
	url TEXT NOT NULL,
	asked BIGINT NOT NULL,
	PRIMARY KEY (pay_key, shop_id)
) /*clustered*/;
CREATE INDEX hosted_payments_open ON hosted_payments (asked) WHERE state IN ('asking', 'open');
CREATE TABLE hosted_receipts (
	pay_key TEXT NOT NULL,
	currency TEXT NOT NULL,
	upto BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	PRIMARY KEY (pay_key, currency, upto, shop_id)
) /*clustered*/;
`}}

// begin notes a payment before the gateway is asked for it; known tells that it
// was noted before.
func (w *Way) begin(ctx context.Context, a payment.Attempt) (known bool, err error) {
	err = w.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`INSERT INTO hosted_payments (pay_key, shop_id, group_id, ref, state, url, asked)
			VALUES ($1, 0, $2, $3, 'asking', '', $4) ON CONFLICT (pay_key, shop_id) DO NOTHING`,
			a.ID, a.Group, a.Reference, db.Micro(tx.Now))
		known = n == 0
		return err
	})
	return known, err
}

// keep notes the gateway's answer.
func (w *Way) keep(ctx context.Context, s state) error {
	return w.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE hosted_payments SET state = 'open', url = $1 WHERE pay_key = $2 AND shop_id = 0 AND state = 'asking'`, s.URL, s.Key)
		return err
	})
}

// book takes what has come in of a payment since the last time.
func (w *Way) book(tx *db.Tx, c payment.Cashier, s state, at time.Time) error {
	var ref string
	err := tx.Row(`SELECT ref FROM hosted_payments WHERE pay_key = $1 AND shop_id = 0`, []any{s.Key}, &ref)
	if errors.Is(err, db.ErrNone) {
		ref, err = s.Ref, nil // not of ours: what it says is for people
	}
	if err != nil {
		return err
	}
	var came int64
	if err := tx.Row(`SELECT COALESCE(MAX(upto), 0) FROM hosted_receipts WHERE pay_key = $1 AND currency = $2`,
		[]any{s.Key, string(s.Currency)}, &came); err != nil {
		return err
	}
	if s.Captured > came {
		if _, err := tx.Exec(`INSERT INTO hosted_receipts (pay_key, currency, upto, shop_id) VALUES ($1, $2, $3, 0)`,
			s.Key, string(s.Currency), s.Captured); err != nil {
			return err
		}
		if _, err := c.Take(tx, payment.Receipt{Way: w.Kind(), Key: receipt(s.Key, s.Currency, s.Captured), Ref: ref,
			Amount: money.Of(s.Captured-came, s.Currency), At: at, Payer: s.ID}); err != nil {
			return err
		}
	}
	switch s.Status {
	case payment.Captured, payment.Cancelled, payment.Refunded, payment.Failed:
		_, err = tx.Exec(`UPDATE hosted_payments SET state = 'done' WHERE pay_key = $1 AND shop_id = 0`, s.Key)
	}
	return err
}

// reverse takes back all receipts of a payment.
func (w *Way) reverse(tx *db.Tx, c payment.Cashier, key string) error {
	type row struct {
		currency money.Currency
		upto     int64
	}
	list, err := db.List(tx, func(scan db.Scan) (r row, err error) {
		err = scan(&r.currency, &r.upto)
		return r, err
	},
		`SELECT currency, upto FROM hosted_receipts WHERE pay_key = $1 ORDER BY currency, upto`, key)
	for _, r := range list {
		if err == nil {
			err = c.Reverse(tx, w.Kind(), receipt(key, r.currency, r.upto), w.Kind())
		}
	}
	return err
}
