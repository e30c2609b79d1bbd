package storefront

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
)

func TestAPageSaysWhatItsCategoryAsks(t *testing.T) {
	b := newBazaar(t)
	ctx := t.Context()
	for _, one := range []catalog.Trait{
		{Key: "material", Names: catalog.Texts{"en": "Material", "ur": "مواد"}, Kind: catalog.TraitChoice, Choices: []catalog.TraitOption{{Key: "wool", Names: catalog.Texts{"en": "Wool", "ur": "اون"}}}},
		{Key: "width", Names: catalog.Texts{"en": "Width", "ur": "چوڑائی"}, Kind: catalog.TraitNumber, Unit: "centimetre"},
		{Key: "handmade", Names: catalog.Texts{"en": "Handmade"}, Kind: catalog.TraitYes},
		{Key: "motif", Names: catalog.Texts{"en": "Motif"}, Kind: catalog.TraitText},
		{Key: "gone", Names: catalog.Texts{"en": "Gone"}, Kind: catalog.TraitYes},
	} {
		one.Categories = []string{"felt"}
		b.must(b.Catalog.SaveTrait(ctx, identity.System(), one))
	}
	p, _, err := b.Catalog.Product(ctx, "loom", "mat")
	b.must(err)
	d := p.Draft()
	brand, condition := "Osh & Co", catalog.ConditionRefurbished
	d.Brand, d.Condition = &brand, &condition
	d.Traits = []catalog.TraitValue{{Trait: "material", Choices: []string{"wool"}}, {Trait: "width", Number: 1_255_000}, {Trait: "handmade", Choices: []string{"yes"}},
		{Trait: "motif", Text: catalog.Texts{"en": evil}}, {Trait: "gone", Choices: []string{"yes"}}}
	_, err = b.Catalog.SaveProduct(ctx, identity.System(), b.shop.ID, d)
	b.must(err)
	b.must(b.Catalog.SaveTrait(ctx, identity.System(), catalog.Trait{Key: "gone", Names: catalog.Texts{"en": "Gone"}, Kind: catalog.TraitYes, Categories: []string{"felt"}, Retired: true}))
	r := b.ask("/s/loom/mat?lang=en", nil)
	for _, want := range []string{"Material", "Wool", "125.5 cm", "Handmade", "Osh &amp; Co", "Refurbished", `"itemCondition":"https://schema.org/RefurbishedCondition"`, `"brand":{"@type":"Brand","name":"Osh \u0026 Co"}`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(r.body, "<script>alert") || strings.Contains(r.body, "Gone") {
		t.Error("it says what it should not")
	}
	d.Attributes = []catalog.Attribute{{Name: catalog.Texts{"en": "material"}, Value: catalog.Texts{"en": "100 % sheep"}}}
	_, err = b.Catalog.SaveProduct(ctx, identity.System(), b.shop.ID, d)
	b.must(err)
	if r := b.ask("/s/loom/mat?lang=en", nil); !strings.Contains(r.body, "100 % sheep") || strings.Contains(r.body, "Wool") {
		t.Error("one thing is said twice")
	}
	if r := b.ask("/s/loom/mat?lang=ur", nil); !strings.Contains(r.body, "اون") || !strings.Contains(r.body, "چوڑائی") || !strings.Contains(r.body, "سینٹی میٹر") {
		t.Error("Urdu")
	}
}

func TestAPageSaysHowLongItTakesToMake(t *testing.T) {
	b := newBazaar(t)
	p, _, err := b.Catalog.Product(t.Context(), "loom", "mat")
	b.must(err)
	d, lead := p.Draft(), 21
	d.LeadDays = &lead
	_, err = b.Catalog.SaveProduct(t.Context(), identity.System(), b.shop.ID, d)
	b.must(err)
	if r := b.ask("/s/loom/mat?lang=en", nil); !strings.Contains(r.body, "Made when you order: 21 days") || !strings.Contains(r.body, "schema.org/MadeToOrder") {
		t.Error("the page does not say it")
	}
}

func TestAPageSaysWhatManyCost(t *testing.T) {
	b := newBazaar(t)
	p, _, err := b.Catalog.Product(t.Context(), "loom", "mat")
	b.must(err)
	d := p.Draft()
	d.Variants[0].OnHand, d.Variants[0].Terms = 100, &catalog.Terms{Least: 4, Step: 2, Breaks: []catalog.Break{{From: 10, Price: 99_900}}}
	_, err = b.Catalog.SaveProduct(t.Context(), identity.System(), b.shop.ID, d)
	b.must(err)
	r := b.ask("/s/loom/mat?lang=en", nil)
	for _, want := range []string{"for 4, at your door, ", "From 4 on, each", "From 10 on, each", "999", "Sold from 4 on, in steps of 2.", `min="4"`, `step="2"`, `value="4"`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	variant := strconv.FormatInt(int64(p.Variants[0].ID), 10)
	put := func(n string) reply {
		return b.ask("/cart/add", url.Values{"product": {"/s/loom/mat"}, "variant": {variant}, "quantity": {n}})
	}
	if r := put("3"); r.status != 422 || !strings.Contains(r.body, "Take 4 or more") || !strings.Contains(r.body, `id="f-quantity-e"`) || !strings.Contains(r.body, `value="3"`) {
		t.Errorf("too few: %d", r.status)
	}
	if r := b.ask("/cart/add", url.Values{"product": {"/s/loom/mat"}, "variant": {variant}}); r.status != 303 {
		t.Errorf("a button that does not ask: %d", r.status)
	}
	if r := b.ask("/cart/line", url.Values{"variant": {variant}, "quantity": {"5"}}); r.status != 422 || !strings.Contains(r.body, "Take 4 or 6") {
		t.Errorf("between two steps: %d", r.status)
	}
	if r := b.ask("/cart/line", url.Values{"variant": {variant}, "quantity": {"12"}}); r.status != 303 {
		t.Errorf("twelve: %d", r.status)
	}
	if r := b.ask("/cart?lang=en", nil); !strings.Contains(r.body, "999") || strings.Contains(r.body, "1,200") {
		t.Error("the cart has another price")
	}
}
