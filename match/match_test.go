package match

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPlanKeepsSupplyNeedAndRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offers, needs, w := drawCase(t, 8, 8, 40, 6)
		plan, err := Match(offers, needs, w)
		if err != nil {
			t.Fatal(err)
		}
		given, got := map[int64]int64{}, map[int64]int64{}
		for _, l := range plan.Lines {
			o, n := &offers[l.Offer/7], &needs[l.Need/3]
			if !allowed(o, n) || l.Units <= 0 || l.Units%max(o.Pack, 1) != 0 {
				t.Fatalf("%+v from %+v to %+v", l, o, n)
			}
			given[l.Offer] += l.Units
			got[l.Need] += l.Units
		}
		unused, unmet := rests(plan.Unused), rests(plan.Unmet)
		for _, o := range offers {
			if given[o.ID]+unused[o.ID] != o.Units {
				t.Fatalf("%+v gives %d and keeps %d", o, given[o.ID], unused[o.ID])
			}
		}
		for _, n := range needs {
			if got[n.ID]+unmet[n.ID] != n.Units {
				t.Fatalf("%+v gets %d and lacks %d", n, got[n.ID], unmet[n.ID])
			}
		}
		if have := worthOf(plan, offers, needs, w); have != plan.Points || plan.Points > plan.Most {
			t.Fatalf("lines are worth %d, the plan says %d of %d", have, plan.Points, plan.Most)
		}
	})
}

// Who lacks something is told that others took it only where nothing is left that fits.
func TestWhyTellsTheTruth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offers, needs, w := drawCase(t, 8, 8, 40, 6)
		plan, err := Match(offers, needs, w)
		if err != nil {
			t.Fatal(err)
		}
		unused := rests(plan.Unused)
		for _, r := range plan.Unmet {
			n := &needs[r.ID/3]
			var taken, left, fit int64
			for i := range offers {
				o := &offers[i]
				if !allowed(o, n) || costOf(o, n, w) >= gainOf(n, w, 1) || max(o.Pack, 1) > min(o.Units, n.Units) {
					continue
				}
				fit++
				if unused[o.ID] > 0 {
					left++
				} else {
					taken++
				}
			}
			if gone := fit > 0 && left == 0; gone != (r.Why == NoneLeft) || gone && r.Sides != taken {
				t.Fatalf("%+v: of %d offers that fit %d have something left: %+v", n, fit, left, r)
			}
		}
	})
}

func rests(list []Rest) map[int64]int64 {
	units := map[int64]int64{}
	for _, r := range list {
		units[r.ID] += r.Units
	}
	return units
}

func TestPlanIsTheSameInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offers, needs, w := drawCase(t, 8, 8, 40, 6)
		plan, err := Match(offers, needs, w)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Match(shuffledWith(rapid.Uint64().Draw(t, "order"), offers, needs, w))
		if diff := cmp.Diff(plan, again); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
	})
}

func shuffledWith(seed uint64, offers []Offer, needs []Need, w Weights) ([]Offer, []Need, Weights) {
	offers, needs = shuffled(seed, offers, needs)
	return offers, needs, w
}

// One pack more, one less, one elsewhere, and one for one of another offer: none gains.
func TestNoSingleExchangeGains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offers, needs, w := drawCase(t, 6, 6, 30, 6)
		mustNotGain(t, offers, needs, w)
	})
}

// The first offer comes from far for the first share of the second need, which packs of
// the others fill in the end.
func TestPackThatLostItsWorthIsDropped(t *testing.T) {
	offers := []Offer{
		{ID: 1, Units: 18, Lat: 307_486, Lon: 1_968_268},
		{ID: 8, Units: 17, Pack: 4, Lat: 796_567, Lon: 216_566},
		{ID: 15, Units: 5, Pack: 3, Lat: 944_060, Lon: 1_539_260},
	}
	needs := []Need{
		{ID: 1, Units: 9, First: 13, DaysLeft: 36, Exposed: 1, Kind: 67, Vulnerable: 20, Unmet: 33, Lat: 1_382_755, Lon: 840_022},
		{ID: 4, Units: 20, First: 11, Exposed: 6, Kind: 42, Vulnerable: 76, Unmet: 36, Lat: 1_769_568, Lon: 931_445},
	}
	mustNotGain(t, offers, needs, Weights{Unit: 772, First: 758, DaysLeft: 256, Exposed: 591, Kind: 134, Vulnerable: 105, Unmet: 246, Distance: 106})
}

func mustNotGain(t rapid.TB, offers []Offer, needs []Need, w Weights) {
	plan, err := Match(offers, needs, w)
	if err != nil {
		t.Fatal(err)
	}
	sent, nowhere := map[[2]int]int64{}, [2]int{-1, -1}
	for _, l := range plan.Lines {
		sent[[2]int{int(l.Offer / 7), int(l.Need / 3)}] = l.Units
	}
	try := func(what string, changes ...[2]int) {
		next := maps.Clone(sent)
		for k, c := range changes {
			if c == nowhere {
				continue
			}
			pack := max(offers[c[0]].Pack, 1)
			if k > 0 {
				pack = -pack
			}
			next[c] += pack
		}
		if points, ok := judge(next, offers, needs, w); ok && points > plan.Points {
			t.Fatalf("%s %v gains %d points", what, changes, points-plan.Points)
		}
	}
	for i := range offers {
		for j := range needs {
			try("adding", [2]int{i, j})
			try("dropping", nowhere, [2]int{i, j})
			for to := range needs {
				try("moving", [2]int{i, to}, [2]int{i, j})
			}
			for from := range offers {
				try("replacing", [2]int{from, j}, [2]int{i, j})
			}
		}
	}
}

func TestPlanIsTheOptimumOfSmallCases(t *testing.T) {
	var points, best int64
	rapid.Check(t, func(t *rapid.T) {
		pack := rapid.SampledFrom([]int64{1, 3}).Draw(t, "most pack")
		offers, needs, w := drawCase(t, 3, 3, 5, pack)
		plan, err := Match(offers, needs, w)
		if err != nil {
			t.Fatal(err)
		}
		most := bruteForce(offers, needs, w)
		if pack == 1 && plan.Points != most || plan.Points > most || most > plan.Most {
			t.Fatalf("the plan has %d points and says that %d are the most; trying all gives %d", plan.Points, plan.Most, most)
		}
		points, best = points+plan.Points, best+most
	})
	if points*100 < best*95 {
		t.Fatalf("plans have %d of %d points", points, best)
	}
}

func TestReasonsOfALine(t *testing.T) {
	offers := []Offer{
		{ID: 1, Item: 5, Units: 30, Pack: 10, Lat: 52 * degree, Lon: 13 * degree},
		{ID: 2, Item: 6, Units: 7, Lat: 48 * degree, Lon: 11 * degree, Homemade: true},
		{ID: 3, Item: 9, Units: 4},
	}
	needs := []Need{
		{ID: 1, Item: 5, Units: 20, First: 10, DaysLeft: 3, Exposed: 20, Lat: 52 * degree, Lon: 14 * degree},
		{ID: 2, Item: 4, Units: 15, DaysLeft: 15, Accepts: []Accept{{5, 100}}},
		{ID: 3, Item: 6, Units: 1},
		{ID: 4, Item: 8, Units: 1},
	}
	plan, err := Match(offers, needs, Suggested)
	if err != nil {
		t.Fatal(err)
	}
	want := Plan{
		Lines: []Line{
			{1, 1, 20, []Reason{{RunsOut, 3, 900}, {FirstShare, 10, 500}, {Exposed, 20, 300}, {Nearest, 68, -20}, {Split, 2, 0}, {Packs, 2, 0}}},
			{1, 2, 10, []Reason{{RunsOut, 15, 500}, {Substitute, 5, -100}, {Split, 2, 0}, {Packs, 1, 0}}},
		},
		Unmet:  []Rest{{2, 5, NoneLeft, 1}, {3, 1, NotHomemade, 1}, {4, 1, NoItem, 0}},
		Unused: []Rest{{2, 7, NotHomemade, 1}, {3, 4, NoItem, 0}},
		Points: 20*(1000+900+300-20) + 10*500 + 10*(1000+500-100),
		Most:   20*(1000+900+300-20) + 10*500 + 10*(1000+500-100),
	}
	if diff := cmp.Diff(want, plan); diff != "" {
		t.Fatal(diff)
	}
}

func TestMatchRefusesWhatHasNoMeaning(t *testing.T) {
	for name, c := range map[string]struct {
		offers []Offer
		needs  []Need
		w      Weights
	}{
		"twice the same offer": {offers: []Offer{{ID: 1}, {ID: 1}}},
		"twice the same need":  {needs: []Need{{ID: 1}, {ID: 1}}},
		"less than nothing":    {offers: []Offer{{ID: 1, Units: -1}}},
		"too many units":       {needs: []Need{{ID: 1, Units: MostUnits + 1}}},
		"beyond the pole":      {offers: []Offer{{ID: 1, Lat: 91 * degree}}},
		"over a hundred":       {needs: []Need{{ID: 1, Kind: 101}}},
		"a gift for a detour":  {w: Weights{Distance: -1}},
		"a reward":             {needs: []Need{{ID: 1, Accepts: []Accept{{2, -1}}}}},
		"too many pairs":       {offers: make([]Offer, MostLines+1)},
	} {
		if _, err := Match(c.offers, c.needs, c.w); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// Sizes are those of what GetUsPPE matched: 4,900 offers and 7,000 needs of 20 items.
func BenchmarkMatch7000(b *testing.B) {
	for _, c := range []struct {
		name        string
		packs       []int64
		substitutes bool
	}{
		{"units", []int64{1}, false},
		{"packs", []int64{1, 1, 10, 50, 100}, false},
		{"packs and substitutes", []int64{1, 1, 10, 50, 100}, true},
	} {
		offers, needs := large(4_900, 7_000, c.packs, c.substitutes)
		b.Run(c.name, func(b *testing.B) {
			var plan Plan
			for b.Loop() {
				plan, _ = Match(offers, needs, Suggested)
			}
			b.ReportMetric(float64(plan.Points)/float64(plan.Most), "of-optimum")
			b.ReportMetric(float64(len(plan.Lines)), "lines")
		})
	}
}
