package relief

import (
	"testing"

	"agora/match"
)

// TestAProposalIsBounded trims what is matched: the largest pledges of an item stay, and
// the needs that weigh most, as long as their pairs are not too many.
func TestAProposalIsBounded(t *testing.T) {
	m := matter{weights: suggested()}
	for n := range int64(5) {
		m.offers = append(m.offers, match.Offer{ID: n, Item: 1, Units: 10 + n})
		m.needs = append(m.needs, match.Need{ID: n, Item: 1, Units: 7, DaysLeft: 20 - n})
	}
	m.needs = append(m.needs, match.Need{ID: 9, Item: 2, Units: 1, DaysLeft: 30}, match.Need{ID: 10, Item: 2, DaysLeft: 30, Accepts: []match.Accept{{Item: 1}}})
	m.trim(2, 7)
	if len(m.offers) != 2 || m.offers[0].ID != 4 || m.offers[1].ID != 3 {
		t.Errorf("%+v", m.offers)
	}
	if len(m.needs) != 4 || m.needs[0].ID != 4 || m.needs[2].ID != 2 || m.needs[3].ID != 9 {
		t.Errorf("%+v", m.needs)
	}
	if p, n := m.left[PledgeSide], m.left[NeedSide]; len(p) != 3 || p[0].Units != 12 || len(n) != 3 || n[0] != (match.Rest{ID: 1, Units: 7, Why: Later}) {
		t.Errorf("%+v %+v", p, n)
	}
}
