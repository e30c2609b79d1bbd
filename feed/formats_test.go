package feed

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/catalog"
	"agora/fault"
)

// full gives products with all that a file can say, in the shop's language.
func full(list []catalog.Draft) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s %s %q %q %s", d.Handle, d.Status, d.Title["ru"]+d.Title["en"], d.Description["ru"]+d.Description["en"], d.Category)
		for _, a := range d.Attributes {
			fmt.Fprintf(&b, " %s=%s", a.Name["ru"]+a.Name["en"], a.Value["ru"]+a.Value["en"])
		}
		if d.Brand != nil {
			fmt.Fprintf(&b, " by %s", *d.Brand)
		}
		for _, o := range d.Options {
			fmt.Fprintf(&b, " <%s>", o.Name["ru"]+o.Name["en"])
		}
		for _, v := range d.Variants {
			fmt.Fprintf(&b, "\n  %s%s %v %s/%s x%d %dg %dx%dx%d", v.SKU, v.Barcode, v.Values, v.Price.Plain(), v.CompareAt.Plain(), v.OnHand, v.Grams, v.LengthMM, v.WidthMM, v.HeightMM)
		}
		for _, p := range d.Pictures {
			fmt.Fprintf(&b, "\n  %s", p)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestFormatsOfOtherSystems(t *testing.T) {
	for _, c := range []struct {
		file     string
		format   Format
		products string
		problems string
	}{
		{"woo.csv", Woo, `hoodie active "Hoodie" "Warm and soft" felt <Colour> <Logo>
  HOOD-G-Y [green yes] 42.00/45.00 x7 0g 0x0x0
  HOOD-B-N [blue no] 45.00/0.00 x1 500g 0x0x0
  https://shop.example.test/green.jpg
  https://shop.example.test/a.jpg
  https://shop.example.test/b.jpg
tea draft "Tea" "Loose tea." tea Made of=Leaves, dried
  TEA4600000000017 [] 4.50/0.00 x0 250g 0x0x0
`, "6 Type fault.feed_kind\n7 Parent fault.feed_parent\n"},
		{"spree.csv", Spree, "stool draft \"Stool\" \"\" \n  STOOL [] 450.00/0.00 x2 0g 0x0x0\n", "5 price fault.required\n7 currency fault.money_currency\n"},
		{"medusa_v1.csv", Medusa, "", "2 Price USD fault.money_currency\n3 Price USD fault.money_currency\n4 Price USD fault.money_currency\n5 Price USD fault.money_currency\n6 Price USD fault.money_currency\n"},
		{"bagisto_errors.csv", Bagisto, "", "3 type fault.feed_kind\n"},
		{"merchant.xml", Merchant, `cap active "Cap" "Warm & light" felt by Neel <Color>
  CAP-R [red] 12.00/15.00 x1 200g 0x0x0
  CAP-B4600000000017 [blue] 15.00/0.00 x0 0g 0x0x0
  https://shop.example.test/a.jpg
  https://shop.example.test/b.jpg
  https://shop.example.test/c.jpg
`, "4 price fault.money_currency\n"},
		{"merchant_atom.xml", Merchant, "tea active \"Tea\" \"Loose\"  Size=100 g\n  T-1 [] 3.50/0.00 x1 0g 0x0x0\n", ""},
		{"merchant.tsv", Merchant, "tea-5-tin active \"Tea 5\\\" tin\" \"\" \n  T-1 [] 3.50/0.00 x4 0g 200x0x0\n", ""},
		{"saleor.json", Saleor, `cap draft "Cap" "Warm & light\n\n• wool" felt Material=Wool <Variant>
   [l] 95.00/0.00 x0 300g 0x0x0
  CAP-S [s] 90.50/0.00 x5 200g 0x0x0
  file:cap.png
`, ""},
	} {
		r, err := readFile(t, filepath.Join("testdata", c.file), bazaar())
		if err != nil || r.Format != c.format {
			t.Errorf("%s: %s %v", c.file, r.Format, err)
			continue
		}
		if diff := cmp.Diff(c.problems, told(r.Problems)); diff != "" {
			t.Error(c.file, diff)
		}
		if diff := cmp.Diff(c.products, full(r.Products)); diff != "" && c.file != "bagisto_errors.csv" {
			t.Error(c.file, diff)
		}
	}
}

func TestAHostileFileIsRefused(t *testing.T) {
	for name, want := range map[string]string{
		"entities.xml": "fault.feed_doctype", "cut.xml": "fault.feed_xml", "tax-rates.csv": "fault.feed_header",
	} {
		if _, err := readFile(t, filepath.Join("testdata", name), bazaar()); !fault.HasKey(err, want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

// TestTranslationsAreAddedToWhatIsThere reads texts of products of the shop.
func TestTranslationsAreAddedToWhatIsThere(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		s.load(t, open(t, "shopify_old.csv"), false)
		r, err := s.Import(t.Context(), s.owner, s.shop, open(t, "spree_texts.csv"), How{Good: true})
		if err != nil || told(r.Problems) != "4 slug fault.feed_missing\n" || len(r.Products) != 1 || r.Refused != 1 {
			t.Fatal(err, told(r.Problems), r.Refused)
		}
		at := slices.IndexFunc(s.all(t), func(d catalog.Draft) bool { return d.Handle == "felt-slippers" })
		d := s.all(t)[at]
		if d.Title["ky"] != "Кийиз кепич" || d.Title["ur"] == "" || d.Title["ru"] != "Felt slippers" || d.Description["ky"] != "Жылуу." || len(d.Variants) != 3 {
			t.Errorf("%+v", d)
		}
		// What the old file cannot know stays: it changes nothing.
		if r = s.load(t, open(t, "shopify_old.csv"), false); r.Same != 2 || r.New != 0 {
			t.Errorf("%d the same, %d new", r.Same, r.New)
		}
		if d := s.all(t)[at]; d.Title["ky"] == "" {
			t.Error("a language was lost")
		}
	})
}

// TestTheGoodAreBroughtIn leaves out every product of which a row is wrong.
func TestTheGoodAreBroughtIn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		file := "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Status\n" +
			"a,A,,,A-1,5,active\nb,B,Size,S,B-1,5,active\nb,,,L,B-2,much,\nc,C,,,A-1,5,active\nd,D,,,D-1,5,active,x\ne,E,,,E-1,5,sold\nf,F,,,F-1,7,active\n"
		r, err := s.Import(t.Context(), s.owner, s.shop, strings.NewReader(file), How{Good: true, Dry: true})
		if err != nil || s.all(t) != nil {
			t.Fatal(err, "a dry run wrote")
		}
		want := "4 Variant Price fault.money_format\n5 Variant SKU fault.sku_taken\n6  fault.feed_ragged\n7 Status fault.product_status\n"
		for _, dry := range []bool{true, false} {
			r, err = s.Import(t.Context(), s.owner, s.shop, strings.NewReader(file), How{Good: true, Dry: dry})
			if diff := cmp.Diff(want, told(r.Problems)); err != nil || diff != "" || r.Refused != 4 || len(r.Products) != 2 || r.New != 2 {
				t.Fatal(err, diff, r.Refused, len(r.Products), r.New)
			}
		}
		if list := s.all(t); len(list) != 2 || list[0].Handle != "f" {
			t.Error(shape(list))
		}
	})
}
