package treasury

import (
	"context"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// Debt is what a shop owes the house after refunds and fines that her balance
// did not cover. Her next sales pay it first; who sells nothing is reminded.
type Debt struct {
	Shop   catalog.ShopID
	Holder string // the shop's name; only in lists
	Amount money.Amount
	Since  time.Time // when the program first saw it
	Level  int       // how often she was reminded
}

// debtSteps are the fifth step: since when each shop owes, and how often she was
// reminded of it. The sum is the ledger's.
const debtSteps = `
CREATE TABLE debts (
	shop_id BIGINT NOT NULL,
	currency TEXT NOT NULL,
	since BIGINT NOT NULL,
	level BIGINT NOT NULL,
	PRIMARY KEY (shop_id, currency)
) /*clustered*/;
`

// Reminder is the body of a "debt.reminded" event.
type Reminder struct {
	Amount money.Amount
	Level  int // from 1
	Last   bool
}

// Remind looks at what shops owe: who owes since the days of the setting is
// reminded, once for each of them, and who has paid is forgotten. It tells how
// many it reminded. The program does it again and again; play money is not
// asked for.
func (s *Service) Remind(ctx context.Context) (reminded int, err error) {
	const chunk = 200
	days := s.house.House().DebtReminders()
	after, more := catalog.ShopID(0), true
	for more && err == nil {
		from, some := after, 0
		err = s.db.Write(ctx, func(tx *db.Tx) error {
			some, after = 0, from
			known, err := debtRows(tx)
			if err != nil {
				return err
			}
			owing, err := ledger.Owing(tx, ledger.Debt, after, chunk)
			if err != nil {
				return err
			}
			for _, b := range owing {
				after = b.Shop
				if b.Amount.Currency == money.Play {
					continue
				}
				d, was := known[debtor{b.Shop, b.Amount.Currency}]
				if !was {
					d = Debt{Shop: b.Shop, Since: tx.Now}
				}
				d.Amount = b.Amount.Neg()
				due := 0
				for _, n := range days {
					if !tx.Now.Before(d.Since.AddDate(0, 0, n)) {
						due++
					}
				}
				if was && due <= d.Level {
					continue
				}
				if due > d.Level {
					d.Level = due
					some++
					if err := event.Append(tx, d.Shop, "debt.reminded", int64(d.Shop), Reminder{d.Amount, d.Level, d.Level == len(days)}); err != nil {
						return err
					}
				}
				if err := d.save(tx); err != nil {
					return err
				}
			}
			if more = len(owing) == chunk; more {
				return nil
			}
			return forgetPaid(tx, known)
		})
		reminded += some
	}
	return reminded, err
}

// debtor is who owes in which money.
type debtor struct {
	shop     catalog.ShopID
	currency money.Currency
}

func debtRows(tx *db.Tx) (map[debtor]Debt, error) {
	known := map[debtor]Debt{}
	return known, tx.Each(func(scan db.Scan) error {
		var d Debt
		var since int64
		if err := scan(&d.Shop, &d.Amount.Currency, &since, &d.Level); err != nil {
			return err
		}
		d.Since = db.Time(since)
		known[debtor{d.Shop, d.Amount.Currency}] = d
		return nil
	}, `SELECT shop_id, currency, since, level FROM debts`)
}

func (d Debt) save(tx *db.Tx) error {
	_, err := tx.Exec(`INSERT INTO debts (shop_id, currency, since, level) VALUES ($1, $2, $3, $4)
		ON CONFLICT (shop_id, currency) DO UPDATE SET level = excluded.level`, int64(d.Shop), string(d.Amount.Currency), db.Micro(d.Since), d.Level)
	return err
}

// forgetPaid takes the rows away of who owes nothing any more.
func forgetPaid(tx *db.Tx, known map[debtor]Debt) error {
	for k := range known {
		b, err := ledger.Of(tx, k.shop, ledger.Debt, k.currency)
		if err != nil {
			return err
		}
		if b.Amount.Minor < 0 {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM debts WHERE shop_id = $1 AND currency = $2`, int64(k.shop), string(k.currency)); err != nil {
			return err
		}
	}
	return nil
}

// Debts gives the operator what shops owe, of shops above after, a page.
func (s *Service) Debts(ctx context.Context, by identity.Actor, after catalog.ShopID) (list []Debt, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		known, err := debtRows(tx)
		if err != nil {
			return err
		}
		owing, err := ledger.Owing(tx, ledger.Debt, after, pageSize)
		if err != nil {
			return err
		}
		var shops []catalog.ShopID
		for _, b := range owing {
			d := known[debtor{b.Shop, b.Amount.Currency}]
			d.Shop, d.Amount = b.Shop, b.Amount.Neg()
			list, shops = append(list, d), append(shops, b.Shop)
		}
		names, err := catalog.ShopNames(tx, shops)
		for i := range list {
			list[i].Holder = names[list[i].Shop]
		}
		return err
	})
	return list, err
}
