package match

import (
	"cmp"
	"slices"
)

// Offer is goods of one item that somebody gives.
type Offer struct {
	ID        int64 // unique among offers
	Item      int64
	Units     int64 // of the item, at most MostUnits
	Pack      int64 // units per pack; only whole packs go; 0 counts as 1
	Lat, Lon  int64 // degrees north and east times 100,000; both 0 when nobody knows: then no distance counts
	Homemade  bool
	Certified bool
	Expires   int64 // the last day of use, in days since 1970; 0 when it keeps
}

// Need is what one facility lacks of one item.
type Need struct {
	ID         int64 // unique among needs
	Item       int64
	Units      int64    // that it lacks, at most MostUnits
	First      int64    // units of these that come first, such as three days' use; 0 for none
	Accepts    []Accept // what it takes in place of the item
	DaysLeft   int64    // until it runs out
	Exposed    int64    // people of its staff who are exposed
	Kind       int64    // how much the kind of facility counts, in percent
	Vulnerable int64    // how vulnerable its people are, in percent
	Unmet      int64    // of what it asked for before and did not get, in percent
	Lat, Lon   int64    // as those of an offer
	Homemade   bool     // it takes what was made at home
	Certified  bool     // it takes only what has a certificate
	Until      int64    // the day on which goods must still be usable, in days since 1970; 0 for any
}

// Accept is an item that a need takes in place of its own, unit for unit.
type Accept struct {
	Item    int64
	Penalty int64 // points that each unit costs, at most MostPoints
}

// Bounds of what is matched at once.
const (
	MostUnits  = 100_000_000 // units of an offer or a need
	MostLines  = 50_000      // offers, and needs
	MostPairs  = 50_000_000  // offers times needs that items tie together; each takes four bytes
	MostPoints = 1_000_000   // of a penalty
)

// Plan is what is proposed.
type Plan struct {
	Lines  []Line // by need, then by offer
	Unmet  []Rest // needs that lack something still, by ID
	Unused []Rest // offers that have something left, by ID
	Points int64  // the sum that was maximised
	Most   int64  // no plan has more points: the optimum if packs could be opened
}

// Line is units of one offer that go to one need.
type Line struct {
	Offer, Need int64
	Units       int64
	Reasons     []Reason // those that weigh most come first
}

// Rest is units of a need or of an offer that found no other side.
type Rest struct {
	ID    int64
	Units int64
	Why   Why
	Sides int64 // how many of the other side came as far as Why says
}

// Match makes the plan with the most points. What it refuses is a fault that names
// offers, needs or weights.
func Match(offers []Offer, needs []Need, w Weights) (Plan, error) {
	if err := check(offers, needs, w); err != nil {
		return Plan{}, err
	}
	offers, needs = slices.Clone(offers), slices.Clone(needs)
	slices.SortFunc(offers, func(a, b Offer) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(needs, func(a, b Need) int { return cmp.Compare(a.ID, b.ID) })
	parts := split(offers, needs)
	for _, p := range parts {
		if len(p.offers)*len(p.needs) > MostPairs {
			return Plan{}, tooMany("needs", MostPairs)
		}
	}
	var plan Plan
	for _, p := range parts {
		plan.add(p, w)
	}
	slices.SortFunc(plan.Lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Need, b.Need), cmp.Compare(a.Offer, b.Offer))
	})
	byID := func(a, b Rest) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(plan.Unmet, byID)
	slices.SortFunc(plan.Unused, byID)
	return plan, nil
}

// add solves a part and takes what it gives.
func (p *Plan) add(of part, w Weights) {
	b := newBoard(of, w)
	p.Most += b.settle()
	p.Points += b.points()
	p.Lines = append(p.Lines, b.lines()...)
	unmet, unused := b.rests()
	p.Unmet = append(p.Unmet, unmet...)
	p.Unused = append(p.Unused, unused...)
}
