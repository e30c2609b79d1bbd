package catalog

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"agora/db"
	"agora/fault"
	"agora/money"
)

// shelves puts two categories into the market, of which one asks something, and
// one that takes nothing new.
func (s *shelf) shelves() {
	s.t.Helper()
	s.write(func(tx *db.Tx) error {
		return PutCategories(tx, []Category{{Key: "home", Names: Texts{"en": "Home"}}, {Key: "rugs", Parent: "home", Names: Texts{"en": "Rugs"}},
			{Key: "shoes", Names: Texts{"en": "Footwear"}}, {Key: "old", Names: Texts{"en": "Old"}, Retired: true}})
	})
	trait := Trait{Key: "sole", Kind: TraitYes, Names: Texts{"en": "Sole"}, Categories: []string{"shoes"}, Required: true}
	if err := s.SaveTrait(s.t.Context(), house(), trait); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) undo(w Sweep) Sweep {
	s.t.Helper()
	err := s.UndoSweep(s.t.Context(), s.owner, s.shop.ID, w.ID)
	if err == nil {
		err = s.ContinueSweepUndo(s.t.Context(), s.shop.ID, w.ID)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return s.latest()
}

func (s *shelf) listed(f ProductFilter) string {
	s.t.Helper()
	page, err := s.Products(s.t.Context(), s.owner, s.shop.ID, f)
	if err != nil {
		s.t.Fatal(err)
	}
	var handles []string
	for _, p := range page.Items {
		handles = append(handles, p.Handle)
	}
	return strings.Join(handles, " ")
}

func TestSweepOfCategories(t *testing.T) {
	onBoth(t, func(s *shelf) {
		s.shelves()
		rug, shoe, draft := goods(s.shop, "rug", "felt"), goods(s.shop, "shoe", "felt"), goods(s.shop, "draft", "felt")
		rug.Category, draft.Status = "home", ProductDraft
		shoe.Category, shoe.Traits = "shoes", []TraitValue{{Trait: "sole", Choices: []string{"yes"}}}
		for _, d := range []Draft{rug, shoe, draft} {
			s.save(d)
		}
		for _, c := range []Change{{Kind: SweepCategory}, {Kind: SweepCategory, Text: "old"}, {Kind: SweepCategory, Text: "none"}} {
			if _, err := s.LookSweep(t.Context(), s.owner, s.shop.ID, ProductFilter{}, c); len(fault.List(err)) != 1 || fault.List(err)[0].Field != "category" {
				t.Errorf("%q: %v", c.Text, err)
			}
		}
		look, err := s.LookSweep(t.Context(), s.owner, s.shop.ID, ProductFilter{}, Change{Kind: SweepCategory, Text: "shoes"})
		if err != nil || look.Changed != 1 || look.Refused != 1 || look.Why.Key != "fault.sweep_trait" || look.Samples[0].Product.Handle != "draft" {
			t.Fatalf("%+v, %v", look, err) // on sale, and says nothing of soles
		}
		w := s.sweep(ProductFilter{Category: "home"}, Change{Kind: SweepCategory, Text: "rugs"})
		if w.Changed != 1 || s.listed(ProductFilter{Category: "rugs"}) != "rug" || s.listed(ProductFilter{Category: "home"}) != "rug" || s.listed(ProductFilter{Text: "rugs"}) != "rug" {
			t.Fatalf("%+v, %s", w, s.listed(ProductFilter{Text: "rugs"}))
		}
		if w = s.undo(w); w.Refused != 0 || s.listed(ProductFilter{Category: "rugs"}) != "" || s.listed(ProductFilter{Text: "rugs"}) != "" || s.listed(ProductFilter{Category: "home"}) != "rug" {
			t.Fatalf("%+v", w)
		}
	})
}

func TestSweepOfBrandsGoesOnAfterAKillAndBack(t *testing.T) {
	onBoth(t, func(s *shelf) {
		s.shelves()
		for n := range sweepBatch + 5 {
			d := goods(s.shop, fmt.Sprint("p", n), "felt")
			d.Brand, d.Category = new("Osh"), "home"
			s.save(d)
		}
		id, _, err := s.BeginSweep(t.Context(), s.owner, s.shop.ID, ProductFilter{Text: "osh"}, Change{Kind: SweepBrand, Text: "Neel"})
		if err != nil {
			t.Fatal(err)
		}
		ctx, kill := context.WithCancel(t.Context())
		err = s.sweepOn(ctx, s.shop.ID, id, Sweeping, func(tx *db.Tx, shop Shop, w *Sweep) error {
			defer kill()
			return sweepOnce(tx, shop, w)
		})
		if err == nil || s.latest().State != Sweeping {
			t.Fatal("it was not killed", err)
		}
		if err := s.ContinueSweep(t.Context(), s.shop.ID, id); err != nil {
			t.Fatal(err)
		}
		w := s.latest()
		if w.Changed != sweepBatch+5 || s.listed(ProductFilter{Text: "osh"}) != "" || s.listed(ProductFilter{Text: "neel felt home", Limit: 1}) == "" {
			t.Fatalf("%+v", w)
		}
		d := goods(s.shop, "p3", "felt")
		d.Brand = new("Atlas")
		s.save(d)
		if w = s.undo(w); w.Refused != 1 || s.listed(ProductFilter{Text: "neel"}) != "" || s.listed(ProductFilter{Text: "atlas"}) != "p3" {
			t.Fatalf("%+v", w)
		}
		err = s.EachProduct(t.Context(), s.owner, s.shop.ID, func(p Product) error {
			if (p.Brand == "Osh") == (p.Handle == "p3") {
				t.Error(p.Handle, p.Brand)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A translation leaves the brand among the words by which a product is found.
func TestATranslatedProductIsFoundByItsBrand(t *testing.T) {
	onBoth(t, func(s *shelf) {
		d := goods(s.shop, "rug", "felt")
		d.Brand = new("Osh")
		p := s.save(d)
		if err := s.Translate(t.Context(), s.owner, s.shop.ID, []Translation{{Product: p.ID, Field: FieldTitle, Lang: "ru", Text: "войлок"}}); err != nil {
			t.Fatal(err)
		}
		if s.listed(ProductFilter{Text: "osh"}) != "rug" || s.listed(ProductFilter{Text: "войлок"}) != "rug" {
			t.Error("it is lost")
		}
	})
}

func TestAListBetweenPrices(t *testing.T) {
	onBoth(t, func(s *shelf) {
		for n := range int64(5) {
			d := goods(s.shop, fmt.Sprint("p", n), "felt")
			d.Variants[0].Price = money.Of(100*(n+1), s.shop.Currency)
			s.save(d)
		}
		for want, f := range map[string]ProductFilter{"p3 p2 p1": {Least: 200, Most: 400}, "p4": {Least: 401}, "p0": {Most: 199}, "": {Least: 501}} {
			if got := s.listed(f); got != want {
				t.Errorf("%+v: %s", f, got)
			}
		}
	})
}
