package payment

import (
	"errors"

	"agora/db"
	"agora/money"
)

// receipts are the second step: money that came in, whoever told it.
const receipts = `
CREATE TABLE receipts (
	way TEXT NOT NULL,
	way_key TEXT NOT NULL,
	shop_id BIGINT NOT NULL,
	receipt_id BIGINT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	ref TEXT NOT NULL,
	payer TEXT NOT NULL,
	at BIGINT NOT NULL,
	outcome TEXT NOT NULL,
	why TEXT NOT NULL,
	group_id BIGINT NOT NULL,
	PRIMARY KEY (way, way_key, shop_id)
) /*clustered*/;
CREATE INDEX receipts_parked ON receipts (receipt_id) WHERE outcome = 'parked';
CREATE INDEX receipts_group ON receipts (group_id) WHERE group_id > 0;
`

// Kept is a receipt with what became of it.
type Kept struct {
	Receipt
	Taken
}

const receiptColumns = "receipt_id, way, way_key, currency, amount, ref, payer, at, outcome, why, group_id"

// Keep stores a receipt as told for the first time; when its way told it
// before, it gives what became of it, with Again set.
func Keep(tx *db.Tx, r Receipt) (Taken, error) {
	id := tx.ID()
	n, err := tx.Exec(`INSERT INTO receipts (way, way_key, shop_id, receipt_id, currency, amount, ref, payer, at, outcome, why, group_id)
		VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, 'parked', '', 0) ON CONFLICT (way, way_key, shop_id) DO NOTHING`,
		r.Way, r.Key, id, string(r.Amount.Currency), r.Amount.Minor, r.Ref, r.Payer, db.Micro(r.At))
	if err != nil || n == 1 {
		return Taken{ID: id, Outcome: Parked}, err
	}
	k, err := ByKey(tx, r.Way, r.Key)
	k.Again = true
	return k.Taken, err
}

// Mark stores what became of a receipt.
func Mark(tx *db.Tx, t Taken) error {
	_, err := tx.Exec(`UPDATE receipts SET outcome = $1, why = $2, group_id = $3 WHERE receipt_id = $4 AND shop_id = 0`,
		string(t.Outcome), t.Why, t.Group, t.ID)
	return err
}

// ByKey gives a receipt by its way's name of it; db.ErrNone when there is none.
func ByKey(tx *db.Tx, way, key string) (Kept, error) {
	return db.One(tx, scanKept, "SELECT "+receiptColumns+" FROM receipts WHERE way = $1 AND way_key = $2 AND shop_id = 0", way, key)
}

// ByReceipt gives a receipt by its id; db.ErrNone when there is none.
func ByReceipt(tx *db.Tx, id int64) (Kept, error) {
	return db.One(tx, scanKept, "SELECT "+receiptColumns+" FROM receipts WHERE receipt_id = $1 AND shop_id = 0", id)
}

// ParkedReceipts gives what is parked, oldest first, of ids above after.
func ParkedReceipts(tx *db.Tx, after int64, limit int) ([]Kept, error) {
	return db.List(tx, scanKept, "SELECT "+receiptColumns+` FROM receipts
		WHERE outcome = 'parked' AND receipt_id > $1 ORDER BY receipt_id LIMIT $2`, after, limit)
}

// OfGroup gives the receipts of a group, or meant for it, oldest first.
func OfGroup(tx *db.Tx, group int64, limit int) ([]Kept, error) {
	return db.List(tx, scanKept, "SELECT "+receiptColumns+` FROM receipts
		WHERE group_id = $1 AND group_id > 0 ORDER BY receipt_id LIMIT $2`, group, limit)
}

func scanKept(scan db.Scan) (k Kept, err error) {
	var at, minor int64
	var c money.Currency
	err = scan(&k.ID, &k.Way, &k.Key, &c, &minor, &k.Ref, &k.Payer, &at, &k.Outcome, &k.Why, &k.Group)
	k.Amount, k.At = money.Of(minor, c), db.Time(at)
	return k, err
}

// attemptOf gives the attempt of a way among a group's, or begins one: a
// buyer may pay by another way than was chosen.
func attemptOf(tx *db.Tx, way string, in Intent) (Attempt, error) {
	list, err := ByGroup(tx, in.Group)
	if err != nil {
		return Attempt{}, err
	}
	for _, a := range list {
		if a.Handler == way {
			return a, nil
		}
	}
	return Begin(way, in)
}

// Came records with a group's attempt that a sum came in, in part or whole.
// What comes in above the attempt's amount is not its own.
func Came(tx *db.Tx, way string, in Intent, sum money.Amount) (Attempt, error) {
	a, err := attemptOf(tx, way, in)
	if err != nil {
		return a, err
	}
	if sum.Currency != a.Amount.Currency {
		return a, errors.New("payment: a receipt in another currency than its attempt")
	}
	a.Captured.Minor = min(a.Captured.Minor+sum.Minor, a.Amount.Minor)
	a.State = Part
	if a.Captured == a.Amount {
		a.State = Captured
	}
	return a, Record(tx, a)
}
