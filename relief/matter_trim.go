package relief

import (
	"cmp"
	"slices"

	"agora/match"
)

// Later is why units were not matched: there was too much for one proposal, and more
// urgent needs, or larger pledges, came first.
const Later match.Why = "later"

// Bounds of one proposal, so that it is made while a person waits.
const (
	mostGifts = 1_000     // pledges of an item, the largest first
	mostPairs = 4_000_000 // pledges times needs of their item, the needs that weigh most first
)

// trim leaves out what is more than one proposal takes.
func (m *matter) trim(gifts, pairs int) {
	slices.SortStableFunc(m.offers, func(a, b match.Offer) int { return cmp.Compare(b.Units, a.Units) })
	count, kept := map[int64]int{}, m.offers[:0]
	for _, o := range m.offers {
		if count[o.Item] == gifts {
			m.later(PledgeSide, o.ID, o.Units)
			continue
		}
		count[o.Item]++
		kept = append(kept, o)
	}
	m.offers = kept

	w := m.weights.points()
	slices.SortStableFunc(m.needs, func(a, b match.Need) int { return cmp.Compare(w.Worth(&b), w.Worth(&a)) })
	open := m.needs[:0]
	for _, n := range m.needs {
		cost := count[n.Item]
		for _, a := range n.Accepts {
			cost += count[a.Item]
		}
		if cost > pairs {
			m.later(NeedSide, n.ID, n.Units)
			continue
		}
		pairs -= cost
		open = append(open, n)
	}
	m.needs = open
}

func (m *matter) later(side Side, id, units int64) {
	if m.left == nil {
		m.left = map[Side][]match.Rest{}
	}
	m.left[side] = append(m.left[side], match.Rest{ID: id, Units: units, Why: Later})
}
