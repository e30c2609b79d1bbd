package payme

import (
	"errors"
	"strconv"
	"time"

	"agora/db"
)

// Schema is the tables of this package. Transactions belong to the house; amount
// is tiyin, told the provider's time of it, fiscal the address of a tax receipt.
var Schema = db.Schema{Name: "payme", Steps: []string{`
CREATE TABLE payme_transactions (
	payme_id TEXT NOT NULL,
	shop_id BIGINT NOT NULL,
	transaction_id BIGINT NOT NULL,
	group_id BIGINT NOT NULL,
	ref TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	state BIGINT NOT NULL,
	reason BIGINT NOT NULL,
	told BIGINT NOT NULL,
	created BIGINT NOT NULL,
	performed BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	fiscal TEXT NOT NULL,
	PRIMARY KEY (payme_id, shop_id)
) /*clustered*/;
CREATE INDEX payme_transactions_told ON payme_transactions (told);
CREATE INDEX payme_transactions_waiting ON payme_transactions (group_id) WHERE state = 1;
`}}

// The states of the protocol.
const (
	stateCreated  = 1
	statePaid     = 2
	stateDropped  = -1 // before it was performed
	stateReturned = -2 // after
)

// reasonTimeout is why a transaction is cancelled that waited too long.
const reasonTimeout = 4

// transaction is one of the provider's; zero times have not come.
type transaction struct {
	ID        string // the provider's
	Ours      int64
	Group     int64
	Ref       string
	Amount    int64
	State     int64
	Reason    int64 // 0 for none
	Told      time.Time
	Created   time.Time
	Performed time.Time
	Cancelled time.Time
}

// expired reports whether a transaction waited too long.
func (t transaction) expired(now time.Time) bool { return now.Sub(t.Told) >= Expiry }

const columns = "payme_id, transaction_id, group_id, ref, amount, state, reason, told, created, performed, cancelled"

func scan(row db.Scan) (t transaction, err error) {
	var told, created, performed, cancelled int64
	err = row(&t.ID, &t.Ours, &t.Group, &t.Ref, &t.Amount, &t.State, &t.Reason, &told, &created, &performed, &cancelled)
	t.Told, t.Created, t.Performed, t.Cancelled = db.Time(told), db.Time(created), db.Time(performed), db.Time(cancelled)
	return t, err
}

// load gives a transaction; a refusal when there is none.
func load(tx *db.Tx, id string) (transaction, error) {
	t, err := db.One(tx, scan, "SELECT "+columns+" FROM payme_transactions WHERE payme_id = $1 AND shop_id = 0", id)
	if errors.Is(err, db.ErrNone) {
		err = refuse(codeNone, "")
	}
	return t, err
}

// save stores a transaction as it is now.
func save(tx *db.Tx, t transaction) error {
	_, err := tx.Exec(`INSERT INTO payme_transactions (payme_id, shop_id, transaction_id, group_id, ref, amount, state, reason,
			told, created, performed, cancelled, fiscal)
		VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')
		ON CONFLICT (payme_id, shop_id) DO UPDATE SET state = excluded.state, reason = excluded.reason,
			performed = excluded.performed, cancelled = excluded.cancelled`,
		t.ID, t.Ours, t.Group, t.Ref, t.Amount, t.State, t.Reason,
		db.Micro(t.Told), db.Micro(t.Created), db.Micro(t.Performed), db.Micro(t.Cancelled))
	return err
}

// busy reports whether another transaction of a group waits and may still be
// performed.
func busy(tx *db.Tx, group int64) (bool, error) {
	var n int64
	err := tx.Row(`SELECT COUNT(*) FROM payme_transactions WHERE group_id = $1 AND state = 1 AND told > $2`,
		[]any{group, db.Micro(tx.Now.Add(-Expiry))}, &n)
	return n > 0, err
}

// milli writes a time as the protocol does; 0 for one that has not come.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// ours writes our id as the protocol wants it.
func (t transaction) ours() string { return strconv.FormatInt(t.Ours, 10) }

// reason gives the reason as the protocol shows it: null for none.
func (t transaction) reason() any {
	if t.Reason == 0 {
		return nil
	}
	return t.Reason
}
