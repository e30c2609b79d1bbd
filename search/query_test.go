package search

import (
	"slices"
	"testing"
)

// reads reports whether a place of a query has a reading of a kind whose words
// have such Latin forms.
func reads(a Asked, how How, latin ...string) bool {
	return slices.ContainsFunc(a.Readings, func(r Reading) bool {
		var got []string
		for _, w := range r.Words {
			got = append(got, w.Latin)
		}
		return r.How == how && slices.Equal(got, latin)
	})
}

func TestQueryIsReadAsItMayBeMeant(t *testing.T) {
	for _, c := range []struct {
		text  string
		place int
		how   How
		latin []string
	}{
		{"чай", 0, Typed, []string{"chai"}},
		{"xfq", 0, Keyboard, []string{"chai"}},
		{"сфкзуе", 0, Keyboard, []string{"karpet"}},
		{"[fkfn", 0, Keyboard, []string{"halat"}},
		{"rr3ktv", 0, Keyboard, []string{"kilem"}},
		{"4a6ka", 0, Keyboard, []string{"chashka"}},
		{"wapka", 0, Keyboard, []string{"shapka"}},
		{"lvcha", 0, Apart, []string{"lucha"}},
		{"longjingcha", 0, Apart, []string{"longjing", "jingcha"}},
		{"绿茶", 0, Typed, []string{"lucha"}},
		{"绿茶", 0, Apart, []string{"lu", "cha"}},
		{"龙井茶", 0, Typed, []string{"longjing", "jingcha"}},
		{"smart watch", 0, Joined, []string{"smartvach"}},
	} {
		asked := Query(c.text)
		if len(asked) <= c.place || !reads(asked[c.place], c.how, c.latin...) {
			t.Errorf("%s is not read (%d) as %q: %+v", c.text, c.how, c.latin, asked)
		}
	}
}

func TestQueryHasSixPlaces(t *testing.T) {
	if n := len(Query("a b c d e f g h")); n != 6 {
		t.Errorf("%d places", n)
	}
	if got := Query(" … — "); len(got) != 0 {
		t.Errorf("nothing asked is %+v", got)
	}
}

func TestMeaningsOfAQuery(t *testing.T) {
	s := NewSynonyms([]Group{
		{Key: "tea", Words: map[string][]string{"en": {"tea"}, "zh": {"茶"}, "ru": {"чай"}}},
		{Key: "green tea", Is: []string{"tea"}, Words: map[string][]string{"en": {"green tea"}, "zh": {"绿茶"}, "ru": {"зелен* чай"}}},
		{Key: "towel", Words: map[string][]string{"en": {"towel", "tea towel"}}},
		{Key: "ware", Broad: true, Words: map[string][]string{"en": {"tea pot", "silver earrings"}}},
		{Key: "earrings", Words: map[string][]string{"en": {"earrings"}}},
	})
	for text, want := range map[string][]string{
		"tea": {"tea"}, "Green Tea": {"green tea"}, "綠茶": {"green tea"}, "зелёного чая": {}, "зелёный чай": {"green tea"},
		"tea towels": {"towel"}, "tea pot": {"ware"}, "silver earrings": {"earrings", "ware"}, "lucha": {"green tea"}, "xfq": {"tea"}, "ptktysq xfq": {"green tea"},
	} {
		got := []string{}
		for _, m := range s.Query(Query(text)) {
			got = append(got, m.Key)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s means %q, want %q", text, got, want)
		}
	}
	if got := s.Concepts(Words("绿茶 250克")); !slices.Equal(got, []string{"green tea", "tea"}) {
		t.Errorf("the document has %q", got)
	}
}

// Every group of ours is found by its own words, and goods that only look alike
// have no concept in common.
func TestGoodsAreTold(t *testing.T) {
	s := NewSynonyms(Goods())
	seen := map[string]bool{}
	for _, g := range Goods() {
		if seen[g.Key] {
			t.Errorf("two groups are %s", g.Key)
		}
		seen[g.Key] = true
		for lang, words := range g.Words {
			for _, w := range words {
				text := removeStar(w)
				if got := s.Concepts(Words(text)); !slices.Contains(got, g.Key) {
					t.Errorf("%s %q has %q, not %q", lang, w, got, g.Key)
				}
			}
		}
	}
	for _, apart := range [][2]string{
		{"earrings", "кольцо"}, {"tea towel", "чай"}, {"мука", "молоко"}, {"wooden spoon", "spoonbill"},
		{"чайник", "чай"}, {"茶壶", "茶"}, {"ring", "string"}, {"bal", "балалайка"}, {"рис", "рисунок"}, {"соль", "солнце"}, {"نان", "نانو"},
	} {
		one, two := s.Concepts(Words(apart[0])), s.Concepts(Words(apart[1]))
		for _, k := range one {
			if slices.Contains(two, k) {
				t.Errorf("%s and %s are both %s", apart[0], apart[1], k)
			}
		}
	}
}

func removeStar(w string) string {
	b := []rune(w)
	return string(slices.DeleteFunc(b, func(r rune) bool { return r == '*' }))
}
