package demo

import (
	"testing"

	"agora/catalog"
	"agora/hs"
	"agora/money"
)

// TestCodesAreSuggested: for all that a product of the demo says, its heading is
// among those that its seller would be offered, and its code is in the list.
func TestCodesAreSuggested(t *testing.T) {
	m := load(t)
	var categories []catalog.Category
	for _, c := range m.Categories {
		categories = append(categories, catalog.Category{Key: c.Key, HS: c.HS, Names: texts(c.Name)})
	}
	all, first, five, code := 0, 0, 0, 0
	for _, s := range m.Shops {
		for _, p := range s.Products {
			if p.File != "" { // a link crosses no border
				continue
			}
			if _, ok := hs.Lookup(p.HS); !ok {
				t.Errorf("%s: %s is not in the list", p.Handle, p.HS)
			}
			d, err := draft(p, money.Currency(s.Currency))
			if err != nil {
				t.Fatal(err)
			}
			all++
			list := catalog.SuggestCodes(d, categories, hs.Suggested)
			if len(list) == 0 || !hs.Fits(p.HS, list) {
				t.Logf("%s: %s is not among %d", p.Handle, p.HS, len(list))
				continue
			}
			five++
			if hs.Fits(p.HS, list[:1]) {
				first++
				if list[0].Codes[0].Code == p.HS {
					code++
				}
			}
		}
	}
	t.Logf("%d products: heading among five %d%%, first %d%%, the very code first %d%%", all, 100*five/all, 100*first/all, 100*code/all)
	if five*100 < all*90 {
		t.Errorf("%d of %d", five, all)
	}
}
