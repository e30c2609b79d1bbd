package search

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// goodsOf draws products with some of a few words.
func goodsOf(r *rapid.T, version int64) []Document {
	return rapid.SliceOfNDistinct(rapid.Custom(func(r *rapid.T) Document {
		words := rapid.SampledFrom([]string{"tea", "чай", "Green tea", "чайник", "bowl", "Çay bardağı", "ёлка", "елка", "silk scarf"})
		d := Document{Product: rapid.Int64Range(1, 30).Draw(r, "product"), Version: version, Shop: rapid.Int64Range(1, 3).Draw(r, "shop"), Currency: "KGS",
			Country: rapid.SampledFrom([]string{"KG", "UZ"}).Draw(r, "country"), Price: rapid.Int64Range(0, 1<<40).Draw(r, "price"),
			Stock: rapid.Bool().Draw(r, "stock"), Standing: rapid.SampledFrom([]int{0, 3000, 4500}).Draw(r, "standing"), Since: rapid.Int64Range(-9, 1<<50).Draw(r, "since")}
		for range rapid.IntRange(0, 3).Draw(r, "titles") {
			d.Titles = append(d.Titles, words.Draw(r, "title")+" "+words.Draw(r, "title"))
		}
		d.Bodies = []string{words.Draw(r, "body")}
		for range rapid.IntRange(0, 2).Draw(r, "attributes") {
			d.Attributes = append(d.Attributes, Attribute{"Size", rapid.StringN(0, 5, -1).Draw(r, "size")})
		}
		if rapid.Bool().Draw(r, "goes") {
			d.To, d.Pays = []string{"PK"}, []Pay{{"cash", "PK"}}
		}
		return d
	}), 1, 12, func(d Document) int64 { return d.Product }).Draw(r, "goods")
}

var ourWords = sync.OnceValue(func() *Synonyms { return NewSynonyms(Goods()) })

// marketOf makes an index of goods.
func marketOf(r *rapid.T, path string, goods []Document) *Index {
	s := ourWords()
	if err := Build(path, s, 1, func(put func([]Document) error) error { return put(goods) }); err != nil {
		r.Fatal(err)
	}
	x, err := OpenIndex(path, s)
	if err != nil {
		r.Fatal(err)
	}
	if _, err := x.Swap(); err != nil {
		r.Fatal(err)
	}
	return x
}

// TestMemoryHasTheCardsOfTheFile changes an index while its cards come into memory
// and after: they are those of the file.
func TestMemoryHasTheCardsOfTheFile(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		x := marketOf(r, filepath.Join(dir, fmt.Sprint(n, ".db")), goodsOf(r, 1))
		defer x.Close()
		for i := range rapid.Int64Range(1, 4).Draw(r, "changes") {
			if rapid.Bool().Draw(r, "warm") {
				if err := x.Warm(t.Context()); err != nil {
					r.Fatal(err)
				}
			}
			c := Change{Put: goodsOf(r, i+2), Gone: rapid.SliceOfN(rapid.Int64Range(1, 30), 0, 3).Draw(r, "gone")}
			if err := x.Apply(c); err != nil {
				r.Fatal(err)
			}
		}
		if err := x.Warm(t.Context()); err != nil {
			r.Fatal(err)
		}
		var docs []int64
		var want []*card
		rows, err := x.file.pool.Query("SELECT doc, card FROM goods")
		if err != nil {
			r.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var doc int64
			var b []byte
			if err := rows.Scan(&doc, &b); err != nil {
				r.Fatal(err)
			}
			c, err := readCard(b)
			if err != nil {
				r.Fatal(err)
			}
			docs, want = append(docs, doc), append(want, c)
		}
		got := make([]*card, len(docs))
		x.file.cards.get(docs, got)
		for i := range want {
			if got[i] == nil || said(got[i]) != said(want[i]) {
				r.Fatalf("document %d: %+v is in memory, %+v in the file", docs[i], got[i], want[i])
			}
		}
		if x.file.cards.count != len(docs) {
			r.Fatalf("%d cards are counted, of %d", x.file.cards.count, len(docs))
		}
	})
}

// said is a card in full.
func said(c *card) string {
	var words []titleWord
	for _, w := range c.title {
		words = append(words, *w)
	}
	rest := *c
	rest.title = nil
	return fmt.Sprintf("%+v %q", rest, words)
}

// TestSeveralWordsAreFoundAsOneByOne asks for several words in both ways there
// are: once, with titles told by the cards, and title by title.
func TestSeveralWordsAreFoundAsOneByOne(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		x := marketOf(r, filepath.Join(dir, fmt.Sprint(n, ".db")), goodsOf(r, 1))
		defer x.Close()
		text := rapid.SampledFrom([]string{"green tea", "чай bowl", "зелёный чай", "chay bardagi", "silk sc", "елка чайник", "ghbdtn tea", "tea ';"}).Draw(r, "text")
		s := seeker{file: x.file, ask: Ask{Text: text}, ranker: ranker{plan: newPlan(text, x.synonyms), now: time.Unix(1_800_000_000, 0)}}
		var said [2]string
		for i, look := range []func(*gathering) error{
			func(g *gathering) error { return s.together(t.Context(), g, "") },
			func(g *gathering) error { return s.narrowly(t.Context(), g, "") },
		} {
			g := gathering{seen: map[int64]bool{}}
			if err := look(&g); err != nil {
				r.Fatal(err)
			}
			for _, found := range g.list {
				said[i] += fmt.Sprintln(found.product, found.width, found.score)
			}
		}
		if said[0] != said[1] {
			r.Fatalf("%q found together:\n%sone by one:\n%s", text, said[0], said[1])
		}
	})
}
