package moneytest

import (
	"fmt"
	"iter"
	"time"

	"agora/db"
	"agora/ledger"
	"agora/market"
)

// statements proves that every shop's statement, read in two periods, leads
// from nothing to what the ledger says, and that its lines do.
func (l *life) statements() error {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	middle, end := begin.Add(l.now.Sub(begin)/2+l.now.Sub(begin)*9/20), l.now.Add(time.Hour)
	for _, s := range l.Shops {
		var at market.Standing
		for _, p := range []market.Period{{From: begin, To: middle}, {From: middle, To: end}} {
			st, after, err := market.Statement{}, market.Standing{}, error(nil)
			err = l.Market.Snapshot(l.ctx, s.Seller, s.Shop, p, func(h market.Statement, lines iter.Seq2[market.StatementLine, error]) error {
				st, after = h, h.Opening
				for line, err := range lines {
					if err != nil {
						return err
					}
					after = line.After
				}
				return nil
			})
			if err != nil {
				return err
			}
			if st.Opening != at || after != st.Closing {
				return fmt.Errorf("shop %d: a period opens with %+v after %+v, its lines lead to %+v and it closes with %+v", s.ID, st.Opening, at, after, st.Closing)
			}
			at = st.Closing
		}
		err := l.DB.Read(l.ctx, func(tx *db.Tx) error {
			purse, err := ledger.Purse(tx, s.ID, s.Currency)
			if want := (market.Standing{Held: purse[ledger.Escrow].Minor, Own: purse[ledger.Payable].Minor + purse[ledger.Debt].Minor,
				Paying: purse[ledger.Paying].Minor, Fees: purse[ledger.Commission].Minor + purse[ledger.CommissionTax].Minor}); err == nil && at != want {
				err = fmt.Errorf("shop %d: the statement closes with %+v, the ledger has %+v", s.ID, at, want)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
