package invoice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"agora/catalog"
	"agora/commission"
	"agora/db"
	"agora/ledger"
	"agora/market"
	"agora/money"
)

// Service makes and shows the invoices of one node.
type Service struct {
	db    *db.DB
	house func() string
}

// New makes invoices in the name that house gives.
func New(d *db.DB, house func() string) *Service { return &Service{d, house} }

// Make makes the invoices of the months that have ended since the last run, of
// the first run those of the last month. It may be run again and again.
func (s *Service) Make(ctx context.Context) (made int, err error) {
	for {
		month, ok, err := s.due(ctx)
		if err != nil || !ok {
			return made, err
		}
		n, err := s.month(ctx, month)
		made += n
		if err != nil {
			return made, err
		}
	}
}

// due gives the first month that has ended and is not done.
func (s *Service) due(ctx context.Context) (month time.Time, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var last int64
		if err := tx.Row("SELECT COALESCE(MAX(month), 0) FROM invoice_months", nil, &last); err != nil {
			return err
		}
		ended := MonthOf(tx.Now).AddDate(0, -1, 0)
		month = ended
		if last != 0 {
			month = db.Time(last).AddDate(0, 1, 0)
		}
		ok = !month.After(ended)
		return nil
	})
	return month, ok, err
}

// month makes the invoices of a month, each in a transaction of its own, and
// notes that it is done.
func (s *Service) month(ctx context.Context, month time.Time) (made int, err error) {
	const chunk = 200
	var last ledger.Balance
	for {
		var list []ledger.Balance
		if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			list, err = ledger.Kept(tx, ledger.Commission, last.Shop, last.Amount.Currency, chunk)
			return err
		}); err != nil {
			return made, err
		}
		for _, b := range list {
			var first bool
			if err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
				first, err = s.one(tx, b.Shop, b.Amount.Currency, month)
				return err
			}); err != nil {
				return made, err
			}
			if first {
				made++
			}
			last = b
		}
		if len(list) < chunk {
			return made, s.db.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec("INSERT INTO invoice_months (month) VALUES ($1) ON CONFLICT (month) DO NOTHING", db.Micro(month))
				return err
			})
		}
	}
}

// one makes the invoice of a shop; it tells whether there was one to make.
func (s *Service) one(tx *db.Tx, shop db.ShopID, c money.Currency, month time.Time) (bool, error) {
	var n int
	if err := tx.Row("SELECT COUNT(*) FROM invoices WHERE shop_id = $1 AND currency = $2 AND month = $3",
		[]any{int64(shop), string(c), db.Micro(month)}, &n); err != nil || n > 0 || c == money.Play {
		return false, err
	}
	next := month.AddDate(0, 1, 0)
	from, before := ledger.TransferID(db.IDAt(month)), ledger.TransferID(db.IDAt(next))
	share, err := ledger.Booked(tx, shop, ledger.Commission, c, from, before)
	if err != nil {
		return false, err
	}
	tax, err := ledger.Booked(tx, shop, ledger.CommissionTax, c, from, before)
	if err != nil {
		return false, err
	}
	i := Invoice{Shop: shop, Month: month, House: s.house(), Commission: money.Of(0, c), Tax: money.Of(0, c), Lines: merge(share, tax, c)}
	if len(i.Lines) == 0 {
		return false, nil
	}
	if err := i.named(tx); err != nil {
		return false, err
	}
	if i.Number, err = number(tx, next); err != nil {
		return false, err
	}
	return true, insert(tx, i)
}

// named adds the shop's name, the references of the orders, and the sums.
func (i *Invoice) named(tx *db.Tx) error {
	sign, err := catalog.ShopIn(tx, i.Shop)
	if err != nil {
		return err
	}
	i.Holder = sign.Name
	for part := range slices.Chunk(i.Lines, lineChunk) {
		ids := make([]int64, len(part))
		for n, l := range part {
			ids[n] = l.Order
		}
		refs, err := market.Refs(tx, i.Shop, ids)
		if err != nil {
			return err
		}
		for n := range part {
			part[n].Ref = refs[part[n].Order]
			i.Commission.Minor += part[n].Commission.Minor
			i.Tax.Minor += part[n].Tax.Minor
		}
	}
	return nil
}

// number takes the next number of the house, which is where its tax rule says
// at the end of the month, and of the month's year.
func number(tx *db.Tx, next time.Time) (string, error) {
	end := next.Add(-time.Microsecond)
	book, err := commission.In(tx, end)
	if err != nil {
		return "", err
	}
	house := string(book.House())
	if house == "" {
		house = "AG"
	}
	var n int64
	if err := tx.Row(`INSERT INTO invoice_counters (house, year, n) VALUES ($1, $2, 1)
		ON CONFLICT (house, year) DO UPDATE SET n = invoice_counters.n + 1 RETURNING n`, []any{house, end.Year()}, &n); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s-%d-%06d", house, end.Year(), n), nil
}
