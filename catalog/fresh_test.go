package catalog

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Every shop has a thing before any has two, the newest first, and as many are
// taken as there are.
func TestFreshThingsAreMixed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []owned
		for i, shop := range rapid.SliceOfN(rapid.IntRange(1, 5), 0, 40).Draw(t, "shops") {
			list = append(list, owned{ProductID(1000 - i), ShopID(shop)})
		}
		most := rapid.IntRange(1, 15).Draw(t, "most")
		got := mixed(list, most)
		if len(got) != min(most, len(list)) {
			t.Fatalf("%d of %d, at most %d", len(got), len(list), most)
		}
		have, given := map[ShopID]int{}, map[ShopID]int{}
		for _, o := range list {
			have[o.shop]++
		}
		for _, o := range got {
			given[o.shop]++
		}
		for a := range given {
			for b := range have {
				if given[a] > given[b]+1 && have[b] > given[b] {
					t.Fatalf("shop %d shows %d, shop %d only %d of %d", a, given[a], b, given[b], have[b])
				}
			}
		}
		for shop := range given {
			mine := slices.DeleteFunc(slices.Clone(got), func(o owned) bool { return o.shop != shop })
			if !slices.IsSortedFunc(mine, func(a, b owned) int { return int(b.product - a.product) }) {
				t.Fatalf("shop %d: %v", shop, mine)
			}
		}
	})
}
