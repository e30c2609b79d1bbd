package catalog

import (
	"fmt"
	"strings"
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
)

func TestSearchesAreKeptByTheirPerson(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		s, ctx := New(d, nil), t.Context()
		me, her := identity.Actor{Person: 5}, identity.Actor{Person: 6}
		felt := Saved{Name: " Felt  of Naryn ", Path: "/search?q=felt&country=KG"}
		for range 2 {
			if err := s.SaveSearch(ctx, me, felt); err != nil {
				t.Fatal(err)
			}
		}
		for _, bad := range []Saved{{Name: "x", Path: "https://evil.example/search"}, {Name: "x", Path: "//evil.example/search"}, {Name: "x", Path: "/console"},
			{Name: "", Path: "/search"}, {Name: strings.Repeat("я", 121), Path: "/search"}, {Name: "x", Path: "/search?q=" + strings.Repeat("a", 600)}} {
			if err := s.SaveSearch(ctx, me, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		list, err := s.SavedSearches(ctx, me)
		if err != nil || len(list) != 1 || list[0].Name != "Felt of Naryn" || list[0].Path != felt.Path {
			t.Fatalf("%+v, %v", list, err)
		}
		if err := s.DropSearch(ctx, her, list[0].ID); err != nil {
			t.Fatal(err)
		}
		if list, _ = s.SavedSearches(ctx, me); len(list) != 1 {
			t.Error("another person dropped it")
		}
		if _, err := s.SavedSearches(ctx, identity.Guest()); !fault.Is(err, fault.Forbidden) {
			t.Errorf("of a guest: %v", err)
		}
		if err := s.DropSearch(ctx, me, list[0].ID); err != nil {
			t.Fatal(err)
		}
		for i := range MaxSaved + 1 {
			err = s.SaveSearch(ctx, me, Saved{Name: "x", Path: fmt.Sprintf("/search?q=%d", i)})
		}
		if !fault.HasKey(err, "fault.saved_many") {
			t.Errorf("one too many: %v", err)
		}
	})
}

func TestSynonymsAreTheOperators(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		s, ctx := New(d, nil), t.Context()
		if err := s.SaveSynonyms(ctx, identity.Actor{Person: 5}, 0, "a, b"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("by anybody: %v", err)
		}
		if err := s.SaveSynonyms(ctx, house(), 0, "Boorsoq, баурсак،  бауырсақ\nboorsoq, 油炸果"); err != nil {
			t.Fatal(err)
		}
		list, err := s.AllSynonyms(ctx)
		if err != nil || len(list) != 1 || strings.Join(list[0].Words, "|") != "boorsoq|баурсак|бауырсақ|油炸果" {
			t.Fatalf("%+v, %v", list, err)
		}
		for text, want := range map[string]string{"one": "fault.synonyms_two", "": "fault.synonyms_two", "a, !!!": "fault.text",
			"a, " + strings.Repeat("b", 61): "fault.too_long", strings.Repeat("xx, ", 3) + many(25): "fault.at_most"} {
			if err := s.SaveSynonyms(ctx, house(), 0, text); !fault.HasKey(err, want) {
				t.Errorf("%.40q: %v", text, err)
			}
		}
		if err := s.SaveSynonyms(ctx, house(), list[0].ID, "boorsoq, бурсак"); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveSynonyms(ctx, house(), 1, "boorsoq, бурсак"); !fault.Is(err, fault.NotFound) {
			t.Errorf("of none: %v", err)
		}
		if err := s.DropSynonyms(ctx, house(), list[0].ID); err != nil {
			t.Fatal(err)
		}
		if list, err = s.AllSynonyms(ctx); err != nil || len(list) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

func many(n int) (s string) {
	for i := range n {
		s += fmt.Sprintf("w%d, ", i)
	}
	return s
}
