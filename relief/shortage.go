package relief

import (
	"time"

	"agora/db"
	"agora/goods"
)

// shortage is an open need with what it lacks still: what it said, less what came since
// then, what is on its way there, and what is allotted.
type shortage struct {
	Need
	covered int64
}

func (s shortage) lacks() int64 { return max(s.Gap()-max(s.covered, 0), 0) }

// daysLeft is for how long the stock lasts at a time, or how long it is until the day by
// which it is needed; horizon when neither was said.
func (s shortage) daysLeft(now time.Time, horizon int64) int64 {
	left := horizon
	if s.Daily > 0 {
		left = s.DaysLeft() - days(db.TimeOfID(int64(s.ID)), now)
	}
	if !s.Deadline.IsZero() {
		left = min(left, days(now, s.Deadline))
	}
	return max(left, 0)
}

func days(from, to time.Time) int64 { return int64(to.Sub(from) / (24 * time.Hour)) }

// wants is an item of a facility; it has one open need.
type wants struct {
	facility FacilityID
	item     goods.ItemID
}

// shortages reads the open needs of a crisis, by when they came.
func shortages(tx *db.Tx, crisis CrisisID) ([]shortage, error) {
	needs, err := db.List(tx, scanNeed, "SELECT "+needColumns+" FROM relief_needs WHERE crisis_id = $1 AND state = 'open' ORDER BY need_id LIMIT $2", int64(crisis), maxOpen)
	if err != nil || len(needs) == 0 {
		return nil, err
	}
	list, at := make([]shortage, len(needs)), map[wants]*shortage{}
	for i, n := range needs {
		list[i].Need = n
		at[wants{n.Facility, n.Item}] = &list[i]
	}
	cover := func(facility int64, item goods.ItemID, units int64) {
		if s := at[wants{FacilityID(facility), item}]; s != nil {
			s.covered += units
		}
	}
	sums, err := goods.Sums(tx, book(crisis))
	for _, s := range sums {
		if s.Sort == goods.Package {
			cover(s.Party, s.Item, s.Units)
		}
	}
	if err != nil {
		return nil, err
	}
	err = goods.EachArrival(tx, book(crisis), intoStock, goods.MoveID(needs[0].ID), func(a goods.Arrival) {
		if s := at[wants{FacilityID(a.Party), a.Item}]; s != nil && int64(a.Move) > int64(s.ID) {
			s.covered += a.Units
		}
	})
	if err != nil {
		return nil, err
	}
	return list, allotted(tx, crisis, cover)
}

// allotted covers needs by what is allotted to them, and by what was sent in the place of
// their item: in the books of goods that is another item, of which it covers nothing.
func allotted(tx *db.Tx, crisis CrisisID, cover func(facility int64, item goods.ItemID, units int64)) error {
	return tx.Each(func(scan db.Scan) error {
		var facility, units int64
		var wanted, given goods.ItemID
		var state AllotmentState
		err := scan(&facility, (*int64)(&wanted), (*int64)(&given), (*string)(&state), &units)
		cover(facility, wanted, units)
		if state == Shipped {
			cover(facility, given, -units)
		}
		return err
	}, `SELECT a.facility_id, n.item_id, a.item_id, a.state, CAST(SUM(a.units) AS BIGINT)
		FROM relief_allotments a JOIN relief_needs n ON n.crisis_id = a.crisis_id AND n.need_id = a.need_id
		WHERE a.crisis_id = $1 AND (a.state = 'allotted' OR a.state = 'sent' AND n.state = 'open' AND a.item_id <> n.item_id)
		GROUP BY a.facility_id, n.item_id, a.item_id, a.state`, int64(crisis))
}
