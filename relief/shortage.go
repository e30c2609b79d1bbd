package relief

import (
	"time"

	"agora/db"
	"agora/goods"
)

// shortage is an open need with its pipeline, and what is allotted to it: units that go to
// its facility, and are not packed.
type shortage struct {
	Shortage
	allotted int64
}

// covered is what need not be found any more.
func (s shortage) covered() int64 { return s.Pipeline() + s.allotted }

func (s shortage) lacks() int64 { return max(s.Gap()-s.covered(), 0) }

// daysLeft is for how long the stock lasts at a time, or how long it is until the day by
// which it is needed; horizon when neither was said.
func (s shortage) daysLeft(now time.Time, horizon int64) int64 {
	left := horizon
	if stock := s.DaysLeftOn(now); stock >= 0 {
		left = stock
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
	lacks, err := openNeeds(tx, crisis)
	if err != nil || len(lacks) == 0 {
		return nil, err
	}
	if err := addPipeline(tx, crisis, lacks); err != nil {
		return nil, err
	}
	list, at := make([]shortage, len(lacks)), map[wants]*shortage{}
	for i, l := range lacks {
		list[i].Shortage = l
		at[wants{l.Facility, l.Item}] = &list[i]
	}
	return list, tx.Each(func(scan db.Scan) error {
		var w wants
		var units int64
		err := scan((*int64)(&w.facility), (*int64)(&w.item), &units)
		if s := at[w]; s != nil {
			s.allotted += units
		}
		return err
	}, `SELECT a.facility_id, n.item_id, CAST(SUM(a.units) AS BIGINT)
		FROM relief_allotments a JOIN relief_needs n ON n.crisis_id = a.crisis_id AND n.need_id = a.need_id
		WHERE a.crisis_id = $1 AND a.state = 'allotted' GROUP BY a.facility_id, n.item_id`, int64(crisis))
}
