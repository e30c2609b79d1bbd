package assembly

import (
	"cmp"
	"context"
	"slices"
	"time"

	"agora/db"
	"agora/identity"
)

// Figures are what an event's registrations come to; nobody is named in them.
type Figures struct {
	Seats     []Places // in the order of states and roles
	Countries []Count  // of those who have a seat or wait, the most first; "" for not said
	Langs     []Count  // the same, by language
	Days      []Count  // the same, by the day of registration in the event's zone: "2026-11-23"
}

// Places is how many seats are of one state and role.
type Places struct {
	State SeatState
	Role  Role
	N     int64
}

// Count is how many there are of something.
type Count struct {
	Of string
	N  int64
}

// Figures counts the registrations of an event, for who runs it.
func (s *Service) Figures(ctx context.Context, by identity.Actor, id EventID) (f Figures, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		e, err := hosted(tx, by, id)
		if err != nil {
			return err
		}
		zone := e.Location()
		seats, countries, langs, days := map[Places]int64{}, map[string]int64{}, map[string]int64{}, map[string]int64{}
		err = tx.Each(func(scan db.Scan) error {
			s, err := scanSeat(scan)
			if err != nil {
				return err
			}
			seats[Places{State: s.State, Role: s.Role}]++
			if s.State != Left {
				countries[s.Country]++
				langs[s.Lang]++
				days[s.Agreed.In(zone).Format(time.DateOnly)]++
			}
			return nil
		}, "SELECT "+seatColumns+" FROM assembly_seats WHERE event_id = $1", int64(id))
		if err != nil {
			return err
		}
		f = Figures{Seats: placesOf(seats), Countries: most(countries), Langs: most(langs), Days: most(days)}
		slices.SortFunc(f.Days, func(a, b Count) int { return cmp.Compare(a.Of, b.Of) })
		return nil
	})
	return f, err
}

// standings puts counts of seats in order.
func placesOf(of map[Places]int64) (list []Places) {
	for _, state := range []SeatState{Admitted, Waiting, Left} {
		for _, role := range Roles {
			if n := of[Places{State: state, Role: role}]; n > 0 {
				list = append(list, Places{state, role, n})
			}
		}
	}
	return list
}

// most puts the largest count first, and equal ones by name.
func most(of map[string]int64) (list []Count) {
	for what, n := range of {
		list = append(list, Count{what, n})
	}
	slices.SortFunc(list, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Of, b.Of)) })
	return list
}
