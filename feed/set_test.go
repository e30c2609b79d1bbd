package feed

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/catalog"
	"agora/money"
)

// TestASetComesBackAsWhatItIs writes a shop with a set and reads it again: no file
// says what is in a set, and none takes it away.
func TestASetComesBackAsWhatItIs(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		variants := map[string]catalog.VariantID{}
		for _, handle := range []string{"slippers", "gift"} {
			id, err := s.catalog.SaveProduct(t.Context(), s.owner, s.shop.ID, catalog.Draft{Handle: handle, Status: catalog.ProductActive,
				Title: catalog.Texts{"ru": handle}, Variants: []catalog.VariantDraft{{SKU: handle, Price: money.Of(900, "KGS"), Grams: 300, OnHand: 7}}})
			if err != nil {
				t.Fatal(err)
			}
			p, err := s.catalog.ProductByID(t.Context(), s.owner, s.shop.ID, id)
			if err != nil {
				t.Fatal(err)
			}
			variants[handle] = p.Variants[0].ID
		}
		if err := s.catalog.SetParts(t.Context(), s.owner, s.shop.ID, variants["gift"], []catalog.Part{{Variant: variants["slippers"], Quantity: 2}}); err != nil {
			t.Fatal(err)
		}
		before := s.all(t)
		if set := slices.IndexFunc(before, func(d catalog.Draft) bool { return d.Handle == "gift" }); before[set].Variants[0].OnHand != 0 {
			t.Error("a draft gives a set stock of its own")
		}
		var file bytes.Buffer
		if err := s.Export(t.Context(), s.owner, s.shop, &file); err != nil {
			t.Fatal(err)
		}
		if r := s.load(t, &file, false); len(r.Problems) > 0 {
			t.Fatal(told(r.Problems))
		}
		if diff := cmp.Diff(before, s.all(t)); diff != "" {
			t.Error(diff)
		}
		lines, err := s.catalog.Variants(t.Context(), []catalog.VariantID{variants["gift"]})
		if err != nil || len(lines) != 1 || !lines[0].Variant.IsSet() || lines[0].Variant.Available() != 3 {
			t.Errorf("the set has become %v (%v)", lines, err)
		}
	})
}
