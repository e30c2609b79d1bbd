package search_test

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/search"
)

// TestCountsAgreeWithAScan counts random documents by hand: each facet without
// its own filter, any of the values within one, all of them together.
func TestCountsAgreeWithAScan(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(r *rapid.T) {
		docs := rapid.SliceOfN(randomDocument(), 1, 40).Draw(r, "documents")
		for i := range docs {
			docs[i].Product = int64(i + 1)
		}
		n++
		path := filepath.Join(dir, fmt.Sprint(n, ".db"))
		synonyms := search.NewSynonyms(nil)
		if err := search.Build(path, synonyms, 1, func(put func([]search.Document) error) error { return put(docs) }); err != nil {
			r.Fatal(err)
		}
		x, err := search.OpenIndex(path, synonyms)
		if err != nil {
			r.Fatal(err)
		}
		defer x.Close()
		if _, err := x.Swap(); err != nil {
			r.Fatal(err)
		}
		a := search.Ask{Here: "PK", Facets: true, Limit: 100, Now: time.Unix(1_800_000_000, 0), Rates: map[string]float64{"KGS": 1},
			Text:      rapid.SampledFrom([]string{"", "tea"}).Draw(r, "text"),
			Kinds:     some(r, "kinds", "green", "black", "drinks"),
			Countries: some(r, "countries", "KG", "UZ", "PK"), Shops: some(r, "shops", int64(1), 2),
			Ways: some(r, "ways", "cash", "qr"), To: rapid.SampledFrom([]string{"", "PK"}).Draw(r, "to"),
			Category: rapid.SampledFrom([]string{"", "drinks"}).Draw(r, "category")}
		for _, v := range some(r, "attributes", "size 1", "size 2", "hue red") {
			var b search.Attribute
			fmt.Sscan(v, &b.Name, &b.Value)
			a.Attributes = append(a.Attributes, b)
		}
		f, err := x.Find(t.Context(), a)
		if err != nil {
			r.Fatal(err)
		}
		var want []int64
		for _, d := range docs {
			if fits(d, a) {
				want = append(want, d.Product)
			}
		}
		var got []int64
		for _, h := range f.Hits {
			got = append(got, h.Product)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || f.Total != len(want) || f.More || f.Facets.More {
			r.Fatalf("%+v: found %v, want %v", a, got, want)
		}
		if got, want := fmt.Sprintf("%+v", plainly(f.Facets)), fmt.Sprintf("%+v", byHand(docs, a)); got != want {
			r.Fatalf("%+v:\ncounted %s\nwant    %s", a, got, want)
		}
	})
}

func some[V any](r *rapid.T, name string, from ...V) []V {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, 2, func(v V) string { return fmt.Sprint(v) }).Draw(r, name)
}

func randomDocument() *rapid.Generator[search.Document] {
	return rapid.Custom(func(r *rapid.T) search.Document {
		d := search.Document{Version: 1, Shop: rapid.Int64Range(1, 3).Draw(r, "shop"), Country: rapid.SampledFrom([]string{"KG", "UZ", "PK"}).Draw(r, "country"),
			Category: rapid.SampledFrom([]string{"", "green", "black", "felt"}).Draw(r, "shelf"), Currency: "KGS", Price: rapid.Int64Range(1, 900).Draw(r, "price"),
			Stock: rapid.Bool().Draw(r, "stock"), Titles: []string{rapid.SampledFrom([]string{"tea", "tea bowl", "rug"}).Draw(r, "title")}}
		if d.Category == "green" || d.Category == "black" {
			d.Parent = "drinks"
		}
		d.To = rapid.SampledFrom([][]string{nil, {search.Anywhere}, {"PK"}, {"KG", "UZ"}, {"KG", "PK"}}).Draw(r, "to")
		for _, to := range d.To {
			if rapid.Bool().Draw(r, "cash") {
				d.Pays = append(d.Pays, search.Pay{Way: "cash", To: to})
			}
		}
		if rapid.Bool().Draw(r, "qr") {
			d.Pays = append(d.Pays, search.Pay{Way: "qr", To: search.Anywhere})
		}
		for _, v := range some(r, "attributes", "size 1", "size 2", "hue red", "hue blue") {
			var b search.Attribute
			fmt.Sscan(v, &b.Name, &b.Value)
			d.Attributes = append(d.Attributes, b)
		}
		return d
	})
}

// fits is the meaning of an Ask, said again.
func fits(d search.Document, a search.Ask) bool {
	comes := func(to string) bool { return slices.Contains(d.To, search.Anywhere) || slices.Contains(d.To, to) }
	in := func(list []string, values ...string) bool {
		return len(list) == 0 || slices.ContainsFunc(values, func(v string) bool { return v != "" && slices.Contains(list, v) })
	}
	values := map[string][]string{}
	for _, b := range a.Attributes {
		values[b.Name] = append(values[b.Name], b.Value)
	}
	for name, any := range values {
		if !slices.ContainsFunc(d.Attributes, func(b search.Attribute) bool { return b.Name == name && slices.Contains(any, b.Value) }) {
			return false
		}
	}
	return (a.Text == "" || d.Titles[0] != "rug") && (a.Category == "" || a.Category == d.Category || a.Category == d.Parent) &&
		in(a.Kinds, d.Category, d.Parent) && in(a.Countries, d.Country) && (len(a.Shops) == 0 || slices.Contains(a.Shops, d.Shop)) &&
		(a.To == "" || comes(a.To)) && (len(a.Ways) == 0 || comes(a.Here) && in(a.Ways, paid(d, a.Here)...))
}

func paid(d search.Document, here string) (ways []string) {
	for _, p := range d.Pays {
		if (p.To == search.Anywhere || p.To == here) && !slices.Contains(ways, p.Way) {
			ways = append(ways, p.Way)
		}
	}
	return ways
}

// tallies are facets as a scan and the index both can say them.
type tallies struct {
	kinds, countries, shops, ways []search.Count
	sizes, hues                   []search.Count
	comes, stock                  int
}

func plainly(f search.Facets) (t tallies) {
	t.kinds, t.countries, t.shops, t.ways, t.comes, t.stock = f.Categories, f.Countries, f.Shops, f.Ways, f.Comes, f.InStock
	for _, c := range f.Attributes {
		if c.Name == "size" {
			t.sizes = c.Values
		} else {
			t.hues = c.Values
		}
	}
	return t
}

func byHand(docs []search.Document, a search.Ask) (t tallies) {
	by := func(drop func(*search.Ask), values func(search.Document) []string) []search.Count {
		b := a
		drop(&b)
		n := map[string]int{}
		for _, d := range docs {
			if fits(d, b) {
				for _, v := range values(d) {
					if v != "" {
						n[v]++
					}
				}
			}
		}
		list := []search.Count{}
		for v, c := range n {
			list = append(list, search.Count{Value: v, N: c})
		}
		slices.SortFunc(list, func(a, b search.Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
		return list
	}
	attribute := func(name string) []search.Count {
		list := by(func(b *search.Ask) {
			b.Attributes = slices.DeleteFunc(slices.Clone(b.Attributes), func(v search.Attribute) bool { return v.Name == name })
		}, func(d search.Document) (list []string) {
			for _, v := range d.Attributes {
				if v.Name == name {
					list = append(list, v.Value)
				}
			}
			return list
		})
		if len(list) == 0 {
			return nil
		}
		return list
	}
	t.kinds = by(func(b *search.Ask) { b.Kinds = nil }, func(d search.Document) []string { return []string{d.Category, d.Parent} })
	t.countries = by(func(b *search.Ask) { b.Countries = nil }, func(d search.Document) []string { return []string{d.Country} })
	t.shops = by(func(b *search.Ask) { b.Shops = nil }, func(d search.Document) []string { return []string{fmt.Sprint(d.Shop)} })
	t.ways = by(func(b *search.Ask) { b.Ways = nil }, func(d search.Document) []string {
		if !fits(d, search.Ask{To: a.Here}) {
			return nil
		}
		return paid(d, a.Here)
	})
	t.sizes, t.hues = attribute("size"), attribute("hue")
	for _, d := range docs {
		b := a
		if b.To = ""; fits(d, b) && fits(d, search.Ask{To: a.Here}) {
			t.comes++
		}
		if fits(d, a) && d.Stock {
			t.stock++
		}
	}
	return t
}
