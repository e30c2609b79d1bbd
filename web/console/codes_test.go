package console

import (
	"net/url"
	"strings"
	"testing"

	"agora/audit"
	"agora/catalog"
	"agora/identity"
	"agora/money"
)

func TestCodesAreReviewed(t *testing.T) {
	o := newOffice(t)
	save := func(handle, title, code string) string {
		id, err := o.Catalog.SaveProduct(t.Context(), identity.System(), o.shop, catalog.Draft{Handle: handle, Status: catalog.ProductActive, Origin: "PK", HS: code,
			Title: catalog.Texts{"en": title}, Variants: []catalog.VariantDraft{{Price: money.Of(50000, "PKR"), Grams: 90, OnHand: 5}}})
		o.must(err)
		return "/console/codes/" + number(int64(o.shop)) + "/" + number(int64(id))
	}
	slippers, honey := save("slippers", "Felt slippers", ""), save("honey", "Mountain honey", "870323")
	if r := o.ask("sadia", "/console/codes", nil); r.status != 403 {
		t.Errorf("a seller looks: %d", r.status)
	}
	if r := o.ask("sadia", slippers, url.Values{"code": {"640520"}}); r.status != 403 {
		t.Errorf("a seller gives a code: %d", r.status)
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		r := o.ask("olga", "/console/codes?lang="+lang, nil)
		for _, want := range []string{"Felt slippers", `value="640520"`, "Mountain honey", "870323", "040900"} {
			if r.status != 200 || !strings.Contains(r.body, want) {
				t.Errorf("%s: %d, the page has no %q", lang, r.status, want)
			}
		}
		if strings.Contains(r.body, "console.code") || strings.Contains(r.body, "desk.hs") {
			t.Errorf("%s: a text is missing", lang)
		}
	}
	if r := o.ask("olga", slippers, url.Values{"code": {"640520"}, "saw": {""}}); r.status != 303 {
		t.Fatalf("given: %d %s", r.status, r.body)
	}
	if r := o.ask("olga", honey, url.Values{"why": {""}}); r.status != 422 || !strings.Contains(r.body, "-e\"") {
		t.Errorf("a note without words: %d", r.status)
	}
	if r := o.ask("olga", honey, url.Values{"why": {"Honey is no car."}}); r.status != 303 {
		t.Fatalf("a note: %d", r.status)
	}
	r := o.ask("olga", "/console/codes", nil)
	if strings.Contains(r.body, "Felt slippers") || !strings.Contains(r.body, "Honey is no car.") {
		t.Error("the list after it")
	}
	notes, err := audit.List(t.Context(), o.DB, audit.Filter{}, audit.Page{})
	o.must(err)
	seen := map[string]bool{}
	for _, n := range notes {
		seen[n.Action] = true
	}
	if !seen["product.code_given"] || !seen["product.code_questioned"] {
		t.Errorf("audit: %v", seen)
	}
}
