package catalog

import (
	"testing"
)

// TestListingsKeepTheOrderAsked asks for things that are for sale, a draft, and
// one that never was.
func TestListingsKeepTheOrderAsked(t *testing.T) {
	onBoth(t, func(s *shelf) {
		first, second := s.save(quilt("KGS", "first")), s.save(quilt("KGS", "second"))
		hidden := quilt("KGS", "hidden")
		hidden.Status = ProductDraft
		list, err := s.Listings(t.Context(), []ProductID{second.ID, 77, s.save(hidden).ID, first.ID, second.ID})
		if err != nil || len(list) != 2 || list[0].Product.ID != second.ID || list[1].Product.ID != first.ID {
			t.Fatalf("%+v, %v", list, err)
		}
		if l := list[0]; l.Shop.ID != s.shop.ID || len(l.Product.Variants) != len(second.Variants) || l.Shop.Lang() == "" {
			t.Errorf("%+v", l)
		}
	})
}
