package relief

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
	"agora/match"
)

// ProposalID names a proposal; its time is db.TimeOfID.
type ProposalID int64

// Proposal is which pledge goes to which need, as the matching of one moment says.
type Proposal struct {
	ID     ProposalID
	Crisis CrisisID
	Plan
}

// Plan is what a proposal was made of, and how far it comes.
type Plan struct {
	By      string               `json:"by"`      // who made it
	Weights map[WeightName]int64 `json:"weights"` // as they were
	Needs   int64                `json:"needs"`
	Pledges int64                `json:"pledges"`
	Lines   int64                `json:"lines"`
	Units   int64                `json:"units"`
}

// At is when it was made.
func (p Proposal) At() time.Time { return db.TimeOfID(int64(p.ID)) }

// Side is a side of the matching.
type Side string

// Sides.
const (
	NeedSide   Side = "need"
	PledgeSide Side = "pledge"
)

// Rest is units of a need or a pledge that found no other side, and why.
type Rest struct {
	Side  Side
	Of    int64 // the need or the pledge
	Item  goods.ItemID
	Units int64
	Why   match.Why
	Sides int64    // how many of the other side came as far as Why says
	At    Facility // that has the need
	Gift  Gift     // of the pledge
}

// Proposal gives the newest of a crisis; none has no ID.
func (s *Service) Proposal(ctx context.Context, crisis CrisisID) (p Proposal, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = proposalIn(tx, crisis)
		return err
	})
	return p, err
}

func proposalIn(tx *db.Tx, crisis CrisisID) (Proposal, error) {
	p, err := db.One(tx, func(scan db.Scan) (p Proposal, err error) {
		var doc string
		if err := scan((*int64)(&p.Crisis), (*int64)(&p.ID), &doc); err != nil {
			return p, err
		}
		return p, json.Unmarshal([]byte(doc), &p.Plan)
	}, "SELECT crisis_id, proposal_id, doc FROM relief_proposals WHERE crisis_id = $1 ORDER BY proposal_id DESC LIMIT 1", int64(crisis))
	if errors.Is(err, db.ErrNone) {
		return Proposal{}, nil
	}
	return p, err
}

// Rests lists what of a proposal found no other side: needs, then pledges; side and after
// are of the last one of the page before.
func (s *Service) Rests(ctx context.Context, p Proposal, side Side, after int64) (list []Rest, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanRest, `SELECT r.side, r.subject_id, r.units, r.why, r.sides, COALESCE(n.item_id, p.item_id, 0), COALESCE(f.doc, '{}'), COALESCE(p.doc, '{}')
			FROM relief_rests r LEFT JOIN relief_needs n ON r.side = 'need' AND n.crisis_id = r.crisis_id AND n.need_id = r.subject_id
			LEFT JOIN relief_facilities f ON f.crisis_id = n.crisis_id AND f.facility_id = n.facility_id
			LEFT JOIN relief_pledges p ON r.side = 'pledge' AND p.crisis_id = r.crisis_id AND p.pledge_id = r.subject_id
			WHERE r.crisis_id = $1 AND r.proposal_id = $2 AND (r.side > $3 OR r.side = $3 AND r.subject_id > $4) ORDER BY r.side, r.subject_id LIMIT $5`,
			int64(p.Crisis), int64(p.ID), string(side), after, PageSize)
		return err
	})
	return list, err
}

func scanRest(scan db.Scan) (r Rest, err error) {
	var profile, gift string
	if err := scan((*string)(&r.Side), &r.Of, &r.Units, (*string)(&r.Why), &r.Sides, (*int64)(&r.Item), &profile, &gift); err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(profile), &r.At.Profile); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(gift), &r.Gift)
}

// Propose matches the pledges that were taken with the needs that are open, and keeps what
// comes of it in the place of the proposal before. Who coordinates may.
func (s *Service) Propose(ctx context.Context, by identity.Actor, crisis CrisisID) (p Proposal, err error) {
	if !Coordinates(by) {
		return p, errNotMe
	}
	var m matter
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		m, err = matterIn(tx, crisis)
		return err
	})
	if err != nil {
		return p, err
	}
	if len(m.offers) == 0 || len(m.needs) == 0 {
		return p, fault.New(fault.Conflict, "fault.relief_match_none")
	}
	plan, err := match.Match(m.offers, m.needs, m.weights.points())
	if err != nil {
		return p, err
	}
	p = Proposal{Crisis: crisis, Plan: Plan{By: by.Name, Weights: map[WeightName]int64{}, Needs: int64(len(m.needs) + len(m.left[NeedSide])), Pledges: int64(len(m.offers) + len(m.left[PledgeSide])), Lines: int64(len(plan.Lines))}}
	for _, w := range m.weights {
		p.Weights[w.Name] = w.Value
	}
	for _, l := range plan.Lines {
		p.Units += l.Units
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		if err := replace(tx, crisis); err != nil {
			return err
		}
		p.ID = ProposalID(tx.ID())
		return p.keep(tx, m, plan)
	})
	return p, err
}

// replace ends the proposal before: one of which nothing was approved goes, and of those
// before the last that counted only what was approved stays.
func replace(tx *db.Tx, crisis CrisisID) error {
	before, err := proposalIn(tx, crisis)
	if err != nil || before.ID == 0 {
		return err
	}
	var used int64
	if err := tx.Row("SELECT COUNT(*) FROM relief_allotments WHERE crisis_id = $1 AND allotment_id > $2 AND state IN ('allotted', 'sent', 'freed')", []any{int64(crisis), int64(before.ID)}, &used); err != nil {
		return err
	}
	gone := before.ID
	if used == 0 {
		gone++
	}
	for _, q := range []string{"DELETE FROM relief_allotments WHERE crisis_id = $1 AND proposal_id < $2 AND state IN ('suggested', 'stale', 'rejected', 'lapsed')",
		"DELETE FROM relief_rests WHERE crisis_id = $1 AND proposal_id < $2", "DELETE FROM relief_proposals WHERE crisis_id = $1 AND proposal_id < $2"} {
		if _, err := tx.Exec(q, int64(crisis), int64(gone)); err != nil {
			return err
		}
	}
	_, err = tx.Exec("UPDATE relief_allotments SET state = 'lapsed' WHERE crisis_id = $1 AND state IN ('suggested', 'stale')", int64(crisis))
	return err
}
