package match

import "agora/fault"

// check refuses what would overflow or has no meaning.
func check(offers []Offer, needs []Need, w Weights) error {
	if len(offers) > MostLines {
		return tooMany("offers", MostLines)
	}
	if len(needs) > MostLines {
		return tooMany("needs", MostLines)
	}
	seen := make(map[int64]bool, len(offers))
	for _, o := range offers {
		if seen[o.ID] {
			return fault.Field("offers", "fault.choice")
		}
		seen[o.ID] = true
		if !within(0, MostUnits, o.Units, o.Pack) || !onEarth(o.Lat, o.Lon) {
			return outside("offers", MostUnits)
		}
	}
	clear(seen)
	for _, n := range needs {
		if seen[n.ID] {
			return fault.Field("needs", "fault.choice")
		}
		seen[n.ID] = true
		if err := n.check(); err != nil {
			return err
		}
	}
	if !within(0, MostWeight, w.Unit, w.First, w.DaysLeft, w.Exposed, w.Kind, w.Vulnerable, w.Unmet, w.Distance) {
		return outside("weights", MostWeight)
	}
	return nil
}

func (n Need) check() error {
	switch {
	case !within(0, MostUnits, n.Units, n.First, n.Exposed) || !onEarth(n.Lat, n.Lon):
		return outside("needs", MostUnits)
	case !within(0, 100, n.Kind, n.Vulnerable, n.Unmet):
		return outside("needs", 100)
	}
	for _, a := range n.Accepts {
		if !within(0, MostPoints, a.Penalty) {
			return outside("needs", MostPoints)
		}
	}
	return nil
}

func within(least, most int64, values ...int64) bool {
	for _, v := range values {
		if v < least || v > most {
			return false
		}
	}
	return true
}

func onEarth(lat, lon int64) bool {
	return within(-90*degree, 90*degree, lat) && within(-180*degree, 180*degree, lon)
}

func outside(field string, most int64) error {
	return fault.Field(field, "fault.number_range", "min", int64(0), "max", most)
}

func tooMany(field string, most int64) error {
	return fault.Field(field, "fault.at_most", "max", most)
}
