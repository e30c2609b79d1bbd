package market

import (
	"context"
	"iter"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// Period is a statement's time: from its beginning up to but not at its end,
// UTC.
type Period struct{ From, To time.Time }

// Month gives the month in which a time lies.
func Month(t time.Time) Period {
	from := time.Date(t.UTC().Year(), t.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
	return Period{from, from.AddDate(0, 1, 0)}
}

// bounds are the ids of transfers made in the period.
func (p Period) bounds() (from, before ledger.TransferID) {
	return ledger.TransferID(db.IDAt(p.From)), ledger.TransferID(db.IDAt(p.To))
}

// Standing is how a shop's money stands, or by how much it changed, in minor
// units of the statement's currency.
type Standing struct {
	Held   int64 // in escrow
	Own    int64 // hers: what waits for a payout, less what she owes
	Paying int64 // in payouts that the bank has not confirmed
	Fees   int64 // the house's commission with its tax
}

func (s *Standing) add(a ledger.Account, n int64) {
	switch a {
	case ledger.Escrow:
		s.Held += n
	case ledger.Payable, ledger.Debt:
		s.Own += n
	case ledger.Paying:
		s.Paying += n
	case ledger.Commission, ledger.CommissionTax:
		s.Fees += n
	}
}

// plus gives the sum of two.
func (s Standing) plus(t Standing) Standing {
	return Standing{s.Held + t.Held, s.Own + t.Own, s.Paying + t.Paying, s.Fees + t.Fees}
}

// Statement is a shop's money in a period: how it stood, every transfer, how it
// stands.
type Statement struct {
	Period
	Currency         money.Currency
	Opening, Closing Standing
}

// StatementLine is one transfer as a seller reads it.
type StatementLine struct {
	Transfer ledger.TransferID
	At       time.Time
	Kind     string // as ledger.Transfer
	Subject  int64
	Order    string   // reference; "" when it is about none
	Change   Standing // by this transfer
	After    Standing
}

// Statement gives the heads of a shop's statement in its own currency, and at
// most limit of its lines after a transfer (0 for the first), to those who run
// the shop and the operator.
func (s *Service) Statement(ctx context.Context, by identity.Actor, shop catalog.Shop, p Period, after ledger.TransferID, limit int) (st Statement, lines []StatementLine, err error) {
	if !by.Runs(shop.ID) && !by.IsOperator() {
		return st, nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if st, err = heads(tx, shop, p); err != nil {
			return err
		}
		lines, err = statementLines(tx, shop, p, after, limit)
		return err
	})
	return st, lines, err
}

// Snapshot hands a statement over with all of its lines, read while they are
// asked for, as they were at one moment.
func (s *Service) Snapshot(ctx context.Context, by identity.Actor, shop catalog.Shop, p Period, do func(Statement, iter.Seq2[StatementLine, error]) error) error {
	if !by.Runs(shop.ID) && !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.forbidden")
	}
	return s.db.Read(ctx, func(tx *db.Tx) error {
		st, err := heads(tx, shop, p)
		if err != nil {
			return err
		}
		return do(st, func(yield func(StatementLine, error) bool) {
			const chunk = 1000
			for after := ledger.TransferID(0); ; {
				lines, err := statementLines(tx, shop, p, after, chunk)
				if err != nil {
					yield(StatementLine{}, err)
					return
				}
				for _, l := range lines {
					if !yield(l, nil) {
						return
					}
				}
				if len(lines) < chunk {
					return
				}
				after = lines[len(lines)-1].Transfer
			}
		})
	})
}

func heads(tx *db.Tx, shop catalog.Shop, p Period) (st Statement, err error) {
	st.Period, st.Currency = p, shop.Currency
	from, before := p.bounds()
	if st.Opening, err = stood(tx, shop, from); err != nil {
		return st, err
	}
	st.Closing, err = stood(tx, shop, before)
	return st, err
}

func stood(tx *db.Tx, shop catalog.Shop, before ledger.TransferID) (s Standing, err error) {
	sums, err := ledger.StoodAt(tx, shop.ID, shop.Currency, before)
	for a, n := range sums {
		s.add(a, n)
	}
	return s, err
}

// statementLines gives at most limit lines after a transfer.
func statementLines(tx *db.Tx, shop catalog.Shop, p Period, after ledger.TransferID, limit int) ([]StatementLine, error) {
	from, before := p.bounds()
	if after >= from {
		from = after + 1
	}
	stands, err := stood(tx, shop, from)
	if err != nil {
		return nil, err
	}
	entries, err := ledger.Stated(tx, shop.ID, shop.Currency, from, before, limit)
	if err != nil {
		return nil, err
	}
	var lines []StatementLine
	for _, e := range entries {
		last := len(lines) - 1
		if last < 0 || lines[last].Transfer != e.Transfer {
			if len(lines) == limit {
				break
			}
			lines = append(lines, StatementLine{Transfer: e.Transfer, At: db.TimeOfID(int64(e.Transfer)), Kind: e.Kind, Subject: e.Subject})
			last++
		}
		lines[last].Change.add(e.Account, e.Amount.Minor)
	}
	for i := range lines {
		stands = stands.plus(lines[i].Change)
		lines[i].After = stands
	}
	return lines, named(tx, shop.ID, lines)
}

// named adds to each line the order it is about, some hundred in a statement.
func named(tx *db.Tx, shop catalog.ShopID, lines []StatementLine) error {
	const chunk = 300
	for len(lines) > 0 {
		some := lines[:min(chunk, len(lines))]
		lines = lines[len(some):]
		subjects := make([]int64, len(some))
		for i, l := range some {
			subjects[i] = l.Subject
		}
		refs, err := Refs(tx, shop, subjects)
		if err != nil {
			return err
		}
		for i := range some {
			some[i].Order = refs[some[i].Subject]
		}
	}
	return nil
}
