package relief

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"agora/db"
	"agora/goods"
	"agora/match"
)

// AllotmentID names an allotment.
type AllotmentID int64

// AllotmentState is how far an allotment is.
type AllotmentState string

// States of an allotment. Only Allotted and Shipped have units of their pledge.
const (
	Suggested AllotmentState = "suggested" // a line of a proposal that nobody decided about
	Allotted  AllotmentState = "allotted"  // approved: the units are for this facility
	Shipped   AllotmentState = "sent"      // a consignment has them
	Rejected  AllotmentState = "rejected"  // refused by who coordinates
	Stale     AllotmentState = "stale"     // not possible any more when it was to be approved; Why says it
	Freed     AllotmentState = "freed"     // it was allotted, and is not: declined or taken back
	Lapsed    AllotmentState = "lapsed"    // nobody decided before the next proposal
)

// Why a line is stale.
const (
	WhyNeed   = "need"   // it was withdrawn, or said anew
	WhyMet    = "met"    // it lacks less now
	WhyPledge = "pledge" // it was declined or sent, or is allotted
)

// Allotment is units of a pledge that are for one need of a facility.
type Allotment struct {
	ID          AllotmentID
	Crisis      CrisisID
	Proposal    ProposalID
	Pledge      PledgeID
	Need        NeedID
	Facility    FacilityID
	Item        goods.ItemID // that of the pledge, which may be in the place of that of the need
	Units       int64
	State       AllotmentState
	Consignment ConsignmentID // that has it; 0 for none
	Why         string
	Reasons     []match.Reason // those that weigh most come first
}

const allotmentColumns = "a.crisis_id, a.allotment_id, a.proposal_id, a.pledge_id, a.need_id, a.facility_id, a.item_id, a.units, a.state, a.consignment_id, a.why, a.reasons"

func (a *Allotment) fields(reasons *string) []any {
	return []any{(*int64)(&a.Crisis), (*int64)(&a.ID), (*int64)(&a.Proposal), (*int64)(&a.Pledge), (*int64)(&a.Need), (*int64)(&a.Facility), (*int64)(&a.Item), &a.Units,
		(*string)(&a.State), (*int64)(&a.Consignment), &a.Why, reasons}
}

func scanAllotment(scan db.Scan) (a Allotment, err error) {
	var reasons string
	err = scan(a.fields(&reasons)...)
	a.Reasons = readReasons(reasons)
	return a, err
}

// writeReasons keeps reasons in few bytes: "runs_out:3:900 nearest:12:-3".
func writeReasons(list []match.Reason) string {
	b := []byte(nil)
	for i, r := range list {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(append(b, r.Key...), ':')
		b = append(strconv.AppendInt(b, r.Number, 10), ':')
		b = strconv.AppendInt(b, r.Points, 10)
	}
	return string(b)
}

func readReasons(s string) (list []match.Reason) {
	for _, one := range strings.Fields(s) {
		part := strings.Split(one, ":")
		if len(part) != 3 {
			continue
		}
		n, _ := strconv.ParseInt(part[1], 10, 64)
		points, _ := strconv.ParseInt(part[2], 10, 64)
		list = append(list, match.Reason{Key: match.Key(part[0]), Number: n, Points: points})
	}
	return list
}

// Line is an allotment with both its sides.
type Line struct {
	Allotment
	Gift   Gift
	To     Facility
	Wanted goods.ItemID // the item of the need
	Want   Want         // what was said of it
}

func scanLine(scan db.Scan) (l Line, err error) {
	var reasons, gift, profile, want string
	err = scan(append(l.Allotment.fields(&reasons), &gift, (*string)(&l.To.State), (*string)(&l.To.Kind), &profile, (*int64)(&l.Wanted), &want)...)
	if err != nil {
		return l, err
	}
	l.Reasons, l.To.ID, l.To.Crisis = readReasons(reasons), l.Facility, l.Crisis
	return l, errors.Join(json.Unmarshal([]byte(gift), &l.Gift), json.Unmarshal([]byte(profile), &l.To.Profile), json.Unmarshal([]byte(want), &l.Want))
}

const lineOf = "SELECT " + allotmentColumns + `, p.doc, f.state, f.kind, f.doc, n.item_id, n.doc
	FROM relief_allotments a JOIN relief_pledges p ON p.crisis_id = a.crisis_id AND p.pledge_id = a.pledge_id
	JOIN relief_facilities f ON f.crisis_id = a.crisis_id AND f.facility_id = a.facility_id
	JOIN relief_needs n ON n.crisis_id = a.crisis_id AND n.need_id = a.need_id `

// Lines lists the allotments of a crisis in some states, by when they were proposed;
// after is the last of the page before.
func (s *Service) Lines(ctx context.Context, crisis CrisisID, after AllotmentID, in ...AllotmentState) (list []Line, err error) {
	args := []any{int64(crisis), int64(after), PageSize}
	places := make([]string, len(in))
	for i, state := range in {
		args = append(args, string(state))
		places[i] = db.Place(len(args))
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanLine, lineOf+"WHERE a.crisis_id = $1 AND a.allotment_id > $2 AND a.state IN ("+strings.Join(places, ",")+") ORDER BY a.allotment_id LIMIT $3", args...)
		return err
	})
	return list, err
}

// LinesOf gives allotments by their names.
func (s *Service) LinesOf(ctx context.Context, crisis CrisisID, ids []AllotmentID) (list []Line, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		return inBatches(ids, []any{int64(crisis)}, func(in string, args []any) error {
			some, err := db.List(tx, scanLine, lineOf+"WHERE a.crisis_id = $1 AND a.allotment_id IN "+in, args...)
			list = append(list, some...)
			return err
		})
	})
	return list, err
}
