package feed

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/catalog"
	"agora/db"
	"agora/identity"
	"agora/money"
)

// furnished is a shop with a thing that has everything, one that comes by link,
// and a set whose name sorts before its parts.
func (s *stall) furnished(t *testing.T) {
	t.Helper()
	operator := identity.Actor{Person: 7, Roles: []identity.Role{identity.Operator}}
	if err := s.catalog.SaveCategories(t.Context(), operator, categories()); err != nil {
		t.Fatal(err)
	}
	for _, trait := range traits() {
		if err := s.catalog.SaveTrait(t.Context(), operator, trait); err != nil {
			t.Fatal(err)
		}
	}
	whole := everything().Whole()
	no := false
	whole.Digital, whole.Pictures, whole.Looks = &no, nil, nil
	for n := range whole.Variants {
		whole.Variants[n].Parts, whole.Variants[n].OnHand = nil, 5
	}
	yes := true
	price := money.Of(900, "KGS")
	size := catalog.Option{Name: catalog.Texts{"ru": "Размер"}, Values: []catalog.OptionValue{{Key: "s|", Name: catalog.Texts{"ru": "S"}}}}
	list := []catalog.Draft{
		{Handle: "a-gift", Status: catalog.ProductActive, Title: catalog.Texts{"ru": "Набор"}, Variants: []catalog.VariantDraft{{SKU: "GIFT", Price: price,
			Parts: &[]catalog.PartDraft{{Handle: "mat", Values: []string{"s|"}, Quantity: 3}, {SKU: "C-1", Quantity: 2}}}}},
		whole,
		{Handle: "mat", Status: catalog.ProductActive, Title: catalog.Texts{"ru": "Мат"}, Options: []catalog.Option{size},
			Variants: []catalog.VariantDraft{{Values: []string{"s|"}, Price: price, Grams: 100, OnHand: 9}}},
		{Handle: "e-book", Status: catalog.ProductActive, Title: catalog.Texts{"ru": "Книга"}, Digital: &yes, Variants: []catalog.VariantDraft{{Price: price}}},
	}
	if _, err := s.catalog.SaveProducts(t.Context(), s.owner, s.shop.ID, list); err != nil {
		t.Fatal(err)
	}
	p := s.of(t, "cap")
	if _, err := s.catalog.AddPicture(t.Context(), s.owner, s.shop.ID, p.ID, bytes.NewReader(dot(t, 3)), catalog.Texts{"ru": "Шапка сбоку"}); err != nil {
		t.Fatal(err)
	}
	m := s.of(t, "cap").Media[0]
	if m.Editable() {
		if err := s.catalog.EditPicture(t.Context(), s.owner, s.shop.ID, p.ID, m.Key, catalog.Edit{At: [2]int{300, 700}}); err != nil {
			t.Fatal(err)
		}
	}
}

// of gives a product by its handle.
func (s *stall) of(t *testing.T, handle string) catalog.Product {
	t.Helper()
	list, err := s.catalog.ByHandles(t.Context(), s.owner, s.shop.ID, []string{handle})
	if err != nil {
		t.Fatal(err)
	}
	return list[handle]
}

// wholes gives every product of the shop with all that it has.
func (s *stall) wholes(t *testing.T) []catalog.Draft {
	t.Helper()
	var list []catalog.Draft
	if err := s.catalog.EachProduct(t.Context(), s.owner, s.shop.ID, func(p catalog.Product) error {
		list = append(list, p.Whole())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b catalog.Draft) int { return bytes.Compare([]byte(a.Handle), []byte(b.Handle)) })
	return list
}

// besides is another shop of the same owner in the same money.
func (s *stall) besides(t *testing.T) *stall {
	t.Helper()
	id, err := s.catalog.OpenShop(t.Context(), s.owner, catalog.NewShop{Handle: "second", Name: "Second", Country: "KG", Currency: "KGS", Languages: []string{"ru"}})
	if err != nil {
		t.Fatal(err)
	}
	shop, err := s.catalog.ShopByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return &stall{s.Service, s.catalog, shop, identity.Actor{Person: s.owner.Person, Shops: map[db.ShopID]identity.Role{id: identity.ShopOwner}}}
}

func (s *stall) exported(t *testing.T) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := s.Export(t.Context(), s.owner, s.shop, &file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestAShopComesBackWhole writes a shop with everything and reads it into itself,
// into another shop, and back over what was changed since.
func TestAShopComesBackWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		s.furnished(t)
		before, file := s.wholes(t), s.exported(t)
		if set := s.of(t, "a-gift").Variants[0]; len(set.Parts) != 2 || set.Available() != 2 || set.Parts[0].Quantity != 3 {
			t.Fatalf("the set is %+v", set)
		}
		if r := s.load(t, bytes.NewReader(file), false); r.Same != 4 || len(r.Problems) > 0 || r.Digital != 0 {
			t.Errorf("%d are the same, %s", r.Same, told(r.Problems))
		}
		if diff := cmp.Diff(before, s.wholes(t)); diff != "" {
			t.Error("read back: ", diff)
		}
		// Into another shop: everything but pictures, and what is behind a link.
		other := s.besides(t)
		if r := other.load(t, bytes.NewReader(file), false); r.New != 4 || len(r.Problems) > 0 || r.Digital != 1 {
			t.Errorf("%d are new, %d digital, %s", r.New, r.Digital, told(r.Problems))
		}
		there := other.wholes(t)
		for n := range there {
			want := before[n]
			want.Pictures, want.Looks, there[n].Pictures, there[n].Looks = nil, nil, nil, nil
			if diff := cmp.Diff(want, there[n]); diff != "" {
				t.Error("another shop: ", diff)
			}
		}
		if err := other.FetchPictures(t.Context(), other.shop.ID, other.of(t, "cap").ID); err != nil || len(other.of(t, "cap").Media) != 1 {
			t.Errorf("the picture does not come along: %v %v", err, other.of(t, "cap").Pictures)
		}
		for _, same := range []int{3, 4} { // its words come once it is there
			if r := other.load(t, bytes.NewReader(file), false); r.Same != same {
				t.Errorf("in the other shop %d stay as they are, want %d", r.Same, same)
			}
		}
		if alt := other.of(t, "cap").Media[0].Alt["ru"]; alt != "Шапка сбоку" {
			t.Errorf("the words of the picture are %q", alt)
		}
		if set := other.of(t, "a-gift").Variants[0]; len(set.Parts) != 2 || set.Available() != 2 || set.Parts[0].Variant == s.of(t, "a-gift").Variants[0].Parts[0].Variant {
			t.Errorf("the set has become %+v", set)
		}
		// What was changed since is what the file says again.
		used, lead, none := catalog.ConditionNew, 1, []catalog.PartDraft{}
		for _, handle := range []string{"cap", "a-gift"} {
			d := s.of(t, handle).Whole()
			d.Condition, d.LeadDays, d.Brand, d.Traits, d.Machine = &used, &lead, nil, []catalog.TraitValue{}, &catalog.Marks{}
			for n := range d.Looks {
				d.Looks[n] = catalog.Look{Alt: catalog.Texts{}, At: &[2]int{1, 1}}
			}
			d.Variants[0].Parts, d.Variants[0].OnHand = &none, 4
			if _, err := s.catalog.SaveProduct(t.Context(), s.owner, s.shop.ID, d); err != nil {
				t.Fatal(err)
			}
		}
		if set := s.of(t, "a-gift").Variants[0]; set.IsSet() || set.OnHand != 4 {
			t.Errorf("a set that is none any more is %+v", set)
		}
		if r := s.load(t, bytes.NewReader(file), false); r.Same != 2 || len(r.Problems) > 0 {
			t.Errorf("%d are the same, %s", r.Same, told(r.Problems))
		}
		if diff := cmp.Diff(before, s.wholes(t)); diff != "" {
			t.Error("read over: ", diff)
		}
	})
}

// TestAnImportOfOurFileIsTakenBack restores all that a product has, not only what
// other systems know.
func TestAnImportOfOurFileIsTakenBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		s.furnished(t)
		before, file := s.wholes(t), string(s.exported(t))
		for old, fresh := range map[string]string{"@Osh": "@Jalal", "3 mat": "4 mat", "merino": "local"} {
			file = string(bytes.ReplaceAll([]byte(file), []byte(old), []byte(fresh)))
		}
		id := s.begin(t, file, false)
		if err := s.Continue(t.Context(), s.shop.ID, id); err != nil {
			t.Fatal(err)
		}
		if run := s.latest(t); run.State != Done || run.Changed != 2 {
			t.Fatalf("%+v", run)
		}
		if brand := s.of(t, "cap").Brand; brand != "@Jalal" || s.of(t, "a-gift").Variants[0].Parts[0].Quantity != 4 {
			t.Error("nothing was brought in: ", brand)
		}
		if err := s.Undo(t.Context(), s.owner, s.shop.ID, id); err != nil {
			t.Fatal(err)
		}
		if err := s.ContinueUndo(t.Context(), s.shop.ID, id); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, s.wholes(t)); diff != "" {
			t.Error(diff)
		}
	})
}
