package catalog

import (
	"slices"

	"agora/db"
	"agora/fault"
)

// bundled is what sets have to do with a demand.
type bundled struct {
	sets map[VariantID][]Part      // of what is demanded, those that are sets
	in   map[VariantID]bool        // of what is demanded, or is in a set of it: parts of any set
	want map[VariantID][]VariantID // the demanded sets that a part is wanted for
}

// bundledIn asks once for all variants of a demand whether they are sets or
// parts of sets.
func bundledIn(tx *db.Tx, demand []Demand) (b bundled, err error) {
	b = bundled{map[VariantID][]Part{}, map[VariantID]bool{}, map[VariantID][]VariantID{}}
	ids, shops := wanted(demand)
	asked := make(map[VariantID]ShopID, len(demand))
	for _, d := range demand {
		asked[d.Variant] = d.Shop
	}
	if len(ids) == 0 {
		return b, nil
	}
	in, args := among(ids)
	where := "(set_id IN " + in + " OR part_id IN " + in + ")" + within("", shops, &args)
	return b, tx.Each(func(scan db.Scan) error {
		var set VariantID
		var shop ShopID
		var p Part
		err := scan(&set, &shop, &p.Variant, &p.Quantity)
		b.in[p.Variant] = true
		if asked[set] == shop {
			b.sets[set] = append(b.sets[set], p)
			b.want[p.Variant] = append(b.want[p.Variant], set)
		}
		return err
	}, "SELECT set_id, shop_id, part_id, quantity FROM set_parts WHERE "+where+" ORDER BY set_id, part_id", args...)
}

// open puts its parts in the place of each set of a demand, summed again.
func (b bundled) open(demand []Demand) ([]Demand, error) {
	if len(b.sets) == 0 {
		return demand, nil
	}
	var list []Demand
	for _, d := range demand {
		parts := b.sets[d.Variant]
		for _, p := range parts {
			list = append(list, Demand{d.Shop, p.Variant, d.Quantity * p.Quantity})
		}
		if parts == nil {
			list = append(list, d)
		}
	}
	return sum(list)
}

// lack adds to faults what of a demand can't be had because one variant is
// short: itself, if it was demanded, and the sets it was wanted for.
func (b bundled) lack(tx *db.Tx, faults *fault.Fields, demand []Demand, part Demand, why error) error {
	for _, d := range demand {
		if d.Variant == part.Variant {
			*faults = append(*faults, fault.List(why)...)
		}
	}
	sets := b.want[part.Variant]
	ids := make([]int64, len(sets))
	for i, set := range sets {
		ids[i] = int64(set)
	}
	of, err := partsOf(tx, ids, int64(part.Shop))
	if err != nil {
		return err
	}
	for _, set := range sets {
		err := soldOut(tx, Demand{Shop: part.Shop, Variant: set}, setsOf(of[set]))
		list := fault.List(err)
		if list == nil {
			return err
		}
		if !slices.ContainsFunc(*faults, func(e *fault.Error) bool { return e.Field == list[0].Field }) { // two parts of it are short
			*faults = append(*faults, list...)
		}
	}
	return nil
}

// partsAmong gives which of what was placed are parts of sets.
func partsAmong(tx *db.Tx, placed []Placed) (map[VariantID]bool, error) {
	demand := make([]Demand, len(placed))
	for i, p := range placed {
		demand[i] = p.Demand
	}
	b, err := bundledIn(tx, demand)
	return b.in, err
}
