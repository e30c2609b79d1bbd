package feed

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/catalog"
	"agora/fault"
)

// dollars is a shop whose money real catalogues have.
func dollars() catalog.Shop {
	return catalog.Shop{ID: 1, Currency: "USD", Languages: []string{"en"}}
}

// real is what a catalogue of another system comes to.
type real struct {
	file                        string
	format                      Format
	products, variants, refused int
	problems                    string // the first, in short
}

// Real catalogues of other systems. The counts are what each system would show:
// choices once whatever moneys and languages repeat them, and no sets, hours or
// rooms, which are no things of which a shop has some.
var reals = []real{
	{"shopify/apparel.csv", Shopify, 20, 22, 0, ""},
	{"shopify/home-and-garden.csv", Shopify, 20, 21, 0, ""},
	{"shopify/jewelery.csv", Shopify, 20, 23, 0, ""},
	{"spree/products.csv", Spree, 37, 87, 0, ""},
	{"spree/product_translations.csv", SpreeTexts, 37, 0, 0, ""},
	{"medusa/exported-products-comma.csv", Medusa, 2, 3, 0, ""},
	{"medusa/exported-products-semicolon.csv", Medusa, 2, 3, 0, ""},
	{"medusa/filtered-products.csv", Medusa, 1, 1, 0, ""},
	{"medusa/prices-with-region.csv", Medusa, 1, 1, 0, ""},
	{"medusa/product-with-categories.csv", Medusa, 1, 2, 0, ""},
	{"medusa/invalid-column.csv", Medusa, 1, 1, 0, ""},   // what nobody knows is left
	{"medusa/unrelated-column.csv", Medusa, 1, 1, 0, ""}, // likewise
	{"medusa/invalid-prices.csv", Medusa, 1, 1, 0, ""},   // prices of a region are left
	{"medusa/v1-template.csv", Medusa, 3, 5, 0, ""},
	{"saleor/populatedb_data.json", Saleor, 32, 73, 0, ""},
	{"bagisto/products.csv", Bagisto, 5, 8, 0, "6 type fault.feed_kind"},
	{"bagisto/products.xlsx", Bagisto, 5, 8, 0, "6 type fault.feed_kind"},
	{"bagisto/products.xml", Bagisto, 5, 8, 0, "6 type fault.feed_kind"},
	{"bagisto/products-with-errors.csv", Bagisto, 1, 1, 0, "3 type fault.feed_kind"},
}

// realFiles gives the folder in which real catalogues are kept, if it is here.
func realFiles(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", "data", "catalogs")
	if own := os.Getenv("AGORA_CATALOGS"); own != "" {
		dir = own
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the real catalogues are not here: ", err)
	}
	return dir
}

func TestRealCatalogues(t *testing.T) {
	dir := realFiles(t)
	for _, want := range reals {
		t.Run(want.file, func(t *testing.T) {
			r, err := readFile(t, filepath.Join(dir, want.file), dollars())
			if err != nil {
				t.Fatal(err)
			}
			got := real{want.file, r.Format, len(r.Products), 0, r.Refused, ""}
			for _, p := range r.Products {
				got.variants += len(p.Variants)
			}
			got.problems, _, _ = strings.Cut(told(r.Problems), "\n")
			if got != want {
				t.Errorf("got  %+v\nwant %+v\n%s", got, want, told(r.Problems))
			}
			t.Log("no place for: ", r.Left, r.LeftMore)
		})
	}
	for _, name := range []string{"spree/customers.csv", "bagisto/customers.csv", "bagisto/tax-rates.csv"} {
		if _, err := readFile(t, filepath.Join(dir, name), dollars()); !fault.HasKey(err, "fault.feed_header") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOneCatalogueInThreeFormats reads the same from CSV, XLSX and XML.
func TestOneCatalogueInThreeFormats(t *testing.T) {
	dir := realFiles(t)
	var first Report
	for i, name := range []string{"csv", "xlsx", "xml"} {
		r, err := readFile(t, filepath.Join(dir, "bagisto", "products."+name), dollars())
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = r
			fmt.Fprint(t.Output(), shape(r.Products))
		} else if diff := cmp.Diff(first.Products, r.Products); diff != "" {
			t.Error(name, diff)
		}
	}
}
