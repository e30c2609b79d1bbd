package relief

import (
	"context"

	"agora/db"
	"agora/identity"
)

// Free takes back what is allotted and was not sent: its pledge promises it again.
func (s *Service) Free(ctx context.Context, by identity.Actor, crisis CrisisID, id AllotmentID) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		a, err := allottedIn(tx, crisis, id)
		if err != nil {
			return err
		}
		return free(tx, crisis, []Allotment{a})
	})
}

// free takes back allotments, and tells both sides.
func free(tx *db.Tx, crisis CrisisID, lines []Allotment) error {
	if err := takeBack(tx, crisis, lines); err != nil {
		return err
	}
	return tellBoth(tx, crisis, PledgeFreed, NeedFreed, lines)
}

func takeBack(tx *db.Tx, crisis CrisisID, lines []Allotment) error {
	if err := turn(tx, crisis, idsOf(lines), Freed, ""); err != nil {
		return err
	}
	return recount(tx, crisis, lines)
}

// allottedOf lists what is allotted and was not sent: of a pledge, to a need or to a
// facility, as column says.
func allottedOf(tx *db.Tx, crisis CrisisID, column string, id int64) ([]Allotment, error) {
	return db.List(tx, scanAllotment, "SELECT "+allotmentColumns+" FROM relief_allotments a WHERE a.crisis_id = $1 AND a.state = 'allotted' AND a."+column+" = $2 ORDER BY a.allotment_id", int64(crisis), id)
}

// end withdraws a need: what is allotted to it is promised again.
func (n *Need) end(tx *db.Tx) error {
	n.State, n.Holder = Withdrawn, Claim{}
	if err := n.keep(tx); err != nil {
		return err
	}
	lines, err := allottedOf(tx, n.Crisis, "need_id", int64(n.ID))
	if err != nil {
		return err
	}
	return free(tx, n.Crisis, lines)
}

// replaces withdraws a need that was said anew: what is allotted to it goes with it.
func (n Need) replaces(tx *db.Tx, before Need) error {
	before.State, before.Holder = Withdrawn, Claim{}
	if err := before.keep(tx); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE relief_allotments SET need_id = $3 WHERE crisis_id = $1 AND need_id = $2 AND state = 'allotted'", int64(n.Crisis), int64(before.ID), int64(n.ID))
	return err
}

// asksNoMore withdraws the needs of a facility that was refused: donors are told that
// nothing goes there, and the facility is not written to.
func (f Facility) asksNoMore(tx *db.Tx) error {
	if _, err := tx.Exec("UPDATE relief_needs SET state = 'withdrawn' WHERE crisis_id = $1 AND facility_id = $2 AND state <> 'withdrawn'", int64(f.Crisis), int64(f.ID)); err != nil {
		return err
	}
	lines, err := allottedOf(tx, f.Crisis, "facility_id", int64(f.ID))
	if err == nil {
		err = takeBack(tx, f.Crisis, lines)
	}
	if err != nil {
		return err
	}
	return tell(tx, f.Crisis, PledgeFreed, lines, func(a Allotment) int64 { return int64(a.Pledge) })
}
