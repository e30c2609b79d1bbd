package match

import (
	"math"
	"testing"
)

// What tests know of rules and points by themselves.

func allowed(o *Offer, n *Need) bool {
	takes := o.Item == n.Item
	for _, a := range n.Accepts {
		takes = takes || a.Item == o.Item
	}
	return takes && (n.Homemade || !o.Homemade) && (o.Certified || !n.Certified) && (o.Expires == 0 || o.Expires >= n.Until)
}

// costOf is what a unit costs on its way.
func costOf(o *Offer, n *Need, w Weights) int64 {
	penalty := int64(math.MaxInt64)
	for _, a := range n.Accepts {
		if a.Item == o.Item {
			penalty = min(penalty, a.Penalty)
		}
	}
	if o.Item == n.Item {
		penalty = 0
	}
	if (o.Lat != 0 || o.Lon != 0) && (n.Lat != 0 || n.Lon != 0) {
		penalty += kilometres(at(o.Lat, o.Lon), at(n.Lat, n.Lon)) * w.Distance / 100
	}
	return penalty
}

// gainOf is what a need gains by units before their way.
func gainOf(n *Need, w Weights, units int64) int64 {
	each := w.Unit + w.DaysLeft*max(30-n.DaysLeft, 0)/30 + w.Exposed*n.Exposed/(n.Exposed+20) + w.Kind*n.Kind/100 +
		w.Vulnerable*n.Vulnerable/100 + w.Unmet*n.Unmet/100
	return each*units + w.First*min(n.First, units)
}

// judge counts the points of what is sent, and says whether it may be.
func judge(sent map[[2]int]int64, offers []Offer, needs []Need, w Weights) (points int64, ok bool) {
	given, got := make([]int64, len(offers)), make([]int64, len(needs))
	for k, units := range sent {
		o, n := &offers[k[0]], &needs[k[1]]
		if units < 0 || units > 0 && !allowed(o, n) {
			return 0, false
		}
		given[k[0]] += units
		got[k[1]] += units
		if units > 0 {
			points -= costOf(o, n, w) * units
		}
	}
	for i, units := range given {
		if units > offers[i].Units {
			return 0, false
		}
	}
	for j, units := range got {
		if units > needs[j].Units {
			return 0, false
		}
		points += gainOf(&needs[j], w, units)
	}
	return points, true
}

func worthOf(plan Plan, offers []Offer, needs []Need, w Weights) int64 {
	sent := map[[2]int]int64{}
	for _, l := range plan.Lines {
		sent[[2]int{int(l.Offer / 7), int(l.Need / 3)}] += l.Units
	}
	points, _ := judge(sent, offers, needs, w)
	return points
}

// bruteForce tries every plan.
func bruteForce(offers []Offer, needs []Need, w Weights) (best int64) {
	left, got := make([]int64, len(offers)), make([]int64, len(needs))
	for i, o := range offers {
		left[i] = o.Units
	}
	var try func(pair int, points int64)
	try = func(pair int, points int64) {
		if pair == len(offers)*len(needs) {
			for j, units := range got {
				points += gainOf(&needs[j], w, units)
			}
			best = max(best, points)
			return
		}
		i, j := pair/len(needs), pair%len(needs)
		o, n := &offers[i], &needs[j]
		try(pair+1, points)
		if !allowed(o, n) {
			return
		}
		pack, cost := max(o.Pack, 1), costOf(o, n, w)
		for units := pack; units <= left[i] && got[j]+units <= n.Units; units += pack {
			left[i], got[j] = left[i]-units, got[j]+units
			try(pair+1, points-cost*units)
			left[i], got[j] = left[i]+units, got[j]-units
		}
	}
	try(0, 0)
	return best
}

func TestKilometresAreThoseOfASphere(t *testing.T) {
	radians := func(a int64) float64 { return float64(a) / degree * math.Pi / 180 }
	for _, c := range [][4]int64{
		{0, 0, 0, 0}, {5_250_000, 1_340_000, 4_813_000, 1_158_000}, {5_250_000, 1_340_000, 5_251_000, 1_341_000}, {9_000_000, 0, -9_000_000, 0},
		{0, -17_990_000, 0, 17_990_000}, {3_550_000, 13_970_000, -3_390_000, 15_120_000}, {4_120_000, 6_920_000, 3_990_000, 11_640_000}, {100, 100, -100, -17_999_900},
	} {
		h := math.Pow(math.Sin((radians(c[2])-radians(c[0]))/2), 2) +
			math.Cos(radians(c[0]))*math.Cos(radians(c[2]))*math.Pow(math.Sin((radians(c[3])-radians(c[1]))/2), 2)
		want := 2 * 6371 * math.Asin(math.Sqrt(min(h, 1)))
		slack := 1.0
		if want > 19_900 { // on the other side of the earth a sine hardly changes
			slack = 10
		}
		if km := kilometres(at(c[0], c[1]), at(c[2], c[3])); math.Abs(float64(km)-want) > slack {
			t.Errorf("%v are %d km apart, should be %.1f", c, km, want)
		}
	}
}
