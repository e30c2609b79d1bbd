package search_test

import (
	"cmp"
	"encoding/csv"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"agora/hs"
	"agora/search"
)

// scan ranks goods for a query by comparing it with every one. It is no index:
// it tells what folding and concepts alone can find.
type scan struct {
	goods    []good
	synonyms *search.Synonyms
	seen     map[string]float64 // in how many goods a form stands
}

type good struct {
	key      string
	words    []search.Word
	titled   int // the first so many words are the title's
	concepts []string
}

func readCSV(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func newScan(t testing.TB) *scan {
	s := &scan{synonyms: search.NewSynonyms(slices.Concat(search.Goods(), hs.Concepts())), seen: map[string]float64{}}
	for _, r := range readCSV(t, "goods.csv") {
		title, more := search.Words(r[2]), search.Words(r[3])
		g := good{key: r[0], words: slices.Concat(title, more), titled: len(title), concepts: s.synonyms.Concepts(title)}
		forms := map[string]bool{}
		for _, w := range g.words {
			forms[w.Exact] = true
		}
		for f := range forms {
			s.seen[f]++
		}
		s.goods = append(s.goods, g)
	}
	return s
}

// rank gives the keys of goods found, the best first, each once.
func (s *scan) rank(query string) []string {
	asked := search.Query(query)
	means := s.synonyms.Query(asked)
	type hit struct {
		key   string
		score float64
	}
	var hits []hit
	for _, g := range s.goods {
		if score := s.score(g, asked, means); score > 0 {
			hits = append(hits, hit{g.key, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	var keys []string
	for _, h := range hits {
		if !slices.Contains(keys, h.key) {
			keys = append(keys, h.key)
		}
	}
	return keys
}

// score adds the places of a query, as much as the best of their readings fits.
func (s *scan) score(g good, asked []search.Asked, means []search.Meaning) float64 {
	best, known := make([]float64, len(asked)), make([]bool, len(asked))
	for _, m := range means {
		for k := m.From; k < m.To && !m.Guess && !m.Broad; k++ {
			known[k] = true
		}
	}
	for i, a := range asked {
		for _, r := range a.Readings {
			fit := 0.0
			for _, w := range r.Words {
				fit += s.fit(g, w, i == len(asked)-1)
			}
			if fit /= float64(len(r.Words)); known[i] && fit < 0.9 {
				fit *= 0.7 // it is another word: what this one means is known
			}
			fit *= [...]float64{search.Typed: 1, search.Apart: 0.8, search.Joined: 0.95, search.Keyboard: 0.6}[r.How]
			for k := i; k < i+r.Covers; k++ {
				best[k] = max(best[k], fit)
			}
		}
	}
	for _, m := range means {
		if slices.Contains(g.concepts, m.Key) {
			fit := 0.75
			if m.Broad {
				fit = 0.3
			}
			if m.Guess {
				fit *= 0.7
			}
			for k := m.From; k < m.To; k++ {
				best[k] = max(best[k], fit)
			}
		}
	}
	sum, found := 0.0, 0
	for _, b := range best {
		sum += b
		if b > 0.25 {
			found++
		}
	}
	return sum * float64(found) / float64(len(asked))
}

// fit tells how well a word of a good is the one asked: 1 when it is.
func (s *scan) fit(g good, asked search.Word, last bool) float64 {
	best := 0.0
	for i, w := range g.words {
		fit := alike(asked, w, last)
		if i >= g.titled {
			fit *= 0.5
		}
		best = max(best, fit)
	}
	return best
}

func alike(asked, w search.Word, last bool) float64 {
	switch {
	case asked.Exact == w.Exact:
		return 1
	case asked.Latin == "" || w.Latin == "":
		return 0
	case asked.Latin == w.Latin:
		return 0.95
	case (asked.Stem == w.Stem || asked.Latin == w.Stem || asked.Stem == w.Latin) && len(asked.Stem) > 2:
		return 0.9
	}
	best, sounds := 0.0, slices.ContainsFunc(asked.Sounds, func(s string) bool { return slices.Contains(w.Sounds, s) })
	if n := len(asked.Latin); last && n > 1 && strings.HasPrefix(w.Latin, asked.Latin) {
		best = 0.5 + 0.4*float64(n)/float64(len(w.Latin))
	}
	long := float64(max(len(asked.Latin), len(w.Latin)))
	if short := float64(min(len(asked.Latin), len(w.Latin))); !sounds && (long < 5 || short < 0.7*long) {
		return best
	}
	d := min(search.Distance(asked.Latin, w.Latin), search.Distance(asked.Stem, w.Stem)+0.1)
	near := 0.9 - 2.2*d/long
	if !sounds {
		near -= 0.15
	}
	return max(best, near, 0)
}

// measure sums how well queries of a kind are answered.
type measure struct{ queries, recall, rank float64 }

func (m *measure) add(right, got []string) {
	m.queries++
	found, first := 0.0, 0
	for i, key := range got[:min(len(got), 10)] {
		if slices.Contains(right, key) {
			found++
			if first == 0 {
				first = i + 1
			}
		}
	}
	m.recall += found / float64(min(len(right), 10))
	if first > 0 {
		m.rank += 1 / float64(first)
	}
}

// TestFoldingFindsWhatIsMeant keeps what folding and concepts find of each kind
// of query from getting worse: the share of right goods among the first ten, and
// the mean of one over the place of the first.
func TestFoldingFindsWhatIsMeant(t *testing.T) {
	s := newScan(t)
	kinds := map[string]*measure{}
	for _, r := range readCSV(t, "pairs.csv") {
		right, got := strings.Fields(r[3]), s.rank(r[0])
		for _, kind := range []string{r[2], "all"} {
			if kinds[kind] == nil {
				kinds[kind] = &measure{}
			}
			kinds[kind].add(right, got)
		}
		if len(got) == 0 || !slices.Contains(right, got[0]) {
			t.Logf("%s (%s, %s): %v, not %v", r[0], r[1], r[2], right, got[:min(len(got), 5)])
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[kind]
		recall, rank := k.recall/k.queries, k.rank/k.queries
		t.Logf("%-9s %3.0f queries: recall %.3f, reciprocal rank %.3f", kind, k.queries, recall, rank)
		if recall < 0.97 || rank < 0.87 {
			t.Errorf("%s: recall %.3f, reciprocal rank %.3f", kind, recall, rank)
		}
	}
}
