package search_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"agora/search"
)

// goodsIndex is the goods of a set of the judge's as the market would have them:
// a product for each key, in its languages.
func goodsIndex(t testing.TB, file string) (x *search.Index, keys []string) {
	var docs []search.Document
	at := map[string]int{}
	for _, r := range readCSV(t, file) {
		i, ok := at[r[0]]
		if !ok {
			i = len(docs)
			at[r[0]] = i
			keys = append(keys, r[0])
			docs = append(docs, search.Document{Product: int64(i + 1), Version: 1, Shop: 1, Country: "KG", Currency: "KGS", Price: 100, Stock: true, Category: r[4]})
		}
		docs[i].Titles, docs[i].Bodies = append(docs[i].Titles, r[2]), append(docs[i].Bodies, r[3])
	}
	return built(t, docs), keys
}

// judgement is what comes of the queries of one kind.
type judgement struct{ n, recall, rank, precision float64 }

func (m *judgement) take(right, got []string) {
	m.n++
	found, first := 0.0, 0
	got = got[:min(len(got), 10)]
	for i, key := range got {
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
	if len(got) > 0 {
		m.precision += found / float64(len(got))
	}
}

// judged asks the index all queries of a set, and gives how they went by kind.
func judged(t *testing.T, goods, pairs string) (*search.Index, []string, map[string]*judgement) {
	x, keys := goodsIndex(t, goods)
	kinds := map[string]*judgement{"all": {}}
	for _, r := range readCSV(t, pairs) {
		list, _ := ask(t, x, search.Ask{Text: r[0]})
		var got []string
		for _, p := range list {
			got = append(got, keys[p-1])
		}
		if kinds[r[2]] == nil {
			kinds[r[2]] = &judgement{}
		}
		right := strings.Fields(r[3])
		var one judgement
		one.take(right, got)
		if one.recall < 1 || one.rank < 1 {
			t.Logf("%s (%s, %s): %v, found %v", r[0], r[1], r[2], right, got[:min(len(got), 5)])
		}
		kinds[r[2]].take(right, got)
		kinds["all"].take(right, got)
	}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[name]
		t.Logf("%-9s %3.0f queries: recall %.3f, reciprocal rank %.3f, precision %.3f", name, k.n, k.recall/k.n, k.rank/k.n, k.precision/k.n)
	}
	return x, keys, kinds
}

// TestIndexFindsWhatNobodyTunedFor measures it by other goods and queries, which
// nobody looked at while words were added.
func TestIndexFindsWhatNobodyTunedFor(t *testing.T) {
	_, _, kinds := judged(t, "later_goods.csv", "later_pairs.csv")
	if k := kinds["all"]; k.recall/k.n < 0.94 || k.rank/k.n < 0.9 {
		t.Errorf("recall %.3f, reciprocal rank %.3f; it was 0.951 and 0.921", k.recall/k.n, k.rank/k.n)
	}
}

// TestIndexFindsWhatIsMeant measures the index by the judge's set.
func TestIndexFindsWhatIsMeant(t *testing.T) {
	x, keys, kinds := judged(t, "goods.csv", "pairs.csv")
	if k := kinds["all"]; k.recall/k.n < 0.95 || k.rank/k.n < 0.8 {
		t.Errorf("recall %.3f, reciprocal rank %.3f; wanted 0.95 and 0.8", k.recall/k.n, k.rank/k.n)
	}
	found := 0
	foreign := readCSV(t, "foreign.csv")
	for _, r := range foreign {
		if list, _ := ask(t, x, search.Ask{Text: r[0]}); len(list) > 0 {
			found++
			t.Logf("nobody sells %s, found %s", r[0], keys[list[0]-1])
		}
	}
	t.Logf("%d of %d queries for what nobody sells find something", found, len(foreign))
}
