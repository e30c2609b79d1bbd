package treasury

import (
	"context"
	"strings"

	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// maxProof bounds a bank's number or reason, in bytes.
const maxProof = 200

// move takes a payout one step in one transaction: an operator's, noted in the
// audit, told as an event.
func (s *Service) move(ctx context.Context, by identity.Actor, shop catalog.ShopID, id PayoutID, what string, step func(*db.Tx, *Payout) error) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := loadPayout(tx, shop, id)
		if err != nil {
			return err
		}
		return s.moveIn(tx, by, p, what, step)
	})
}

// moveIn is move within a transaction.
func (s *Service) moveIn(tx *db.Tx, by identity.Actor, p Payout, what string, step func(*db.Tx, *Payout) error) error {
	from := p.State
	if err := step(tx, &p); err != nil {
		return err
	}
	if err := p.enter(tx, from); err != nil {
		return err
	}
	if err := audit.Note(tx, by, p.Shop, "payout."+what, p.Ref(), map[string]string{"amount": p.Amount.String(), "proof": p.Proof}); err != nil {
		return err
	}
	return event.Append(tx, p.Shop, event.Kind("payout."+string(p.State)), int64(p.ID), nil)
}

func (p Payout) in(states ...PayoutState) error {
	for _, s := range states {
		if p.State == s {
			return nil
		}
	}
	return fault.New(fault.Conflict, "fault.payout_state", "state", string(p.State))
}

// Approve says yes to a planned payout. Above the operator's limit two people
// must.
func (s *Service) Approve(ctx context.Context, by identity.Actor, shop catalog.ShopID, id PayoutID) error {
	return s.move(ctx, by, shop, id, "approved", func(tx *db.Tx, p *Payout) error {
		if err := p.in(Planned); err != nil {
			return err
		}
		if p.First == by.String() {
			return fault.New(fault.Conflict, "fault.payout_second")
		}
		limit := s.house.House().PayoutAlone(p.Amount.Currency)
		switch {
		case p.First != "":
			p.Second, p.State = by.String(), Approved
		case limit.Minor > 0 && p.Amount.Minor > limit.Minor:
			p.First = by.String()
		default:
			p.First, p.State = by.String(), Approved
		}
		return nil
	})
}

// Withdraw gives up a payout that no bank file has; its sum is on the balance
// again.
func (s *Service) Withdraw(ctx context.Context, by identity.Actor, shop catalog.ShopID, id PayoutID, why string) error {
	return s.move(ctx, by, shop, id, "withdrawn", func(tx *db.Tx, p *Payout) (err error) {
		if err := p.in(Planned, Approved); err != nil {
			return err
		}
		if p.Proof, err = proof("why", why); err != nil {
			return err
		}
		p.State = Withdrawn
		return p.post(tx, "payout.withdrawn", ledger.Paying, ledger.Payable)
	})
}

// Settle says that the bank confirmed a payout, under its number.
func (s *Service) Settle(ctx context.Context, by identity.Actor, shop catalog.ShopID, id PayoutID, number string) error {
	return s.move(ctx, by, shop, id, "settled", settling(number))
}

func settling(number string) func(*db.Tx, *Payout) error {
	return func(tx *db.Tx, p *Payout) (err error) {
		if err := p.in(Sent); err != nil {
			return err
		}
		if p.Proof, err = proof("proof", number); err != nil {
			return err
		}
		p.State = Settled
		return p.post(tx, "payout.settled", ledger.Paying, ledger.Bank)
	}
}

// Return says that the bank sent a payout back, before or after it confirmed
// it: the sum is the seller's again and no longer settled.
func (s *Service) Return(ctx context.Context, by identity.Actor, shop catalog.ShopID, id PayoutID, why string) error {
	return s.move(ctx, by, shop, id, "returned", s.returning(why))
}

func (s *Service) returning(why string) func(*db.Tx, *Payout) error {
	return func(tx *db.Tx, p *Payout) (err error) {
		if err := p.in(Sent, Settled); err != nil {
			return err
		}
		if p.Proof, err = proof("why", why); err != nil {
			return err
		}
		from := ledger.Paying
		if p.State == Settled {
			from = ledger.Bank
		}
		p.State = Returned
		return s.putBack(tx, *p, from)
	}
}

// putBack books a returned payout: what the seller owes is taken first.
func (s *Service) putBack(tx *db.Tx, p Payout, from ledger.Account) error {
	debt, err := ledger.Of(tx, p.Shop, ledger.Debt, p.Amount.Currency)
	if err != nil {
		return err
	}
	netted := money.Of(min(p.Amount.Minor, -debt.Amount.Minor), p.Amount.Currency)
	_, err = ledger.Post(tx, ledger.Transfer{Shop: p.Shop, Kind: "payout.returned", Subject: int64(p.ID), Legs: []ledger.Leg{
		{Account: from, Amount: p.Amount.Neg()}, {Account: ledger.Debt, Amount: netted},
		{Account: ledger.Payable, Amount: money.Of(p.Amount.Minor-netted.Minor, p.Amount.Currency)}}})
	return err
}

func proof(field, s string) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	switch {
	case s == "":
		return "", fault.Field(field, "fault.required")
	case len(s) > maxProof:
		return "", fault.Field(field, "fault.too_long", "max", maxProof)
	}
	return s, nil
}
