package desk

import (
	"net/url"
	"strings"
	"testing"
)

func TestFindTheCustomsCode(t *testing.T) {
	b := newBench(t)
	products := b.desk(b.shop) + "/products"
	form := url.Values{"title.en": {"Felt slippers"}, "title.ur": {"نمدے کی چپل"}, "description.en": {"Of Naryn wool"}, "origin": {"KG"}, "hs": {""},
		"variants.0.price": {"1 450,50"}, "variants.0.grams": {"300"}, "variants.0.on_hand": {"3"}, "find": {"1"}}
	r := b.ask("sadia", products+"/new", form)
	for _, want := range []string{`value="640520"`, `value="Felt slippers"`, "نمدے کی چپل", "Of Naryn wool", `value="1 450,50"`, `value="KG" selected`, "“slippers”", `name="hs_was"`, `value="none" checked`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("%d: the page has no %s", r.status, want)
		}
	}
	if r.status != 200 || strings.Contains(r.body, `role="alert"`) {
		t.Errorf("asking is no fault: %d", r.status)
	}
	if list := b.ask("sadia", products, nil); strings.Contains(list.body, "Felt slippers") {
		t.Error("asking saved the product")
	}

	form.Del("find")
	form.Set("status", "active")
	form["hs_was"], form["hs_choice"] = []string{""}, []string{"640520"}
	if r = b.ask("sadia", products+"/new", form); r.status != 303 {
		t.Fatalf("save: %d %s", r.status, r.body)
	}
	at := r.to
	if r = b.ask("sadia", at, nil); !strings.Contains(r.body, `value="640520"`) || !strings.Contains(r.body, "uppers of textile") {
		t.Errorf("the code and what it means: %d", r.status)
	}
	form["hs_was"], form["hs"], form["hs_choice"] = []string{"640520"}, []string{"6404.19"}, []string{"640520"}
	if r = b.ask("sadia", at, form); r.status != 303 {
		t.Fatalf("typed: %d", r.status)
	}
	if r = b.ask("sadia", at, nil); !strings.Contains(r.body, `value="640419"`) {
		t.Error("what was typed after the suggestions does not count")
	}
	for _, bad := range []string{"649999", "99", "64052", "abcdef"} {
		form.Set("hs", bad)
		if r = b.ask("sadia", at, form); r.status != 422 || !strings.Contains(r.body, `id="f-hs-e"`) {
			t.Errorf("%s: %d", bad, r.status)
		}
	}
}

func TestProductsWithoutACode(t *testing.T) {
	b := newBench(t)
	shop := b.desk(b.shop)
	title := "A thing without any code"
	form := url.Values{"title.en": {title}, "status": {"draft"}, "variants.0.price": {"10"}, "variants.0.grams": {"1"}, "variants.0.on_hand": {"1"}}
	if r := b.ask("sadia", shop+"/products/new", form); r.status != 303 {
		t.Fatalf("save: %d %s", r.status, r.body)
	}
	for _, page := range []string{"/products", "/products/edit"} {
		if r := b.ask("sadia", shop+page, nil); r.status != 200 || !strings.Contains(r.body, "products?code=none") {
			t.Errorf("%s: %d has no way to them", page, r.status)
		}
	}
	if r := b.ask("sadia", shop+"/products?code=none", nil); r.status != 200 || !strings.Contains(r.body, title) {
		t.Errorf("the list: %d", r.status)
	}
	p := b.cap()
	d := p.Draft()
	d.HS = "650500"
	_, err := b.Catalog.SaveProduct(t.Context(), b.actor("sadia"), b.shop.ID, d)
	b.must(err)
	if r := b.ask("sadia", shop+"/products?code=none", nil); strings.Contains(r.body, `/products/`+number(int64(p.ID))+`"`) {
		t.Error("the cap has a code and is among them")
	}
}
