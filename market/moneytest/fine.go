package moneytest

import (
	"fmt"

	"agora/db"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/money"
	"agora/treasury"
)

// fine announces a fine on the shop of an order.
func (l *life) fine(g market.Group) error {
	const rarely = 4 // or the sellers would live in debt
	o := l.order(g)
	if l.rnd.IntN(rarely) > 0 {
		return nil
	}
	_, err := l.treasury.Announce(l.ctx, markettest.Operator(), treasury.NewFine{Shop: o.Shop,
		Amount: money.Of(1+l.rnd.Int64N(o.Goods.Minor), o.Goods.Currency), Reason: "late", Evidence: "scans"})
	return err
}

// judge does one thing to a fine in a state.
func (l *life) judge(state treasury.FineState, do func(treasury.Fine, identity.Actor) error) error {
	list, err := l.treasury.Fines(l.ctx, markettest.Operator(), state, 0)
	if err != nil || len(list) == 0 {
		return err
	}
	other := markettest.Operator()
	other.Person = 2
	return do(list[l.rnd.IntN(len(list))], other)
}

// fines proves of each shop that the fines of the ledger are those that are
// charged.
func (l *life) fines() error {
	return l.DB.Read(l.ctx, func(tx *db.Tx) error {
		for _, s := range l.Shops {
			var charged int64
			if err := tx.Row(`SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM fines WHERE shop_id = $1 AND state = 'charged'`,
				[]any{int64(s.ID)}, &charged); err != nil {
				return err
			}
			if b, err := ledger.Of(tx, s.ID, ledger.Fines, s.Currency); err != nil || b.Amount.Minor != charged {
				return fmt.Errorf("shop %d: fines of %d are charged, the ledger has %s (%w)", s.ID, charged, b.Amount, err)
			}
		}
		return nil
	})
}
