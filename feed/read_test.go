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
	"agora/money"
)

func bazaar() catalog.Shop {
	return catalog.Shop{ID: 1, Currency: "KGS", Languages: []string{"ru", "en"}}
}

func categories() []catalog.Category {
	return []catalog.Category{{Key: "felt", Names: catalog.Texts{"en": "Felt"}}, {Key: "tea", Names: catalog.Texts{"ru": "Чай", "en": "Tea"}}}
}

func readFile(t *testing.T, path string, shop catalog.Shop) (Report, error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return Read(f, shop, Options{Categories: categories()})
}

// told gives problems in short: "3 Variant Price fault.required".
func told(list []Problem) string {
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintf(&b, "%d %s %s\n", p.Row, p.Column, p.Fault.Key)
	}
	return b.String()
}

// shape gives products in short.
func shape(list []catalog.Draft) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s %s %q", d.Handle, d.Status, d.Title["ru"])
		for _, o := range d.Options {
			fmt.Fprintf(&b, " %s", o.Name["ru"])
			for _, v := range o.Values {
				fmt.Fprintf(&b, "/%s=%s", v.Key, v.Name["ru"])
			}
		}
		for _, v := range d.Variants {
			fmt.Fprintf(&b, " [%s %v %s x%d %dg]", v.SKU, v.Values, v.Price.Plain(), v.OnHand, v.Grams)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const oldShape = `felt-slippers active "Felt slippers" Colour/red=Red/blue=Blue Size/38=38/40=40 [FELT-R-38 [red 38] 950.00 x3 251g] [FELT-R-40 [red 40] 950.00 x0 270g] [FELT-B-40 [blue 40] 980.50 x1 270g]
yurt draft "Small yurt" [ [] 4500.00 x5 1200g]
`

const mixedShape = `ring active "Ring" Color/silver=Silver [R-1 [silver] 100.00 x1 10g]
chain active "Chain" Colour/gold=Gold Title/long=Long/short=Short [C-1 [gold long] 200.00 x1 20g] [C-2 [gold short] 210.00 x1 18g]
`

func TestFilesAreReadWholeAndRight(t *testing.T) {
	for name, want := range map[string]string{
		"shopify_old.csv":      oldShape,
		"shopify_bom_crlf.csv": oldShape,
		"shopify_new.csv": `chainik active "Чайник" Объём/1-л=1 л/2-л=2 л [CH-1 [1-л] 12000.00 x4 900g] [CH-2 [2-л] 15000.50 x2 1400g]
ложка draft "Ложка" [ [] 0.00 x0 0g]
`,
		"shopify_mixed.csv":      mixedShape,
		"shopify_semicolons.csv": mixedShape,
		"shopify_tabs.csv":       mixedShape,
	} {
		r, err := readFile(t, filepath.Join("testdata", name), bazaar())
		if err != nil || r.Format != Shopify {
			t.Error(name, r.Format, err)
		}
		if diff := cmp.Diff(want, shape(r.Products)); diff != "" || len(r.Problems) > 0 {
			t.Errorf("%s: %s %s", name, told(r.Problems), diff)
		}
	}
}

func TestAShopifyProductKeepsWhatItSays(t *testing.T) {
	r, err := readFile(t, "testdata/shopify_old.csv", bazaar())
	if err != nil {
		t.Fatal(err)
	}
	d := r.Products[0]
	if d.Description["ru"] != "Warm & light.\n\n• Wool\n• By hand" || d.Category != "felt" {
		t.Errorf("description %q, category %q", d.Description["ru"], d.Category)
	}
	want := []string{"b", "a", "c", "red"} // by place, then those of variants
	for i, p := range d.Pictures {
		if p != "https://shop.example.test/"+want[i]+".jpg" {
			t.Errorf("pictures = %v", d.Pictures)
		}
	}
	if r.Pictures != 4 || d.Variants[0].Barcode != "4600000000017" || d.Variants[0].CompareAt != money.Of(110000, "KGS") {
		t.Errorf("%d pictures, %+v", r.Pictures, d.Variants[0])
	}
	if len(r.Left) < 2 || r.Left[0] != (Left{"Type", 1}) || r.Left[1] != (Left{"Variant Inventory Tracker", 3}) {
		t.Errorf("left = %v", r.Left)
	}
}

func TestProblemsNameRowAndColumn(t *testing.T) {
	for name, want := range map[string]string{
		"shopify_newline.csv": "3 Variant Price fault.money_format\n",
		"shopify_ragged.csv":  "2 Variant Price fault.required\n3  fault.feed_ragged\n",
		"shopify_prices.csv": `2 Variant Price fault.required
3 Variant Price fault.money_decimals
4 Variant Price fault.money_format
5 Variant Price fault.price_range
6 Variant Price fault.price_zero
7 Variant Compare At Price fault.money_format
8 Variant Inventory Qty fault.number
9 Variant Grams fault.number
12 Variant Price fault.money_format
13 Variant Price fault.price_range
`,
		"shopify_sku.csv": `3 Variant SKU fault.sku_taken
5 Variant SKU fault.sku_taken
6 Option1 Value fault.variant_twice
`,
		"quote.csv":       "2  fault.feed_quote\n",
		"header_only.csv": "2  fault.feed_empty\n",
	} {
		r, err := readFile(t, filepath.Join("testdata", name), bazaar())
		if diff := cmp.Diff(want, told(r.Problems)); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	r, _ := readFile(t, "testdata/shopify_newline.csv", bazaar())
	if got := r.Products[0].Description["ru"]; got != "First line,\nsecond line\n\n\"Quoted\" end" {
		t.Errorf("a cell with line ends reads %q", got)
	}
}

func TestWhatIsNoCatalogueIsRefused(t *testing.T) {
	for name, want := range map[string]string{
		"binary.csv": "fault.feed_binary", "workbook.csv": "fault.feed_binary", "utf16.csv": "fault.feed_utf16",
		"windows1251.csv": "fault.feed_encoding", "unknown.csv": "fault.feed_header", "empty.csv": "fault.feed_empty",
	} {
		if _, err := readFile(t, filepath.Join("testdata", name), bazaar()); !fault.HasKey(err, want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	var late strings.Builder
	late.WriteString("Handle,Title,Variant Price\n")
	for i := range 20_000 {
		fmt.Fprintf(&late, "a%d,A,1\n", i)
	}
	late.WriteString("b,\xff,1\nc,\xff,1\n")
	r, err := Read(strings.NewReader(late.String()), bazaar(), Options{})
	if err != nil || told(r.Problems) != "20002 Title fault.feed_encoding\n" {
		t.Error(told(r.Problems), err)
	}
}
