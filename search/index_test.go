package search_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"agora/hs"
	"agora/search"
)

// built makes a file of documents and opens it.
func built(t testing.TB, docs []search.Document) *search.Index {
	t.Helper()
	synonyms := search.NewSynonyms(slices.Concat(search.Goods(), hs.Concepts()))
	path := filepath.Join(t.TempDir(), "search.db")
	err := search.Build(path, synonyms, 1, func(put func([]search.Document) error) error { return put(docs) })
	if err != nil {
		t.Fatal(err)
	}
	x, err := search.OpenIndex(path, synonyms)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if x.Ready() {
		t.Fatal("an empty index is ready")
	}
	if taken, err := x.Swap(); err != nil || !taken || !x.Ready() || x.Cursor() != 1 {
		t.Fatal("the new index was not taken", taken, err)
	}
	return x
}

// shelf is some documents of two shops.
func shelf() []search.Document {
	doc := func(n int64, title, body string) search.Document {
		return search.Document{Product: n, Version: 1, Shop: 1 + n%2, Country: []string{"KG", "UZ"}[n%2], Category: "tea", Parent: "food",
			Currency: "KGS", Price: n * 100, Stock: true, Titles: []string{title}, Bodies: []string{body},
			Attributes: []search.Attribute{{Name: "Size", Value: fmt.Sprint(n % 3)}}}
	}
	return []search.Document{doc(1, "Зелёный чай", "листовой"), doc(2, "Black tea", "from the hills"), doc(3, "Felt slippers", "warm, of sheep wool"),
		doc(4, "Tea bowl", "blue"), doc(5, "Wool scarf", "soft")}
}

func ask(t testing.TB, x *search.Index, a search.Ask) ([]int64, search.Found) {
	t.Helper()
	if a.Now.IsZero() {
		a.Now = time.Unix(1_800_000_000, 0)
	}
	f, err := x.Find(t.Context(), a)
	if err != nil {
		t.Fatal(a.Text, err)
	}
	var list []int64
	for _, h := range f.Hits {
		list = append(list, h.Product)
	}
	return list, f
}

func TestFind(t *testing.T) {
	x := built(t, shelf())
	for _, c := range []struct {
		name string
		ask  search.Ask
		want string
	}{
		{"a word", search.Ask{Text: "slippers"}, "[3]"},
		{"its beginning", search.Ask{Text: "slip"}, "[3]"},
		{"two letters of it", search.Ask{Text: "sl"}, "[3]"},
		{"three", search.Ask{Text: "sli"}, "[3]"},
		{"most of it", search.Ask{Text: "slippe"}, "[3]"},
		{"one letter", search.Ask{Text: "s"}, "[]"},
		{"a beginning as it is said", search.Ask{Text: "зел"}, "[1]"},
		{"another script and what means the same", search.Ask{Text: "chay"}, "[1 4 2]"},
		{"a typo", search.Ask{Text: "slippets"}, "[3]"},
		{"of the body, after titles", search.Ask{Text: "wool"}, "[5 3]"},
		{"two words", search.Ask{Text: "black tea"}, "[2]"},
		{"nothing", search.Ask{Text: "refrigerator"}, "[]"},
		{"no words", search.Ask{Text: "\"*() -"}, "[]"},
		{"a country", search.Ask{Text: "wool", Countries: []string{"UZ"}}, "[5 3]"},
		{"no country", search.Ask{Text: "wool", Countries: []string{"KG", "IN"}}, "[]"},
		{"a shelf above", search.Ask{Text: "wool", Category: "food"}, "[5 3]"},
		{"prices", search.Ask{Text: "wool", Prices: []search.Price{{Currency: "INR", Max: 1 << 40}, {Currency: "KGS", Min: 400, Max: 500}}}, "[5]"},
		{"the cheapest first", search.Ask{Text: "wool", Sort: search.PriceUp, Rates: map[string]float64{"KGS": 2}}, "[3 5]"},
		{"the newest first", search.Ask{Text: "wool", Sort: search.Newest}, "[5 3]"},
		{"an attribute", search.Ask{Text: "wool", Attributes: []search.Attribute{{Name: "Size", Value: "0"}}}, "[3]"},
	} {
		got, _ := ask(t, x, c.ask)
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
	if _, f := ask(t, x, search.Ask{Text: "slippets"}); f.Meant != "slippers" {
		t.Errorf("meant %q", f.Meant)
	}
	if list, err := x.Suggest(t.Context(), "black te", 5); err != nil || fmt.Sprint(list) != "[black tea]" {
		t.Error(list, err)
	}
}

func TestFacetsIgnoreTheirOwnFilter(t *testing.T) {
	x := built(t, shelf())
	_, f := ask(t, x, search.Ask{Text: "wool", Facets: true, Attributes: []search.Attribute{{Name: "Size", Value: "0"}}, Rates: map[string]float64{"KGS": 1}})
	if got := fmt.Sprintf("%v", f.Facets); got != "{[{food 1} {tea 1}] [{UZ 1}] [{2 1}] [{0 200 0} {200 0 1}] [{Size [{0 1} {2 1}]}] 1 0 [] false}" || f.Total != 1 {
		t.Errorf("%d %s", f.Total, got)
	}
}

func TestPagesAreWhole(t *testing.T) {
	var docs []search.Document
	for n := range int64(50) {
		docs = append(docs, search.Document{Product: n + 1, Version: 1, Shop: 1, Currency: "KGS", Price: n % 7, Stock: n%2 == 0, Titles: []string{"felt rug"}})
	}
	x := built(t, docs)
	for _, sort := range []search.Sort{search.Best, search.Newest, search.PriceUp, search.PriceDown} {
		seen := map[int64]bool{}
		a := search.Ask{Text: "rug", Sort: sort, Limit: 7, Rates: map[string]float64{"KGS": 1}}
		for pages := 0; ; pages++ {
			list, f := ask(t, x, a)
			for _, p := range list {
				if seen[p] {
					t.Errorf("%q: product %d twice", sort, p)
				}
				seen[p] = true
			}
			if a.Cursor = f.Next; a.Cursor == "" || pages > 10 {
				break
			}
		}
		if len(seen) != len(docs) {
			t.Errorf("%q: %d of %d", sort, len(seen), len(docs))
		}
	}
}

func TestAnOlderReadingChangesNothing(t *testing.T) {
	x := built(t, shelf())
	d := shelf()[2]
	d.Version, d.Titles = 9, []string{"Leather boots"}
	if err := x.Apply(search.Change{Put: []search.Document{d}, Cursor: 9}); err != nil {
		t.Fatal(err)
	}
	if err := x.Apply(search.Change{Put: []search.Document{shelf()[2]}, Gone: []int64{1}, Cursor: 4}); err != nil {
		t.Fatal(err)
	}
	boots, _ := ask(t, x, search.Ask{Text: "boots"})
	slippers, _ := ask(t, x, search.Ask{Text: "slippers"})
	green, _ := ask(t, x, search.Ask{Text: "зелёный"})
	if fmt.Sprint(boots, slippers, green, x.Cursor()) != "[3] [] [] 9" {
		t.Error(boots, slippers, green, x.Cursor())
	}
}

func TestExplain(t *testing.T) {
	x := built(t, shelf())
	_, f := ask(t, x, search.Ask{Text: "black chay", Explain: true})
	if len(f.Hits) == 0 || len(f.Hits[0].Parts) < 2 {
		t.Fatal(f)
	}
	sum := 0.0
	for _, p := range f.Hits[0].Parts {
		if p.How == "" { // the words are in the part of all words
			sum += p.Value
		}
	}
	if d := f.Hits[0].Score - sum; f.Hits[0].Product != 2 || sum <= 0 || d > 1e-9 || d < -1e-9 {
		t.Error(f.Hits[0])
	}
}

func TestMissed(t *testing.T) {
	x := built(t, nil)
	for _, q := range []string{"Холодильник  X", "холодильник x", "call 998901234567", "a@b.c", ""} {
		x.Miss(q)
	}
	if err := x.KeepMissed(time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	list, err := x.Missed(10)
	if err != nil || len(list) != 1 || list[0].Query != "холодильник x" || list[0].Seen != 2 {
		t.Error(list, err)
	}
}
