package rates

import (
	"context"

	"agora/db"
	"agora/identity"
	"agora/landed"
	"agora/money"
)

// Standing is a rate in force with what the bank says that is heard about it.
type Standing struct {
	landed.Given
	Said landed.Given // differs from the rate, which was put in by hand; no Value otherwise
}

// Standing gives the rates in force today, by currency.
func (s *Service) Standing(ctx context.Context, by identity.Actor) (list []Standing, err error) {
	if err := operators(by); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		today := dayOf(tx.Now)
		sheets, err := latest(tx, today)
		if err != nil {
			return err
		}
		changes, err := s.changes(tx, sheets, today)
		if err != nil {
			return err
		}
		said := map[money.Currency]landed.Given{}
		for _, c := range changes {
			if c.ByHand && c.New.Value != c.Old.Value {
				said[c.New.To] = c.New
			}
		}
		rows, err := landed.GivenOn(tx, today)
		if err != nil {
			return err
		}
		list = make([]Standing, len(rows))
		for i, g := range rows {
			list[i] = Standing{g, said[g.To]}
		}
		return nil
	})
	return list, err
}
