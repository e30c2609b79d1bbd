package feed

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/catalog"
	"agora/money"
)

// traits are those that these tests know.
func traits() []catalog.Trait {
	name := catalog.Texts{"en": "Name"}
	of := []string{"felt", "tea"}
	return []catalog.Trait{
		{Key: "wool", Names: name, Kind: catalog.TraitChoice, Many: true, Categories: of, Choices: []catalog.TraitOption{{Key: "merino", Names: name}, {Key: "local", Names: name}}},
		{Key: "weight", Names: name, Kind: catalog.TraitNumber, Unit: "kilogram", Categories: of},
		{Key: "pieces", Names: name, Kind: catalog.TraitNumber, Categories: of},
		{Key: "care", Names: name, Kind: catalog.TraitText, Categories: of},
		{Key: "handmade", Names: name, Kind: catalog.TraitYes, Categories: of},
	}
}

// everything is a product that has all that a product can have.
func everything() catalog.Product {
	words := catalog.Texts{"ru": "=Шапка", "ur": "ٹوپی"}
	p := catalog.Product{Handle: "cap", Status: catalog.ProductActive, Category: "felt", HS: "6505", Origin: "KG", Certificate: "CT-1", Title: words, Description: words,
		Attributes: []catalog.Attribute{{Name: words, Value: words}}, Brand: "@Osh", Condition: catalog.ConditionUsed,
		Traits:  []catalog.TraitValue{{Trait: "wool", Choices: []string{"merino", "local"}}, {Trait: "weight", Number: -1_250_000}, {Trait: "care", Text: words}},
		Options: []catalog.Option{{Name: words, Values: []catalog.OptionValue{{Key: "a|b", Name: words}}}},
		Media:   []catalog.Media{{Key: "0123.jpg", Alt: words, Edit: catalog.Edit{At: [2]int{300, 1}}}}, Pictures: []string{"https://a.test/1.jpg"}, Videos: []string{"https://vimeo.com/76979871"},
		Tint: "p-saff", Dangerous: true, LeadDays: 7, Digital: true, Few: 2,
		Variants: []catalog.Variant{{SKU: "C-1", Barcode: "4600000000015", Values: []string{"a|b"}, Price: money.Of(100_000, "KGS"), CompareAt: money.Of(120_000, "KGS"),
			Grams: 1, LengthMM: 2, WidthMM: 3, HeightMM: 4, OnHand: 5,
			Terms: catalog.Terms{Least: 3, Step: 2, Breaks: []catalog.Break{{From: 10, Price: 95_000}}},
			Parts: []catalog.Part{{Handle: "mat", Values: []string{`x\`, "y|"}, Quantity: 2}, {SKU: "sku:odd|", Quantity: 3}}}}}
	d := p.Whole()
	d.Mark("title", "ru")
	d.Mark("option.0.value.a|b", "ur")
	d.Mark("picture.0123.jpg", "ur")
	p.Machine = *d.Machine
	return p
}

// left out of files, and why.
var leftOut = map[string]string{
	"ID": "another in each shop", "Shop": "the file is of a shop", "Created": "when it is brought in", "Updated": "likewise", "Version": "another after each change",
	"Variants.ID": "another in each shop", "Variants.Product": "stands in the same rows", "Variants.Shop": "the file is of a shop",
	"Variants.Held": "orders are no goods", "Variants.Retired": "what is not sold is not written", "Variants.OnHand": "of what is digital nobody counts it",
	"Variants.Price.Currency": "the shop's", "Variants.CompareAt.Currency": "the shop's",
	"Variants.Parts.Variant": "another in each shop", "Variants.Parts.Price": "stands in the part's own row", "Variants.Parts.Grams": "likewise",
	"Variants.Parts.Free": "likewise", "Variants.Parts.Gone": "follows from its status",
	"Media.Type": "a picture is named by its key, and whatever was made of it follows", "Media.Thumb": "likewise", "Media.Small": "likewise", "Media.Large": "likewise",
	"Media.Width": "likewise", "Media.Height": "likewise", "Media.Cuts": "likewise", "Media.From": "likewise", "Media.Source": "likewise", "Media.Turned": "likewise",
	"Media.Edit.Turn": "made of the picture itself, and stays with it", "Media.Edit.Crop": "likewise",
}

// TestEveryFieldIsInOurFile takes each field of a product away, one by one: the
// file must tell, unless the field is left out for a reason.
func TestEveryFieldIsInOurFile(t *testing.T) {
	whole := ours(t, everything())
	unasked, filled := maps.Clone(leftOut), map[string]bool{} // by some of a list at least
	var walk func(path string, at func(*catalog.Product) reflect.Value)
	walk = func(path string, at func(*catalog.Product) reflect.Value) {
		p := everything()
		v := at(&p)
		switch {
		case leftOut[path] != "":
			delete(unasked, path)
			return
		case v.IsZero():
			filled[path] = filled[path]
			return
		}
		filled[path] = true
		switch v.Kind() {
		case reflect.Struct:
			for n := range v.NumField() {
				walk(strings.TrimPrefix(path+"."+v.Type().Field(n).Name, "."), func(p *catalog.Product) reflect.Value { return at(p).Field(n) })
			}
		case reflect.Slice:
			if v.Type().Elem().Kind() == reflect.Struct && path != "Traits" {
				for n := range v.Len() {
					walk(path, func(p *catalog.Product) reflect.Value { return at(p).Index(n) })
				}
			}
		}
		if path == "" {
			return
		}
		if v.SetZero(); ours(t, p) == whole {
			t.Errorf("%s is not in the file", path)
		}
	}
	walk("", func(p *catalog.Product) reflect.Value { return reflect.ValueOf(p).Elem() })
	for path := range unasked {
		t.Errorf("%s is left out and not there", path)
	}
	for path, full := range filled {
		if !full {
			t.Errorf("the product of this test has no %s: fill it, write it, or say why it is left out", path)
		}
	}
	for n := range everything().Traits {
		p := everything()
		if p.Traits = slices.Delete(p.Traits, n, n+1); ours(t, p) == whole {
			t.Errorf("what is said to trait %d is not in the file", n)
		}
	}
}

// ours is a product as our file; a field that cannot be nothing gives another file.
func ours(t *testing.T, p catalog.Product) (text string) {
	defer func() {
		if wrong := recover(); wrong != nil {
			text = fmt.Sprint(wrong)
		}
	}()
	var file bytes.Buffer
	if err := Write(&file, bazaar(), []catalog.Product{p}, traits()); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// TestEveryFieldComesBack reads the product with everything back.
func TestEveryFieldComesBack(t *testing.T) {
	p := everything()
	file := ours(t, p)
	r, err := Read(strings.NewReader(file), bazaar(), Options{Categories: categories(), Traits: traits()})
	if err != nil || len(r.Problems) > 0 || len(r.Products) != 1 || len(r.Left) > 0 || r.Digital != 1 {
		t.Fatal(err, told(r.Problems), r.Left, file)
	}
	want := p.Whole()
	want.Variants[0].OnHand = 0 // of what is digital nobody counts it
	sorted := func(d catalog.Draft) catalog.Draft {
		for _, list := range *d.Machine {
			slices.Sort(list)
		}
		slices.SortFunc(d.Traits, func(a, b catalog.TraitValue) int { return strings.Compare(a.Trait, b.Trait) })
		d.Looks = d.Looks[:1] // of what is not fetched yet nothing is known
		return d
	}
	if diff := cmp.Diff(sorted(want), sorted(r.Products[0])); diff != "" {
		t.Error(diff, file)
	}
	if !p.Same(r.Products[0]) {
		t.Error("reading the file back would change something")
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[catalog.Draft]()) {
		if field.Name == "Version" { // a file may be read long after it was written
			continue
		}
		if reflect.ValueOf(r.Products[0]).FieldByIndex(field.Index).IsZero() {
			t.Errorf("nothing fills %s of a draft", field.Name)
		}
	}
}

// TestWhatATraitMayNotBeIsSaidByColumn reads numbers in other units, and words
// where numbers belong.
func TestWhatATraitMayNotBeIsSaidByColumn(t *testing.T) {
	const file = "handle,category,title:en,price,trait weight,trait unknown,picture words:en,pictures,parts\n" +
		"a,felt,A,1,250 gram,x,,,\nb,felt,B,1,3 litre,,,,\nc,felt,C,1,heavy,y,,,\nd,felt,D,1,\"0,5\",,a|b,blob:1.jpg,\ne,felt,E,1,,,,,two caps\n"
	r, err := Read(strings.NewReader(file), bazaar(), Options{Categories: categories(), Traits: traits()})
	want := "3 trait weight fault.measure\n4 trait weight fault.measure\n5 picture words:en fault.feed_values\n6 parts fault.feed_parts\n"
	if got := told(r.Problems); err != nil || got != want {
		t.Error(err, got)
	}
	if v := r.Products[0].Traits; len(v) != 1 || v[0].Number != 250_000 {
		t.Errorf("%+v", v)
	}
	if len(r.Left) != 1 || r.Left[0] != (Left{"trait unknown", 2}) {
		t.Error(r.Left)
	}
}
