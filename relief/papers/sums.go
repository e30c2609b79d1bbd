package papers

import (
	"cmp"
	"slices"

	"agora/country"
	"agora/goods"
	"agora/relief"
)

// line is what there is of one item in a number of packages, where that is wanted of one
// origin.
type line struct {
	item     goods.ItemID
	origin   country.Code
	packages int64
	units    int64
	value    int64 // of packages that hold nothing else
	known    bool  // all of it has a value
}

// lines sums packages up by item, those with the smallest code first. Who packed says
// what a package is worth; what an item in a package of several is worth, nobody said.
func (s Set) lines(parcels []relief.Parcel) []line { return s.linesBy(parcels, itemOf) }

// itemOf and madeOf say what of a lot makes a line: its item, or its origin, too.
func itemOf(l goods.Lot) line { return line{item: l.Item} }
func madeOf(l goods.Lot) line { return line{item: l.Item, origin: l.Origin} }

// linesBy sums packages up by what of says of a lot.
func (s Set) linesBy(parcels []relief.Parcel, of func(goods.Lot) line) (list []line) {
	for _, p := range parcels {
		kinds := kindsOf(p, of)
		alone := len(kinds) == 1
		for _, k := range kinds {
			i := slices.IndexFunc(list, func(l line) bool { return l.item == k.item && l.origin == k.origin })
			if i < 0 {
				i, list = len(list), append(list, line{item: k.item, origin: k.origin, known: true})
			}
			list[i].packages++
			list[i].units += k.units
			list[i].known = list[i].known && alone && p.Value > 0
			if alone {
				list[i].value += p.Value
			}
		}
	}
	slices.SortFunc(list, func(a, b line) int {
		return cmp.Or(cmp.Compare(s.Items[a.item].Code, s.Items[b.item].Code), cmp.Compare(a.origin, b.origin))
	})
	return list
}

// kindsOf gives the units of each line in a package.
func kindsOf(p relief.Parcel, of func(goods.Lot) line) (list []line) {
	for _, c := range p.Contents {
		k := of(c.Lot)
		i := slices.IndexFunc(list, func(l line) bool { return l.item == k.item && l.origin == k.origin })
		if i < 0 {
			i, list = len(list), append(list, k)
		}
		list[i].units += c.Units
	}
	return list
}

func unitsOf(p relief.Parcel, id goods.ItemID) (sum int64) {
	for _, k := range kindsOf(p, itemOf) {
		if k.item == id {
			sum += k.units
		}
	}
	return sum
}

// worth is what packages are worth, and whether that of each is known.
func worth(parcels []relief.Parcel) (sum int64, known bool) {
	known = len(parcels) > 0
	for _, p := range parcels {
		sum += p.Value
		known = known && p.Value > 0
	}
	return sum, known
}

// total writes what packages are worth; where that of some is not known, it says so.
func (s Set) total(parcels []relief.Parcel) string {
	sum, known := worth(parcels)
	switch {
	case known:
		return s.sum(sum)
	case sum == 0:
		return s.or(false, "")
	}
	return s.sum(sum) + " + " + s.or(false, "")
}

// chosen are the packages that were asked for.
func (s Set) chosen() []relief.Parcel {
	if len(s.Numbers) == 0 {
		return s.Parcels
	}
	return s.among(s.Numbers)
}

func (s Set) among(numbers []int64) (list []relief.Parcel) {
	asked := map[int64]bool{}
	for _, n := range numbers {
		asked[n] = true
	}
	for _, p := range s.Parcels {
		if asked[p.Number] {
			list = append(list, p)
		}
	}
	return list
}
