package catalog

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"agora/db"
	"agora/event"
	"agora/search"
)

// TestWhereThingsGoFollowsTheShop lets a shop send elsewhere: all its products
// are asked for again, many at once, and what comes to a buyer changes.
func TestWhereThingsGoFollowsTheShop(t *testing.T) {
	onBoth(t, func(s *shelf) {
		ctx := t.Context()
		for n := range 7 {
			s.save(goods(s.shop, fmt.Sprint("p", n), "felt"))
		}
		to, asked := []string{"PK"}, 0
		s.Reaches(func(_ context.Context, list []Sent) ([]Reach, error) {
			asked++
			out := make([]Reach, len(list))
			for i, one := range list {
				if one.Shop != s.shop.ID || one.Grams != 100 {
					t.Errorf("asked for %+v", one)
				}
				out[i] = Reach{To: to, Pays: []search.Pay{{Way: "cash", To: to[0]}}}
			}
			return out, nil
		})
		i := s.indexed(filepath.Join(t.TempDir(), "search.db"))
		comes := func(q Query) string {
			f, err := s.Find(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(len(f.Items), f.Facets.Comes, f.Facets.Ways)
		}
		for _, kind := range []event.Kind{"", deliverySaved, deliverySaved} { // it may come twice
			if kind != "" {
				to, asked = []string{"KG"}, 0
				s.write(func(tx *db.Tx) error { return event.Append(tx, s.shop.ID, kind, int64(s.shop.ID), nil) })
				if err := i.CatchUp(ctx); err != nil || asked != 1 {
					t.Errorf("asked %d times, %v", asked, err)
				}
			}
			here := to[0]
			for _, c := range []struct {
				q    Query
				want string
			}{
				{Query{Here: "KG", Facets: true, Text: "felt"}, map[string]string{"KG": "7 7 [{cash 7}]", "PK": "7 0 []"}[here]},
				{Query{Here: "PK", Facets: true}, map[string]string{"PK": "7 7 [{cash 7}]", "KG": "7 0 []"}[here]},
				{Query{Here: "PK", Facets: true, Comes: true}, map[string]string{"PK": "7 7 [{cash 7}]", "KG": "0 0 []"}[here]},
				{Query{Here: "KG", Facets: true, Ways: []string{"cash"}, Sort: SortNew}, map[string]string{"KG": "7 7 [{cash 7}]", "PK": "0 0 []"}[here]},
				{Query{Here: "CN", Facets: true, Comes: true}, "0 0 []"},
			} {
				if got := comes(c.q); got != c.want {
					t.Errorf("sent to %s: %+v: %s, want %s", here, c.q, got, c.want)
				}
			}
		}
		s.write(func(tx *db.Tx) error { return event.Append(tx, db.House, deliveryTablesSaved, 0, nil) })
		if err := i.CatchUp(ctx); err != nil || !i.stale.Load() {
			t.Error("a carrier's tariff does not build the index anew", err)
		}
	})
}

// TestWhatIsOffIsOnNoNarrowedList changes the tables behind the index's back.
func TestWhatIsOffIsOnNoNarrowedList(t *testing.T) {
	onBoth(t, func(s *shelf) {
		d := goods(s.shop, "boots", "felt", "boots")
		brand := "Osh"
		d.Brand = &brand
		boots := s.save(d)
		s.indexed(filepath.Join(t.TempDir(), "search.db"))
		for _, q := range []Query{{Facets: true}, {Traits: map[string][]string{FacetBrand: {"osh", "none"}}}, {Shops: []ShopID{s.shop.ID}}} {
			if got := s.find(q); got != "boots" {
				t.Errorf("%+v: %q", q, got)
			}
		}
		s.write(func(tx *db.Tx) error { return archive(tx, s.shop.ID, boots.ID) })
		for _, q := range []Query{{Facets: true}, {Traits: map[string][]string{FacetBrand: {"osh"}}}, {Shops: []ShopID{s.shop.ID}}} {
			if got := s.find(q); got != "" {
				t.Errorf("archived, %+v: %q", q, got)
			}
		}
	})
}

// TestWhatIsAskedOfWhereThingsGo: a set is as heavy as its parts, and what is
// digital says so.
func TestWhatIsAskedOfWhereThingsGo(t *testing.T) {
	onBoth(t, func(s *shelf) {
		digital := true
		file := goods(s.shop, "pattern", "felt")
		file.Digital = &digital
		one, gift, pattern := s.save(goods(s.shop, "one", "felt")), s.save(goods(s.shop, "gift", "felt")), s.save(file)
		if err := s.SetParts(t.Context(), s.owner, s.shop.ID, gift.Variants[0].ID, []Part{{Variant: one.Variants[0].ID, Quantity: 3}}); err != nil {
			t.Fatal(err)
		}
		got := map[ProductID]Sent{}
		s.Reaches(func(_ context.Context, list []Sent) ([]Reach, error) {
			for _, one := range list {
				got[one.Product] = one
			}
			return make([]Reach, len(list)), nil
		})
		s.indexed(filepath.Join(t.TempDir(), "search.db"))
		if a, b, c := got[one.ID], got[gift.ID], got[pattern.ID]; a.Grams != 100 || b.Grams != 300 || a.Digital || b.Digital || !c.Digital {
			t.Errorf("asked %+v", got)
		}
	})
}
