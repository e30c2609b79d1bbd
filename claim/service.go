package claim

import (
	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/market"
)

// PageSize bounds every list.
const PageSize = 50

// maxWords bounds what people write at once, in characters.
const maxWords = 2000

// Service keeps the claims of one node.
type Service struct {
	db        *db.DB
	market    *market.Service
	files     *blob.Store // of its own: what lies in it is given out by this package only
	deadlines Deadlines
}

// New puts claims on top of the market; DefaultDeadlines hold where d is zero.
func New(store *db.DB, m *market.Service, files *blob.Store, d Deadlines) *Service {
	if d == (Deadlines{}) {
		d = DefaultDeadlines
	}
	return &Service{db: store, market: m, files: files, deadlines: d}
}

var (
	errNone  = fault.New(fault.NotFound, "fault.claim_unknown")
	errNotMe = fault.New(fault.Forbidden, "fault.forbidden")
)

// takesPart reports, as a fault, whether the actor is of a side of the claim. A
// claim is nobody else's business: who has no part in it is told that it is not
// there.
func (s *Service) takesPart(tx *db.Tx, by identity.Actor, c Claim, side Side) error {
	switch side {
	case Buyer:
		if ok, err := market.Bought(tx, by, c.Group); ok || err != nil {
			return err
		}
	case Shop:
		if by.Runs(c.Shop) {
			return nil
		}
	case Bench:
		if by.IsModerator() {
			return nil
		}
	case System:
		if by.System {
			return nil
		}
	}
	return errNone
}

// impartial refuses an arbiter who has a tie to a side, or who decides an
// appeal against herself.
func (s *Service) impartial(tx *db.Tx, by identity.Actor, c Claim) error {
	tied, err := market.Tied(tx, by, c.Group)
	if err != nil {
		return err
	}
	if tied || by.Runs(c.Shop) {
		return fault.New(fault.Forbidden, "fault.claim_tied")
	}
	if c.State == Appealed && by.Person == c.First {
		return fault.New(fault.Forbidden, "fault.claim_own_appeal")
	}
	return nil
}
