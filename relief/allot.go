package relief

import (
	"context"
	"slices"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Choice is which lines of a proposal something is done with.
type Choice struct {
	Lines []AllotmentID
	All   ProposalID // all of this proposal that nobody decided about, whatever Lines says; 0 for Lines
}

// ApproveLines allots the units of lines to their facilities; who coordinates may. A line that
// is not possible any more becomes stale, and says why; the others stand.
func (s *Service) ApproveLines(ctx context.Context, by identity.Actor, crisis CrisisID, c Choice) error {
	return s.decide(ctx, by, crisis, c, func(tx *db.Tx, lines []Allotment) error {
		j, err := judgeIn(tx, crisis)
		if err != nil {
			return err
		}
		var good []Allotment
		stale := map[string][]AllotmentID{}
		for _, l := range lines {
			if why := j.takes(l); why != "" {
				stale[why] = append(stale[why], l.ID)
			} else {
				good = append(good, l)
			}
		}
		for why, ids := range stale {
			if err := turn(tx, crisis, ids, Stale, why); err != nil {
				return err
			}
		}
		return allot(tx, crisis, good)
	})
}

// RejectLines refuses lines; who coordinates may.
func (s *Service) RejectLines(ctx context.Context, by identity.Actor, crisis CrisisID, c Choice) error {
	return s.decide(ctx, by, crisis, c, func(tx *db.Tx, lines []Allotment) error { return turn(tx, crisis, idsOf(lines), Rejected, "") })
}

// decide reads the lines that were chosen and that nobody decided about.
func (s *Service) decide(ctx context.Context, by identity.Actor, crisis CrisisID, c Choice, do func(*db.Tx, []Allotment) error) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		lines, err := db.List(tx, scanAllotment, "SELECT "+allotmentColumns+" FROM relief_allotments a WHERE a.crisis_id = $1 AND a.state = 'suggested' ORDER BY a.allotment_id", int64(crisis))
		if err != nil {
			return err
		}
		if c.All != 0 {
			p, err := proposalIn(tx, crisis)
			if err != nil {
				return err
			}
			if p.ID != c.All { // nobody has read the lines of a newer one
				return fault.New(fault.Conflict, "fault.event_changed")
			}
		} else {
			chosen := map[AllotmentID]bool{}
			for _, id := range c.Lines {
				chosen[id] = true
			}
			lines = slices.DeleteFunc(lines, func(a Allotment) bool { return !chosen[a.ID] })
		}
		if len(lines) == 0 {
			return fault.Field("line", "fault.relief_lines_none")
		}
		return do(tx, lines)
	})
}

// judge knows what pledges promise and needs lack while lines are approved.
type judge struct {
	rest  map[PledgeID]int64
	lacks map[NeedID]int64
}

func judgeIn(tx *db.Tx, crisis CrisisID) (j judge, err error) {
	j = judge{map[PledgeID]int64{}, map[NeedID]int64{}}
	list, err := shortages(tx, crisis)
	for _, s := range list {
		j.lacks[s.ID] = s.lacks()
	}
	if err != nil {
		return j, err
	}
	return j, tx.Each(func(scan db.Scan) error {
		var id PledgeID
		var rest int64
		err := scan((*int64)(&id), &rest)
		j.rest[id] = rest
		return err
	}, "SELECT pledge_id, units - allotted - sent - declined FROM relief_pledges WHERE crisis_id = $1 AND state = 'taken'", int64(crisis))
}

// takes takes a line off what there is, or says why it can't be.
func (j judge) takes(a Allotment) (why string) {
	lacks, open := j.lacks[a.Need]
	switch {
	case !open:
		return WhyNeed
	case lacks < a.Units:
		return WhyMet
	case j.rest[a.Pledge] < a.Units:
		return WhyPledge
	}
	j.lacks[a.Need] -= a.Units
	j.rest[a.Pledge] -= a.Units
	return ""
}

// allot gives lines the units of their pledges, and tells both sides.
func allot(tx *db.Tx, crisis CrisisID, lines []Allotment) error {
	if err := turn(tx, crisis, idsOf(lines), Allotted, ""); err != nil {
		return err
	}
	if err := recount(tx, crisis, lines); err != nil {
		return err
	}
	return tellBoth(tx, crisis, PledgeAllotted, NeedAllotted, lines)
}

// recount adds up anew what is allotted of the pledges of lines.
func recount(tx *db.Tx, crisis CrisisID, lines []Allotment) error {
	var pledges []PledgeID
	for _, l := range lines {
		pledges = append(pledges, l.Pledge)
	}
	slices.Sort(pledges)
	return inBatches(slices.Compact(pledges), []any{int64(crisis)}, func(in string, args []any) error {
		_, err := tx.Exec(`UPDATE relief_pledges SET allotted = (SELECT CAST(COALESCE(SUM(a.units), 0) AS BIGINT) FROM relief_allotments a
			WHERE a.crisis_id = relief_pledges.crisis_id AND a.pledge_id = relief_pledges.pledge_id AND a.state = 'allotted') WHERE crisis_id = $1 AND pledge_id IN `+in, args...)
		return err
	})
}

// turn moves allotments on.
func turn(tx *db.Tx, crisis CrisisID, ids []AllotmentID, to AllotmentState, why string) error {
	return inBatches(ids, []any{int64(crisis), string(to), why}, func(in string, args []any) error {
		_, err := tx.Exec("UPDATE relief_allotments SET state = $2, why = $3 WHERE crisis_id = $1 AND allotment_id IN "+in, args...)
		return err
	})
}

func idsOf(lines []Allotment) (ids []AllotmentID) {
	for _, l := range lines {
		ids = append(ids, l.ID)
	}
	return ids
}

// SendAllotted packs what is allotted into so many packages for its facility, as evenly
// as can be: a pledge that is split goes out as several consignments.
func (s *Service) SendAllotted(ctx context.Context, by identity.Actor, crisis CrisisID, id AllotmentID, c Consignment, packages int64) (Consignment, error) {
	return s.send(ctx, by, crisis, c, func(tx *db.Tx, c Consignment) (Consignment, error) {
		a, err := allottedIn(tx, crisis, id)
		if err != nil {
			return c, err
		}
		if err := packagesFit(packages, a.Units); err != nil {
			return c, err
		}
		p, err := pledgeIn(tx, crisis, a.Pledge)
		if err != nil {
			return c, err
		}
		if err := p.leaves(tx, a.Units, a.Units); err != nil {
			return c, err
		}
		c.To = a.Facility
		if c, err = c.write(tx, by, p.split(a.Units, packages, "")); err != nil {
			return c, err
		}
		_, err = tx.Exec("UPDATE relief_allotments SET state = 'sent', consignment_id = $3 WHERE crisis_id = $1 AND allotment_id = $2", int64(crisis), int64(id), int64(c.ID))
		return c, err
	})
}

// allottedIn reads an allotment that was not sent yet.
func allottedIn(tx *db.Tx, crisis CrisisID, id AllotmentID) (Allotment, error) {
	a, err := db.One(tx, scanAllotment, "SELECT "+allotmentColumns+" FROM relief_allotments a WHERE a.crisis_id = $1 AND a.allotment_id = $2", int64(crisis), int64(id))
	if err != nil {
		return a, none(err)
	}
	if a.State != Allotted {
		return a, errJudged
	}
	return a, nil
}
