package desk

import (
	"html"
	"net/url"
	"strings"
	"testing"

	"agora/catalog"
	"agora/money"
)

// shirt is a product with an option in two languages, for tests of its form.
func (b *bench) shirt() (catalog.Product, string) {
	b.Helper()
	d := catalog.Draft{Handle: "shirt", Status: catalog.ProductActive, Origin: "PK", Title: catalog.Texts{"en": "Shirt"}, Description: catalog.Texts{"en": "Cotton."},
		Attributes: []catalog.Attribute{{Name: catalog.Texts{"en": "Cloth"}, Value: catalog.Texts{"en": "Cotton"}}},
		Options:    []catalog.Option{{Name: catalog.Texts{"en": "Colour"}, Values: []catalog.OptionValue{{Key: "blue", Name: catalog.Texts{"en": "Blue"}}, {Key: "red", Name: catalog.Texts{"en": "Red"}}}}}}
	for _, key := range []string{"blue", "red"} {
		d.Variants = append(d.Variants, catalog.VariantDraft{SKU: key, Values: []string{key}, Price: money.Of(100_00, "PKR"), Grams: 200, OnHand: 9})
	}
	id, err := b.Catalog.SaveProduct(b.Context(), b.actor("sadia"), b.shop.ID, d)
	b.must(err)
	return b.again(id), b.desk(b.shop) + "/products/" + number(int64(id))
}

func (b *bench) again(id catalog.ProductID) catalog.Product {
	b.Helper()
	p, err := b.Catalog.ProductByID(b.Context(), b.actor("sadia"), b.shop.ID, id)
	b.must(err)
	return p
}

func (b *bench) machineSays(p catalog.Product, texts map[string]string) {
	b.Helper()
	var list []catalog.Translation
	for field, text := range texts {
		list = append(list, catalog.Translation{Product: p.ID, Field: field, Lang: "ur", Text: text, Machine: true})
	}
	b.must(b.Catalog.Translate(b.Context(), b.actor("sadia"), b.shop.ID, list))
}

// form is the form of a product as it is shown now.
func (b *bench) form(at string) url.Values {
	b.Helper()
	return inputs(b.ask("sadia", at, nil).body, at)
}

// A form that lay open while a machine translated and the stock moved keeps both.
func TestAStaleFormKeepsWhatCameMeanwhile(t *testing.T) {
	b := newBench(t)
	p, at := b.shirt()
	form := b.form(at)
	b.machineSays(p, map[string]string{"title": "قمیض", "description": "سوتی۔\n\nدھلی ہوئی۔", "attribute.0.value": "سوتی", "option.0.value.red": "سرخ"})
	b.must(b.Catalog.SetStock(t.Context(), b.actor("sadia"), b.shop.ID, p.Variants[1].ID, 4))
	form.Set("variants.0.price", "150")
	form.Set("options.0.values.en", "Green\nBlue\nRed") // the Urdu name goes with Red
	form.Set("title.en", "Shirt of cotton")
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatal(r.status, r.body)
	}
	p = b.again(p.ID)
	red := p.Options[0].Values[2]
	if p.Title["en"] != "Shirt of cotton" || p.Title["ur"] != "قمیض" || p.Description["ur"] != "سوتی۔\n\nدھلی ہوئی۔" || p.Attributes[0].Value["ur"] != "سوتی" || red.Key != "red" || red.Name["ur"] != "سرخ" || len(p.Options[0].Values[0].Name) != 1 {
		t.Errorf("%v %v %v", p.Title, p.Attributes, p.Options)
	}
	if !p.Machine.Has(p.Passages()[0], "ur") {
		t.Error("the machine's text counts as a person's")
	}
	for _, v := range p.Variants {
		if want := map[string][2]int64{"blue": {150_00, 9}, "red": {100_00, 4}, "green": {150_00, 0}}[v.Values[0]]; v.Price.Minor != want[0] || v.Values[0] != "green" && v.OnHand != want[1] {
			t.Errorf("%v costs %d, %d there", v.Values, v.Price.Minor, v.OnHand)
		}
	}
}

// What two changed at once is shown with both texts; sent once more, the form
// overrules.
func TestWhatTwoChangedAtOnceIsAsked(t *testing.T) {
	b := newBench(t)
	p, at := b.shirt()
	form, other := b.form(at), b.form(at)
	other.Set("title.en", "Shirt, washed")
	other.Set("origin", "UZ")
	other.Set("variants.1.price", "90")
	if r := b.ask("sadia", at, other); r.status != 303 {
		t.Fatal(r.status, r.body)
	}
	form.Set("title.en", "Shirt with a collar")
	form.Set("description.en", "Cotton, with a collar.")
	form.Set("variants.1.price", "120")
	form.Set("variants.0.grams", "210")
	r := b.ask("sadia", at, form)
	shown := html.UnescapeString(r.body)
	if r.status != 422 || !strings.Contains(shown, "Now it says: Shirt, washed") || !strings.Contains(shown, "Now it says: 90.00") {
		t.Fatal(r.status, shown)
	}
	if p = b.again(p.ID); p.Title["en"] != "Shirt, washed" {
		t.Fatal("something was saved", p.Title)
	}
	form = inputs(r.body, at)
	if form.Get("title.en") != "Shirt with a collar" || form.Get("variants.1.price") != "120" || form.Get("description.en") != "Cotton, with a collar." || form.Get("origin") != "UZ" {
		t.Fatal("what was typed is lost, or what came is", form)
	}
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatal(r.status, r.body)
	}
	p = b.again(p.ID)
	if p.Title["en"] != "Shirt with a collar" || p.Variants[1].Price.Minor != 120_00 || p.Origin != "UZ" || p.Variants[0].Grams != 210 {
		t.Errorf("%+v", p)
	}
}

// A row that somebody took away comes back only when it was written into, and is
// asked for first; the other rows find their places.
func TestARowThatWasTakenAway(t *testing.T) {
	b := newBench(t)
	p, at := b.shirt()
	untouched, form, other := b.form(at), b.form(at), b.form(at)
	other.Set("variants.0.gone", "1")
	if r := b.ask("sadia", at, other); r.status != 303 {
		t.Fatal(r.status, r.body)
	}
	untouched.Set("variants.1.price", "95")
	if r := b.ask("sadia", at, untouched); r.status != 303 {
		t.Fatal(r.status, r.body)
	}
	if p = b.again(p.ID); len(p.Variants) != 1 || p.Variants[0].SKU != "red" || p.Variants[0].Price.Minor != 95_00 {
		t.Fatalf("%+v", p.Variants)
	}
	form.Set("variants.0.price", "80")
	r := b.ask("sadia", at, form)
	if r.status != 422 || !strings.Contains(r.body, "taken away meanwhile") {
		t.Fatal(r.status, r.body)
	}
	form = inputs(r.body, at)
	if form.Get("variants.0.sku") != "red" || form.Get("variants.1.price") != "80" {
		t.Fatal(form)
	}
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatal(r.status, r.body)
	}
	if p = b.again(p.ID); len(p.Variants) != 2 || p.Variants[1].Price.Minor != 80_00 || p.Variants[0].Price.Minor != 95_00 {
		t.Errorf("%+v", p.Variants)
	}
}
