package feed

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"agora/catalog"
	"agora/country"
	"agora/money"
)

// words are what a seller may write, with everything that files trip over.
var words = rapid.StringOfN(rapid.RuneFrom([]rune("aБ茶ے =+-@'\",;|\\\t\n<&>1.")), 1, 12, -1)

// phrase is words of which something is left once they are trimmed.
var phrase = rapid.Custom(func(t *rapid.T) string { return "x" + words.Draw(t, "words") + "y" })

// simple is a phrase on one line, as a name is.
var simple = rapid.Custom(func(t *rapid.T) string {
	return strings.Join(strings.Fields(phrase.Draw(t, "phrase")), " ")
})

// tongue is a text in some of four languages.
func tongue(of *rapid.Generator[string]) *rapid.Generator[catalog.Texts] {
	return rapid.Custom(func(t *rapid.T) catalog.Texts {
		texts := catalog.Texts{}
		for _, lang := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"ru", "en", "ur", "uz-Cyrl"}), 1, 3, rapid.ID).Draw(t, "languages") {
			texts[lang] = of.Draw(t, lang)
		}
		return texts
	})
}

// anyDraft is a product that the catalogue takes.
func anyDraft(t *rapid.T, n, most int) catalog.Draft {
	d := catalog.Draft{Handle: fmt.Sprint("p-", n), Status: rapid.SampledFrom([]catalog.ProductStatus{"draft", "active", "archived"}).Draw(t, "status"),
		HS: rapid.SampledFrom([]string{"", "0902", "64059010"}).Draw(t, "hs"), Origin: rapid.SampledFrom([]country.Code{"", "KG", "PK"}).Draw(t, "origin"),
		Certificate: rapid.SampledFrom([]string{"", "=CT-1", "A 7"}).Draw(t, "certificate"), Tint: rapid.SampledFrom([]string{"", "p-saff"}).Draw(t, "tint"),
		Title: tongue(simple).Draw(t, "title"), Description: tongue(phrase).Draw(t, "description"), Attributes: []catalog.Attribute{},
		Pictures: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"https://a.test/1,2.jpg", "http://b.test/|.png", "blob:0123.jpg"}), 0, 3, rapid.ID).Draw(t, "pictures"),
		Videos:   rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"https://vimeo.com/76979871", "https://a.test/b.mp4", "https://vkvideo.ru/video-1_2"}), 0, 3, rapid.ID).Draw(t, "videos")}
	for range rapid.IntRange(0, 3).Draw(t, "facts") {
		d.Attributes = append(d.Attributes, catalog.Attribute{Name: tongue(simple).Draw(t, "name"), Value: tongue(phrase).Draw(t, "value")})
	}
	choices := [][]string{nil}
	for o := range rapid.IntRange(0, most).Draw(t, "options") {
		option := catalog.Option{Name: tongue(simple).Draw(t, "option")}
		option.Name["ru"] += fmt.Sprint(" ", o)
		var next [][]string
		for v := range rapid.IntRange(1, 3).Draw(t, "values") {
			key := fmt.Sprintf("%d%s", v, simple.Draw(t, "key"))
			name := tongue(simple).Draw(t, "value")
			name["ru"] += fmt.Sprint(" ", v)
			option.Values = append(option.Values, catalog.OptionValue{Key: key, Name: name})
			for _, c := range choices {
				next = append(next, append(slices.Clone(c), key))
			}
		}
		d.Options, choices = append(d.Options, option), next
	}
	amount := rapid.Int64Range(1, catalog.MaxPrice)
	small := rapid.Int64Range(0, 20_000)
	for i, c := range choices {
		v := catalog.VariantDraft{Values: c, Price: money.Of(amount.Draw(t, "price"), "KGS"), Grams: small.Draw(t, "grams"), LengthMM: small.Draw(t, "length"),
			WidthMM: small.Draw(t, "width"), HeightMM: small.Draw(t, "height"), OnHand: small.Draw(t, "stock"),
			Barcode: rapid.SampledFrom([]string{"", "'4", "4600000000017"}).Draw(t, "barcode")}
		if rapid.Bool().Draw(t, "sku") {
			v.SKU = fmt.Sprintf("%s-%d-%d", simple.Draw(t, "sku"), n, i)
		}
		v.Terms, v.Parts = anyTerms(t, v.Price.Minor), anyParts(t)
		if rapid.Bool().Draw(t, "compared") {
			v.CompareAt = money.Of(amount.Draw(t, "compare"), "KGS")
		}
		d.Variants = append(d.Variants, v)
	}
	anyMake(t, &d)
	return d.Clean()
}

// anyMake fills in who made a thing, how it is, and what the market asks of it.
func anyMake(t *rapid.T, d *catalog.Draft) {
	maybe := rapid.Bool()
	brand, condition := rapid.SampledFrom([]string{"", "=Osh & Co", "Нил|2"}).Draw(t, "brand"), rapid.SampledFrom(append(catalog.Conditions(), "")).Draw(t, "condition")
	dangerous, digital, lead := maybe.Draw(t, "dangerous"), maybe.Draw(t, "digital"), rapid.IntRange(0, catalog.MaxLeadDays).Draw(t, "lead")
	d.Brand, d.Condition, d.Dangerous, d.Digital, d.LeadDays = &brand, &condition, &dangerous, &digital, &lead
	d.Category, d.Traits = "felt", []catalog.TraitValue{}
	for _, trait := range traits() {
		v := catalog.TraitValue{Trait: trait.Key}
		switch {
		case !maybe.Draw(t, "trait"):
			continue
		case trait.Kind == catalog.TraitNumber:
			v.Number = rapid.Int64Range(-catalog.MaxMeasure, catalog.MaxMeasure).Draw(t, "number")
		case trait.Kind == catalog.TraitText:
			v.Text = tongue(phrase).Draw(t, "text")
		case trait.Kind == catalog.TraitYes:
			v.Choices = []string{rapid.SampledFrom([]string{"yes", "no"}).Draw(t, "answer")}
		default:
			v.Choices = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"merino", "local"}), 1, 2, rapid.ID).Draw(t, "choices")
		}
		d.Traits = append(d.Traits, v)
	}
	for range d.Pictures {
		at := [2]int{rapid.IntRange(1, 1000).Draw(t, "x"), rapid.IntRange(1, 1000).Draw(t, "y")}
		d.Looks = append(d.Looks, catalog.Look{Alt: tongue(simple).Draw(t, "alt"), At: &at})
	}
	for _, field := range []string{"title", "description", "attribute.0.value", "option.0.name", "picture.0123.jpg"} {
		if maybe.Draw(t, "marked") {
			d.Mark(field, "ru")
		}
	}
}

// anyTerms are what may be asked of who buys several of a thing at a price.
func anyTerms(t *rapid.T, price int64) *catalog.Terms {
	terms := catalog.Terms{Least: rapid.Int64Range(0, 5).Draw(t, "least"), Step: rapid.Int64Range(0, 5).Draw(t, "step")}
	for from := int64(2); price > 1 && from < 5 && rapid.Bool().Draw(t, "break"); from++ {
		price = rapid.Int64Range(1, price-1).Draw(t, "lower")
		terms.Breaks = append(terms.Breaks, catalog.Break{From: from, Price: price})
	}
	return &terms
}

// anyParts are what may be in a set; none, as a rule.
func anyParts(t *rapid.T) *[]catalog.PartDraft {
	list := []catalog.PartDraft{}
	for range max(0, rapid.IntRange(-5, 3).Draw(t, "parts")) {
		p := catalog.PartDraft{Quantity: rapid.Int64Range(1, catalog.MaxOfPart).Draw(t, "of it")}
		if rapid.Bool().Draw(t, "by sku") {
			p.SKU = simple.Draw(t, "sku")
		} else {
			p.Handle, p.Values = "mat", rapid.SliceOfN(simple, 0, 3).Draw(t, "keys")
		}
		list = append(list, p)
	}
	return &list
}

func anyCatalogue(t *rapid.T, options int) (list []catalog.Draft, products []catalog.Product) {
	for n := range rapid.IntRange(1, 4).Draw(t, "products") {
		d := anyDraft(t, n, options)
		if len(d.Check(bazaar())) > 0 {
			t.Fatal(d.Check(bazaar()))
		}
		list, products = append(list, d), append(products, product(d))
	}
	return list, products
}

// TestOurFileIsTheCatalogue writes and reads random catalogues: nothing is lost
// and nothing changes.
func TestOurFileIsTheCatalogue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, products := anyCatalogue(t, 3)
		var file bytes.Buffer
		if err := Write(&file, bazaar(), products, traits()); err != nil {
			t.Fatal(err)
		}
		r, err := Read(bytes.NewReader(file.Bytes()), bazaar(), Options{Categories: categories(), Traits: traits()})
		if err != nil || len(r.Problems) > 0 || len(r.Products) != len(products) || len(r.Left) > 0 {
			t.Fatal(err, told(r.Problems), r.Left, file.String())
		}
		for _, d := range r.Products { // sets stand last
			n := slices.IndexFunc(products, func(p catalog.Product) bool { return p.Handle == d.Handle })
			if !products[n].Same(d) {
				t.Fatal(cmp.Diff(products[n].Whole(), d), file.String())
			}
		}
	})
}

// held gives what Shopify's file can hold of a product: one language, three
// options, and neither facts nor sizes. What something is called is its key.
func held(d catalog.Draft) catalog.Draft {
	in := func(t catalog.Texts) string { s, _ := t.In("ru", "ru", "en"); return s }
	said := func(t catalog.Texts) catalog.Texts {
		if len(t) == 0 {
			return nil
		}
		return catalog.Texts{"ru": plainText(paragraphs(in(t)))}
	}
	names := make([]map[string]string, len(d.Options)) // of values, by key
	for n, o := range d.Options {
		names[n] = map[string]string{}
		for _, v := range o.Values {
			names[n][v.Key] = in(v.Name)
		}
	}
	h := catalog.Draft{Handle: d.Handle, Status: d.Status, HS: d.HS, Origin: d.Origin, Title: catalog.Texts{"ru": in(d.Title)}, Description: said(d.Description), Brand: d.Brand}
	if d.Condition != nil {
		condition := catalog.Condition(merchantCondition(*d.Condition))
		h.Condition = &condition
	}
	for _, p := range d.Pictures {
		if !strings.HasPrefix(p, catalog.BlobPrefix) {
			h.Pictures = append(h.Pictures, p)
		}
	}
	for _, v := range d.Variants {
		for n := range v.Values {
			v.Values[n] = names[n][v.Values[n]]
		}
		v.LengthMM, v.WidthMM, v.HeightMM = 0, 0, 0
		h.Variants = append(h.Variants, v)
	}
	return h
}

// named turns keys of a product that was read back into what they are called.
func named(d catalog.Draft) catalog.Draft {
	d.Variants = slices.Clone(d.Variants)
	for i := range d.Variants {
		v := &d.Variants[i]
		v.Values = slices.Clone(v.Values)
		for n, key := range v.Values {
			for _, choice := range d.Options[n].Values {
				if choice.Key == key {
					v.Values[n] = choice.Name["ru"]
				}
			}
		}
	}
	d.Options = nil
	return d
}

// TestShopifyKeepsWhatItCanHold writes and reads random catalogues.
func TestShopifyKeepsWhatItCanHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, products := anyCatalogue(t, 3)
		var file bytes.Buffer
		if err := WriteShopify(&file, bazaar(), products, Site{Origin: "https://agora.test"}); err != nil {
			t.Fatal(err)
		}
		r, err := Read(bytes.NewReader(file.Bytes()), bazaar(), Options{})
		if err != nil || r.Format != Shopify || len(r.Problems) > 0 {
			t.Fatal(err, r.Format, told(r.Problems), file.String())
		}
		for n, d := range r.Products {
			d.Pictures = slices.DeleteFunc(slices.Clone(d.Pictures), func(p string) bool { return strings.HasPrefix(p, "https://agora.test/media/") })
			if want := product(held(list[n])); !want.Same(named(d)) {
				t.Fatal(cmp.Diff(want.Draft(), named(d)), file.String())
			}
		}
	})
}

// TestAMerchantFeedIsReadBack keeps what a feed can hold: the choice of colour
// and size, prices, one language.
func TestAMerchantFeedIsReadBack(t *testing.T) {
	colour := catalog.Option{Name: catalog.Texts{"ru": "Цвет"}, Values: []catalog.OptionValue{{Key: "красный", Name: catalog.Texts{"ru": "Красный"}}, {Key: "синий", Name: catalog.Texts{"ru": "Синий"}}}}
	d := catalog.Draft{Handle: "cap", Status: catalog.ProductActive, Category: "felt", Title: catalog.Texts{"ru": "Шапка <&>"}, Description: catalog.Texts{"ru": "Тёплая."}, Options: []catalog.Option{colour},
		Pictures: []string{"https://a.test/1.jpg", "https://a.test/2.jpg"}, Variants: []catalog.VariantDraft{
			{SKU: "C-1", Barcode: "4600000000015", Values: []string{"красный"}, Price: money.Of(1200, "KGS"), CompareAt: money.Of(1500, "KGS"), Grams: 200, OnHand: 1},
			{SKU: "C-2", Values: []string{"синий"}, Price: money.Of(1500, "KGS"), Grams: 210}}}
	p := product(d)
	var file bytes.Buffer
	if err := WriteMerchant(&file, bazaar(), func(f func(catalog.Product) error) error { return f(p) }, Site{Origin: "https://agora.test", Categories: categories()}); err != nil {
		t.Fatal(err)
	}
	r, err := Read(bytes.NewReader(file.Bytes()), bazaar(), Options{Categories: categories()})
	if err != nil || r.Format != Merchant || len(r.Problems) > 0 || len(r.Products) != 1 {
		t.Fatal(err, r.Format, told(r.Problems), file.String())
	}
	got := r.Products[0]
	got.Attributes = nil // the brand, which is the shop
	got.Options[0].Name = maps.Clone(colour.Name)
	if !p.Same(got) {
		t.Error(cmp.Diff(p.Draft(), got), file.String())
	}
}
