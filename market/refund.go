package market

import (
	"context"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/digital"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/payment"
)

// RefundID names a refund.
type RefundID int64

// RefundReason says why money goes back.
type RefundReason string

// The reasons.
const (
	RefundCancelled RefundReason = "cancelled" // the order ended before it was shipped
	RefundReturned  RefundReason = "returned"  // the goods came back
	RefundKept      RefundReason = "kept"      // less is paid, the buyer keeps the goods
	RefundDispute   RefundReason = "dispute"   // an arbiter or both sides decided so
	RefundExcess    RefundReason = "excess"    // more came in than was asked for
	RefundUnmatched RefundReason = "unmatched" // nobody knows what it was for
)

// RefundState is how far a refund has come.
type RefundState string

// The states.
const (
	RefundOwed    RefundState = "owed"    // to be sent: by a job, or by hand
	RefundAsking  RefundState = "asking"  // the way was asked; no answer is booked yet
	RefundUnknown RefundState = "unknown" // the way can't tell whether it was sent: a person finds out
	RefundSent    RefundState = "sent"
)

// Refund is money that is owed back to a buyer.
type Refund struct {
	ID      RefundID
	Shop    catalog.ShopID // db.House when it is not one order's
	Group   GroupID        // 0 when unknown
	Order   OrderID        // 0 when it is not one order's
	Reason  RefundReason
	Way     string // by which it goes: that of the payment, or another
	State   RefundState
	Amount  money.Amount // in the buyer's currency
	Goods   int64        // minor units of the shop's currency: what it is of goods and freight
	Note    string
	Who     string // who decided it
	Proof   string // the bank's or provider's number of it
	Updated time.Time
}

// words say in an order's history what went back, and why.
func (r Refund) words() string { return r.Amount.String() + ": " + r.Note }

// Made is when it was decided.
func (r Refund) Made() time.Time { return db.TimeOfID(int64(r.ID)) }

// refund books parts of an order that go back to the buyer, and what is owed
// to her by it. o is brought up to date. Commission goes back in proportion to
// the goods.
func (s *Service) refund(tx *db.Tx, o *Order, p Parts, r Refund) (Refund, error) {
	if o.Captured.IsZero() {
		return r, fault.New(fault.Conflict, "fault.refund_unpaid", "ref", o.Ref)
	}
	if err := o.fits(p); err != nil {
		return r, err
	}
	p, err := o.withCommission(p)
	if err != nil {
		return r, err
	}
	exchanged, total, err := o.bought(p)
	if err != nil {
		return r, err
	}
	if err := giveBack(tx, *o, p, exchanged, total); err != nil {
		return r, err
	}
	o.Back = o.Back.each(p, func(a, b int64) int64 { return a + b })
	o.Refunded.Minor += total.Minor
	if _, err := tx.Exec(`UPDATE orders SET refunded = $1, back_goods = $2, back_freight = $3, back_commission = $4,
			back_tax = $5, back_duty = $6, back_vat = $7, back_fees = $8 WHERE order_id = $9 AND shop_id = $10`,
		o.Refunded.Minor, o.Back.Goods.Minor, o.Back.Freight.Minor, o.Back.Commission.Minor, o.Back.Tax.Minor,
		o.Back.Duty.Minor, o.Back.VAT.Minor, o.Back.Fees.Minor, int64(o.ID), int64(o.Shop)); err != nil {
		return r, err
	}
	if r.Way == "" {
		if r.Way, err = paidBy(tx, Group{ID: o.Group, Pay: o.Pay}); err != nil {
			return r, err
		}
	}
	if o.Digital && o.Left().Goods.IsZero() {
		if err := digital.Revoke(tx, o.Shop, int64(o.ID)); err != nil {
			return r, err
		}
	}
	if total.IsZero() { // a sum too small for the buyer's currency
		return r, nil
	}
	r.Shop, r.Group, r.Order, r.Amount, r.Goods = o.Shop, o.Group, o.ID, total, p.shop().Minor
	return r, insertRefund(tx, &r)
}

// insertRefund stores a refund that is owed now, and tells of it.
func insertRefund(tx *db.Tx, r *Refund) error {
	r.ID, r.State, r.Updated = RefundID(tx.ID()), RefundOwed, tx.Now
	if r.Who == "" {
		r.Who = identity.System().String()
	}
	if _, err := tx.Exec(`INSERT INTO refunds (refund_id, shop_id, group_id, order_id, reason, way, state, currency,
			amount, shop_amount, note, who, proof, updated)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13)`, int64(r.ID), int64(r.Shop), int64(r.Group),
		int64(r.Order), string(r.Reason), r.Way, string(r.State), string(r.Amount.Currency), r.Amount.Minor, r.Goods,
		r.Note, r.Who, db.Micro(r.Updated)); err != nil {
		return err
	}
	return event.Append(tx, r.Shop, "refund.owed", int64(r.ID), nil)
}

// sent books that a refund left the house.
func sent(tx *db.Tx, r Refund, proof string) error {
	n, err := tx.Exec(`UPDATE refunds SET state = 'sent', proof = $1, updated = $2
		WHERE refund_id = $3 AND shop_id = $4 AND state <> 'sent'`, proof, db.Micro(tx.Now), int64(r.ID), int64(r.Shop))
	if err != nil || n == 0 { // told again
		return err
	}
	subject := int64(r.Order)
	if subject == 0 {
		subject = int64(r.ID)
	}
	if _, err := ledger.Post(tx, ledger.Transfer{Shop: r.Shop, Kind: "refund.sent", Subject: subject, Legs: []ledger.Leg{
		leg(ledger.Refunds, r.Amount.Neg()), leg(ledger.Way(r.Way), r.Amount)}}); err != nil {
		return err
	}
	return event.Append(tx, r.Shop, "refund.sent", int64(r.ID), nil)
}

// takenBack books that a way took back a receipt, which is marked so: what is
// owed by that way to its group was sent with all that it took back, as far as
// that goes.
func (s *Service) takenBack(tx *db.Tx, group GroupID, k payment.Receipt) error {
	receipts, err := payment.OfGroup(tx, int64(group), pageSize)
	if err != nil {
		return err
	}
	left, keys := int64(0), map[string]bool{}
	for _, r := range receipts {
		if r.Way == k.Way && r.Outcome == payment.Returned {
			left += r.Amount.Minor
			keys[r.Key] = true
		}
	}
	list, err := refundsOf(tx, group)
	for _, r := range list {
		if r.Way == k.Way && r.State == RefundSent && keys[r.Proof] {
			left -= r.Amount.Minor
		}
	}
	for _, r := range list {
		if err == nil && r.Way == k.Way && r.State != RefundSent && r.Amount.Minor <= left {
			left -= r.Amount.Minor
			err = sent(tx, r, k.Key)
		}
	}
	return err
}

// RefundByHand says that a refund was sent, by its way or another than the
// buyer paid by, with the number under which it can be found.
func (s *Service) RefundByHand(ctx context.Context, by identity.Actor, shop catalog.ShopID, id RefundID, way, proof string) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	proof, err := note("proof", proof, true)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := loadRefund(tx, shop, id)
		if err != nil {
			return err
		}
		if r.State == RefundSent {
			return fault.New(fault.Conflict, "fault.refund_sent")
		}
		if r.State == RefundAsking {
			return fault.New(fault.Conflict, "fault.refund_asking")
		}
		return s.byHand(tx, by, r, way, proof)
	})
}
