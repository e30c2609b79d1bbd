package moneytest

import (
	"fmt"
	"time"

	"agora/db"
	"agora/ledger"
	"agora/market/markettest"
	"agora/treasury"
)

// payOut plans the payouts of a day, approves them and makes their files.
func (l *life) payOut() error {
	day := l.now.Truncate(24 * time.Hour)
	if _, err := l.treasury.Plan(l.ctx, func(time.Time) time.Time { return day }); err != nil {
		return err
	}
	op := markettest.Operator()
	list, err := l.treasury.Payouts(l.ctx, op, treasury.Planned, 0, 50)
	if err != nil {
		return err
	}
	for _, p := range list {
		if err := l.treasury.Approve(l.ctx, op, p.Shop, p.ID); err != nil {
			return err
		}
		if _, err := l.treasury.File(l.ctx, op, p.Amount.Currency); err != nil {
			return err
		}
	}
	return nil
}

// bank is what the bank says of a payout: paid, or back.
func (l *life) bank(state treasury.PayoutState, paid bool) error {
	op := markettest.Operator()
	list, err := l.treasury.Payouts(l.ctx, op, state, 0, 50)
	if err != nil || len(list) == 0 {
		return err
	}
	p := list[l.rnd.IntN(len(list))]
	if paid {
		return l.treasury.Settle(l.ctx, op, p.Shop, p.ID, "B-1")
	}
	return l.treasury.Return(l.ctx, op, p.Shop, p.ID, "account closed")
}

// payouts proves of each shop that what is with the bank and what it paid is
// what the payouts say: nothing was paid twice.
func (l *life) payouts() error {
	return l.DB.Read(l.ctx, func(tx *db.Tx) error {
		for _, s := range l.Shops {
			var under, paid int64
			if err := tx.Row(`SELECT CAST(COALESCE(SUM(CASE WHEN state IN ('planned', 'approved', 'sent') THEN amount ELSE 0 END), 0) AS BIGINT),
				CAST(COALESCE(SUM(CASE WHEN state = 'settled' THEN amount ELSE 0 END), 0) AS BIGINT) FROM payouts WHERE shop_id = $1`,
				[]any{int64(s.ID)}, &under, &paid); err != nil {
				return err
			}
			purse, err := ledger.Purse(tx, s.ID, s.Currency)
			if err != nil {
				return err
			}
			if purse[ledger.Paying].Minor != under || purse[ledger.Bank].Minor != paid {
				return fmt.Errorf("shop %d: %d under way and %d paid by payouts, the ledger has %s and %s", s.ID, under, paid,
					purse[ledger.Paying], purse[ledger.Bank])
			}
			if d := purse[ledger.Debt]; d.Minor > 0 {
				return fmt.Errorf("shop %d owes less than nothing: %s", s.ID, d)
			}
		}
		return nil
	})
}
