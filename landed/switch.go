package landed

import (
	"context"
	"time"

	"agora/db"
	"agora/fault"
)

// Switch puts a set of rules into force from a day on, or out of it. Whoever
// plans a change writes it down before, and it happens by itself.
type Switch struct {
	Set string
	Day time.Time // midnight UTC
	On  bool
}

// onDay gives the state of each set that was ever switched until a day; of a set
// the last switch counts. Switches are in the order of their days.
func onDay(switches []Switch, day time.Time) map[string]bool {
	sets := map[string]bool{}
	for _, s := range switches {
		if !s.Day.After(day) {
			sets[s.Set] = s.On
		}
	}
	return sets
}

// inForce reports whether a rule counts on a day: within its own days, and its
// set is on; a set that was never switched is as its rules were shipped.
func (r *Rule) inForce(sets map[string]bool, day time.Time) bool {
	on, switched := sets[r.Set]
	if r.Set == "" || !switched {
		on = !r.Off
	}
	return on && r.dated(day)
}

// Switches gives all switches, past and planned, by day.
func (s *Service) Switches(ctx context.Context) (list []Switch, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = switches(tx)
		return err
	})
	return list, err
}

func switches(tx *db.Tx) ([]Switch, error) {
	return db.List(tx, func(scan db.Scan) (w Switch, err error) {
		var day, on int64
		err = scan(&w.Set, &day, &on)
		w.Day, w.On = db.Time(day), on == 1
		return w, err
	}, "SELECT set_name, day, is_on FROM landed_switches ORDER BY day, set_name")
}

// PutSwitch plans a switch; another of the same set and day is replaced. A day
// that has passed is refused: totals were promised on it.
func (s *Service) PutSwitch(tx *db.Tx, w Switch) error {
	if w.Set == "" || day(w.Day).Before(day(tx.Now)) {
		return fault.Field("day", "fault.day_past")
	}
	on := int64(0)
	if w.On {
		on = 1
	}
	_, err := tx.Exec(`INSERT INTO landed_switches (set_name, day, is_on) VALUES ($1, $2, $3)
		ON CONFLICT (set_name, day) DO UPDATE SET is_on = excluded.is_on`, w.Set, db.Micro(day(w.Day)), on)
	tx.AfterCommit(s.forget)
	return err
}

// DropSwitch takes a planned switch back; one whose day has come stays.
func (s *Service) DropSwitch(tx *db.Tx, w Switch) error {
	if !day(w.Day).After(day(tx.Now)) {
		return fault.Field("day", "fault.day_past")
	}
	_, err := tx.Exec("DELETE FROM landed_switches WHERE set_name = $1 AND day = $2", w.Set, db.Micro(day(w.Day)))
	tx.AfterCommit(s.forget)
	return err
}
