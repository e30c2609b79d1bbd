package treasury

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// Ref is the name under which the bank carries a payout, at most 35 characters
// of those that ISO 20022 allows everywhere.
func (p Payout) Ref() string { return "PO" + strconv.FormatInt(int64(p.ID), 10) }

// File puts all approved payouts of a currency into one batch for the bank and
// gives its number; a Conflict when there are none. No payout is in two.
func (s *Service) File(ctx context.Context, by identity.Actor, c money.Currency) (batch int64, err error) {
	if !by.IsOperator() {
		return 0, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		batch = tx.ID()
		n, err := tx.Exec(`UPDATE payouts SET state = 'sent', batch = $1, updated = $2 WHERE state = 'approved' AND currency = $3`,
			batch, db.Micro(tx.Now), string(c))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "fault.payout_none")
		}
		return audit.Note(tx, by, db.House, "payout.file", strconv.FormatInt(batch, 10), map[string]string{"currency": string(c), "payouts": strconv.FormatInt(n, 10)})
	})
	return batch, err
}

// Batch gives the payouts of a bank file, in its order.
func (s *Service) Batch(ctx context.Context, by identity.Actor, batch int64) (list []Payout, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanPayout, "SELECT "+payoutColumns+" FROM payouts WHERE batch = $1 AND batch > 0 ORDER BY payout_id", batch)
		return err
	})
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "fault.payout_unknown")
	}
	return list, err
}

// WriteCSV writes a bank file as plain CSV: a row for each payout.
func WriteCSV(w io.Writer, list []Payout) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"reference", "holder", "account", "amount", "currency", "day"}); err != nil {
		return err
	}
	for _, p := range list {
		if err := out.Write([]string{p.Ref(), cell(p.Holder), cell(p.Account), p.Amount.Plain(), string(p.Amount.Currency),
			p.Day.Format("2006-01-02")}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cell keeps a spreadsheet from taking what a person wrote for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// Payout gives one payout to those who run its shop and to the operator.
func (s *Service) Payout(ctx context.Context, by identity.Actor, shop catalog.ShopID, id PayoutID) (p Payout, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return p, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = loadPayout(tx, shop, id)
		return err
	})
	return p, err
}

// Payouts gives the operator the payouts in a state (any when empty), newest
// first, older than before (0 for the newest), so many at most.
func (s *Service) Payouts(ctx context.Context, by identity.Actor, state PayoutState, before PayoutID, limit int) (list []Payout, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.list(ctx, `($1 = '' OR state = $1) AND payout_id < $2`, before, string(state), limit)
}

// PayoutsOf gives a shop's payouts to those who run it and to the operator,
// newest first, older than before (0 for the newest), so many at most.
func (s *Service) PayoutsOf(ctx context.Context, by identity.Actor, shop catalog.ShopID, before PayoutID, limit int) (list []Payout, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	return s.list(ctx, `shop_id = $1 AND payout_id < $2`, before, int64(shop), limit)
}

func (s *Service) list(ctx context.Context, where string, before PayoutID, arg any, limit int) (list []Payout, err error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanPayout, "SELECT "+payoutColumns+" FROM payouts WHERE "+where+" ORDER BY payout_id DESC LIMIT $3",
			arg, int64(before), limit)
		return err
	})
	return list, err
}
