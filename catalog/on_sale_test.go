package catalog

import "testing"

// TestWhatIsOnSaleIsChosenFrom reads the variants of a thing as they are now.
func TestWhatIsOnSaleIsChosenFrom(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		s.save(quilt("KGS", "other"))
		read := func(most int) []Line {
			t.Helper()
			lines, err := s.OnSale(t.Context(), p.ID, most)
			if err != nil {
				t.Fatal(err)
			}
			return lines
		}
		lines := read(9)
		if len(lines) != 3 {
			t.Fatalf("%+v", lines)
		}
		for i, l := range lines {
			if v := p.Variants[i]; l.Variant.ID != v.ID || l.Variant.Price != v.Price || l.Variant.Available() != 5 || l.Product.ID != p.ID || len(l.Product.Options) != 2 || l.Shop.Handle != "neel" {
				t.Errorf("%d: %+v", i, l)
			}
			if c := l.Card(); c.Variant != l.Variant.ID || c.From != l.Variant.Price || c.SoldOut || c.Handle != "razai" || c.Grams != 1900 || c.ShopName != "Нил neel" {
				t.Errorf("its card: %+v", c)
			}
		}
		if few := read(2); len(few) != 2 || few[1].Variant.ID != p.Variants[1].ID {
			t.Errorf("at most two: %+v", few)
		}
		d := p.Draft()
		d.Variants = d.Variants[1:]
		d.Variants[0].OnHand = 0
		s.save(d)
		if err := s.SetStock(t.Context(), s.owner, s.shop.ID, p.Variants[1].ID, 0); err != nil {
			t.Fatal(err)
		}
		if left := read(9); len(left) != 2 || left[0].Variant.ID != p.Variants[1].ID || !left[0].Card().SoldOut || left[1].Card().SoldOut {
			t.Errorf("without one, and one sold out: %+v", left)
		}
		if err := s.ArchiveProduct(t.Context(), s.owner, s.shop.ID, p.ID); err != nil {
			t.Fatal(err)
		}
		if gone := read(9); len(gone) != 0 {
			t.Errorf("taken off the market: %+v", gone)
		}
	})
}
