package treasury

import (
	"context"
	"errors"
	"io"
	"time"

	"agora/audit"
	"agora/bank"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
	"agora/payment"
)

// Orders is what the treasury asks of those who know what money is for. Calls
// are made in the transaction that books a line.
type Orders interface {
	payment.Cashier
	// Named gives the reference of the one order group that a text names; "" for
	// none, and for several.
	Named(tx *db.Tx, text string) (ref string, err error)
	// RefundsNamed gives the refunds of a group, of exactly this sum, that a
	// person sends or has sent.
	RefundsNamed(tx *db.Tx, ref string, sum money.Amount) ([]payment.Back, error)
	// RefundLeft says that a refund left by a way, under the bank's number.
	RefundLeft(tx *db.Tx, by identity.Actor, b payment.Back, way, proof string) error
}

// StatementID names an imported statement.
type StatementID int64

// Statement is an imported bank statement: a draft that shows what each line
// would do, until an operator says yes.
type Statement struct {
	ID       StatementID
	Account  string
	Currency money.Currency
	Number   string       // the bank's
	From, To time.Time    // days of its first and last line
	Gap      money.Amount // between its balances, what its lines leave unexplained
	Lines    int
	Draft    bool
	Who      string    // imported it
	Mapping  string    // name of the bank of a CSV; "" for camt.053
	Made     time.Time // when it was imported
}

// Fate is what became, or would become, of a line.
type Fate string

// The fates.
const (
	Received Fate = "received" // counts towards an order group
	Parked   Fate = "parked"   // waits in the queue of unmatched money
	Paid     Fate = "settled"  // a payout is settled
	Bounced  Fate = "returned" // a payout came back
	Refunded Fate = "refunded" // a refund left
	Known    Fate = "known"    // was booked by hand before
	Again    Fate = "again"    // was booked by another statement
	Look     Fate = "look"     // for a person: nothing was booked
)

// StatementLine is a line with its fate.
type StatementLine struct {
	bank.Line
	Fate    Fate
	Subject string         // of what it booked: "AG-…" of a group, "PO…" of a payout
	Shop    catalog.ShopID // of the payout
	id      int64          // of the receipt, payout or refund
}

// transfer is the way by which money comes and goes at the bank.
const transfer = "transfer"

// errDry takes back what a dry run did.
var errDry = errors.New("a dry run")

// Reads gives the treasury those who know what money is for; once, before use.
func (s *Service) Reads(o Orders) { s.orders = o }

// Draft reads a file and keeps its statements with what each line would do; it
// books nothing. mapping names the bank of a CSV; "" reads camt.053.
func (s *Service) Draft(ctx context.Context, by identity.Actor, mapping string, r io.Reader) (ids []StatementID, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	list, err := s.read(ctx, mapping, r)
	if err != nil {
		return nil, err
	}
	lines := make([][]StatementLine, len(list))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		for i, st := range list {
			lines[i] = make([]StatementLine, len(st.Lines))
			for n, l := range st.Lines {
				lines[i][n].Line = l
			}
			if err := s.bookAll(tx, by, 0, lines[i]); err != nil {
				return err
			}
		}
		return errDry
	})
	if !errors.Is(err, errDry) {
		return nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		ids = nil
		for i, st := range list {
			id, err := insertStatement(tx, by, mapping, st, lines[i])
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

// read reads a file, whose accounts must be the house's.
func (s *Service) read(ctx context.Context, mapping string, r io.Reader) (list []bank.Statement, err error) {
	if mapping == "" {
		list, err = bank.ReadCAMT(r)
	} else {
		var m bank.Mapping
		if m, err = s.Mapping(ctx, mapping); err != nil {
			return nil, err
		}
		var st bank.Statement
		st, err = bank.ReadCSV(r, m)
		list = []bank.Statement{st}
	}
	if err != nil {
		return nil, err
	}
	for _, st := range list {
		own, err := s.Debtor(st.Currency)
		if err != nil || own.Account != st.Account {
			return nil, fault.Field("file", "fault.statement_account", "account", st.Account, "currency", string(st.Currency))
		}
	}
	return list, nil
}

// Book books a draft, all of it or nothing. What another statement or a person
// booked before is not booked again.
func (s *Service) Book(ctx context.Context, by identity.Actor, id StatementID) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		st, err := loadStatement(tx, id)
		if err != nil {
			return err
		}
		if !st.Draft {
			return fault.New(fault.Conflict, "fault.statement_booked")
		}
		lines, err := linesOf(tx, id, -1, bank.MaxLines)
		if err != nil {
			return err
		}
		if err := s.bookAll(tx, by, id, lines); err != nil {
			return err
		}
		if err := finish(tx, id, lines); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "statement.booked", st.Account, map[string]any{"number": st.Number, "lines": len(lines)})
	})
}

// Drop forgets a draft.
func (s *Service) Drop(ctx context.Context, by identity.Actor, id StatementID) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		st, err := loadStatement(tx, id)
		if err != nil {
			return err
		}
		if !st.Draft {
			return fault.New(fault.Conflict, "fault.statement_booked")
		}
		return dropStatement(tx, id)
	})
}

// Statements gives the operator what was imported, newest first, older than
// before (0 for the newest).
func (s *Service) Statements(ctx context.Context, by identity.Actor, before StatementID) (list []Statement, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanStatement, "SELECT "+statementColumns+" FROM statements WHERE statement_id < $1 ORDER BY statement_id DESC LIMIT $2",
			int64(before), pageSize)
		return err
	})
	return list, err
}

// Statement gives the operator one statement with a page of its lines, those
// behind the line after (-1 for the first page).
func (s *Service) Statement(ctx context.Context, by identity.Actor, id StatementID, after int) (st Statement, lines []StatementLine, err error) {
	if !by.IsOperator() {
		return st, nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if st, err = loadStatement(tx, id); err != nil {
			return err
		}
		lines, err = linesOf(tx, id, after, pageSize)
		return err
	})
	return st, lines, err
}
