package feed

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/digital"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// stall is a shop that files are imported into.
type stall struct {
	*Service
	catalog *catalog.Service
	shop    catalog.Shop
	owner   identity.Actor
}

func newStall(t testing.TB, d *db.DB) *stall {
	t.Helper()
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c := catalog.New(d, blobs)
	person, err := identity.New(d, identity.Options{}).SignUp(t.Context(), identity.NewPerson{
		Name: "Aigul", Login: "a@example.test", Password: "long enough words", Country: "KG", Lang: "ru"})
	if err != nil {
		t.Fatal(err)
	}
	id, err := c.OpenShop(t.Context(), identity.Actor{Person: person.ID}, catalog.NewShop{Handle: "neel", Name: "Neel",
		Country: "KG", Currency: "KGS", Languages: []string{"ru"}})
	if err != nil {
		t.Fatal(err)
	}
	shop, err := c.ShopByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	owner := identity.Actor{Person: person.ID, Shops: map[db.ShopID]identity.Role{id: identity.ShopOwner}}
	return &stall{New(d, c), c, shop, owner}
}

func onBoth(t *testing.T, f func(*testing.T, *stall)) {
	dbtest.Each(t, []db.Schema{event.Schema, identity.Schema, audit.Schema, digital.Schema, catalog.Schema, Schema}, func(t *testing.T, d *db.DB) {
		f(t, newStall(t, d))
	})
}

// all gives every product of the shop as a draft.
func (s *stall) all(t testing.TB) []catalog.Draft {
	t.Helper()
	var list []catalog.Draft
	if err := s.catalog.EachProduct(t.Context(), s.owner, s.shop.ID, func(p catalog.Product) error {
		list = append(list, p.Draft())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func (s *stall) load(t testing.TB, r io.Reader, dry bool) Report {
	t.Helper()
	report, err := s.Import(t.Context(), s.owner, s.shop, r, How{Dry: dry})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func open(t testing.TB, name string) io.Reader {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b)
}

func TestImportIsAllOrNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		if r := s.load(t, open(t, "shopify_prices.csv"), false); len(r.Problems) == 0 || s.all(t) != nil {
			t.Fatal("a file with faults was imported in part")
		}
		if r := s.load(t, open(t, "shopify_old.csv"), true); len(r.Problems) > 0 || s.all(t) != nil {
			t.Fatal("a dry run wrote something: ", told(r.Problems))
		}
		if r := s.load(t, open(t, "shopify_old.csv"), false); len(r.Problems) > 0 || len(s.all(t)) != 2 {
			t.Fatal(told(r.Problems))
		}
		before := s.all(t)
		s.load(t, open(t, "shopify_old.csv"), false)
		if diff := cmp.Diff(before, s.all(t)); diff != "" {
			t.Error("the same file again changed something: ", diff)
		}
		// What only the shop knows is said by row and column too.
		for _, dry := range []bool{true, false} {
			taken := "Handle,Title,Variant SKU,Variant Price\na,A,,5\nb,B,FELT-R-38,5\n"
			if got := told(s.load(t, strings.NewReader(taken), dry).Problems); got != "3 Variant SKU fault.sku_taken\n" {
				t.Errorf("dry %v: %s", dry, got)
			}
			if diff := cmp.Diff(before, s.all(t)); diff != "" {
				t.Error(diff)
			}
		}
		if _, err := s.Import(t.Context(), identity.Guest(), s.shop, open(t, "shopify_old.csv"), How{}); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	})
}

// goods are products with everything that is hard to carry through a file.
func goods() []catalog.Draft {
	hard := catalog.Texts{"ru": "=1+1", "ur": "چائے", "uz-Cyrl": "Чой; \"пиёла\", 1|2\\3", "zh-Hans": "- 茶\nzweite", "en": "'quoted'"}
	return []catalog.Draft{
		{Handle: "hard", Status: catalog.ProductActive, HS: "0902", Origin: country.Code("LK"), Certificate: "=CT-1 7", Title: hard, Description: hard, Tint: "p-saff",
			Attributes: []catalog.Attribute{{Name: hard, Value: catalog.Texts{"en": "+7"}}, {Name: catalog.Texts{"ru": "x"}, Value: catalog.Texts{"ru": "@y"}}},
			Options: []catalog.Option{
				{Name: hard, Values: []catalog.OptionValue{{Key: "a|b", Name: hard}, {Key: `c\`, Name: catalog.Texts{"ru": "c"}}, {Key: "unused", Name: catalog.Texts{"en": "u"}}}},
				{Name: catalog.Texts{"en": "Size"}, Values: []catalog.OptionValue{{Key: "=s", Name: catalog.Texts{"en": "S"}}}},
			},
			Pictures: []string{"https://shop.example.test/a,b.jpg", "https://shop.example.test/c.jpg"},
			Variants: []catalog.VariantDraft{
				{SKU: "-1", Barcode: "'4", Values: []string{`c\`, "=s"}, Price: money.Of(1, "KGS"), CompareAt: money.Of(2, "KGS"), Grams: 3, LengthMM: 4, WidthMM: 5, HeightMM: 6, OnHand: 7},
				{Values: []string{"a|b", "=s"}, Price: money.Of(123456789, "KGS"), OnHand: 0},
			}},
		{Handle: "plain", Status: catalog.ProductDraft, Title: catalog.Texts{"ky": "Жөнөкөй"}, Variants: []catalog.VariantDraft{{}}, Pictures: []string{}},
	}
}

func TestOurExportImportsBackToTheSameState(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		list := goods()
		list[1].Variants[0].Price.Currency = "KGS"
		if _, err := s.catalog.SaveProducts(t.Context(), s.owner, s.shop.ID, list); err != nil {
			t.Fatal(err)
		}
		before := s.all(t)
		var first, second bytes.Buffer
		if err := s.Export(t.Context(), s.owner, s.shop, &first); err != nil {
			t.Fatal(err)
		}
		r, err := Read(bytes.NewReader(first.Bytes()), s.shop, Options{})
		if err != nil || r.Format != Agora || len(r.Problems) > 0 || len(r.Left) > 0 || r.Pictures != 2 {
			t.Fatalf("%v %+v\n%s", err, r.Left, told(r.Problems))
		}
		if diff := cmp.Diff(before, r.Products); diff != "" {
			t.Error("read differs: ", diff)
		}
		s.load(t, bytes.NewReader(first.Bytes()), false)
		if diff := cmp.Diff(before, s.all(t)); diff != "" {
			t.Error("state differs: ", diff)
		}
		if err := s.Export(t.Context(), s.owner, s.shop, &second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Error("a second export differs", err)
		}
		for _, line := range strings.Split(first.String(), "\n") {
			if strings.Contains(line, ",=") || strings.Contains(line, ",+") || strings.Contains(line, ",@") {
				t.Errorf("a cell would run as a formula: %s", line)
			}
		}
	})
}

func TestFaultsInOurFormatNameTheirColumn(t *testing.T) {
	file := `handle,status,hs,title:en,title:xx-toolongtag,option 1 name:en,option 1 keys,option 1 values:en,option 1,price,stock,grams,currency
a,active,12,A,,Size,s|l,S|L|X,s,10,1,1,KGS
a,,,,,,,,m,10,-1,1.5x,
b,sold,,,,,,,,1,1,1,USD
`
	r, err := Read(strings.NewReader(file), bazaar(), Options{})
	want := `2 option 1 values:en fault.feed_values
2 hs fault.hs
2 option 1 values:en fault.required
2 option 1 values:en fault.required
3 grams fault.number
3 option 1 fault.variant_values
3 stock fault.number_range
4 currency fault.money_currency
4 status fault.product_status
4 title:en fault.required
`
	if diff := cmp.Diff(want, told(r.Problems)); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestTenThousandRows(t *testing.T) {
	s := newStall(t, dbtest.SQLite(t, event.Schema, identity.Schema, audit.Schema, digital.Schema, catalog.Schema, Schema))
	var b strings.Builder
	b.WriteString("Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Variant Grams\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "p-%d,Товар %d,Size,%d,S-%d,%d.50,3,120\n", i/4, i/4, i%4, i, i+1)
	}
	start := time.Now()
	r := s.load(t, strings.NewReader(b.String()), false)
	if len(r.Problems) > 0 || len(r.Products) != 2500 || r.Rows != 10_000 {
		t.Fatal(len(r.Products), r.Rows, told(r.Problems))
	}
	t.Logf("10,000 rows took %v", time.Since(start))
	if got := len(s.all(t)); got != 2500 {
		t.Error(got)
	}
}

// stream gives rows without end and counts what was taken.
type stream struct{ taken int64 }

func (s *stream) Read(p []byte) (int, error) {
	const row = "h,Title of a product that has many,100\n"
	n := 0
	if s.taken == 0 {
		n = copy(p, "Handle,Title,Variant Price\n")
	}
	for n+len(row) <= len(p) {
		n += copy(p[n:], row)
	}
	s.taken += int64(n)
	return n, nil
}

func TestAHugeFileIsRefusedBeforeItIsRead(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s := &stream{}
	_, err := Read(io.LimitReader(s, 100<<20), bazaar(), Options{})
	if !fault.Is(err, fault.TooLarge) || s.taken > MaxBytes+1<<20 {
		t.Errorf("took %d bytes: %v", s.taken, err)
	}
	// One cell without end must not fill the memory either.
	cell := io.MultiReader(strings.NewReader("Handle,Title,Variant Price\na,\""), io.LimitReader(zeroes{}, 100<<20))
	if _, err := Read(cell, bazaar(), Options{}); !fault.Is(err, fault.TooLarge) {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 400<<20 {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

// given is what a draft says of something that it may leave out.
func given[T any](v *T) (t T) {
	if v != nil {
		t = *v
	}
	return t
}

// product gives a draft as the product that saving it would make.
func product(d catalog.Draft) catalog.Product {
	d = d.Clean()
	p := catalog.Product{Few: catalog.FewOfShop, Handle: d.Handle, Status: d.Status, Category: d.Category, HS: d.HS, Origin: d.Origin, Certificate: d.Certificate, Title: d.Title,
		Description: d.Description, Attributes: d.Attributes, Options: d.Options, Tint: d.Tint, Traits: d.Traits, Videos: d.Videos,
		Brand: given(d.Brand), Condition: given(d.Condition), Dangerous: given(d.Dangerous), LeadDays: given(d.LeadDays), Digital: given(d.Digital), Machine: given(d.Machine)}
	for n, address := range d.Pictures {
		key, local := strings.CutPrefix(address, catalog.BlobPrefix)
		if !local {
			p.Pictures = append(p.Pictures, address)
			continue
		}
		m := catalog.Media{Key: key}
		if n < len(d.Looks) {
			m.Alt, m.Edit.At = d.Looks[n].Alt, given(d.Looks[n].At)
		}
		p.Media = append(p.Media, m)
	}
	for _, v := range d.Variants {
		made := catalog.Variant{SKU: v.SKU, Barcode: v.Barcode, Values: v.Values, Price: v.Price, Terms: given(v.Terms),
			CompareAt: v.CompareAt, Grams: v.Grams, LengthMM: v.LengthMM, WidthMM: v.WidthMM, HeightMM: v.HeightMM, OnHand: v.OnHand}
		for _, part := range given(v.Parts) {
			made.Parts = append(made.Parts, catalog.Part{SKU: part.SKU, Handle: part.Handle, Values: part.Values, Quantity: part.Quantity})
		}
		p.Variants = append(p.Variants, made)
	}
	return p
}
