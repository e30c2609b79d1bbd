package search_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"agora/search"
)

// TestGoods reads all groups: what one leads to exists, and a phrase of one
// language leads to kinds that are akin, or is told
func TestGoods(t *testing.T) {
	groups := map[string]search.Group{}
	for _, g := range search.Goods() {
		if _, ok := groups[g.Key]; ok {
			t.Errorf("two groups %q", g.Key)
		}
		if len(g.Words["en"]) == 0 {
			t.Errorf("%s: no English", g.Key)
		}
		groups[g.Key] = g
	}
	var is func(key, of string, deep int) bool
	is = func(key, of string, deep int) bool {
		return key == of || deep < 5 && slices.ContainsFunc(groups[key].Is, func(k string) bool { return is(k, of, deep+1) })
	}
	count, words := map[string]int{}, 0
	where := map[string][]string{}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		g := groups[key]
		for _, k := range g.Is {
			if _, ok := groups[k]; !ok {
				t.Errorf("%s is %q, which is no group", key, k)
			}
			if is(k, key, 0) {
				t.Errorf("%s is itself by %s", key, k)
			}
		}
		for lang, list := range g.Words {
			for _, w := range list {
				words, count[lang] = words+1, count[lang]+1
				bare := strings.TrimSuffix(w, "*")
				first, size := utf8.DecodeRuneInString(bare)
				if size == len(bare) && !search.Unspaced(first) {
					t.Errorf("%s: %s %q is too short", key, lang, w)
				}
				at := lang + " " + bare
				if slices.Contains(where[at], key) {
					t.Errorf("%s: %s twice", key, at)
				}
				where[at] = append(where[at], key)
			}
		}
	}
	for _, at := range slices.Sorted(maps.Keys(where)) {
		for i, a := range where[at] {
			for _, b := range where[at][:i] {
				if !is(a, b, 0) && !is(b, a, 0) {
					t.Logf("%s: both %s and %s", at, b, a)
				}
			}
		}
	}
	t.Logf("%d groups, %d words: %v", len(groups), words, count)
}
