package catalog

import (
	"testing"

	"agora/db"
	"agora/fault"
	"agora/money"
)

func TestManyVariantsChangeTogether(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		a, b := p.Variants[0], p.Variants[1]
		change := func(at LocationID, list ...VariantChange) error {
			return s.ChangeVariants(t.Context(), s.owner, s.shop.ID, at, list)
		}
		if err := change(0, VariantChange{Variant: a.ID, Price: money.Of(77700, "KGS")}, VariantChange{Variant: b.ID, Count: true, OnHand: 9}); err != nil {
			t.Fatal(err)
		}
		p = s.look(p.ID)
		if p.Variants[0].Price.Minor != 77700 || p.Variants[0].OnHand != a.OnHand || p.Variants[1].OnHand != 9 || p.Variants[1].Price != b.Price {
			t.Fatalf("changed %+v", p.Variants)
		}
		err := change(0, VariantChange{Variant: a.ID, Price: money.Of(1, "KGS")}, VariantChange{Variant: b.ID, Price: money.Of(0, "KGS")})
		if list := fault.List(err); len(list) != 1 || list[0].Field != "variants.1.price" {
			t.Fatalf("no price at all: %v", err)
		}
		if s.look(p.ID).Variants[0].Price.Minor != 77700 {
			t.Error("half of a change was kept")
		}
		other, err := s.SaveLocation(t.Context(), s.owner, s.shop.ID, 0, " Osh ")
		if err != nil {
			t.Fatal(err)
		}
		if err := change(other, VariantChange{Variant: b.ID, Count: true, OnHand: 4}); err != nil {
			t.Fatal(err)
		}
		s.expect(b.ID, 13, 0)
		places, err := s.Locations(t.Context(), s.owner, s.shop.ID)
		if err != nil || len(places) != 2 || places[1].Name != "Osh" || places[1].OnHand != 4 {
			t.Fatalf("places %+v, %v", places, err)
		}
		s.write(func(tx *db.Tx) error {
			_, err := Reserve(tx, []Demand{{s.shop.ID, b.ID, 12}})
			return err
		})
		if err := change(other, VariantChange{Variant: b.ID, Count: true, OnHand: 0}); !fault.HasKey(err, "fault.stock_held") {
			t.Errorf("less than is held: %v", err)
		}
		in, err := s.StockIn(t.Context(), s.owner, s.shop.ID, other, []VariantID{a.ID, b.ID})
		if err != nil || in[b.ID][0] != 4 || in[b.ID][1] == 0 {
			t.Errorf("lies there: %v, %v", in, err)
		}
		if err := change(LocationID(1), VariantChange{Variant: b.ID, Count: true}); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such place: %v", err)
		}
	})
}

func TestPicturesAreArrangedAndProductsComeBack(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		s.write(func(tx *db.Tx) error {
			return PutMedia(tx, s.shop.ID, p.ID, []Media{{Key: "a"}, {Key: "b"}, {Key: "c"}})
		})
		if err := s.ArrangePictures(t.Context(), s.owner, s.shop.ID, p.ID, []PictureNote{{"c", Texts{"en": " Seen from above "}}, {"a", nil}, {"x", nil}}); err != nil {
			t.Fatal(err)
		}
		if m := s.look(p.ID).Media; len(m) != 2 || m[0].Key != "c" || m[0].Alt["en"] != "Seen from above" || m[1].Key != "a" {
			t.Fatalf("arranged %+v", m)
		}
		if err := s.RestoreProduct(t.Context(), s.owner, s.shop.ID, p.ID, ProductActive); !fault.Is(err, fault.NotFound) {
			t.Errorf("what is not archived comes back: %v", err)
		}
		if err := s.ArchiveProduct(t.Context(), s.owner, s.shop.ID, p.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.RestoreProduct(t.Context(), s.owner, s.shop.ID, p.ID, ProductActive); err != nil || s.look(p.ID).Status != ProductActive {
			t.Errorf("does not come back: %v", err)
		}
	})
}

// TestWhatIsHeldKeepsAPrice has a product that the market holds back priced at nothing:
// released, it would be on sale for that.
func TestWhatIsHeldKeepsAPrice(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		s.write(func(tx *db.Tx) error {
			_, err := HoldOffer(tx, s.shop.ID, p.ID)
			return err
		})
		free := VariantChange{Variant: p.Variants[0].ID, Price: money.Of(0, "KGS")}
		if err := s.ChangeVariants(t.Context(), s.owner, s.shop.ID, 0, []VariantChange{free}); !fault.HasKey(err, "fault.price_zero") {
			t.Errorf("one that is held costs nothing: %v", err)
		}
	})
}
