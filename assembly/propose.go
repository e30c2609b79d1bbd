package assembly

import (
	"context"
	"encoding/json"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

const proposalColumns = "event_id, proposal_id, email, state, doc"

// ProposalMoved is the body of the events proposal.STATE.
type ProposalMoved struct {
	Event EventID `json:"event"`
}

func (p *Proposal) row() row {
	var doc string
	return row{[]any{(*int64)(&p.Event), (*int64)(&p.ID), &p.Email, (*string)(&p.State), &doc}, func() error { return json.Unmarshal([]byte(doc), &p.Talk) }}
}

func scanProposal(scan db.Scan) (p Proposal, err error) { return p, read(scan, p.row()) }

func proposalIn(tx *db.Tx, e EventID, id ProposalID) (Proposal, error) {
	p, err := db.One(tx, scanProposal, "SELECT "+proposalColumns+" FROM assembly_proposals WHERE event_id = $1 AND proposal_id = $2", int64(e), int64(id))
	return p, none(err)
}

func (p Proposal) tell(tx *db.Tx, host db.ShopID) error {
	return event.Append(tx, host, event.Kind("proposal."+string(p.State)), int64(p.ID), ProposalMoved{p.Event})
}

func (p Proposal) keep(tx *db.Tx) error {
	_, err := tx.Exec("UPDATE assembly_proposals SET state = $3, doc = $4 WHERE event_id = $1 AND proposal_id = $2", int64(p.Event), int64(p.ID), string(p.State), text(p.Talk))
	return err
}

// CallSpeakers opens or changes the call for speakers of an event; one without an
// end is closed.
func (s *Service) CallSpeakers(ctx context.Context, by identity.Actor, id EventID, a Appeal) error {
	var bad fault.Fields
	texts(&bad, "words", a.Words, maxAbout)
	if len(a.Langs) > maxLangs {
		bad.Add("langs", "fault.event_langs", "max", int64(maxLangs))
	}
	for _, l := range a.Langs {
		if !tag(l) {
			bad.Add("langs", "fault.choice")
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := hosted(tx, by, id)
		if err != nil {
			return err
		}
		if a.Until.After(e.Ends) {
			return fault.Field("until", "fault.session_outside")
		}
		e.Appeal = a
		e.Revision++
		if err := e.keep(tx); err != nil {
			return err
		}
		return e.note(tx, by, "event.called")
	})
}

// Propose takes a talk in, while the call is open. Its link goes to the address.
func (s *Service) Propose(ctx context.Context, p Proposal, agreed bool) (Proposal, error) {
	out := p
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := called(tx, p.Event)
		if err != nil {
			return err
		}
		out, err = p.checked(e)
		if !agreed {
			var bad fault.Fields
			_ = bad.Join("", err) // what else is wrong
			bad.Add("agreed", "fault.agree")
			err = bad.Err()
		}
		if err != nil {
			return err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM assembly_proposals WHERE event_id = $1 AND email = $2", []any{int64(e.ID), out.Email}, &have); err != nil {
			return err
		}
		if have >= maxProposals {
			return fault.Field("email", "fault.at_most", "max", int64(maxProposals))
		}
		out.ID, out.State = ProposalID(tx.ID()), Proposed
		if _, err := tx.Exec("INSERT INTO assembly_proposals ("+proposalColumns+") VALUES "+db.Places(1, 5), int64(out.Event), int64(out.ID), out.Email, string(out.State), text(out.Talk)); err != nil {
			return err
		}
		return out.tell(tx, e.Host)
	})
	return out, err
}

// called reads an event whose call for speakers is open.
func called(tx *db.Tx, id EventID) (Event, error) {
	e, err := eventIn(tx, id)
	switch {
	case err == nil && e.State == Draft:
		err = errNone
	case err == nil && !e.Called(tx.Now):
		err = fault.New(fault.Conflict, "fault.call_closed")
	}
	return e, err
}

// proved wants that an actor holds the link of a proposal.
func (p Proposal) proved(by identity.Actor) error {
	if by.Link != ProposalPurpose+":"+number(int64(p.ID)) && !by.System {
		return errNone
	}
	return nil
}

// Proposal gives a proposal, with its event, to who holds its link.
func (s *Service) Proposal(ctx context.Context, by identity.Actor, id EventID, proposal ProposalID) (p Proposal, e Event, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if p, err = proposalIn(tx, id, proposal); err != nil {
			return err
		}
		e, err = eventIn(tx, id)
		return err
	})
	if err == nil {
		err = p.proved(by)
	}
	return p, e, err
}

// Revise changes a proposal while the call is open and nothing was decided.
func (s *Service) Revise(ctx context.Context, by identity.Actor, in Proposal) error {
	return s.proposer(ctx, by, in.Event, in.ID, func(e Event, was *Proposal) error {
		in.Email, in.State = was.Email, was.State
		out, err := in.checked(e)
		*was = out
		return err
	})
}

// TakeBack withdraws a proposal while the call is open and nothing was decided.
func (s *Service) TakeBack(ctx context.Context, by identity.Actor, id EventID, proposal ProposalID) error {
	return s.proposer(ctx, by, id, proposal, func(_ Event, was *Proposal) error {
		was.State = Withdrawn
		return nil
	})
}

func (s *Service) proposer(ctx context.Context, by identity.Actor, id EventID, proposal ProposalID, change func(Event, *Proposal) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := proposalIn(tx, id, proposal)
		if err == nil {
			err = p.proved(by)
		}
		if err != nil {
			return err
		}
		e, err := called(tx, id)
		if err == nil && p.State != Proposed {
			err = errStale
		}
		if err == nil {
			err = change(e, &p)
		}
		if err != nil {
			return err
		}
		return p.keep(tx)
	})
}
