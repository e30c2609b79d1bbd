package papers

import (
	"cmp"
	"slices"

	"agora/goods"
	"agora/relief"
)

// line is what there is of one item in a number of packages.
type line struct {
	item     goods.ItemID
	packages int64
	units    int64
	value    int64 // of packages that hold nothing else
	known    bool  // all of it has a value
}

// lines sums packages up by item, those with the smallest code first. Who packed says
// what a package is worth; what an item in a package of several is worth, nobody said.
func (s Set) lines(parcels []relief.Parcel) (list []line) {
	for _, p := range parcels {
		alone := len(itemsOf(p)) == 1
		for _, id := range itemsOf(p) {
			i := slices.IndexFunc(list, func(l line) bool { return l.item == id })
			if i < 0 {
				i, list = len(list), append(list, line{item: id, known: true})
			}
			list[i].packages++
			list[i].units += unitsOf(p, id)
			list[i].known = list[i].known && alone && p.Value > 0
			if alone {
				list[i].value += p.Value
			}
		}
	}
	slices.SortFunc(list, func(a, b line) int { return cmp.Compare(s.Items[a.item].Code, s.Items[b.item].Code) })
	return list
}

func itemsOf(p relief.Parcel) (list []goods.ItemID) {
	for _, c := range p.Contents {
		if !slices.Contains(list, c.Lot.Item) {
			list = append(list, c.Lot.Item)
		}
	}
	return list
}

func unitsOf(p relief.Parcel, id goods.ItemID) (sum int64) {
	for _, c := range p.Contents {
		if c.Lot.Item == id {
			sum += c.Units
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
