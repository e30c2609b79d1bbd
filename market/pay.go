package market

import (
	"context"
	"strconv"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/payment"
)

// Collect asks the way to pay for the money of a group and books the answer.
// Place does it right after the placement; as a job it is tried until it
// succeeds. Once it was done, doing it again changes nothing.
func (s *Service) Collect(ctx context.Context, id GroupID) error {
	if done, err := s.Collected(ctx, id); done || err != nil {
		return err
	}
	var g Group
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		g, err = loadGroup(tx, "group_id = $1", int64(id))
		return err
	}); err != nil {
		return err
	}
	return s.collect(ctx, g)
}

// Collected reports whether the money of a group was asked for.
func (s *Service) Collected(ctx context.Context, id GroupID) (done bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		attempts, err := payment.ByGroup(tx, int64(id))
		done = len(attempts) > 0
		return err
	})
	return done, err
}

func (s *Service) collect(ctx context.Context, g Group) error {
	way, err := s.ways.Of(g.Pay)
	if err != nil {
		return err
	}
	attempt, err := way.Authorize(ctx, intent(g))
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := ordersOf(tx, &g); err != nil {
			return err
		}
		return s.settle(tx, identity.System(), &g, attempt)
	})
}

func intent(g Group) payment.Intent {
	return payment.Intent{Group: int64(g.ID), Ref: g.Ref, Amount: g.Total}
}

// authorise asks a way that needs nothing outside, within the transaction that
// places g, and tells g how to pay; it gives nil for the others, which are asked
// after the commit.
func (s *Service) authorise(ctx context.Context, g *Group) (*payment.Attempt, error) {
	way, err := s.ways.Of(g.Pay)
	if err != nil {
		return nil, err
	}
	if _, ok := way.(payment.Local); !ok {
		g.PayState = string(payment.Pending)
		return nil, nil
	}
	a, err := way.Authorize(ctx, intent(*g))
	if err != nil {
		return nil, err
	}
	g.PayState, g.HowToPay = string(a.State), a.Instructions
	if g.Pay == payCash && !g.Outstanding().IsZero() {
		g.HowToPay, err = s.howToDeposit(ctx, *g)
	}
	return &a, err
}

// settle stores the answer of a way to pay; captured money moves the orders of g.
func (s *Service) settle(tx *db.Tx, by identity.Actor, g *Group, a payment.Attempt) error {
	if err := keep(tx, *g, a); err != nil || a.State != payment.Captured {
		return err
	}
	return s.paid(tx, by, g, ledger.Way(g.Pay))
}

// keep stores an attempt, and its state with the group.
func keep(tx *db.Tx, g Group, a payment.Attempt) error {
	if err := payment.Record(tx, a); err != nil || string(a.State) == g.PayState {
		return err
	}
	_, err := tx.Exec(`UPDATE order_groups SET pay_state = $1 WHERE group_id = $2`, string(a.State), int64(g.ID))
	return err
}

// paid moves every order of a group, which are known, that waits for its money,
// which stands on the account from.
func (s *Service) paid(tx *db.Tx, by identity.Actor, g *Group, from ledger.Account) error {
	for i := range g.Orders {
		o := &g.Orders[i]
		if o.State != AwaitingPayment {
			continue
		}
		o.from = from
		move := Pay
		if o.Digital {
			by, move = identity.System(), Hand
		}
		if err := s.step(tx, by, o, move, "", nil); err != nil {
			return err
		}
	}
	return event.Append(tx, db.House, "group.paid", int64(g.ID), nil)
}

// PayTransfer books that a bank transfer for a group arrived, as the operator
// read it on the bank's statement. Typed by hand, the sum must be what is
// still to come; other sums come in by the statement itself.
func (s *Service) PayTransfer(ctx context.Context, by identity.Actor, text string, got money.Amount) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.forbidden")
	}
	n, err := parseRef(text)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		g, err := loadGroup(tx, "number = $1", n)
		if err != nil {
			return err
		}
		if err := ordersOf(tx, &g); err != nil {
			return err
		}
		due := g.Outstanding()
		switch {
		case g.PayState == string(payment.Captured):
			return fault.New(fault.Conflict, "fault.paid_already", "ref", g.Ref)
		case due.IsZero():
			return fault.New(fault.Conflict, "fault.nothing_to_pay", "ref", g.Ref)
		case due != got:
			return fault.Field("amount", "fault.amount_differs", "want", due, "have", got)
		}
		_, err = s.Take(tx, payment.Receipt{Way: payTransfer, Key: payment.Hand + strconv.FormatInt(tx.ID(), 10), Ref: g.Ref,
			Amount: got, At: tx.Now, Payer: by.String()})
		return err
	})
}

// Due is what the orders of the group that still wait for their money ask for.
func (g Group) Due() money.Amount {
	due := money.Of(0, g.Total.Currency)
	for _, o := range g.Orders {
		if o.State == AwaitingPayment {
			due.Minor += o.Asks().Minor
		}
	}
	return due
}
