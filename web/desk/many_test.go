package desk

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/catalog"
	"agora/money"
)

// inputs reads what a form that posts to an address would send: inputs, areas
// and selects.
func inputs(body, action string) url.Values {
	_, form, _ := strings.Cut(body, `action="`+action+`"`)
	form, _, _ = strings.Cut(form, "</form>")
	values := url.Values{}
	for _, tag := range regexp.MustCompile(`<input [^>]*>`).FindAllString(form, -1) {
		name, value := regexp.MustCompile(` name="([^"]*)"`).FindStringSubmatch(tag), regexp.MustCompile(` value="([^"]*)"`).FindStringSubmatch(tag)
		if name == nil || strings.Contains(tag, `type="checkbox"`) && !strings.Contains(tag, "checked") || strings.Contains(tag, `type="file"`) {
			continue
		}
		if value == nil {
			value = []string{"", ""}
		}
		values.Add(name[1], html.UnescapeString(value[1]))
	}
	for _, area := range regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`).FindAllStringSubmatch(form, -1) {
		values.Add(area[1], html.UnescapeString(area[2]))
	}
	for _, list := range regexp.MustCompile(`(?s)<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>`).FindAllStringSubmatch(form, -1) {
		chosen := regexp.MustCompile(`<option value="([^"]*)" selected`).FindStringSubmatch(list[2])
		if chosen != nil {
			values.Add(list[1], html.UnescapeString(chosen[1]))
		}
	}
	return values
}

// packed is how many bytes a page is on its way.
func packed(t *testing.T, body string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// A product of 414 variants is opened and saved by its form, with one price
// changed.
func TestAProductOfManyVariants(t *testing.T) {
	b := newBench(t)
	d := catalog.Draft{Handle: "shirt", Status: catalog.ProductActive, Origin: "PK", Title: catalog.Texts{"en": "Shirt", "ur": "قمیض"},
		Options: []catalog.Option{{Name: catalog.Texts{"en": "Colour"}}, {Name: catalog.Texts{"en": "Size"}}}}
	for c := range 23 {
		d.Options[0].Values = append(d.Options[0].Values, catalog.OptionValue{Key: fmt.Sprint("c", c), Name: catalog.Texts{"en": fmt.Sprint("Colour ", c)}})
		for z := range 18 {
			if c == 0 {
				d.Options[1].Values = append(d.Options[1].Values, catalog.OptionValue{Key: fmt.Sprint("s", z), Name: catalog.Texts{"en": fmt.Sprint("Size ", z)}})
			}
			d.Variants = append(d.Variants, catalog.VariantDraft{SKU: fmt.Sprintf("%d-%d", c, z), Values: []string{fmt.Sprint("c", c), fmt.Sprint("s", z)},
				Price: money.Of(100_00, "PKR"), Grams: 200, OnHand: 2})
		}
	}
	id, err := b.Catalog.SaveProduct(t.Context(), b.actor("sadia"), b.shop.ID, d)
	b.must(err)
	at := b.desk(b.shop) + "/products/" + fmt.Sprint(id)
	page := b.ask("sadia", at, nil)
	form := inputs(page.body, at)
	prices := 0
	for name := range form {
		if strings.HasSuffix(name, ".price") {
			prices++
		}
	}
	t.Logf("%d KiB of page, %d packed, %d fields, %d KiB sent", len(page.body)>>10, packed(t, page.body)>>10, len(form), len(form.Encode())>>10)
	if page.status != 200 || prices != rowsOnPage || len(page.body) > 200<<10 {
		t.Fatal(page.status, prices, len(page.body))
	}
	form.Set("variants.7.price", "1o") // typed, and not right
	form.Set(turnRows, "4")
	page = b.ask("sadia", at, form)
	form = inputs(page.body, at)
	if page.status != 200 || form.Get("variants.200.price") != "100.00" || form.Get("variants.7.price") != "1o" || form.Has("variants.8.price") || !form.Has("variants.249.sku") || form.Has("variants.250.sku") {
		t.Fatal("turned to the fifth page", page.status, form)
	}
	form.Set("variants.200.price", "123.50")
	bad := b.ask("sadia", at, form)
	form = inputs(bad.body, at)
	if bad.status != 422 || !strings.Contains(bad.body, cellID("variants.7.price")+"-e") || form.Get("variants.200.price") != "123.50" {
		t.Fatal("a row of another page is wrong", bad.status, form)
	}
	form.Set("variants.7.price", "100")
	if r := b.ask("sadia", at, form); r.status != 303 || !strings.HasSuffix(r.to, "?rows=4#stock") {
		t.Fatal(r.status, r.to, regexp.MustCompile(`(?s)role="alert".{0,1500}`).FindString(r.body))
	}
	p, err := b.Catalog.ProductByID(t.Context(), b.actor("sadia"), b.shop.ID, id)
	b.must(err)
	changed := 0
	for _, v := range p.Variants {
		if v.Price.Minor == 123_50 {
			changed++
		} else if v.Price.Minor != 100_00 || v.OnHand != 2 || v.Grams != 200 {
			t.Fatalf("%+v", v)
		}
	}
	if len(p.Variants) != 414 || changed != 1 {
		t.Error(len(p.Variants), changed)
	}
}
