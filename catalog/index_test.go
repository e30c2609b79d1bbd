package catalog

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/blob"
	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/money"
	"agora/search"
)

// indexed gives the shelf an index that is built and caught up.
func (s *shelf) indexed(path string) *Indexer {
	s.t.Helper()
	i := s.NewIndexer(path, slog.New(slog.DiscardHandler))
	if err := i.Open(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { i.Close() })
	if !i.index.Load().Ready() {
		if _, err := i.Rebuild(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := i.step(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	return i
}

// things are the words of which titles in these tests are made.
var things = []string{"felt", "slippers", "tea", "bowl", "silk", "войлок", "चाय"}

// sameAsTables compares what the index says of every word with a scan of the
// tables.
func (s *shelf) sameAsTables(i *Indexer) error {
	pages := make(chan []search.Document, 1000)
	if err := s.allDocuments(s.t.Context(), pages); err != nil {
		return err
	}
	close(pages)
	var docs []search.Document
	for p := range pages {
		docs = append(docs, p...)
	}
	x := i.index.Load()
	if _, n, err := x.Size(); err != nil || int(n) != len(docs) {
		return fmt.Errorf("%d products are in the index, %d for sale, %v", n, len(docs), err)
	}
	for _, word := range things {
		for _, a := range []search.Ask{{}, {InStock: true}, {Countries: []string{"UZ"}}, {Category: "home"}, {Prices: []search.Price{{Currency: "KGS", Max: 500}}}} {
			var want, got []int64
			for _, d := range docs {
				if strings.Contains(strings.Join(d.Titles, " "), word) && (!a.InStock || d.Stock) && (a.Countries == nil || d.Country == "UZ") &&
					(a.Category == "" || d.Category == "home") && (a.Prices == nil || d.Currency == "KGS" && d.Price <= 500) {
					want = append(want, d.Product)
				}
			}
			a.Text, a.Limit = word, 10_000
			f, err := x.Find(s.t.Context(), a)
			if err != nil {
				return err
			}
			for _, h := range f.Hits {
				if h.Score >= 0.99 { // others only mean or sound the same
					got = append(got, h.Product)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				return fmt.Errorf("%+v: the index has %v, the tables %v", a, got, want)
			}
		}
	}
	return nil
}

// goods is a draft of a few words.
func goods(shop Shop, handle string, words ...string) Draft {
	return Draft{Handle: handle, Status: ProductActive, Title: Texts{"en": strings.Join(words, " ")},
		Variants: []VariantDraft{{Price: money.Of(300, shop.Currency), Grams: 100, OnHand: 1}}}
}

func TestSearchByIndex(t *testing.T) {
	onBoth(t, func(s *shelf) {
		fair(s)
		s.indexed(filepath.Join(t.TempDir(), "search.db"))
		for _, c := range []struct{ name, text, want string }{
			{"a word in any case", "ADRAS", "adras"},
			{"yo as people type it", "елочный", "felt"},
			{"another script", "voylok", "felt"},
			{"a typo", "adrsa", "adras"},
			{"Chinese has no spaces", "龙井", "longjing"},
			{"a name of the category, what can be bought first", "лен", "adras chai"},
			{"wildcards are letters", "%", ""},
		} {
			if got := s.find(Query{Text: c.text}); !strings.Contains(got, c.want) || c.want == "" && got != "" {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		if _, err := s.Search(t.Context(), Query{Text: "tea", Cursor: "?"}); err == nil {
			t.Error("a cursor of no page was taken")
		}
		if _, err := s.Search(t.Context(), Query{Text: "tea", Sort: "?"}); err == nil {
			t.Error("a sort of no name was taken")
		}
		f, err := s.Find(t.Context(), Query{Text: "silk", Facets: true})
		if err != nil || f.Total != 1 || len(f.Facets.Countries) != 1 || f.Facets.Countries[0] != (search.Count{Value: "UZ", N: 1}) {
			t.Error(f.Total, f.Facets, err)
		}
		if f, err = s.Find(t.Context(), Query{Text: "helicopter"}); err != nil || f.Total != 0 {
			t.Error(f, err)
		}
	})
}

func TestOwnEditIsFoundAtOnce(t *testing.T) {
	onBoth(t, func(s *shelf) {
		s.indexed(filepath.Join(t.TempDir(), "search.db"))
		s.save(goods(s.shop, "boots", "felt", "boots"))
		if got := s.find(Query{Text: "felt"}); got != "boots" {
			t.Errorf("found %q", got)
		}
	})
}

// TestWhatIsNotForSaleIsNeverShown changes the tables behind the index's back.
func TestWhatIsNotForSaleIsNeverShown(t *testing.T) {
	onBoth(t, func(s *shelf) {
		boots := s.save(goods(s.shop, "boots", "felt", "boots"))
		s.save(goods(s.shop, "rug", "felt", "rug"))
		s.indexed(filepath.Join(t.TempDir(), "search.db"))
		if got := s.find(Query{Text: "felt"}); got != "rug boots" {
			t.Fatalf("found %q", got)
		}
		s.write(func(tx *db.Tx) error { return archive(tx, s.shop.ID, boots.ID) })
		if got := s.find(Query{Text: "felt"}); got != "rug" {
			t.Errorf("an archived product is shown: %q", got)
		}
		s.write(func(tx *db.Tx) error { return setStatus(tx, s.shop.ID, boots.ID, ProductDraft) })
		if got := s.find(Query{Text: "felt"}); got != "rug" {
			t.Errorf("a draft is shown: %q", got)
		}
		for _, status := range []ShopStatus{ShopDraft, ShopSubmitted, ShopPaused, ShopClosed, ShopRehearsal} {
			s.write(func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE shops SET status = $2 WHERE shop_id = $1", int64(s.shop.ID), string(status))
				return err
			})
			if got := s.find(Query{Text: "felt"}); got != "" {
				t.Errorf("a shop that is %s sells: %q", status, got)
			}
		}
	})
}

// TestRandomEditsReachTheIndex edits at random and compares with a scan.
func TestRandomEditsReachTheIndex(t *testing.T) {
	onBoth(t, func(s *shelf) {
		s.write(func(tx *db.Tx) error { return PutCategories(tx, []Category{{Key: "home", Names: Texts{"en": "Home"}}}) })
		uz, uzOwner := s.open("atlas", "UZ", "UZS")
		i := s.indexed(filepath.Join(t.TempDir(), "search.db"))
		ctx := t.Context()
		rapid.Check(t, func(r *rapid.T) {
			for range rapid.IntRange(1, 12).Draw(r, "edits") {
				shop, by := s.shop, s.owner
				if rapid.Bool().Draw(r, "uz") {
					shop, by = uz, uzOwner
				}
				handle := fmt.Sprint("p", rapid.IntRange(0, 5).Draw(r, "handle"))
				var p productKey
				_ = s.db.Read(ctx, func(tx *db.Tx) error {
					return tx.Row(`SELECT p.product_id, v.variant_id FROM products p JOIN variants v ON v.product_id = p.product_id AND v.active = 1
						WHERE p.shop_id = $1 AND p.handle = $2`, []any{int64(shop.ID), handle}, &p.product, &p.variant)
				})
				act := rapid.SampledFrom([]string{"save", "save", "save", "archive", "stock", "hold", "release", "price", "bundle", "part", "pause", "resume"}).Draw(r, "act")
				if p.product == 0 {
					act = "save"
				}
				switch act {
				case "save":
					d := goods(shop, handle, rapid.SliceOfN(rapid.SampledFrom(things), 1, 3).Draw(r, "title")...)
					d.Status = rapid.SampledFrom([]ProductStatus{ProductActive, ProductActive, ProductDraft}).Draw(r, "status")
					d.Category = rapid.SampledFrom([]string{"", "home"}).Draw(r, "category")
					d.Variants[0].OnHand = 5
					if _, err := s.SaveProduct(ctx, by, shop.ID, d); err != nil {
						r.Fatal(err)
					}
				case "archive":
					if err := s.ArchiveProduct(ctx, by, shop.ID, p.product); err != nil {
						r.Fatal(err)
					}
				case "stock":
					_ = s.SetStock(ctx, by, shop.ID, p.variant, rapid.Int64Range(0, 5).Draw(r, "on hand"))
				case "hold", "release":
					_ = s.db.Write(ctx, func(tx *db.Tx) error {
						demand := []Demand{{shop.ID, p.variant, 5}}
						if act == "hold" {
							_, err := Reserve(tx, demand)
							return err
						}
						at, err := mainLocation(tx, shop.ID)
						if err != nil {
							return err
						}
						return Release(tx, []Placed{{demand[0], at}})
					})
				case "bundle": // of two of another product
					var part VariantID
					_ = s.db.Read(ctx, func(tx *db.Tx) error {
						return tx.Row(`SELECT v.variant_id FROM products p JOIN variants v ON v.product_id = p.product_id AND v.active = 1
							WHERE p.shop_id = $1 AND p.handle = $2`, []any{int64(shop.ID), fmt.Sprint("p", rapid.IntRange(0, 5).Draw(r, "part"))}, &part)
					})
					_ = s.SetParts(ctx, by, shop.ID, p.variant, []Part{{Variant: part, Quantity: 2}})
				case "part":
					_ = s.SetParts(ctx, by, shop.ID, p.variant, nil)
				case "price":
					_ = s.ChangeVariants(ctx, by, shop.ID, 0, []VariantChange{{Variant: p.variant, Price: money.Of(rapid.Int64Range(1, 900).Draw(r, "price"), shop.Currency)}})
				default:
					_ = s.MoveShop(ctx, by, shop.ID, ShopMove(act), "")
				}
			}
			if err := i.CatchUp(ctx); err != nil {
				r.Fatal(err)
			}
			if err := s.sameAsTables(i); err != nil {
				r.Fatal(err)
			}
		})
	})
}

type productKey struct {
	product ProductID
	variant VariantID
}

const (
	childDir      = "AGORA_INDEX_CHILD"
	childDatabase = "AGORA_INDEX_CHILD_DATABASE"
)

// TestKilledChild is not a test by itself: it is the process that
// TestTheIndexCatchesUpAfterAKill kills.
func TestKilledChild(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("runs only as the child of another test")
	}
	s := shelfIn(t, dir, os.Getenv(childDatabase))
	i := s.NewIndexer(filepath.Join(dir, "search.db"), slog.New(slog.DiscardHandler))
	go i.Run(t.Context())
	for n := 0; ; n++ {
		d := goods(s.shop, fmt.Sprint("p", n%40), things[n%len(things)], things[(n/7)%len(things)])
		if n%5 == 0 {
			d.Status = ProductDraft
		}
		s.write(func(tx *db.Tx) error { // as another program would
			_, err := PutProduct(tx, s.shop, d)
			return err
		})
		x := i.index.Load()
		fmt.Println("said", x != nil && x.Ready() && x.Cursor() > 0)
	}
}

// shelfIn is a shelf on a database, with the shop it has; dir has its files and
// its index.
func shelfIn(t *testing.T, dir, database string) *shelf {
	t.Helper()
	d, err := db.Open(t.Context(), database, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.Migrate(t.Context(), schemas()...); err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{Service: New(d, blobs), t: t, db: d}
	var id ShopID
	_ = d.Read(t.Context(), func(tx *db.Tx) error { return tx.Row("SELECT shop_id FROM shops", nil, &id) })
	if id == 0 {
		s.shop, s.owner = s.open("neel", "KG", "KGS")
		return s
	}
	if s.shop, err = s.ShopByID(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	s.owner = identity.Actor{Person: s.shop.Owner, Shops: map[db.ShopID]identity.Role{id: identity.ShopOwner}}
	return s
}

func TestTheIndexCatchesUpAfterAKill(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		catchesUp(t, dir, filepath.Join(dir, "agora.db"))
	})
	t.Run("postgres", func(t *testing.T) { catchesUp(t, t.TempDir(), dbtest.NewPostgres(t)) })
}

func catchesUp(t *testing.T, dir, database string) {
	for round := range 4 {
		killed(t, dir, database, 60+round*41)
	}
	s := shelfIn(t, dir, database)
	i := s.indexed(filepath.Join(dir, "search.db"))
	if err := s.sameAsTables(i); err != nil {
		t.Error(err)
	}
	if lag, err := i.Lag(context.Background(), time.Now()); err != nil || lag.Events != 0 || !lag.Ready || lag.Products == 0 {
		t.Error(lag, err)
	}
}

// killed runs the child until it has edited so many times and its index
// answers, and kills it where it stands.
func killed(t *testing.T, dir, database string, edits int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledChild$")
	cmd.Env = append(os.Environ(), childDir+"="+dir, childDatabase+"="+database)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, ready := 0, false
	for lines := bufio.NewScanner(out); lines.Scan() && (said < edits || !ready); {
		if state, ok := strings.CutPrefix(lines.Text(), "said "); ok {
			said++
			ready = ready || state == "true"
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if said < edits || !ready {
		t.Fatalf("the child ended by itself after %d edits", said)
	}
}

// TestSearchIsOfTheTablesUntilTheIndexIsThere asks before and after the build.
func TestSearchIsOfTheTablesUntilTheIndexIsThere(t *testing.T) {
	d := dbtest.SQLite(t, schemas()...)
	s := newShelf(t, d)
	s.save(goods(s.shop, "boots", "felt", "boots"))
	i := s.NewIndexer(filepath.Join(t.TempDir(), "search.db"), slog.New(slog.DiscardHandler))
	if err := i.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { i.Close() })
	if got := s.find(Query{Text: "fel"}); got != "boots" {
		t.Errorf("before: %q", got)
	}
	if err := i.step(t.Context()); err != nil { // begins the build
		t.Fatal(err)
	}
	i.builds.Wait()
	s.save(goods(s.shop, "rug", "felt", "rug"))
	if err := i.step(t.Context()); err != nil { // takes it
		t.Fatal(err)
	}
	if f, err := s.Find(t.Context(), Query{Text: "felt", Facets: true}); err != nil || f.Total != 2 {
		t.Error(f.Total, err)
	}
}
