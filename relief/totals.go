package relief

import (
	"cmp"
	"slices"

	"agora/goods"
)

func (t *Total) add(o Total) {
	t.Needed += o.Needed
	t.OnTheWay += o.OnTheWay
	t.Missing += o.Missing
	t.Received += o.Received
	t.Lost += o.Lost
}

// ByItem adds up totals by item.
func ByItem(list []Total) map[goods.ItemID]Total {
	sums := map[goods.ItemID]Total{}
	for _, t := range list {
		s := sums[t.Item]
		s.Item = t.Item
		s.add(t)
		sums[t.Item] = s
	}
	return sums
}

// PlaceTotal is what can be added up of a facility: units of different items can't.
type PlaceTotal struct {
	Facility FacilityID
	Needs    int64   // that are open
	DaysLeft int64   // until the first stock of them ends; -1 when that is not known
	Items    []Total // each item by itself
}

// add counts an item of a facility.
func (p *PlaceTotal) add(t Total) {
	p.Items = append(p.Items, t)
	if t.Since.IsZero() {
		return
	}
	p.Needs++
	if t.DaysLeft >= 0 && (p.DaysLeft < 0 || t.DaysLeft < p.DaysLeft) {
		p.DaysLeft = t.DaysLeft
	}
}

// urgency orders facilities: whose stock ends first, then who has more needs.
func (p PlaceTotal) urgency(o PlaceTotal) int {
	if (p.DaysLeft < 0) != (o.DaysLeft < 0) {
		return cmp.Compare(o.DaysLeft, p.DaysLeft) // what is not known comes last
	}
	return cmp.Or(cmp.Compare(p.DaysLeft, o.DaysLeft), cmp.Compare(o.Needs, p.Needs))
}

// InPlace adds up totals of one facility.
func InPlace(id FacilityID, list []Total) PlaceTotal {
	p := PlaceTotal{Facility: id, DaysLeft: -1}
	for _, t := range list {
		p.add(t)
	}
	return p
}

// ByFacility gives the totals of each facility, the most urgent at the front.
func (o Overview) ByFacility() []PlaceTotal {
	sums := map[FacilityID]*PlaceTotal{}
	list := make([]PlaceTotal, len(o.Facilities))
	for i, f := range o.Facilities {
		list[i] = PlaceTotal{Facility: f.ID, DaysLeft: -1}
		sums[f.ID] = &list[i]
	}
	for _, t := range o.Totals {
		if s := sums[t.Facility]; s != nil {
			s.add(t)
		}
	}
	slices.SortStableFunc(list, PlaceTotal.urgency)
	return list
}
