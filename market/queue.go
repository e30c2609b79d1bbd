package market

import (
	"context"

	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
	"agora/payment"
)

// Stray is money that came in and fits nothing, with the groups it may be for.
type Stray struct {
	payment.Kept
	Fits []string // references of groups that wait for exactly this sum, a few
}

// Strays gives the operator the money that is parked, oldest first, of ids
// above after.
func (s *Service) Strays(ctx context.Context, by identity.Actor, after int64) (list []Stray, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		kept, err := payment.ParkedReceipts(tx, after, pageSize)
		if err != nil {
			return err
		}
		fits, err := waitingFor(tx, kept)
		for _, k := range kept {
			list = append(list, Stray{k, fits[k.Amount]})
		}
		return err
	})
	return list, err
}

// waitingFor gives the references of the groups that wait for one of the sums,
// in one statement, the newest few of each.
func waitingFor(tx *db.Tx, kept []payment.Kept) (map[money.Amount][]string, error) {
	const few = 3
	fits := map[money.Amount][]string{}
	if len(kept) == 0 {
		return fits, nil
	}
	var args []any
	var sums []int64
	for _, k := range kept {
		sums = append(sums, k.Amount.Minor)
	}
	in := listed(&args, sums)
	err := tx.Each(func(scan db.Scan) error {
		var number, minor int64
		var c money.Currency
		if err := scan(&number, &c, &minor); err != nil {
			return err
		}
		if at := money.Of(minor, c); len(fits[at]) < few {
			fits[at] = append(fits[at], ref(number))
		}
		return nil
	}, `SELECT number, currency, total - received FROM order_groups
		WHERE pay_state IN ('pending', 'part') AND total - received IN `+in+` ORDER BY group_id DESC LIMIT 500`, args...)
	return fits, err
}
