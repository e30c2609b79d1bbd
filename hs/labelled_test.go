package hs

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// labelled is a product of testdata/labelled.csv, with the heading that is right
// and a second that would be admitted.
type labelled struct{ product, half, lang, title, category, heading, second string }

func labels(t testing.TB, file string) (list []labelled) {
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		list = append(list, labelled{r[0], r[1], r[2], r[3], r[4], r[5], r[6]})
	}
	return list
}

func (p labelled) ask() Ask {
	return Ask{Title: map[string]string{p.lang: p.title}, Category: map[string]string{p.spoken(): p.category}}
}

// spoken is the language of the category: that of the title when the list was
// made of titles only, else English.
func (p labelled) spoken() string {
	if p.half == "c" {
		return p.lang
	}
	return "en"
}

// rank is the place of the right heading, from 1; 0 when it is not in the list.
func (p labelled) rank(list []Suggestion) int {
	return 1 + slices.IndexFunc(list, func(s Suggestion) bool {
		return s.Heading.Code == p.heading || p.second != "" && s.Heading.Code == p.second
	})
}

// tally counts products, and those whose heading was first or among five.
type tally struct{ all, first, five int }

func (t *tally) add(rank int) {
	t.all++
	if rank == 1 {
		t.first++
	}
	if rank > 0 && rank <= Suggested {
		t.five++
	}
}

func (t tally) String() string {
	return fmt.Sprintf("%3d: first %3d%%, among five %3d%%", t.all, 100*t.first/max(t.all, 1), 100*t.five/max(t.all, 1))
}

// The list was written before the finder and its words, though by somebody who had
// read the titles when she wrote the words: the figures are the best case. The
// title and the category's English name are all that is asked; misses of half b
// were never looked at.
func TestFindsLabelledHeadings(t *testing.T) {
	figures := map[string]*tally{}
	count := func(key string, rank int) {
		if figures[key] == nil {
			figures[key] = &tally{}
		}
		figures[key].add(rank)
	}
	for _, p := range labels(t, "labelled.csv") {
		if _, ok := Lookup(p.heading); !ok {
			t.Errorf("%s: %s is no heading", p.product, p.heading)
		}
		list := Find(p.ask(), Suggested)
		rank := p.rank(list)
		count("all", rank)
		count("half "+p.half, rank)
		count("lang "+p.lang, rank)
		if os.Getenv("AGORA_HS_MISSES") != "" && p.half == "a" && rank != 1 {
			t.Logf("rank %d: %s [%s] %q in %q: want %s %s, got %s", rank, p.product, p.lang, p.title, p.category, p.heading, p.second, brief(list))
		}
	}
	for _, k := range sorted(figures) {
		t.Logf("%-8s %v", k, figures[k])
	}
	for _, k := range []string{"all", "half a", "half b"} {
		if f := figures[k]; f == nil || f.five*100 < f.all*80 {
			t.Errorf("%s: %v, want 80%% among five", k, f)
		}
	}
}

func brief(list []Suggestion) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%s(%.2f%v) ", s.Heading.Code, s.Score, s.Reasons)
	}
	return b.String()
}

// Titles that were made up after the words were written, and that no word was
// written for: what a stranger's product may hope for.
func TestFindsFreshTitles(t *testing.T) {
	var all tally
	for _, p := range labels(t, "fresh.csv") {
		list := Find(p.ask(), Suggested)
		all.add(p.rank(list))
		if os.Getenv("AGORA_HS_FRESH") != "" && p.rank(list) == 0 {
			t.Logf("[%s] %q: want %s %s, got %s", p.lang, p.title, p.heading, p.second, brief(list))
		}
	}
	t.Logf("fresh    %v", all)
	if all.five*100 < all.all*80 {
		t.Errorf("fresh: %v", all)
	}
}
