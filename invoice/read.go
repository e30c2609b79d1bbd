package invoice

import (
	"context"
	"errors"
	"slices"

	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// PageSize bounds a list of invoices; lineChunk what one statement writes.
const (
	PageSize  = 50
	lineChunk = 50
)

const columns = "invoice_id, shop_id, currency, month, number, house, holder, commission, tax"

func scan(scan db.Scan) (i Invoice, err error) {
	var c money.Currency
	var month int64
	err = scan(&i.ID, &i.Shop, &c, &month, &i.Number, &i.House, &i.Holder, &i.Commission.Minor, &i.Tax.Minor)
	i.Month, i.Commission.Currency, i.Tax.Currency = db.Time(month), c, c
	return i, err
}

func insert(tx *db.Tx, i Invoice) error {
	id := tx.ID()
	if _, err := tx.Exec("INSERT INTO invoices ("+columns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", id, int64(i.Shop),
		string(i.Commission.Currency), db.Micro(i.Month), i.Number, i.House, i.Holder, i.Commission.Minor, i.Tax.Minor); err != nil {
		return err
	}
	for part := range slices.Chunk(i.Lines, lineChunk) {
		var args []any
		for _, l := range part {
			args = append(args, id, int64(i.Shop), int64(l.Transfer), l.Order, l.Ref, l.Commission.Minor, l.Tax.Minor)
		}
		if _, err := tx.Exec("INSERT INTO invoice_lines (invoice_id, shop_id, transfer_id, order_id, ref, commission, tax) VALUES "+
			db.Places(len(part), len(args)/len(part)), args...); err != nil {
			return err
		}
	}
	return nil
}

func may(by identity.Actor, shop db.ShopID) error {
	if by.IsOperator() || shop != db.House && by.Runs(shop) {
		return nil
	}
	return fault.New(fault.Forbidden, "fault.forbidden")
}

// List gives a shop's invoices, newest first, older than before (0 for the
// newest); every shop's for db.House and an operator.
func (s *Service) List(ctx context.Context, by identity.Actor, shop db.ShopID, before ID) (list []Invoice, err error) {
	if err := may(by, shop); err != nil {
		return nil, err
	}
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scan, "SELECT "+columns+` FROM invoices WHERE (shop_id = $1 OR $1 = 0) AND invoice_id < $2
			ORDER BY invoice_id DESC LIMIT $3`, int64(shop), int64(before), PageSize)
		return err
	})
	return list, err
}

// Invoice gives one with its lines, oldest first.
func (s *Service) Invoice(ctx context.Context, by identity.Actor, shop db.ShopID, id ID) (i Invoice, err error) {
	if err := may(by, shop); err != nil {
		return i, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		i, err = db.One(tx, scan, "SELECT "+columns+" FROM invoices WHERE invoice_id = $1 AND shop_id = $2", int64(id), int64(shop))
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		if err != nil {
			return err
		}
		c := i.Commission.Currency
		i.Lines, err = db.List(tx, func(scan db.Scan) (l Line, err error) {
			l.Commission.Currency, l.Tax.Currency = c, c
			err = scan(&l.Transfer, &l.Order, &l.Ref, &l.Commission.Minor, &l.Tax.Minor)
			return l, err
		}, `SELECT transfer_id, order_id, ref, commission, tax FROM invoice_lines WHERE invoice_id = $1 AND shop_id = $2
			ORDER BY transfer_id`, int64(id), int64(shop))
		return err
	})
	return i, err
}
