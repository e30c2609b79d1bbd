package desk

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
	"agora/money"
)

// slippers are a thing in two sizes with numbers of their own.
func (b *bench) slippers(handle string) catalog.Product {
	b.Helper()
	d := catalog.Draft{Handle: handle, Status: catalog.ProductActive, Origin: "PK", HS: "640520", Title: catalog.Texts{"en": "Slippers"},
		Options: []catalog.Option{{Name: catalog.Texts{"en": "Size"}, Values: []catalog.OptionValue{{Key: "37", Name: catalog.Texts{"en": "37"}}, {Key: "38", Name: catalog.Texts{"en": "38"}}}}}}
	for i, size := range []string{"37", "38"} {
		d.Variants = append(d.Variants, catalog.VariantDraft{SKU: "FS-" + size, Values: []string{size}, Price: money.Of(90000, "PKR"), Grams: 300, OnHand: int64(4 + i)})
	}
	return b.product(d)
}

func (b *bench) product(d catalog.Draft) catalog.Product {
	b.Helper()
	id, err := b.Catalog.SaveProduct(context.Background(), identity.System(), b.shop.ID, d)
	b.must(err)
	p, err := b.Catalog.ProductByID(context.Background(), identity.System(), b.shop.ID, id)
	b.must(err)
	return p
}

func TestASellerPutsASetTogether(t *testing.T) {
	b := newBench(t)
	slippers := b.slippers("slippers")
	cap, _, err := b.Catalog.Product(t.Context(), "loom", "cap")
	b.must(err)
	set := b.product(catalog.Draft{Handle: "gift", Status: catalog.ProductActive, Origin: "PK", Title: catalog.Texts{"en": "Gift set"},
		Variants: []catalog.VariantDraft{{Price: money.Of(120000, "PKR"), Grams: 1, OnHand: 3}}})
	at := b.desk(b.shop) + "/products/" + number(int64(set.ID)) + "/set"
	look := func() catalog.Variant {
		p, err := b.Catalog.ProductByID(t.Context(), identity.System(), b.shop.ID, set.ID)
		b.must(err)
		return p.Variants[0]
	}
	page := b.ask("sadia", at, nil)
	if page.status != 200 || !strings.Contains(page.body, "Slippers") || strings.Contains(page.body, "2 × ") {
		t.Fatalf("%d", page.status)
	}
	if page := b.ask("sadia", at+"?q=fs-38", nil).body; !strings.Contains(page, "FS-38") || strings.Contains(page, "FS-37") {
		t.Error("a number of the shop’s own finds just its choice")
	}
	choice := number(int64(set.Variants[0].ID))
	send := func(values url.Values) reply {
		values.Set("choice", choice)
		return b.ask("sadia", at, values)
	}
	for _, v := range []catalog.VariantID{slippers.Variants[1].ID, cap.Variants[0].ID} {
		if r := send(url.Values{"add": {number(int64(v))}}); r.status != 303 {
			t.Fatalf("%d %s", r.status, r.body)
		}
	}
	if v := look(); len(v.Parts) != 2 || v.Available() != 5 || v.Grams != 390 {
		t.Errorf("the set is %v", v)
	}
	n := "n." + number(int64(cap.Variants[0].ID))
	if r := send(url.Values{n: {"2"}}); r.status != 303 || look().Available() != 2 {
		t.Errorf("%d, %d are left", r.status, look().Available())
	}
	for _, bad := range []string{"100", "-1"} {
		if r := send(url.Values{n: {bad}}); r.status != 422 || !strings.Contains(r.body, `value="`+bad+`"`) || !strings.Contains(r.body, "99") {
			t.Errorf("%s of a part: %d", bad, r.status)
		}
	}
	// the list calls it a set, its stock is changed nowhere, and its form says why
	if list := b.ask("sadia", b.desk(b.shop)+"/products?q=gift", nil).body; !strings.Contains(list, ">Set<") || strings.Contains(list, `name="on_hand"`) {
		t.Error("the list does not show a set")
	}
	form := b.ask("sadia", strings.TrimSuffix(at, "/set"), nil).body
	if !strings.Contains(form, "stock and weight follow from its parts") || strings.Contains(form, `name="variants.0.on_hand" value="2" dir`) {
		t.Error("the form lets its stock be changed")
	}
	if r := b.ask("sadia", b.desk(b.shop)+"/stock", url.Values{"variant": {choice}, "on_hand": {"9"}}); r.status != 409 && r.status != 422 || !strings.Contains(r.body, "no stock of its own") {
		t.Errorf("its stock is set: %d", r.status)
	}
	// no set in a set, not itself, nothing of another shop
	other, _, err := b.Catalog.Product(t.Context(), "anvil", "cap")
	b.must(err)
	second := b.product(catalog.Draft{Handle: "gift-2", Status: catalog.ProductActive, Origin: "PK", Title: catalog.Texts{"en": "Second"},
		Variants: []catalog.VariantDraft{{Price: money.Of(120000, "PKR"), OnHand: 3}}})
	for add, want := range map[catalog.VariantID]string{set.Variants[0].ID: "itself", other.Variants[0].ID: "", second.Variants[0].ID + 1: ""} {
		if r := send(url.Values{"add": {number(int64(add))}}); r.status != 422 && r.status != 404 || !strings.Contains(r.body, want) {
			t.Errorf("%d into the set: %d", add, r.status)
		}
	}
	r := b.ask("sadia", b.desk(b.shop)+"/products/"+number(int64(second.ID))+"/set", url.Values{"choice": {number(int64(second.Variants[0].ID))}, "add": {choice}})
	if r.status != 422 || !strings.Contains(r.body, "cannot contain another set") {
		t.Errorf("a set in a set: %d", r.status)
	}
	// a part that is not for sale makes the set unavailable, and says so
	b.must(b.Catalog.ArchiveProduct(t.Context(), identity.System(), b.shop.ID, slippers.ID))
	if v := look(); v.Available() != 0 || !v.Broken() {
		t.Errorf("of a broken set %d are left", v.Available())
	}
	for _, path := range []string{at, b.desk(b.shop) + "/products"} {
		if page := b.ask("sadia", path, nil).body; !strings.Contains(page, "A part is not for sale") {
			t.Errorf("%s says nothing of it", path)
		}
	}
	// without parts it is a thing of its own again, that nobody has
	if r := send(url.Values{"gone." + number(int64(cap.Variants[0].ID)): {"1"}, "gone." + number(int64(slippers.Variants[1].ID)): {"1"}}); r.status != 303 {
		t.Fatal(r.status)
	}
	if v := look(); v.IsSet() || v.OnHand != 0 {
		t.Errorf("it is %v", v)
	}
}
