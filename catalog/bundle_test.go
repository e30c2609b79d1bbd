package catalog

import (
	"path/filepath"
	"testing"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// gift is a set of two quilts of a kind.
func (s *shelf) gift(part VariantID) Product {
	s.t.Helper()
	d := quilt("KGS", "gift")
	d.Title = Texts{"en": "felt gift"}
	d.Options, d.Variants = nil, d.Variants[:1]
	d.Variants[0].Values = nil
	p := s.save(d)
	if err := s.SetParts(s.t.Context(), s.owner, s.shop.ID, p.Variants[0].ID, []Part{{Variant: part, Quantity: 2}}); err != nil {
		s.t.Fatal(err)
	}
	return s.look(p.ID)
}

func TestWhatMayNotBeASet(t *testing.T) {
	onBoth(t, func(s *shelf) {
		v := s.save(quilt("KGS", "razai")).Variants
		set := s.gift(v[0].ID).Variants[0].ID
		far, farOwner := s.open("atlas", "UZ", "UZS")
		id, err := s.SaveProduct(t.Context(), farOwner, far.ID, quilt("UZS", "razai"))
		if err != nil {
			t.Fatal(err)
		}
		other, err := s.ProductByID(t.Context(), farOwner, far.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		many := make([]Part, MaxParts+1)
		for i := range many {
			many[i] = Part{Variant: VariantID(i + 1), Quantity: 1}
		}
		for name, one := range map[string]struct {
			set   VariantID
			parts []Part
			key   string
			field string
		}{
			"itself":     {v[1].ID, []Part{{Variant: v[1].ID, Quantity: 1}}, "fault.set_itself", "parts"},
			"a set":      {v[1].ID, []Part{{Variant: set, Quantity: 1}}, "fault.set_in_set", "parts"},
			"of a part":  {v[0].ID, []Part{{Variant: v[1].ID, Quantity: 1}}, "fault.set_within", "parts"},
			"another's":  {v[1].ID, []Part{{Variant: other.Variants[0].ID, Quantity: 1}}, "fault.no_variant", "parts"},
			"many":       {v[1].ID, many, "fault.at_most", "parts"},
			"none of it": {v[1].ID, []Part{{Variant: v[2].ID}}, "fault.number_range", "parts.0.quantity"},
			"a hundred":  {v[1].ID, []Part{{Variant: v[2].ID, Quantity: 99}, {Variant: v[2].ID, Quantity: 1}}, "fault.number_range", "parts.0.quantity"},
		} {
			err := s.SetParts(t.Context(), s.owner, s.shop.ID, one.set, one.parts)
			if list := fault.List(err); list == nil || list[0].Key != one.key || list[0].Field != one.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.SetParts(t.Context(), farOwner, s.shop.ID, v[1].ID, nil); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a stranger: %v", err)
		}
		for name, err := range map[string]error{
			"set":    s.SetStock(t.Context(), s.owner, s.shop.ID, set, 3),
			"count":  s.CountStock(t.Context(), s.owner, s.shop.ID, Count{Variant: set, Counted: 3}),
			"change": s.ChangeVariants(t.Context(), s.owner, s.shop.ID, 0, []VariantChange{{Variant: set, Count: true, OnHand: 3}}),
		} {
			if !fault.HasKey(err, "fault.set_stock") {
				t.Errorf("%s the stock of a set: %v", name, err)
			}
		}
		s.write(func(tx *db.Tx) error { _, err := Reserve(tx, []Demand{{s.shop.ID, v[1].ID, 1}}); return err })
		if err := s.SetParts(t.Context(), s.owner, s.shop.ID, v[1].ID, []Part{{Variant: v[2].ID, Quantity: 1}}); !fault.HasKey(err, "fault.set_held") {
			t.Errorf("what an order holds becomes a set: %v", err)
		}
	})
}

func TestASetIsAsManyAsItsParts(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		gift := s.gift(p.Variants[0].ID)
		left := func(want int64) {
			t.Helper()
			v := s.look(gift.ID).Variants[0]
			page, _, err := s.Product(t.Context(), s.shop.Handle, "gift")
			if err != nil || v.Available() != want || page.Variants[0].Available() != want || v.Grams != 3800 {
				t.Errorf("%d sets are left, the page has %d (%v), want %d", v.Available(), page.Variants[0].Available(), err, want)
			}
			list, err := s.Search(t.Context(), Query{Shop: s.shop.ID})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range list.Items {
				if c.Handle == "gift" && (c.SoldOut != (want == 0) || !c.Set) {
					t.Errorf("the card says sold out %v with %d left", c.SoldOut, want)
				}
			}
		}
		left(2)
		s.write(func(tx *db.Tx) error { _, err := Reserve(tx, []Demand{{s.shop.ID, p.Variants[0].ID, 4}}); return err })
		left(0) // one is left, a set wants two
		if low, err := s.NearlySoldOut(t.Context(), s.owner, s.shop.ID, 0, 9); err != nil || len(low) != 0 {
			t.Errorf("a set is on the list of what to buy in: %v %v", low, err)
		}
		if err := s.SetStock(t.Context(), s.owner, s.shop.ID, p.Variants[0].ID, 11); err != nil {
			t.Fatal(err)
		}
		left(3)
		if again := s.save(s.look(gift.ID).Draft()); len(again.Variants[0].Parts) != 1 {
			t.Error("saving a set as it is takes its parts")
		}
		left(3)
		broken := func() (n int) {
			list, err := event.After(t.Context(), s.db, 0, 1000)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range list {
				if e.Kind == SetBroken && e.Subject == int64(gift.ID) {
					n++
				}
			}
			return n
		}
		d := p.Draft() // the part is taken off the shelf
		d.Variants = d.Variants[1:]
		s.save(d)
		left(0)
		s.save(d)
		if n := broken(); n != 1 || !s.look(gift.ID).Broken() {
			t.Errorf("the seller is told %d times", n)
		}
		s.save(p.Draft())
		if err := s.ArchiveProduct(t.Context(), s.owner, s.shop.ID, p.ID); err != nil {
			t.Fatal(err)
		}
		if n := broken(); n != 2 {
			t.Errorf("the seller is told %d times", n)
		}
	})
}

// TestTheIndexHearsOfParts lets the last set be sold as its part.
func TestTheIndexHearsOfParts(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		s.gift(p.Variants[0].ID)
		i := s.indexed(filepath.Join(t.TempDir(), "search.db"))
		for _, n := range []int64{4, 1} {
			s.write(func(tx *db.Tx) error { _, err := Reserve(tx, []Demand{{s.shop.ID, p.Variants[0].ID, n}}); return err })
			if err := i.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := s.sameAsTables(i); err != nil {
				t.Errorf("after %d: %v", n, err)
			}
		}
	})
}

// What is digital is in no set, and is none: its stock follows from its keys.
func TestWhatIsDigitalIsInNoSet(t *testing.T) {
	onBoth(t, func(s *shelf) {
		digital := true
		d := goods(s.shop, "pattern", "felt")
		d.Digital = &digital
		pattern, thing := s.save(d).Variants[0].ID, s.save(goods(s.shop, "one", "felt")).Variants[0].ID
		for _, c := range [][2]VariantID{{pattern, thing}, {thing, pattern}} {
			err := s.SetParts(t.Context(), s.owner, s.shop.ID, c[0], []Part{{Variant: c[1], Quantity: 1}})
			if !fault.HasKey(err, "fault.set_digital") {
				t.Error(err)
			}
		}
	})
}
