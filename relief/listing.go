package relief

import (
	"context"

	"agora/db"
	"agora/goods"
)

// CrisesIn lists the crises of a state, "" for any, the newest first; before is the last
// of the page before, 0 for none.
func (s *Service) CrisesIn(ctx context.Context, in CrisisState, before CrisisID, most int) (list []Crisis, err error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanCrisis, "SELECT crisis_id, state, doc FROM relief_crises WHERE crisis_id < $1 AND (state = $2 OR $2 = '') ORDER BY crisis_id DESC LIMIT $3",
			int64(before), string(in), most)
		return err
	})
	return list, err
}

// Asking is an open need with its place, its item and their figures.
type Asking struct {
	Need  Need
	Place Facility
	Item  Item
	Total Total
}

// OpenNeeds lists the open needs of a crisis by when they came, with the figures that its
// page has at the same moment; after is the last of the page before, 0 for none.
func (s *Service) OpenNeeds(ctx context.Context, crisis CrisisID, after NeedID, most int) (list []Asking, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := crisisIn(tx, crisis); err != nil {
			return err
		}
		needs, err := db.List(tx, scanShort, shortOf+"AND state = 'open' AND need_id > $2 ORDER BY need_id LIMIT $3",
			int64(crisis), int64(after), most)
		if err != nil {
			return err
		}
		list, err = withFigures(tx, crisis, needs)
		return err
	})
	return list, err
}

// withFigures adds to needs what is known of their places and items.
func withFigures(tx *db.Tx, crisis CrisisID, needs []Shortage) ([]Asking, error) {
	totals, err := totalsIn(tx, crisis, needs)
	if err != nil {
		return nil, err
	}
	items, err := itemsIn(tx, crisis)
	if err != nil {
		return nil, err
	}
	places, err := facilitiesIn(tx, crisis)
	if err != nil {
		return nil, err
	}
	sums, sorts, at := map[wants]Total{}, map[goods.ItemID]Item{}, map[FacilityID]Facility{}
	for _, t := range totals {
		sums[wants{t.Facility, t.Item}] = t
	}
	for _, i := range items {
		sorts[i.ID] = i
	}
	for _, f := range places {
		at[f.ID] = f
	}
	list := make([]Asking, len(needs))
	for i, n := range needs {
		list[i] = Asking{n.Need, at[n.Facility], sorts[n.Item], sums[wants{n.Facility, n.Item}]}
	}
	return list, nil
}

// ConsignmentsOf lists consignments of a crisis, the newest first, with how many of their
// packages are in which state; before is the last of the page before, 0 for none.
func (s *Service) ConsignmentsOf(ctx context.Context, crisis CrisisID, before ConsignmentID, most int) (list []Consignment, tallies map[ConsignmentID]Tally, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var o Overview
		if o.Crisis, err = crisisIn(tx, crisis); err != nil {
			return err
		}
		err = o.readSent(tx, before, most)
		list, tallies = o.Sent, o.Tallies
		return err
	})
	return list, tallies, err
}
