package match

import (
	"cmp"
	"slices"
)

// Key names a reason that a window turns into words; what Number means stands beside
// each.
type Key string

// The keys.
const (
	RunsOut    Key = "runs_out"   // in Number days
	Exposed    Key = "exposed"    // Number of its staff are
	Kind       Key = "kind"       // of facility, which counts Number percent
	Vulnerable Key = "vulnerable" // are its people: Number percent
	Earlier    Key = "earlier"    // Number percent of what it asked for was not met before
	FirstShare Key = "first"      // Number units that come first are met, by all lines of the need
	Nearest    Key = "nearest"    // of the offers that fit: Number kilometres
	Away       Key = "away"       // Number kilometres; a nearer offer fits as well
	Substitute Key = "substitute" // Number is the item that comes in place of its own
	Split      Key = "split"      // the offer goes to Number needs
	Packs      Key = "packs"      // Number whole packs
)

// Reason is one ground of a line.
type Reason struct {
	Key    Key
	Number int64
	Points int64 // that a unit gains by it; less than 0 when it costs them
}

// reasons are those of a line: what it gains, most first, then what only tells.
func (b *board) reasons(i, j int, takers int64) []Reason {
	o, n, w := &b.offers[i], &b.needs[j], b.w
	list := []Reason{
		{RunsOut, max(n.DaysLeft, 0), w.days(n)},
		{Exposed, n.Exposed, w.exposed(n)},
		{Kind, n.Kind, w.Kind * n.Kind / 100},
		{Vulnerable, n.Vulnerable, w.Vulnerable * n.Vulnerable / 100},
		{Earlier, n.Unmet, w.Unmet * n.Unmet / 100},
	}
	if first := min(n.First, b.given[j]); first > 0 {
		list = append(list, Reason{FirstShare, first, w.First})
	}
	list = slices.DeleteFunc(list, func(r Reason) bool { return r.Points == 0 })
	slices.SortStableFunc(list, func(a, b Reason) int { return cmp.Compare(b.Points, a.Points) })
	if km := b.km(i, j); km >= 0 {
		key := Away
		if km == b.nearest[j] {
			key = Nearest
		}
		list = append(list, Reason{key, km, -w.way(km)})
	}
	if o.Item != n.Item {
		points, _ := n.penalty(o.Item)
		list = append(list, Reason{Substitute, o.Item, -points})
	}
	if takers > 1 {
		list = append(list, Reason{Split, takers, 0})
	}
	if o.pack() > 1 {
		list = append(list, Reason{Packs, b.sent[i][j] / o.pack(), 0})
	}
	return list
}
