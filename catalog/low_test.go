package catalog

import (
	"testing"

	"agora/db"
	"agora/fault"
)

func TestNearlySoldOutCountsAllPlaces(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p, full := s.save(quilt("KGS", "razai")), s.save(quilt("KGS", "gudri"))
		other, err := s.SaveLocation(t.Context(), s.owner, s.shop.ID, 0, "Osh")
		if err != nil {
			t.Fatal(err)
		}
		few, elsewhere := p.Variants[0].ID, full.Variants[0].ID
		for v, at := range map[VariantID]LocationID{few: 0, elsewhere: other} {
			if err := s.ChangeVariants(t.Context(), s.owner, s.shop.ID, at, []VariantChange{{Variant: v, Count: true, OnHand: 2}}); err != nil {
				t.Fatal(err)
			}
		}
		s.write(func(tx *db.Tx) error { return setStockIn(tx, s.shop.ID, elsewhere, other, 30) })
		list, err := s.NearlySoldOut(t.Context(), s.owner, s.shop.ID, 3, 10)
		if err != nil || len(list) != 1 || list[0].Variant.ID != few {
			t.Fatalf("%+v, %v", list, err)
		}
		for low, want := range map[int64]int{3: 1, 30: 2, 1: 0} {
			page, err := s.Products(t.Context(), s.owner, s.shop.ID, ProductFilter{Low: &low})
			if err != nil || len(page.Items) != want {
				t.Errorf("at most %d: %d products, %v", low, len(page.Items), err)
			}
		}
	})
}

// A shop says how few are nearly sold out, and a product for itself.
func TestNearlySoldOutIsWhatTheShopOrTheProductSays(t *testing.T) {
	onBoth(t, func(s *shelf) {
		if s.shop.Few != DefaultFew {
			t.Fatal("a new shop says", s.shop.Few)
		}
		said := func(left int64) {
			t.Helper()
			n := NewShop{Name: s.shop.Name, City: s.shop.City, Languages: s.shop.Languages, Few: &left}
			if err := s.SaveShop(t.Context(), s.owner, s.shop.ID, n); err != nil {
				t.Fatal(err)
			}
			n.Few = nil // says nothing, and leaves it
			if err := s.SaveShop(t.Context(), s.owner, s.shop.ID, n); err != nil {
				t.Fatal(err)
			}
			shop, err := s.ShopByID(t.Context(), s.shop.ID)
			if s.shop = shop; err != nil || shop.Few != left {
				t.Fatal(shop.Few, err)
			}
		}
		seven, at := goods(s.shop, "seven", "felt"), goods(s.shop, "hundred", "felt")
		seven.Variants[0].OnHand, at.Variants[0].OnHand = 7, 100
		s.save(seven)
		at.Few = new(int64(100))
		if p := s.save(at); p.Few != 100 {
			t.Fatal(p.Few)
		}
		never := goods(s.shop, "never", "felt")
		never.Variants[0].OnHand, never.Few = 1, new(int64(0))
		if p := s.save(never); s.save(p.Draft()).Few != 0 {
			t.Error("a product that says nothing new forgets what it said")
		}
		few := func(want ...string) {
			t.Helper()
			list, err := s.NearlySoldOut(t.Context(), s.owner, s.shop.ID, s.shop.Few, 10)
			if err != nil {
				t.Fatal(err)
			}
			page, err := s.Products(t.Context(), s.owner, s.shop.ID, ProductFilter{Low: &s.shop.Few})
			if err != nil || len(page.Items) != len(want) || len(list) != len(want) {
				t.Fatalf("at %d: %d products and %d variants, not %d: %v", s.shop.Few, len(page.Items), len(list), len(want), err)
			}
			for i, l := range list {
				if l.Product.Handle != want[i] {
					t.Errorf("at %d: %s, not %s", s.shop.Few, l.Product.Handle, want[i])
				}
			}
		}
		few("hundred")
		said(7)
		few("seven", "hundred")
		said(6_000) // more than the index knows
		few("seven", "hundred")
		said(0)
		few("hundred")
		at.Few = new(int64(FewOfShop))
		s.save(at)
		few()
		at.Few = new(int64(MaxFew + 1))
		if _, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, at); !fault.Is(err, fault.Invalid) {
			t.Error("more than can be", err)
		}
	})
}
