package market

import (
	"context"
	"errors"

	"agora/audit"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/payment"
)

var _ payment.Cashier = (*Service)(nil)

// Bill gives what a group asks for, by the reference that people write.
func (s *Service) Bill(tx *db.Tx, text string) (payment.Bill, error) {
	n, err := parseRef(text)
	if err != nil {
		return payment.Bill{}, errNoOrder
	}
	g, err := loadGroup(tx, "number = $1", n)
	if err != nil {
		return payment.Bill{}, err
	}
	if err := ordersOf(tx, &g); err != nil {
		return payment.Bill{}, err
	}
	return g.bill(), nil
}

// bill says what the group asks for now; its orders are loaded.
func (g Group) bill() payment.Bill {
	b := payment.Bill{Group: int64(g.ID), Ref: g.Ref, Pay: g.Pay, Due: g.Outstanding(), Paid: g.PayState == string(payment.Captured)}
	for _, o := range g.Orders {
		if o.State == AwaitingPayment {
			b.Open, b.Until = true, o.Deadline
		}
	}
	return b
}

// Outstanding is what is still to come for the orders that wait for money.
func (g Group) Outstanding() money.Amount {
	due := g.Due()
	due.Minor = max(due.Minor-g.Received.Minor, 0)
	return due
}

// Take books money that came in: for a group that waits for it, or on the
// account of unmatched money, with the reason.
func (s *Service) Take(tx *db.Tx, r payment.Receipt) (payment.Taken, error) {
	if r.Amount.Minor <= 0 || !r.Amount.Currency.Valid() || r.Way == "" || r.Key == "" {
		return payment.Taken{}, fault.Field("amount", "fault.positive")
	}
	t, err := payment.Keep(tx, r)
	if err != nil || t.Again {
		return t, err
	}
	if err := postHouse(tx, "receipt.came", t.ID, leg(ledger.Way(r.Way), r.Amount.Neg()), leg(ledger.Unmatched, r.Amount)); err != nil {
		return t, err
	}
	g, why, err := s.meant(tx, r)
	if err != nil {
		return t, err
	}
	t.Group, t.Why = int64(g.ID), why
	if why == "" {
		return s.match(tx, t, r, g)
	}
	if err := payment.Mark(tx, t); err != nil {
		return t, err
	}
	return t, event.Append(tx, db.House, "receipt.parked", t.ID, nil)
}

// meant finds the group that a receipt is for; why says, as a message key, for
// what reason it can't be booked there.
func (s *Service) meant(tx *db.Tx, r payment.Receipt) (g Group, why string, err error) {
	n, err := parseRef(r.Ref)
	if err != nil {
		return g, "unmatched.ref", nil
	}
	g, err = loadGroup(tx, "number = $1", n)
	if errors.Is(err, errNoOrder) {
		return g, "unmatched.ref", nil
	}
	if err != nil {
		return g, "", err
	}
	if err := ordersOf(tx, &g); err != nil {
		return g, "", err
	}
	switch {
	case r.Amount.Currency != g.Total.Currency:
		return g, "unmatched.currency", nil
	case g.Due().IsZero() && (g.PayState == string(payment.Captured) || !g.AtDoor().IsZero()):
		return g, "unmatched.paid", nil
	case g.Due().IsZero():
		return g, "unmatched.ended", nil
	}
	return g, "", nil
}

// match counts a receipt towards a group that waits for money.
func (s *Service) match(tx *db.Tx, t payment.Taken, r payment.Receipt, g Group) (payment.Taken, error) {
	t.Outcome, t.Why, t.Group = payment.Matched, "", int64(g.ID)
	if err := payment.Mark(tx, t); err != nil {
		return t, err
	}
	if err := postHouse(tx, "receipt.matched", t.ID, leg(ledger.Unmatched, r.Amount.Neg()), leg(ledger.Received, r.Amount)); err != nil {
		return t, err
	}
	if _, err := payment.Came(tx, r.Way, intent(g), r.Amount); err != nil {
		return t, err
	}
	g.Received.Minor += r.Amount.Minor
	return t, s.divide(tx, &g)
}

// divide gives what came in for a group to the orders that wait for it, once it
// is enough for all of them; what is left when none waits goes back.
func (s *Service) divide(tx *db.Tx, g *Group) error {
	due, state, enough := g.Due(), payment.State(g.PayState), false
	switch {
	case !due.IsZero() && g.Received.Minor < due.Minor:
		if !g.Received.IsZero() {
			state = payment.Part
		}
	case !due.IsZero():
		if err := postHouse(tx, "group.divided", int64(g.ID), leg(ledger.Received, due.Neg()), leg(ledger.Between, due)); err != nil {
			return err
		}
		g.Received.Minor -= due.Minor
		if err := s.paid(tx, identity.System(), g, ledger.Between); err != nil {
			return err
		}
		state, enough = payment.Captured, true
		if g.Pay == payCash { // the rest is promised
			state = payment.Authorized
		}
	}
	if (due.IsZero() || enough || state == payment.Captured) && !g.Received.IsZero() {
		if err := s.giveExcess(tx, g); err != nil {
			return err
		}
	}
	g.PayState = string(state)
	_, err := tx.Exec(`UPDATE order_groups SET received = $1, pay_state = $2 WHERE group_id = $3`,
		g.Received.Minor, g.PayState, int64(g.ID))
	return err
}

// giveExcess turns what came in above what was asked for into a refund.
func (s *Service) giveExcess(tx *db.Tx, g *Group) error {
	if tooSmall(g.Received) {
		return round(tx, g)
	}
	way, err := paidBy(tx, *g)
	if err != nil {
		return err
	}
	r := Refund{Group: g.ID, Shop: db.House, Reason: RefundExcess, Way: way, Amount: g.Received}
	if err := postHouse(tx, "group.excess", int64(g.ID), leg(ledger.Received, r.Amount.Neg()), leg(ledger.Refunds, r.Amount)); err != nil {
		return err
	}
	g.Received.Minor = 0
	return insertRefund(tx, &r)
}

// paidBy gives the way by which money last came in for a group; the chosen one
// when none did.
func paidBy(tx *db.Tx, g Group) (string, error) {
	list, err := payment.OfGroup(tx, int64(g.ID), pageSize)
	way := g.Pay
	for _, k := range list {
		if k.Outcome == payment.Matched {
			way = k.Way
		}
	}
	return way, err
}

// Taker takes parked money that is for no order, where the reference is its own: off the
// account of what fits no order.
type Taker func(tx *db.Tx, k payment.Kept, ref string) (took bool, err error)

// LeavesTo says who else takes parked money.
func (s *Service) LeavesTo(t Taker) { s.others = t }

// left reports whether somebody else took parked money.
func (s *Service) left(tx *db.Tx, k payment.Kept, ref string) (bool, error) {
	if s.others == nil {
		return false, nil
	}
	return s.others(tx, k, ref)
}

// Match says of parked money which group it is for.
func (s *Service) Match(ctx context.Context, by identity.Actor, receipt int64, ref string) (t payment.Taken, err error) {
	if !by.IsOperator() {
		return t, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		k, err := parked(tx, receipt)
		if err != nil {
			return err
		}
		if took, err := s.left(tx, k, ref); took || err != nil {
			t = k.Taken
			return err
		}
		k.Ref = ref
		g, why, err := s.meant(tx, k.Receipt)
		if err != nil {
			return err
		}
		if why != "" {
			return fault.Field("ref", why, "ref", ref)
		}
		if t, err = s.match(tx, k.Taken, k.Receipt, g); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "receipt.matched", k.Key, map[string]string{"ref": g.Ref})
	})
	return t, err
}

// SendBack says of parked money that nobody wants it: it is owed to who paid it.
func (s *Service) SendBack(ctx context.Context, by identity.Actor, receipt int64, note string) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		k, err := parked(tx, receipt)
		if err != nil {
			return err
		}
		k.Outcome = payment.Returned
		if err := payment.Mark(tx, k.Taken); err != nil {
			return err
		}
		if err := postHouse(tx, "receipt.sent_back", k.ID, leg(ledger.Unmatched, k.Amount.Neg()), leg(ledger.Refunds, k.Amount)); err != nil {
			return err
		}
		if err := insertRefund(tx, &Refund{Group: GroupID(k.Group), Shop: db.House, Reason: RefundUnmatched, Way: k.Way, Amount: k.Amount,
			Note: note, Who: by.String()}); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "receipt.sent_back", k.Key, nil)
	})
}

func parked(tx *db.Tx, receipt int64) (payment.Kept, error) {
	k, err := payment.ByReceipt(tx, receipt)
	if errors.Is(err, db.ErrNone) {
		return k, fault.New(fault.NotFound, "fault.receipt_unknown")
	}
	if err == nil && k.Outcome != payment.Parked {
		err = fault.New(fault.Conflict, "fault.receipt_settled")
	}
	return k, err
}

// Reverse undoes a receipt that its way takes back, and cancels the orders that
// it paid; a Conflict once one of them is on its way or has come.
func (s *Service) Reverse(tx *db.Tx, way, key, why string) error {
	k, err := payment.ByKey(tx, way, key)
	if errors.Is(err, db.ErrNone) {
		return fault.New(fault.NotFound, "fault.receipt_unknown")
	}
	if err != nil || k.Outcome == payment.Returned {
		return err
	}
	if k.Outcome == payment.Parked {
		if err := postHouse(tx, "receipt.reversed", k.ID, leg(ledger.Unmatched, k.Amount.Neg()), leg(ledger.Way(way), k.Amount)); err != nil {
			return err
		}
		k.Outcome = payment.Returned
		return payment.Mark(tx, k.Taken)
	}
	g, err := loadGroup(tx, "group_id = $1", k.Group)
	if err != nil {
		return err
	}
	if err := ordersOf(tx, &g); err != nil {
		return err
	}
	for _, o := range g.Orders {
		if o.State == Completed && !o.Left().shop().IsZero() {
			return fault.New(fault.Conflict, "fault.order_state") // the seller has it by right
		}
		if o.State.Ended() {
			continue
		}
		if err := s.step(tx, identity.System(), &o, Cancel, why, nil); err != nil {
			return err
		}
	}
	k.Outcome = payment.Returned
	if err := payment.Mark(tx, k.Taken); err != nil {
		return err
	}
	return s.takenBack(tx, g.ID, k.Receipt)
}
