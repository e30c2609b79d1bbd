package hs

import (
	"slices"
	"testing"

	"agora/search"
)

func TestConceptsMeetAcrossLanguages(t *testing.T) {
	s := search.NewSynonyms(Concepts())
	for key, texts := range map[string][]string{
		"hs carpet":    {"ковры", "Gilam", "地毯", "قالین", "carpets", "halı", "қалы кілем"},
		"hs slippers":  {"тапочки войлочные", "拖鞋", "slippers"},
		"hs green tea": {"green tea", "зелёный чай", "绿茶", "綠茶"},
		"hs saffron":   {"saffron", "шафран", "زعفران", "藏红花"},
	} {
		for _, text := range texts {
			if got := s.Concepts(search.Words(text)); !slices.Contains(got, key) {
				t.Errorf("%q has the concepts %q, want %s", text, got, key)
			}
			means := s.Query(search.Query(text))
			if !slices.ContainsFunc(means, func(m search.Meaning) bool { return m.Key == key }) {
				t.Errorf("who asks %q means %v, want %s", text, means, key)
			}
		}
	}
}

// What a thing is besides finds it, and is not what was asked.
func TestGreenTeaIsTeaButNotAskedAsTea(t *testing.T) {
	s := search.NewSynonyms(Concepts())
	if got := s.Concepts(search.Words("green tea")); !slices.Contains(got, "hs tea") {
		t.Errorf("green tea has the concepts %q", got)
	}
	for _, m := range s.Query(search.Query("green tea")) {
		if m.Key == "hs tea" {
			t.Error("who asks green tea asks any tea")
		}
	}
	for _, text := range []string{"tea towel", "coffee pot", "silk flowers"} {
		for _, key := range s.Concepts(search.Words(text)) {
			if key == "hs tea" || key == "hs coffee" || key == "hs silk" {
				t.Errorf("%s is %s", text, key)
			}
		}
	}
}
