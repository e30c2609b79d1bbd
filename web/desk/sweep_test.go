package desk

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/catalog"
)

// A seller makes all caps dearer, sees first what that does, and takes it back.
func TestSweep(t *testing.T) {
	b := newBench(t)
	price := func() int64 {
		t.Helper()
		page, err := b.Catalog.Products(t.Context(), b.actor("sadia"), b.shop.ID, catalog.ProductFilter{})
		b.must(err)
		return page.Items[0].Variants[0].Price.Minor
	}
	at := b.desk(b.shop) + "/products/sweep"
	list := b.ask("sadia", b.desk(b.shop)+"/products?q=cap", nil)
	if !strings.Contains(list.body, `/products/sweep?q=cap"`) {
		t.Fatal("the list does not lead to it", list.body)
	}
	look := b.ask("sadia", at+"?q=cap&kind=price_by&n=12.5&step=10", nil)
	if look.status != 200 || !strings.Contains(look.body, "560") || !strings.Contains(look.body, `value="price_by" selected`) || price() != 50000 {
		t.Fatal(look.status, look.body)
	}
	form := regexp.MustCompile(`<form method="post" action="([^"]*)">(.*?)</form>`).FindStringSubmatch(strings.ReplaceAll(look.body, "\n", ""))
	if form == nil {
		t.Fatal("no form", look.body)
	}
	values := url.Values{}
	for _, in := range regexp.MustCompile(`name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(form[2], -1) {
		values.Set(in[1], html.UnescapeString(in[2]))
	}
	for range 2 { // pressed twice
		if r := b.ask("sadia", html.UnescapeString(form[1]), values); r.status != 303 || r.to != at+"/run" {
			t.Fatal(r.status, r.to, r.body)
		}
	}
	if price() != 56000 {
		t.Fatal(price())
	}
	run := b.ask("sadia", at+"/run", nil)
	if !strings.Contains(run.body, "One was changed") || !strings.Contains(run.body, "/products/sweep/undo") {
		t.Fatal(run.body)
	}
	w, _, err := b.Catalog.LatestSweep(t.Context(), b.actor("sadia"), b.shop.ID)
	b.must(err)
	if r := b.ask("sadia", at+"/undo", url.Values{"sweep": {fmt.Sprint(w.ID)}}); r.status != 303 || price() != 50000 {
		t.Fatal(r.status, price())
	}
	for query, want := range map[string]string{"kind=price_by&n=-100": "above -100", "kind=price_set&n=x": `aria-invalid="true"`, "kind=price_add&n=": `aria-invalid="true"`, "kind=stock_add&n=2.5": `aria-invalid="true"`, "kind=no": `aria-invalid="true"`} {
		if r := b.ask("sadia", at+"?"+query, nil); r.status != 422 || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d %s", query, r.status, r.body)
		}
	}
	for query, want := range map[string]string{"kind=category&to=no": `id="f-to-e"`, "kind=category": `id="f-to-e"`, "min=x&kind=archive": "could not be taken"} {
		if r := b.ask("sadia", at+"?"+query, nil); r.status != 422 || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d %s", query, r.status, r.body)
		}
	}
	brand := b.ask("sadia", at+"?min=400&max=600&kind=brand&n=Loom", nil)
	if brand.status != 200 || !strings.Contains(brand.body, `<bdi>Loom</bdi>`) && !strings.Contains(brand.body, ">Loom<") || !strings.Contains(brand.body, `name="min" value="400"`) {
		t.Error(brand.status, brand.body)
	}
	if r := b.ask("sadia", b.desk(b.shop)+"/products?min=501", nil); strings.Contains(r.body, "data-row") || !strings.Contains(r.body, `value="501"`) {
		t.Error("the list has what costs less", r.body)
	}
	if r := b.ask("bilal", at, nil); r.status == 200 {
		t.Error("another seller looks in")
	}
}
