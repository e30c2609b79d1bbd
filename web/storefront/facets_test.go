package storefront

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
	"agora/money"
	"agora/search"
)

// TestListsAreNarrowed narrows a shelf and a search by what comes here, how it is
// paid, brand and several values at once, and takes a choice away again.
func TestListsAreNarrowed(t *testing.T) {
	b := newBazaar(t)
	ctx := t.Context()
	for _, d := range []struct {
		handle, brand string
		condition     catalog.Condition
	}{{"rug", "Osh", ""}, {"bag", "Naryn", catalog.ConditionRefurbished}, {"hat", "Talas", ""}} {
		_, err := b.Catalog.SaveProduct(ctx, identity.System(), b.shop.ID, catalog.Draft{Handle: d.handle, Status: catalog.ProductActive, Category: "felt",
			Title: catalog.Texts{"en": "Felt " + d.handle}, Brand: &d.brand, Condition: &d.condition,
			Variants: []catalog.VariantDraft{{Price: money.Of(100, "PKR"), Grams: 100, OnHand: 1}}})
		b.must(err)
	}
	rug, _, err := b.Catalog.Product(ctx, "loom", "rug")
	b.must(err)
	b.Catalog.Reaches(func(_ context.Context, list []catalog.Sent) ([]catalog.Reach, error) {
		out := make([]catalog.Reach, len(list))
		for i, s := range list {
			if s.Product == rug.ID { // goes elsewhere only
				out[i] = catalog.Reach{To: []string{"KG"}, Pays: []search.Pay{{Way: "cash", To: "KG"}}}
				continue
			}
			out[i] = catalog.Reach{To: []string{"PK"}, Pays: []search.Pay{{Way: "transfer", To: search.Anywhere}}}
			if s.Grams == 100 {
				out[i].Pays = append(out[i].Pays, search.Pay{Way: "cash", To: "PK"})
			}
		}
		return out, nil
	})
	i := b.Catalog.NewIndexer(filepath.Join(t.TempDir(), "search.db"), slog.New(slog.DiscardHandler))
	_, err = i.Rebuild(ctx)
	b.must(err)
	b.must(i.Open())
	t.Cleanup(func() { i.Close() }) //nolint:errcheck // of a test
	shown := func(path string) string {
		body := b.ask(path, nil).body
		var list []string
		for _, h := range []string{"mat", "cap", "rug", "bag", "hat"} {
			if strings.Contains(body, `href="/s/loom/`+h+`"`) {
				list = append(list, h)
			}
		}
		return strings.Join(list, " ")
	}
	for path, want := range map[string]string{
		"/c/felt":                                       "mat cap rug bag hat",
		"/c/felt?comes=1":                               "mat cap bag hat",
		"/c/felt?comes=1&sort=price_up":                 "mat cap bag hat",
		"/c/felt?way=cash":                              "bag hat",
		"/c/felt?way=cash&way=transfer":                 "mat cap bag hat",
		"/c/felt?t.brand=osh&t.brand=naryn":             "rug bag",
		"/c/felt?t.brand=osh&t.condition=refurbished":   "",
		"/c/felt?t.brand=naryn&t.condition=refurbished": "bag",
		"/search?t.brand=osh":                           "rug",
		"/search?q=felt&t.brand=osh&t.brand=talas":      "rug hat",
		"/search?q=felt&t.brand=osh&comes=1":            "",
		"/search?category=felt&country=PK&country=KG":   "mat cap rug bag hat",
		"/search?country=UZ":                            "",
		"/search?shop=1":                                "",
		"/search?category=silk":                         "",
		"/c/felt?t.none=x&way=none":                     "",
	} {
		if got := shown(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	page := b.ask("/c/felt?t.brand=osh&t.brand=naryn&comes=1&lang=en", nil).body
	for _, want := range []string{`href="/c/felt?comes=1&amp;t.brand=naryn"`, `href="/c/felt?t.brand=osh&amp;t.brand=naryn"`, "Comes to me (Pakistan)",
		`name="comes" value="1" checked`, `name="t.brand" value="osh" checked`, `name="t.brand" value="talas"`, "Found: 1"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if page := b.ask("/c/felt?min=1&max=2&lang=en", nil).body; !strings.Contains(page, `href="/c/felt"`) {
		t.Error("prices can't be taken away")
	}
}
