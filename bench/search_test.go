package bench

import (
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"
	"time"

	"agora/catalog"
	"agora/search"
)

// products gives how many products the market of BenchmarkSearch has.
func products() int {
	if n, err := strconv.Atoi(os.Getenv("AGORA_BENCH_PRODUCTS")); err == nil {
		return n
	}
	return 100_000
}

// BenchmarkSearch builds an index of a market and asks it: how many products a
// second it takes, how long each kind of question takes, and the memory.
func BenchmarkSearch(b *testing.B) {
	n := products()
	path := filepath.Join(b.TempDir(), "search.db")
	synonyms := catalog.Concepts()
	g := newGoodsMaker(1)
	began := time.Now()
	err := search.Build(path, synonyms, 1, func(put func([]search.Document) error) error {
		const page = 2000
		pages := make(chan []search.Document, 1)
		go func() {
			defer close(pages)
			for from := 0; from < n; from += page {
				pages <- g.page(from, min(page, n-from))
			}
		}()
		for p := range pages {
			if err := put(p); err != nil {
				return err
			}
		}
		return nil
	})
	took := time.Since(began)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d products built in %s: %.0f a second", n, took.Round(time.Second), float64(n)/took.Seconds())
	b.Logf("after the build: %.0f MB resident", resident(b, os.Getpid()))
	x, err := search.OpenIndex(path, synonyms)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	began = time.Now()
	if _, err := x.Swap(); err != nil {
		b.Fatal(err)
	}
	bytes, _, err := x.Size()
	if err != nil {
		b.Fatal(err)
	}
	debug.FreeOSMemory()
	b.Logf("opened in %s; %d MB on disk, %.0f MB resident", time.Since(began).Round(time.Millisecond), bytes>>20, resident(b, os.Getpid()))
	began = time.Now()
	if err := x.Warm(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Logf("cards in memory %s later, %.0f MB resident", time.Since(began).Round(time.Millisecond), resident(b, os.Getpid()))
	for range b.N {
		for _, k := range g.kinds() {
			g.measure(b, x, k)
		}
	}
	b.Logf("after the questions: %.0f MB resident, %d processors", resident(b, os.Getpid()), runtime.GOMAXPROCS(0))
	b.ReportMetric(float64(n)/took.Seconds(), "products/s")
}

// question is a kind of question with its goal.
type question struct {
	name string
	goal time.Duration // p99
	ask  func(script int) search.Ask
}

func (g *goodsMaker) kinds() []question {
	word := func(from, to int) func(int) string {
		return func(script int) string { return g.scripts[script][from+g.random.IntN(to-from)] }
	}
	rare, middle, common := word(10_000, 20_000), word(300, 2000), word(0, 3)
	text := func(f func(int) string) func(int) search.Ask {
		return func(script int) search.Ask { return search.Ask{Text: f(script)} }
	}
	rates := map[string]float64{"KGS": 1, "KZT": 0.17, "UZS": 0.007, "PKR": 0.31}
	return []question{
		{"rare word", 10 * time.Millisecond, text(rare)},
		{"middle word", 0, text(middle)},
		{"common word", 40 * time.Millisecond, text(common)},
		{"two words", 30 * time.Millisecond, text(func(s int) string { return middle(s) + " " + middle(s) })},
		{"common and middle", 30 * time.Millisecond, text(func(s int) string { return common(s) + " " + middle(s) })},
		{"prefix", 30 * time.Millisecond, text(func(s int) string { w := []rune(middle(s)); return string(w[:3]) })},
		{"typo", 60 * time.Millisecond, text(func(s int) string { w := []rune(middle(s)); return string(append(w[:1:1], w[2:]...)) })},
		{"facets, middle word", 60 * time.Millisecond, func(s int) search.Ask {
			return search.Ask{Text: middle(s), Facets: true, Countries: []string{"KG", "UZ"}, Rates: rates}
		}},
		{"facets, common word", 60 * time.Millisecond, func(s int) search.Ask {
			return search.Ask{Text: common(s), Facets: true, Rates: rates}
		}},
	}
}

// measure asks one kind of question many times, one after another.
func (g *goodsMaker) measure(b *testing.B, x *search.Index, k question) {
	const times = 300
	took := make([]time.Duration, times)
	hits := 0
	for i := range took {
		a := k.ask(i % len(g.scripts))
		a.Now, a.Limit = time.UnixMicro(g.now), 24+i // another question each time
		began := time.Now()
		f, err := x.Find(b.Context(), a)
		if err != nil {
			b.Fatal(a.Text, err)
		}
		took[i] = time.Since(began)
		hits += f.Total
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	word := ""
	if p99 := took[times*99/100]; k.goal > 0 && p99 > k.goal {
		word = " (wanted " + k.goal.String() + ")"
	}
	b.Logf("%-20s p50 %6.1f ms, p99 %6.1f ms, %5d hits%s", k.name, ms(took[times/2]), ms(took[times*99/100]), hits/times, word)
}
