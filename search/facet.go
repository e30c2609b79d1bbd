package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
)

// Facets count what was found by what it has. Each ignores its own filter, so
// that a person sees what else there is. With More they are at least as many.
type Facets struct {
	Categories []Count
	Countries  []Count
	Shops      []Count // by number
	Prices     []Band  // in the buyer's money
	Attributes []Counts
	InStock    int
	Comes      int     // that come to the buyer's country
	Ways       []Count // to pay there
	More       bool    // not everything was looked at
}

// Count is how many have a value.
type Count struct {
	Value string
	N     int
}

// Counts are the values of one attribute.
type Counts struct {
	Name   string
	Values []Count
}

// Band is how many cost from Min to less than Max, in minor units; the last has
// no end, and Max 0.
type Band struct {
	Min, Max int64
	N        int
}

// The facets by name, for leaving their filter out.
const (
	facetCategory  = "category"
	facetCountry   = "country"
	facetShop      = "shop"
	facetPrice     = "price"
	facetTo        = "to"
	facetWay       = "way"
	facetAttribute = "attribute "
)

// Bounds of what facets show.
const (
	maxFacet      = 60 // values
	maxFacetNames = 8  // attributes
)

// facets counts rows, and for each filter what would be there without it.
func (s *seeker) facets(ctx context.Context, rows []*row, more bool) (f Facets, err error) {
	f.More = more
	without := func(on bool, facet string) []*row {
		list := rows
		if on && err == nil {
			list, more, err = s.rows(ctx, facet)
			f.More = f.More || more
		}
		return list
	}
	f.Categories = tally(without(len(s.ask.Kinds) > 0, facetCategory), func(r *row, add func(string)) {
		add(r.category)
		add(r.parent)
	})
	f.Countries = tally(without(len(s.ask.Countries) > 0, facetCountry), func(r *row, add func(string)) { add(r.country) })
	f.Shops = tally(without(len(s.ask.Shops) > 0, facetShop), func(r *row, add func(string)) { add(shopTag(r.shop)[len("shop_"):]) })
	f.Prices = s.ask.bands(without(len(s.ask.Prices) > 0, facetPrice))
	f.Attributes = attributes(rows)
	for _, name := range s.ask.names() {
		for _, c := range attributes(without(true, facetAttribute+name)) {
			if c.Name == name {
				f.Attributes = replaceCounts(f.Attributes, c)
			}
		}
	}
	for _, r := range rows {
		f.InStock += int(r.stock)
	}
	for _, r := range without(s.ask.To != "", facetTo) {
		if r.comes(s.ask.Here) {
			f.Comes++
		}
	}
	f.Ways = tally(without(len(s.ask.Ways) > 0, facetWay), func(r *row, add func(string)) { r.ways(s.ask.Here, add) })
	return f, err
}

// tally counts values, the most first.
func tally(rows []*row, values func(*row, func(string))) []Count {
	n := map[string]int{}
	for _, r := range rows {
		values(r, func(v string) {
			if v != "" {
				n[v]++
			}
		})
	}
	return counts(n)
}

func counts(n map[string]int) []Count {
	list := make([]Count, 0, len(n))
	for v, c := range n {
		list = append(list, Count{v, c})
	}
	slices.SortFunc(list, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
	return list[:min(len(list), maxFacet)]
}

// attributes counts the values of those that most rows have.
func attributes(rows []*row) []Counts {
	type name struct {
		n      int
		values map[string]int
	}
	names := map[string]*name{}
	for _, r := range rows {
		for _, line := range r.attributes {
			key, value, ok := strings.Cut(line, "\x1f")
			if !ok {
				continue
			}
			a := names[key]
			if a == nil {
				a = &name{values: map[string]int{}}
				names[key] = a
			}
			a.n++
			a.values[value]++
		}
	}
	var most []Count
	for key, a := range names {
		most = append(most, Count{key, a.n})
	}
	slices.SortFunc(most, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
	var list []Counts
	for _, m := range most[:min(len(most), maxFacetNames)] {
		list = append(list, Counts{m.Value, counts(names[m.Value].values)})
	}
	return list
}

func replaceCounts(list []Counts, c Counts) []Counts {
	for i := range list {
		if list[i].Name == c.Name {
			list[i] = c
			return list
		}
	}
	return append(list, c)
}

// bands cuts prices into a few bands with round ends, about as many in each.
func (a Ask) bands(rows []*row) []Band {
	var prices []int64
	for _, r := range rows {
		if p, ok := a.price(r); ok {
			prices = append(prices, p)
		}
	}
	if len(prices) == 0 {
		return nil
	}
	slices.Sort(prices)
	const most = 5
	list := []Band{{}}
	for i := 1; i < most; i++ {
		if end := roundly(prices[len(prices)*i/most]); end > list[len(list)-1].Min && end <= prices[len(prices)-1] {
			list[len(list)-1].Max = end
			list = append(list, Band{Min: end})
		}
	}
	at := 0
	for _, p := range prices {
		for list[at].Max != 0 && p >= list[at].Max {
			at++
		}
		list[at].N++
	}
	return list
}

// roundly gives 1, 2 or 5 times a power of ten, not above n.
func roundly(n int64) int64 {
	if n < 1 {
		return 0
	}
	ten := math.Pow(10, math.Floor(math.Log10(float64(n))))
	for _, k := range []float64{5, 2} {
		if float64(n) >= k*ten {
			return int64(k * ten)
		}
	}
	return int64(ten)
}
