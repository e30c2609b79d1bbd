package claim

import (
	"context"
	"slices"
	"unicode/utf8"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/once"
)

// Move is what somebody does in a claim.
type Move struct {
	Event Event
	Side  Side
	Words string // why; a tracking number for SendBack and Replace
	Offer Offer  // for Offers and Decide
	Files []Upload
}

// Do moves a claim, by somebody of the side that the move names.
func (s *Service) Do(ctx context.Context, by identity.Actor, shop catalog.ShopID, id ID, m Move) error {
	if utf8.RuneCountInString(m.Words) > maxWords {
		return fault.Field("words", "fault.too_long", "max", maxWords)
	}
	if err := m.needs(); err != nil {
		return err
	}
	files, err := s.keep(ctx, m.Files)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		c, err := load(tx, shop, id)
		if err != nil {
			return err
		}
		if err := s.takesPart(tx, by, c, m.Side); err != nil {
			return err
		}
		if err := addFiles(tx, c, m.Side, files); err != nil {
			return err
		}
		return s.step(tx, by, c, m)
	})
}

// needs says which words a move can't do without.
func (m Move) needs() error {
	switch m.Event {
	case Say:
		if m.Words == "" && len(m.Files) == 0 {
			return fault.Field("words", "fault.required")
		}
	case Decide, Appeal, Escalate, SendBack, Replace:
		if m.Words == "" {
			return fault.Field("words", "fault.required")
		}
	case Offers, Agree, Withdraw, Receive, Take:
	default:
		return fault.Field("move", "fault.choice")
	}
	return nil
}

// step takes a claim one step along the table.
func (s *Service) step(tx *db.Tx, by identity.Actor, c Claim, m Move) error {
	if m.Event == Say {
		if c.Ended() {
			return fault.New(fault.Conflict, "fault.claim_state")
		}
		return s.record(tx, by, c, m, Offer{})
	}
	r, err := find(c.State, m.Event)
	if err != nil {
		return err
	}
	if !slices.Contains(r.who, m.Side) {
		return errNotMe
	}
	if err := s.allowed(tx, by, c, m); err != nil {
		return err
	}
	var said Offer
	from := c.State
	switch m.Event {
	case Offers:
		if said, err = c.proper(m.Offer, m.Side); err != nil {
			return err
		}
		c.Offer, c.Turn = said, m.Side.other()
	case Take:
		c.Arbiter = by.Person
	case Decide:
		if said, err = c.proper(m.Offer, Bench); err != nil {
			return err
		}
		c.Verdict, c.Arbiter = said, by.Person
	case Appeal:
		c.First, c.Arbiter = c.Arbiter, 0
	case Agree:
		said = c.Offer
	case Expire:
		if from == Escalated {
			c.Verdict = Offer{Kind: Refund, Policy: market.BackAll, By: System}
			said = c.Verdict
		}
	}
	c.State = c.outcome(r.to)
	if c.State != Open {
		c.Turn = ""
	}
	if m.Event != Take {
		c.Deadline = s.deadlines.of(c, c.State, tx.Now)
	}
	if err := c.save(tx, from); err != nil {
		return err
	}
	if err := s.effect(tx, c, m, by); err != nil {
		return err
	}
	return s.record(tx, by, c, m, said)
}

// allowed are the rules that the table can't say.
func (s *Service) allowed(tx *db.Tx, by identity.Actor, c Claim, m Move) error {
	switch m.Event {
	case Agree:
		if c.Turn != m.Side {
			return fault.New(fault.Conflict, "fault.claim_turn")
		}
	case Escalate:
		// Who has been answered may go to the arbiter at once; else the other side gets its days.
		if early := c.Opened().Add(s.deadlines.Answer); c.State == Open && c.Offer.By == m.Side && tx.Now.Before(early) {
			return fault.New(fault.Conflict, "fault.claim_wait", "when", early)
		}
	case Take, Decide:
		if c.Arbiter != 0 && c.Arbiter != by.Person && m.Event == Decide {
			return fault.New(fault.Conflict, "fault.claim_taken")
		}
		return s.impartial(tx, by, c)
	case Appeal:
		if c.First != 0 {
			return fault.New(fault.Conflict, "fault.claim_appealed")
		}
	}
	return nil
}

// effect does what entering a state means for the order and its money.
func (s *Service) effect(tx *db.Tx, c Claim, m Move, by identity.Actor) error {
	switch c.State {
	case Withdrawn, Lapsed:
		return s.market.Undispute(tx, c.Order)
	case Settled:
		end := c.settling()
		r := market.Resolution{Policy: end.Policy, Goods: end.Goods, Reason: market.RefundDispute, Note: c.Doc.OrderRef, Who: by.String()}
		switch {
		case end.Kind == Return:
			r.Reason = market.RefundReturned
		case c.Verdict.Kind == "" && end.Policy != market.BackAll:
			r.Reason = market.RefundKept
		}
		return s.market.Resolve(tx, c.Order, r)
	}
	return nil
}

// record writes history and event.
func (s *Service) record(tx *db.Tx, by identity.Actor, c Claim, m Move, said Offer) error {
	if err := insertStep(tx, by, c, m, said); err != nil {
		return err
	}
	return event.Append(tx, c.Shop, event.Kind("claim."+string(m.Event)), int64(c.ID), Told{Side: m.Side, State: c.State})
}

// Told is the body of a "claim.EVENT" event.
type Told struct {
	Side  Side
	State State
}

// Expire moves the claims whose deadline has passed, at most limit of them, and
// tells how many it moved.
func (s *Service) Expire(ctx context.Context, limit int) (moved int, err error) {
	var due []Claim
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		due, err = db.List(tx, scan, "SELECT "+columns+" FROM claims WHERE deadline > 0 AND deadline <= $1 ORDER BY deadline LIMIT $2",
			db.Micro(tx.Now), limit)
		return err
	})
	for _, c := range due {
		if err != nil {
			break
		}
		err = s.db.Write(ctx, func(tx *db.Tx) error {
			now, err := load(tx, c.Shop, c.ID)
			if err != nil || now.Deadline.IsZero() || now.Deadline.After(tx.Now) {
				return err // moved meanwhile
			}
			return s.step(tx, identity.System(), now, Move{Event: Expire, Side: System})
		})
		moved++
	}
	return moved, err
}
