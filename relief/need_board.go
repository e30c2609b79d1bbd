package relief

import (
	"context"
	"time"

	"agora/db"
	"agora/goods"
	"agora/identity"
)

// Shortage is a need with what is in the pipeline for it.
type Shortage struct {
	Need
	OnTheWay int64 // units in packages on their way to the facility for it
	Came     int64 // units that came for it since its numbers were said
}

// Pipeline is what is on its way there, or came since.
func (l Shortage) Pipeline() int64 { return l.OnTheWay + max(l.Came, 0) }

// Left is what is lacking still.
func (l Shortage) Left() int64 { return max(l.Gap()-l.Pipeline(), 0) }

// NeedFilter says which needs are looked at. State "" is all but those that are
// withdrawn, Item 0 is all items; Time and After are RunsOut and ID of the last of the
// page before.
type NeedFilter struct {
	State NeedState
	Item  goods.ItemID
	Time  time.Time
	After NeedID
}

// Urgent lists needs, the most urgent first, PageSize at most, with what is in the
// pipeline for each and the facilities that they are of. Who answers the telephone may.
func (s *Service) Urgent(ctx context.Context, by identity.Actor, crisis CrisisID, f NeedFilter) (list []Shortage, places map[FacilityID]Facility, err error) {
	if !Answers(by) {
		return nil, nil, errNotMe
	}
	where, args := "state <> 'withdrawn'", []any{int64(crisis), int64(f.Item), db.Micro(f.Time), int64(f.After), PageSize}
	if f.State != "" {
		where, args = "state = $6", append(args, string(f.State))
	}
	return s.lacks(ctx, crisis, shortOf+"AND (CAST($2 AS BIGINT) = 0 OR item_id = $2) AND (runs_out > $3 OR runs_out = $3 AND need_id > $4) AND "+
		where+" ORDER BY runs_out, need_id LIMIT $5", args...)
}

// NeedsOf reads some needs, as Urgent does; who answers the telephone may, too.
func (s *Service) NeedsOf(ctx context.Context, by identity.Actor, crisis CrisisID, ids ...NeedID) (list []Shortage, places map[FacilityID]Facility, err error) {
	if !Answers(by) {
		return nil, nil, errNotMe
	}
	if len(ids) == 0 || len(ids) > maxTogether {
		return nil, nil, nil
	}
	in, args := among(2, ids)
	return s.lacks(ctx, crisis, shortOf+"AND need_id IN ("+in+") ORDER BY runs_out, need_id", append([]any{int64(crisis)}, args...)...)
}

// lacks reads needs with their pipelines and facilities: three statements.
func (s *Service) lacks(ctx context.Context, crisis CrisisID, query string, args ...any) (list []Shortage, places map[FacilityID]Facility, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, places = nil, map[FacilityID]Facility{}
		if list, err = db.List(tx, scanShort, query, args...); err != nil || len(list) == 0 {
			return err
		}
		if err := addPipeline(tx, crisis, list); err != nil {
			return err
		}
		places, err = placesOf(tx, crisis, list)
		return err
	})
	return list, places, err
}

// addPipeline adds what is in the pipeline to needs that were read with shortOf, in one
// statement.
func addPipeline(tx *db.Tx, crisis CrisisID, list []Shortage) error {
	sums, err := goods.Coming(tx, book(crisis), intoStock)
	type key struct {
		sort goods.Sort
		wants
	}
	units := map[key]int64{}
	for _, s := range sums {
		units[key{s.Sort, wants{FacilityID(s.Party), s.Item}}] = s.Units
	}
	for i, l := range list {
		of := wants{l.Facility, l.Item}
		list[i].pipe(units[key{goods.Package, of}], units[key{goods.Place, of}])
	}
	return err
}

// pipe adds what is on its way, and what came ever, of its item.
func (l *Shortage) pipe(coming, came int64) {
	l.OnTheWay += coming
	l.Came += came - l.Had
}

// placesOf reads the facilities of needs.
func placesOf(tx *db.Tx, crisis CrisisID, needs []Shortage) (map[FacilityID]Facility, error) {
	var ids []FacilityID
	places := map[FacilityID]Facility{}
	for _, n := range needs {
		if _, ok := places[n.Facility]; !ok {
			places[n.Facility], ids = Facility{}, append(ids, n.Facility)
		}
	}
	in, args := among(2, ids)
	list, err := db.List(tx, scanFacility, "SELECT "+facilityColumns+" FROM relief_facilities WHERE crisis_id = $1 AND facility_id IN ("+in+")", append([]any{int64(crisis)}, args...)...)
	for _, f := range list {
		places[f.ID] = f
	}
	return places, err
}

// among gives the places of ids in a statement, the first numbered so, and the ids.
func among[ID ~int64](first int, ids []ID) (in string, args []any) {
	for i, id := range ids {
		if i > 0 {
			in += ", "
		}
		in += db.Place(first + i)
		args = append(args, int64(id))
	}
	return in, args
}
