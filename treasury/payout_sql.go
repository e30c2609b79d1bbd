package treasury

import (
	"errors"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/money"
)

// payoutSteps are the first step: payouts, and the days on which they were
// planned. Times are microseconds UTC; batch is 0 until a bank file has it.
const payoutSteps = `
CREATE TABLE payouts (
	payout_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	day BIGINT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	state TEXT NOT NULL,
	holder TEXT NOT NULL,
	account TEXT NOT NULL,
	batch BIGINT NOT NULL,
	first_by TEXT NOT NULL,
	second_by TEXT NOT NULL,
	proof TEXT NOT NULL,
	updated BIGINT NOT NULL,
	PRIMARY KEY (payout_id, shop_id)
) /*clustered*/;
CREATE UNIQUE INDEX payouts_once ON payouts (shop_id, currency, day);
CREATE INDEX payouts_state ON payouts (state, payout_id);
CREATE INDEX payouts_batch ON payouts (batch) WHERE batch > 0;
CREATE TABLE payout_days (
	day BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	PRIMARY KEY (day, shop_id)
) /*clustered*/;
`

const payoutColumns = "payout_id, shop_id, day, currency, amount, state, holder, account, batch, first_by, second_by, proof, updated"

func scanPayout(scan db.Scan) (p Payout, err error) {
	var day, minor, updated int64
	var c money.Currency
	err = scan(&p.ID, &p.Shop, &day, &c, &minor, &p.State, &p.Holder, &p.Account, &p.Batch, &p.First, &p.Second, &p.Proof, &updated)
	p.Day, p.Amount, p.Updated = db.Time(day), money.Of(minor, c), db.Time(updated)
	return p, err
}

func loadPayout(tx *db.Tx, shop catalog.ShopID, id PayoutID) (Payout, error) {
	p, err := db.One(tx, scanPayout, "SELECT "+payoutColumns+" FROM payouts WHERE payout_id = $1 AND shop_id = $2", int64(id), int64(shop))
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.NotFound, "fault.payout_unknown")
	}
	return p, err
}

// insertPayout stores a planned payout, unless the shop has one of that day.
func insertPayout(tx *db.Tx, p *Payout) (first bool, err error) {
	p.ID, p.State, p.Updated = PayoutID(tx.ID()), Planned, tx.Now
	n, err := tx.Exec(`INSERT INTO payouts (payout_id, shop_id, day, currency, amount, state, holder, account, batch, first_by, second_by, proof, updated)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '', '', '', $9) ON CONFLICT (shop_id, currency, day) DO NOTHING`,
		int64(p.ID), int64(p.Shop), db.Micro(p.Day), string(p.Amount.Currency), p.Amount.Minor, string(p.State), p.Holder, p.Account, db.Micro(tx.Now))
	return n == 1, err
}

// enter moves a payout to its new state and stores what came with it, guarded
// by the state in which it was read.
func (p Payout) enter(tx *db.Tx, from PayoutState) error {
	n, err := tx.Exec(`UPDATE payouts SET state = $1, batch = $2, first_by = $3, second_by = $4, proof = $5, updated = $6
		WHERE payout_id = $7 AND shop_id = $8 AND state = $9`, string(p.State), p.Batch, p.First, p.Second, p.Proof,
		db.Micro(tx.Now), int64(p.ID), int64(p.Shop), string(from))
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.payout_state", "state", string(from))
	}
	return err
}

// planned reports whether the payouts of a day were planned.
func planned(tx *db.Tx, day time.Time) (bool, error) {
	var n int
	err := tx.Row(`SELECT COUNT(*) FROM payout_days WHERE day = $1 AND shop_id = 0`, []any{db.Micro(day)}, &n)
	return n > 0, err
}
