package treasury

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"

	"agora/bank"
	"agora/db"
	"agora/identity"
	"agora/money"
	"agora/payment"
)

// bookAll books lines day by day in the order in which one may follow from
// another, whatever order the bank lists them in.
func (s *Service) bookAll(tx *db.Tx, by identity.Actor, id StatementID, lines []StatementLine) error {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(lines[a].Day.Compare(lines[b].Day), cmp.Compare(turn(lines[a]), turn(lines[b])))
	})
	for _, i := range order {
		if err := s.book(tx, by, id, i, &lines[i]); err != nil {
			return err
		}
	}
	return nil
}

// turn is when a line's turn comes on its day: a payout leaves before it comes
// back, and what was paid too much comes in before it is sent back.
func turn(l StatementLine) int {
	switch {
	case l.Amount.Minor > 0:
		return 1
	case payoutRef.MatchString(l.EndToEnd + " " + l.Text):
		return 0
	}
	return 2
}

// book books one line, once.
func (s *Service) book(tx *db.Tx, by identity.Actor, id StatementID, n int, l *StatementLine) error {
	l.Fate, l.Subject, l.Shop, l.id = Look, "", 0, 0
	if before, err := bookedLine(tx, l); err != nil || before {
		l.Fate = Again
		return err
	}
	p, named, err := payoutNamed(tx, l.Line)
	if err != nil {
		return err
	}
	if named {
		l.Subject, l.Shop = p.Ref(), p.Shop
	}
	in := l.Amount.Minor > 0
	switch {
	case named && in:
		err = s.cameBack(tx, by, p, l)
	case named:
		err = s.left(tx, by, p, l)
	case l.Reversal: // of what, only a person can find out
	case in:
		err = s.came(tx, l)
	default:
		err = s.refunded(tx, by, l)
	}
	if err != nil || l.Fate == Look {
		return err
	}
	return insertBooked(tx, id, n, l)
}

// payoutRef finds the name of a payout in what a bank tells: too long to be
// anything else.
var payoutRef = regexp.MustCompile(`(?i)\bPO([0-9]{6,19})\b`)

// payoutNamed gives the payout that a line names.
func payoutNamed(tx *db.Tx, l bank.Line) (p Payout, ok bool, err error) {
	m := payoutRef.FindStringSubmatch(l.EndToEnd + " " + l.Text)
	if m == nil {
		return p, false, nil
	}
	id, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return p, false, nil
	}
	list, err := db.List(tx, scanPayout, "SELECT "+payoutColumns+" FROM payouts WHERE payout_id = $1", id)
	if err != nil || len(list) != 1 {
		return p, false, err
	}
	return list[0], true, nil
}

// left settles a payout whose sum left; one that a person settled is known.
func (s *Service) left(tx *db.Tx, by identity.Actor, p Payout, l *StatementLine) error {
	if l.Amount.Neg() != p.Amount || l.Reversal {
		return nil
	}
	l.id = int64(p.ID)
	switch p.State {
	case Sent:
		l.Fate = Paid
		return s.moveIn(tx, by, p, "settled", settling(proofOf(l)))
	case Settled:
		return byHand(tx, l)
	}
	return nil
}

// cameBack returns a payout that the bank sent back. Somebody's mention of it
// in a payment is no return: the bank must name it or call it one.
func (s *Service) cameBack(tx *db.Tx, by identity.Actor, p Payout, l *StatementLine) error {
	if l.Amount != p.Amount || !l.Reversal && l.Why == "" && l.EndToEnd != p.Ref() {
		return nil
	}
	l.id = int64(p.ID)
	switch p.State {
	case Sent, Settled:
		l.Fate = Bounced
		return s.moveIn(tx, by, p, "returned", s.returning(cmp.Or(l.Why, proofOf(l))))
	case Returned:
		return byHand(tx, l)
	}
	return nil
}

// byHand says that a line only confirms what a person booked, unless another
// line did so.
func byHand(tx *db.Tx, l *StatementLine) error {
	taken, err := confirmed(tx, l)
	if err == nil && !taken {
		l.Fate = Known
	}
	return err
}

// came books money that came in; for its order, or for the queue.
func (s *Service) came(tx *db.Tx, l *StatementLine) error {
	ref, err := s.orders.Named(tx, l.Text+" "+l.EndToEnd)
	if err != nil {
		return err
	}
	if l.Subject = ref; ref != "" {
		bill, err := s.orders.Bill(tx, ref)
		if err != nil {
			return err
		}
		receipts, err := payment.OfGroup(tx, bill.Group, pageSize)
		if err != nil {
			return err
		}
		for _, k := range receipts {
			if k.Way == transfer && k.ByHand() && k.Amount == l.Amount {
				l.id = k.ID
				if err := byHand(tx, l); err != nil || l.Fate == Known {
					return err
				}
			}
		}
	}
	t, err := s.orders.Take(tx, payment.Receipt{Way: transfer, Key: "line-" + l.Key, Ref: cmp.Or(ref, short(l.Text)), Amount: l.Amount, At: l.Day, Payer: l.Party})
	l.Fate, l.id = Received, t.ID
	if t.Outcome == payment.Parked {
		l.Fate = Parked
	}
	return err
}

// refunded says of a refund that it left: the line names its order, and the sum
// is the refund's.
func (s *Service) refunded(tx *db.Tx, by identity.Actor, l *StatementLine) error {
	ref, err := s.orders.Named(tx, l.Text+" "+l.EndToEnd)
	if err != nil || ref == "" {
		return err
	}
	l.Subject = ref
	list, err := s.orders.RefundsNamed(tx, ref, money.Of(-l.Amount.Minor, l.Amount.Currency))
	if err != nil {
		return err
	}
	for _, b := range list {
		if l.id = b.ID; b.Sent {
			if err := byHand(tx, l); err != nil || l.Fate == Known {
				return err
			}
		}
	}
	for _, b := range list {
		if !b.Sent {
			l.id, l.Fate = b.ID, Refunded
			return s.orders.RefundLeft(tx, by, b, transfer, proofOf(l))
		}
	}
	return nil
}

// proofOf is the bank's number of a line, else the day.
func proofOf(l *StatementLine) string { return cmp.Or(l.Ref, l.Day.Format("2006-01-02")) }

// short keeps of a text what a list shows.
func short(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:100])
	}
	return s
}
