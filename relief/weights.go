package relief

import (
	"context"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/match"
)

// WeightName names a number by which pledges and needs are matched.
type WeightName string

// The numbers that package match knows, and how much of a need comes first. How much a
// kind of facility counts has the name of the kind after WeightKind.
const (
	WeightUnit       WeightName = "unit"
	WeightFirst      WeightName = "first"
	WeightDaysLeft   WeightName = "days_left"
	WeightExposed    WeightName = "exposed"
	WeightKind       WeightName = "kind"
	WeightVulnerable WeightName = "vulnerable"
	WeightUnmet      WeightName = "unmet"
	WeightDistance   WeightName = "distance"
	WeightFirstDays  WeightName = "first_days"  // days whose use comes first
	WeightFirstShare WeightName = "first_share" // percent that come first where nobody knows the use
)

// WeightOf names how much a kind of facility counts, in percent.
func WeightOf(kind FacilityKind) WeightName { return WeightKind + "_" + WeightName(kind) }

// Weight is such a number, as somebody set it.
type Weight struct {
	Name  WeightName
	Value int64
	Most  int64     // it is from 0 to this
	By    string    // who set it; "" while it is as it was suggested
	At    time.Time // when that was
}

// Weights are all numbers of a crisis, in the order in which they are shown.
type Weights []Weight

// suggested are the numbers to begin with.
func suggested() Weights {
	s := match.Suggested
	list := Weights{{Name: WeightDaysLeft, Value: s.DaysLeft}, {Name: WeightExposed, Value: s.Exposed}, {Name: WeightKind, Value: s.Kind}, {Name: WeightVulnerable, Value: s.Vulnerable},
		{Name: WeightUnmet, Value: s.Unmet}, {Name: WeightFirst, Value: s.First}, {Name: WeightUnit, Value: s.Unit}, {Name: WeightDistance, Value: s.Distance}}
	for i := range list {
		list[i].Most = match.MostWeight
	}
	list = append(list, Weight{Name: WeightFirstDays, Value: 3, Most: maxDays}, Weight{Name: WeightFirstShare, Value: 25, Most: 100})
	for _, k := range FacilityKinds {
		list = append(list, Weight{Name: WeightOf(k), Value: kindCounts(k), Most: 100})
	}
	return list
}

// kindCounts is how much a kind counts before anybody said: who treats people first.
func kindCounts(k FacilityKind) int64 {
	switch k {
	case "hospital":
		return 100
	case "clinic":
		return 80
	case "shelter":
		return 60
	}
	return 20
}

// Of gives the value of a number.
func (w Weights) Of(name WeightName) int64 {
	for _, one := range w {
		if one.Name == name {
			return one.Value
		}
	}
	return 0
}

// points are the numbers as package match takes them.
func (w Weights) points() match.Weights {
	return match.Weights{Unit: w.Of(WeightUnit), First: w.Of(WeightFirst), DaysLeft: w.Of(WeightDaysLeft), Exposed: w.Of(WeightExposed), Kind: w.Of(WeightKind),
		Vulnerable: w.Of(WeightVulnerable), Unmet: w.Of(WeightUnmet), Distance: w.Of(WeightDistance)}
}

// Weights gives the numbers of a crisis.
func (s *Service) Weights(ctx context.Context, crisis CrisisID) (list Weights, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = weightsIn(tx, crisis)
		return err
	})
	return list, err
}

func weightsIn(tx *db.Tx, crisis CrisisID) (Weights, error) {
	list := suggested()
	return list, tx.Each(func(scan db.Scan) error {
		var w Weight
		var at int64
		err := scan((*string)(&w.Name), &w.Value, &w.By, &at)
		for i := range list {
			if list[i].Name == w.Name {
				list[i].Value, list[i].By, list[i].At = w.Value, w.By, db.Time(at)
			}
		}
		return err
	}, "SELECT name, value, by_whom, at FROM relief_weights WHERE crisis_id = $1", int64(crisis))
}

// Weigh sets numbers of a crisis; who coordinates may. One that stays as it was keeps who
// set it and when. The fault of one names its field "weight." and its name.
func (s *Service) Weigh(ctx context.Context, by identity.Actor, crisis CrisisID, values map[WeightName]int64) error {
	if !Coordinates(by) {
		return errNotMe
	}
	var bad fault.Fields
	for _, w := range suggested() {
		if v, ok := values[w.Name]; ok && (v < 0 || v > w.Most) {
			bad.Add("weight."+string(w.Name), "fault.number_range", "min", int64(0), "max", w.Most)
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		list, err := weightsIn(tx, crisis)
		if err != nil {
			return err
		}
		var rows [][]any
		for _, w := range list {
			if v, ok := values[w.Name]; ok && v != w.Value {
				rows = append(rows, []any{int64(crisis), string(w.Name), v, by.Name, db.Micro(tx.Now)})
			}
		}
		return insertAll(tx, "relief_weights", "crisis_id, name, value, by_whom, at", rows,
			" ON CONFLICT (crisis_id, name) DO UPDATE SET value = excluded.value, by_whom = excluded.by_whom, at = excluded.at")
	})
}
