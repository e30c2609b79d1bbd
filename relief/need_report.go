package relief

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// maxTogether bounds the needs that are reported at once.
const maxTogether = 40

// maxProposed bounds the facilities of a crisis that somebody proposed and nobody
// looked at.
const maxProposed = 500

// Report writes down that a facility needs something. From who coordinates, or answers
// the telephone, it counts at once, in the place of what was open or
// asleep of that item there. From others it counts when somebody has looked at it; who
// reports what was reported already renews that report.
func (s *Service) Report(ctx context.Context, by identity.Actor, n Need) (Need, error) {
	list, err := s.ReportAt(ctx, by, Facility{ID: n.Facility, Crisis: n.Crisis}, []Need{n})
	if len(list) == 1 {
		n = list[0]
	}
	return n, err
}

// ReportAt reports what a facility needs, all of it or nothing. A facility without an ID
// is proposed with it, and is not verified by that. Faults are of the fields of the
// first need; those of another have its place before them, as in "1.units".
func (s *Service) ReportAt(ctx context.Context, by identity.Actor, at Facility, needs []Need) (list []Need, err error) {
	if len(needs) == 0 || len(needs) > maxTogether {
		return nil, fault.Field("item", "fault.at_most", "max", int64(maxTogether))
	}
	if !Answers(by) && needs[0].Reporter == (Contact{}) {
		return nil, fault.Field("contact", "fault.required")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, at.Crisis); err != nil {
			return err
		}
		f, err := at.known(tx)
		if err != nil {
			return err
		}
		came, err := arrivals(tx, f.Crisis)
		if err != nil {
			return err
		}
		list = nil
		var bad fault.Fields
		for i, n := range needs {
			n.Crisis, n.Facility = f.Crisis, f.ID
			n, err := n.report(tx, by, came)
			if err == nil && !f.Accepts(n.Item) {
				err = fault.Field("item", "fault.relief_not_taken")
			}
			switch {
			case fault.Is(err, fault.Invalid):
				_ = bad.Join(placeOf(i), err)
			case err != nil:
				return err
			}
			list = append(list, n)
		}
		return bad.Err()
	})
	return list, err
}

// CheckNeeds says what ReportAt would say about the numbers of needs, and writes nothing.
func (s *Service) CheckNeeds(ctx context.Context, crisis CrisisID, needs []Need) error {
	var bad fault.Fields
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		items, err := itemsIn(tx, crisis)
		if err != nil {
			return err
		}
		bad = nil
		for i, n := range needs {
			at := slices.IndexFunc(items, func(it Item) bool { return it.ID == n.Item })
			if at < 0 {
				err = fault.Field("item", "fault.choice")
			} else {
				err = n.check(items[at], tx.Now)
			}
			if err := bad.Join(placeOf(i), err); err != nil {
				return err
			}
		}
		return nil
	})
	return cmp.Or(err, bad.Err())
}

// placeOf is what stands before the fields of one of several needs.
func placeOf(i int) string {
	if i == 0 {
		return ""
	}
	return strconv.Itoa(i)
}

// known reads a facility to which needs are reported, or proposes it.
func (f Facility) known(tx *db.Tx) (Facility, error) {
	if f.ID != 0 {
		known, err := facilityIn(tx, f.Crisis, f.ID)
		if err != nil || known.State == Refused {
			return f, fault.Field("facility", "fault.choice")
		}
		return known, nil
	}
	f.State, f.Source = Proposed, ""
	if err := f.check(); err != nil {
		return f, err
	}
	var all, waiting int64
	if err := tx.Row("SELECT COUNT(*), COUNT(CASE WHEN state = 'proposed' THEN 1 END) FROM relief_facilities WHERE crisis_id = $1", []any{int64(f.Crisis)}, &all, &waiting); err != nil {
		return f, err
	}
	if all >= maxFacilities || waiting >= maxProposed {
		return f, fault.New(fault.TooMany, "fault.relief_many")
	}
	f.ID = FacilityID(tx.ID())
	return f, f.insert(tx)
}

// report writes down one need; came is what came so far.
func (n Need) report(tx *db.Tx, by identity.Actor, came map[wants]int64) (Need, error) {
	i, err := itemIn(tx, n.Crisis, n.Item)
	if err != nil {
		return n, fault.Field("item", "fault.choice")
	}
	if err := n.check(i, tx.Now); err != nil {
		return n, err
	}
	n.ID, n.State, n.Confirmed, n.RunsOut, n.Earlier = NeedID(tx.ID()), Reported, tx.Now, n.runsOut(tx.Now), nil
	n.Had = came[wants{n.Facility, n.Item}]
	if Answers(by) {
		return n, n.open(tx, (Need).insert)
	}
	before, err := n.like(tx, "= 'reported'")
	if err != nil {
		return n, err
	}
	if len(before) > 0 {
		return n.renew(tx, before[0])
	}
	var waiting int64
	if err := tx.Row("SELECT COUNT(*) FROM relief_needs WHERE crisis_id = $1 AND state = 'reported'", []any{int64(n.Crisis)}, &waiting); err != nil {
		return n, err
	}
	if waiting >= maxReported {
		return n, fault.New(fault.TooMany, "fault.relief_many")
	}
	return n, n.insert(tx)
}

// renew puts what is reported now in the place of what was reported before, which is
// kept below it: who coordinates reads both.
func (n Need) renew(tx *db.Tx, before Need) (Need, error) {
	n.ID, n.Holder = before.ID, before.Holder
	n.Earlier = append(before.Earlier, before.Want)
	n.Earlier = n.Earlier[max(len(n.Earlier)-maxEarlier, 0):]
	return n, n.keep(tx)
}

// open makes a need that which is open, in the place of the one before, and writes it.
// The same numbers said once more are the same need: what came since they were first
// said still counts.
func (n Need) open(tx *db.Tx, write func(Need, *db.Tx) error) error {
	before, err := n.like(tx, "IN ('open', 'asleep')")
	if err != nil {
		return err
	}
	for _, b := range before {
		if b.Same(n.Want) {
			n.Had = b.Had
		}
		if err := n.replaces(tx, b); err != nil {
			return err
		}
	}
	n.State, n.reminded = Wanted, 0
	return write(n, tx)
}

// like lists the needs of the same item at the same facility in some states.
func (n Need) like(tx *db.Tx, states string) ([]Need, error) {
	return db.List(tx, scanNeed, "SELECT "+needColumns+" FROM relief_needs WHERE crisis_id = $1 AND facility_id = $2 AND item_id = $3 AND state "+states+" ORDER BY need_id",
		int64(n.Crisis), int64(n.Facility), int64(n.Item))
}
