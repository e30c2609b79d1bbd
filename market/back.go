package market

import (
	"context"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/money"
	"agora/once"
)

// RefundPolicy names what goes back beside the price of goods.
type RefundPolicy string

// The policies.
const (
	BackPrice RefundPolicy = "price" // only the price is lowered: the buyer keeps the goods, and duty, VAT, freight and fees stay paid
	BackGoods RefundPolicy = "goods" // goods with their share of duty and VAT; freight and fees stay paid
	BackAll   RefundPolicy = "all"   // everything that is left
)

// Policies are all of them, from the least to the most.
var Policies = [...]RefundPolicy{BackPrice, BackGoods, BackAll}

// backFor is how long after its completion an order may still be refunded by
// its shop.
const backFor = 90 * 24 * time.Hour

// parts gives what goes back when a sum of goods (in the shop's money) does, by
// the policy. Duty and VAT follow the goods in proportion, computed on all that
// went back, so that several refunds add up to the whole.
func (o Order) parts(p RefundPolicy, goods money.Amount) (Parts, error) {
	left := o.Left()
	none := left.each(left, func(a, b int64) int64 { return a - b })
	switch p {
	case BackAll:
		return left, nil
	case BackPrice, BackGoods:
	default:
		return none, fault.Field("policy", "fault.choice")
	}
	if goods.Currency != o.Goods.Currency || goods.Minor <= 0 || goods.Minor > left.Goods.Minor {
		return none, fault.Field("amount", "fault.refund_most", "most", left.Goods)
	}
	none.Goods = goods
	if p == BackPrice {
		return none, nil
	}
	for _, s := range [...]struct{ to, all, back *money.Amount }{{&none.Duty, &o.Duty, &o.Back.Duty}, {&none.VAT, &o.VAT, &o.Back.VAT}} {
		n, err := money.HalfUp.MulDiv(s.all.Minor, o.Back.Goods.Minor+goods.Minor, o.Goods.Minor)
		if err != nil {
			return none, err
		}
		s.to.Minor = max(n-s.back.Minor, 0) // what went back by another policy is not asked for again
	}
	return none, nil
}

// Refundable reports whether the shop may give money of the order back now.
func (o Order) Refundable(now time.Time) bool {
	return !o.Captured.IsZero() && !o.Left().shop().IsZero() && o.State != Cancelled && o.State != Refused &&
		(o.State != Completed || now.Before(o.Updated.Add(backFor)))
}

// GiveBack returns money of an order to its buyer, by the shop or an operator:
// a sum of the goods in the shop's money (not read by the policy "all"), with
// what the policy says goes with it. Before the order is completed it comes out
// of escrow, after that out of what the shop and the house have of it.
func (s *Service) GiveBack(ctx context.Context, by identity.Actor, id OrderID, p RefundPolicy, goods money.Amount, why string) (r Refund, err error) {
	why, err = note("why", why, true)
	if err != nil {
		return r, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		if err := s.may(tx, by, o, shop|operator); err != nil {
			return err
		}
		if !o.Refundable(tx.Now) {
			return fault.New(fault.Conflict, "fault.refund_unpaid", "ref", o.Ref)
		}
		parts, err := o.parts(p, goods)
		if err != nil {
			return err
		}
		r, err = s.goesBack(tx, by, &o, parts, why)
		return err
	})
	return r, err
}

// goesBack books parts of an order that its buyer gets back, writes it into the
// order's history, and tells.
func (s *Service) goesBack(tx *db.Tx, by identity.Actor, o *Order, parts Parts, why string) (Refund, error) {
	r, err := s.refund(tx, o, parts, Refund{Reason: RefundKept, Note: why, Who: by.String()})
	if err != nil {
		return r, err
	}
	if err := insertStep(tx, *o, Step{Event: Refunded, State: o.State, Who: r.Who, Name: by.Name, Note: r.words()}); err != nil {
		return r, err
	}
	tx.AfterCommit(func() { s.bells.ring(o.Shop) })
	return r, event.Append(tx, o.Shop, "order.given_back", int64(o.ID), Moved{Group: o.Group, Ref: o.Ref, From: o.State, To: o.State, Event: Refunded})
}
