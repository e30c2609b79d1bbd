package catalog

import (
	"testing"

	"agora/fault"
)

// A draft that was made of an older product is refused, and stock that nobody
// counted stays.
func TestADraftOfAnOlderProduct(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		d := p.Draft()
		d.Version, d.Title = p.Version, Texts{"en": "Quilt"}
		if err := s.Translate(t.Context(), s.owner, s.shop.ID, []Translation{{Product: p.ID, Field: FieldTitle, Lang: "ky", Text: "Жууркан", Machine: true}}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, d); !fault.HasKey(err, "fault.product_moved") || s.look(p.ID).Title["ky"] == "" {
			t.Fatal("an older draft overwrites", err)
		}
		p = s.look(p.ID)
		d.Version, d.Title = p.Version, p.Title
		for i := range d.Variants {
			d.Variants[i].Uncounted = true
		}
		if err := s.SetStock(t.Context(), s.owner, s.shop.ID, p.Variants[0].ID, 2); err != nil {
			t.Fatal(err)
		}
		if p = s.save(d); p.Variants[0].OnHand != 2 || p.Variants[1].OnHand != 5 || p.Title["ky"] == "" {
			t.Errorf("%+v", p)
		}
	})
}
