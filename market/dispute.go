package market

import (
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// ClaimFor is how long after its completion a buyer may still claim that
// something is wrong with an order.
const ClaimFor = 30 * 24 * time.Hour

// Resolution is what a claim on an order ends with.
type Resolution struct {
	Policy RefundPolicy // "" for nothing back
	Goods  money.Amount // of the goods' price, in the shop's currency; not read by BackAll
	Reason RefundReason
	Note   string
	Who    string // as identity.Actor.String
}

// Dispute stops the clock of an order about which its buyer claims something,
// in the transaction of the claim. An order that is completed stays so: what
// goes back of it is taken from the seller's balance. It gives the order as it
// stood before.
func (s *Service) Dispute(tx *db.Tx, by identity.Actor, id OrderID) (Order, error) {
	o, err := loadOrder(tx, id)
	if err != nil {
		return o, err
	}
	if o.State == Completed {
		if err := s.may(tx, by, o, buyer); err != nil {
			return o, err
		}
		if o.Left().shop().IsZero() || tx.Now.After(o.Updated.Add(ClaimFor)) {
			return o, fault.New(fault.Conflict, "fault.claim_late")
		}
		return o, insertStep(tx, o, Step{Event: Dispute, State: o.State, Who: by.String(), Name: by.Name})
	}
	moved := o
	return o, s.step(tx, by, &moved, Dispute, "", nil)
}

// Resolve ends the dispute of an order in the transaction of its claim: what
// goes back is booked, at most what is left, and the rest is the seller's.
func (s *Service) Resolve(tx *db.Tx, id OrderID, r Resolution) error {
	o, err := loadOrder(tx, id)
	if err != nil {
		return err
	}
	left := o.Left()
	r.Goods.Minor = min(r.Goods.Minor, left.Goods.Minor)
	if r.Policy == BackAll && !left.shop().IsZero() || r.Policy != "" && r.Policy != BackAll && r.Goods.Minor > 0 {
		parts, err := o.parts(r.Policy, r.Goods)
		if err != nil {
			return err
		}
		back, err := s.refund(tx, &o, parts, Refund{Reason: r.Reason, Note: r.Note, Who: r.Who})
		if err != nil {
			return err
		}
		if err := insertStep(tx, o, Step{Event: Refunded, State: o.State, Who: r.Who, Note: back.words()}); err != nil {
			return err
		}
	}
	if o.State != Disputed {
		return nil
	}
	return s.step(tx, identity.System(), &o, Settle, "", nil)
}

// Undispute lets an order go on whose claim was taken back.
func (s *Service) Undispute(tx *db.Tx, id OrderID) error {
	o, err := loadOrder(tx, id)
	if err != nil || o.State != Disputed {
		return err
	}
	return s.step(tx, identity.System(), &o, Withdraw, "", nil)
}

// Claimable reports whether the buyer may claim now that something is wrong.
func (o Order) Claimable(now time.Time) bool {
	switch o.State {
	case Shipped:
		return !o.CashOnDelivery()
	case Delivered:
		return true
	case Completed:
		return !o.Left().shop().IsZero() && now.Before(o.Updated.Add(ClaimFor))
	}
	return false
}

// Bought reports whether the actor is the buyer of a group.
func Bought(tx *db.Tx, by identity.Actor, id GroupID) (bool, error) {
	g, err := loadGroup(tx, "group_id = $1", int64(id))
	return err == nil && isBuyer(by, g), err
}

// Tied reports whether the actor is the buyer of a group, or is reached where
// its buyer is.
func Tied(tx *db.Tx, by identity.Actor, id GroupID) (bool, error) {
	g, err := loadGroup(tx, "group_id = $1", int64(id))
	same := by.Email != "" && by.Email == g.Contact.Email || by.Phone != "" && (by.Phone == g.Contact.Phone || by.Phone == g.Address.Phone)
	return err == nil && (same || isBuyer(by, g)), err
}

// LinesOf gives the lines of an order.
func LinesOf(tx *db.Tx, o Order) ([]Line, error) {
	err := loadLines(tx, &o)
	return o.Lines, err
}
