package treasury

import (
	"context"
	"errors"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// fineSteps are the second step: fines. Times are microseconds UTC.
const fineSteps = `
CREATE TABLE fines (
	fine_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	state TEXT NOT NULL,
	holder TEXT NOT NULL,
	due BIGINT NOT NULL,
	reason TEXT NOT NULL,
	evidence TEXT NOT NULL,
	file_key TEXT NOT NULL,
	file_type TEXT NOT NULL,
	announced_by TEXT NOT NULL,
	appeal TEXT NOT NULL,
	decided_by TEXT NOT NULL,
	decision TEXT NOT NULL,
	updated BIGINT NOT NULL,
	PRIMARY KEY (fine_id, shop_id)
) /*clustered*/;
CREATE INDEX fines_shop ON fines (shop_id, fine_id);
CREATE INDEX fines_state ON fines (state, fine_id);
CREATE INDEX fines_due ON fines (due) WHERE state = 'announced';
`

const fineColumns = `fine_id, shop_id, currency, amount, state, holder, due, reason, evidence, file_key, file_type,
	announced_by, appeal, decided_by, decision, updated`

func scanFine(scan db.Scan) (f Fine, err error) {
	var c money.Currency
	var minor, due, updated int64
	err = scan(&f.ID, &f.Shop, &c, &minor, &f.State, &f.Holder, &due, &f.Reason, &f.Evidence, &f.File.Key, &f.File.Type,
		&f.By, &f.Appeal, &f.Decided, &f.Decision, &updated)
	f.Amount, f.Due, f.Updated = money.Of(minor, c), db.Time(due), db.Time(updated)
	return f, err
}

func loadFine(tx *db.Tx, shop catalog.ShopID, id FineID) (Fine, error) {
	f, err := db.One(tx, scanFine, "SELECT "+fineColumns+" FROM fines WHERE fine_id = $1 AND shop_id = $2", int64(id), int64(shop))
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.NotFound, "fault.fine_unknown")
	}
	return f, err
}

func insertFine(tx *db.Tx, f Fine) error {
	_, err := tx.Exec(`INSERT INTO fines (fine_id, shop_id, currency, amount, state, holder, due, reason, evidence, file_key, file_type,
			announced_by, appeal, decided_by, decision, updated)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', '', '', $13)`, int64(f.ID), int64(f.Shop), string(f.Amount.Currency),
		f.Amount.Minor, string(f.State), f.Holder, db.Micro(f.Due), f.Reason, f.Evidence, string(f.File.Key), f.File.Type, f.By, db.Micro(f.Updated))
	return err
}

// enter stores a fine in its new state, guarded by the state in which it was
// read.
func (f Fine) enter(tx *db.Tx, from FineState) error {
	n, err := tx.Exec(`UPDATE fines SET state = $1, appeal = $2, decided_by = $3, decision = $4, updated = $5
		WHERE fine_id = $6 AND shop_id = $7 AND state = $8`, string(f.State), f.Appeal, f.Decided, f.Decision, db.Micro(f.Updated),
		int64(f.ID), int64(f.Shop), string(from))
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.fine_state")
	}
	return err
}

// Fine gives one fine to those who run its shop and to the operator.
func (s *Service) Fine(ctx context.Context, by identity.Actor, shop catalog.ShopID, id FineID) (f Fine, err error) {
	if !by.Runs(shop) && !by.IsOperator() && !by.System {
		return f, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		f, err = loadFine(tx, shop, id)
		return err
	})
	return f, err
}

// Fines gives the operator the fines in a state (any when empty), newest first,
// older than before (0 for the newest).
func (s *Service) Fines(ctx context.Context, by identity.Actor, state FineState, before FineID) (list []Fine, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.fines(ctx, `($1 = '' OR state = $1) AND fine_id < $2`, before, string(state))
}

// FinesOf gives a shop's fines to those who run it and to the operator, newest
// first, older than before (0 for the newest).
func (s *Service) FinesOf(ctx context.Context, by identity.Actor, shop catalog.ShopID, before FineID) (list []Fine, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	return s.fines(ctx, `shop_id = $1 AND fine_id < $2`, before, int64(shop))
}

func (s *Service) fines(ctx context.Context, where string, before FineID, arg any) (list []Fine, err error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanFine, "SELECT "+fineColumns+" FROM fines WHERE "+where+" ORDER BY fine_id DESC LIMIT $3",
			arg, int64(before), pageSize)
		return err
	})
	return list, err
}
