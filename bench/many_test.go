package bench

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/identity"
	"agora/money"
)

// BenchmarkMachinesMany searches and looks around as programs do among 100,000
// products of a hundred shops (AGORA_BENCH_PRODUCTS says otherwise): one, and four
// at a time, that wait for their answers, and two hundred a second that come at
// random, whose time counts from when each was due. It prints p50 and p99, and
// the processor time of a request, that of the programs included.
func BenchmarkMachinesMany(b *testing.B) {
	m := newMall(b, onSQLite(b))
	goods := m.fill(b, products())
	kinds := map[string]func(*rand.Rand) error{
		"search": func(r *rand.Rand) error {
			return m.ask("/catalog/search", object{"query": goods.query(r), "context": object{"address_country": "PK"}})
		},
		"list": func(r *rand.Rand) error {
			return m.ask("/catalog/search", object{"filters": object{"categories": []any{goods.shelf(r.IntN(shelves))}}, "context": object{"address_country": "PK"}})
		},
		"product": func(r *rand.Rand) error {
			return m.ask("/catalog/product", object{"id": "prod_" + strconv.FormatInt(goods.base+int64(r.IntN(goods.n)), 10), "context": object{"address_country": "PK"}})
		},
	}
	for _, name := range []string{"search", "list", "product"} {
		for _, loop := range []struct {
			name string
			run  func(*testing.B, func(*rand.Rand) error) []time.Duration
		}{{"closed-1", closed(1)}, {"closed-4", closed(4)}, {"open-200", open}} {
			b.Run(name+"/"+loop.name, func(b *testing.B) {
				before := spent()
				times := loop.run(b, kinds[name])
				used := spent() - before
				if len(times) == 0 {
					return
				}
				slices.Sort(times)
				ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
				b.ReportMetric(ms(times[len(times)/2]), "ms-p50")
				b.ReportMetric(ms(times[len(times)*99/100]), "ms-p99")
				b.ReportMetric(float64(used.Microseconds())/float64(len(times)), "processor-µs/op")
			})
		}
	}
}

// closed has some do a thing b.N times in all, each after its own last.
func closed(workers int) func(*testing.B, func(*rand.Rand) error) []time.Duration {
	return func(b *testing.B, do func(*rand.Rand) error) []time.Duration {
		times := make([]time.Duration, b.N)
		var all sync.WaitGroup
		for w := range workers {
			all.Go(func() {
				r := rand.New(rand.NewPCG(uint64(w), 3))
				for i := w; i < b.N; i += workers {
					began := time.Now()
					if err := do(r); err != nil {
						b.Error(err)
					}
					times[i] = time.Since(began)
				}
			})
		}
		all.Wait()
		return times
	}
}

// open has b.N come at random, two hundred a second, whether or not those before
// were served.
func open(b *testing.B, do func(*rand.Rand) error) []time.Duration {
	const rate = 200
	times := make([]time.Duration, b.N)
	arrivals := rand.New(rand.NewPCG(5, 3))
	due := time.Now()
	var all sync.WaitGroup
	for i := range b.N {
		due = due.Add(time.Duration(arrivals.ExpFloat64() / rate * float64(time.Second)))
		due := due
		time.Sleep(time.Until(due))
		all.Go(func() {
			if err := do(rand.New(rand.NewPCG(uint64(i), 7))); err != nil {
				b.Error(err)
			}
			times[i] = time.Since(due)
		})
	}
	all.Wait()
	return times
}

// many are the goods of a large market.
type many struct {
	maker *goodsMaker
	base  int64 // id of the first product
	n     int
}

// shelves are the categories of a large market.
const shelves = 200

func (many) shelf(n int) string { return "shelf-" + strconv.Itoa(n) }

// query is a word or two, as often as they stand in titles.
func (g many) query(r *rand.Rand) string {
	script := g.maker.scripts[r.IntN(len(g.maker.scripts))]
	zipf := rand.NewZipf(r, 1.07, 2, wordsOfScript-1)
	text := script[zipf.Uint64()]
	if r.IntN(2) == 0 {
		text += " " + script[zipf.Uint64()]
	}
	return text
}

// fill puts n products on sale and indexes them: copies of one product of each
// shop, in three colours, with other words.
func (m *mall) fill(b *testing.B, n int) many {
	b.Helper()
	g := many{maker: newGoodsMaker(1), base: 1_000_000_000_000, n: n}
	var list []catalog.Category
	for i := range shelves {
		list = append(list, catalog.Category{Key: g.shelf(i), Names: catalog.Texts{"en": g.shelf(i)}})
	}
	if err := m.Catalog.SaveCategories(b.Context(), identity.System(), list); err != nil {
		b.Fatal(err)
	}
	var models []catalog.Product
	for _, shop := range m.Shops {
		colour := catalog.Option{Name: catalog.Texts{"en": "Colour"}}
		d := catalog.Draft{Handle: "model", Status: catalog.ProductActive, Title: catalog.Texts{"en": "TITLE"}, Description: catalog.Texts{"en": "BODY"}}
		for i, name := range []string{"red", "blue", "green"} {
			colour.Values = append(colour.Values, catalog.OptionValue{Key: name, Name: catalog.Texts{"en": name}})
			d.Variants = append(d.Variants, catalog.VariantDraft{Values: []string{name}, Price: money.Of(int64(10_000+100*i), shop.Currency), Grams: 300, OnHand: 5})
		}
		d.Options = []catalog.Option{colour}
		id, err := m.Catalog.SaveProduct(b.Context(), shop.Seller, shop.ID, d)
		if err != nil {
			b.Fatal(err)
		}
		p, err := m.Catalog.ProductByID(b.Context(), shop.Seller, shop.ID, id)
		if err != nil {
			b.Fatal(err)
		}
		models = append(models, p)
	}
	const page = 2_000
	for from := 0; from < n; from += page {
		docs := g.maker.page(from, min(page, n-from))
		if err := m.DB.Write(b.Context(), func(tx *db.Tx) error {
			for i, d := range docs {
				if err := copied(tx, models[(from+i)%len(models)], g.base+int64(from+i), g.shelf((from+i)%shelves), d.Titles[0], d.Bodies[0]); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	index := m.Catalog.NewIndexer(filepath.Join(b.TempDir(), "search.db"), slog.New(slog.DiscardHandler))
	if _, err := index.Rebuild(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := index.Open(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = index.Close() })
	r := rand.New(rand.NewPCG(2, 3))
	for range 40 { // while the index brings its cards into memory
		if _, err := m.Catalog.Find(b.Context(), catalog.Query{Text: g.query(r)}); err != nil {
			b.Fatal(err)
		}
	}
	return g
}

// copied puts a copy of a model on sale.
func copied(tx *db.Tx, p catalog.Product, id int64, shelf, title, body string) error {
	if _, err := tx.Exec(`INSERT INTO products (product_id, shop_id, handle, status, category, hs, origin, price, created, updated, version, card, words, document, few)
		SELECT $3, shop_id, $4, status, $5, hs, origin, price, created, updated, $3, REPLACE(card, 'TITLE', $6), words, REPLACE(document, 'BODY', $7), few
		FROM products WHERE product_id = $1 AND shop_id = $2`, int64(p.ID), int64(p.Shop), id, fmt.Sprint("p", id), shelf, title, body); err != nil {
		return err
	}
	for i, v := range p.Variants {
		if _, err := tx.Exec(`INSERT INTO variants (variant_id, shop_id, product_id, position, active, sku, barcode, choice, price, compare_at, grams, length_mm, width_mm, height_mm)
			SELECT $3, shop_id, $4, position, 1, '', '', choice, price, 0, grams, 0, 0, 0 FROM variants WHERE variant_id = $1 AND shop_id = $2`,
			int64(v.ID), int64(v.Shop), id*8+int64(i), id); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO stock (variant_id, location_id, shop_id, on_hand, held)
			SELECT $3, location_id, shop_id, on_hand, 0 FROM stock WHERE variant_id = $1 AND shop_id = $2`, int64(v.ID), int64(v.Shop), id*8+int64(i)); err != nil {
			return err
		}
	}
	return nil
}
