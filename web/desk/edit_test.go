package desk

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"agora/catalog"
	"agora/money"
)

// cap gives the one product of the first shop.
func (b *bench) cap() catalog.Product {
	b.Helper()
	list, err := b.Catalog.Products(b.Context(), b.actor("sadia"), b.shop.ID, catalog.ProductFilter{})
	b.must(err)
	for _, p := range list.Items {
		if p.Handle == "cap" {
			return p
		}
	}
	b.Fatal("no cap")
	return catalog.Product{}
}

func TestABrokenStockComesBackInItsForm(t *testing.T) {
	b := newBench(t)
	variant := number(int64(b.cap().Variants[0].ID))
	for _, bad := range []string{"4\xff", "many", "", "-1"} {
		r := b.ask("sadia", b.desk(b.shop)+"/stock", url.Values{"variant": {variant}, "on_hand": {bad}})
		if r.status != 422 || !strings.Contains(r.body, `id="f-on_hand-e"`) || !strings.Contains(r.body, `href="#f-on_hand"`) {
			t.Errorf("%q: %d", bad, r.status)
		}
		if bad == "many" && !strings.Contains(r.body, `value="many"`) {
			t.Error("what was typed is lost")
		}
	}
	if r := b.ask("sadia", b.desk(b.shop)+"/import/confirm", url.Values{"token": {"\xff"}}); r.status != 422 || !strings.Contains(r.body, `name="file"`) {
		t.Errorf("a broken token: %d", r.status)
	}
}

func TestPricesAndStockAreChangedTogether(t *testing.T) {
	b := newBench(t)
	page := b.desk(b.shop) + "/products/edit"
	p := b.cap()
	at := "v." + number(int64(p.Variants[0].ID)) + "."
	if r := b.ask("sadia", page, nil); r.status != 200 || !strings.Contains(r.body, at+"price") {
		t.Fatalf("page: %d", r.status)
	}
	form := url.Values{at + "was": {"500.00 5"}, at + "price": {"0"}, at + "on_hand": {"x"}}
	if r := b.ask("sadia", page, form); r.status != 422 || !strings.Contains(r.body, cellID(at+"on_hand")+"-e") {
		t.Errorf("bad: %d", r.status)
	}
	form.Set(at+"on_hand", "5")
	if r := b.ask("sadia", page, form); r.status != 422 || !strings.Contains(r.body, cellID(at+"price")+"-e") {
		t.Errorf("no price: %d", r.status)
	}
	b.sell(b.shop) // holds one
	form.Set(at+"price", "650,50")
	if r := b.ask("sadia", page, form); r.status != 303 {
		t.Fatalf("save: %d %s", r.status, r.body)
	}
	if v := b.cap().Variants[0]; v.Price != money.Of(65050, "PKR") || v.OnHand != 5 || v.Held != 1 {
		t.Errorf("saved %+v", v)
	}
	r := b.ask("sadia", b.desk(b.shop)+"/places", url.Values{"name": {"Workshop"}})
	if r.status != 303 {
		t.Fatalf("a place: %d", r.status)
	}
	there := b.ask("sadia", r.to, nil)
	if there.status != 200 || !strings.Contains(there.body, "Workshop") || !strings.Contains(there.body, `value="0"`) {
		t.Errorf("the place: %d", there.status)
	}
	if r := b.ask("sadia", r.to, url.Values{at + "was": {"650.50 0"}, at + "price": {"650.50"}, at + "on_hand": {"7"}}); r.status != 303 {
		t.Errorf("count there: %d", r.status)
	}
	if v := b.cap().Variants[0]; v.OnHand != 12 {
		t.Errorf("all together %d", v.OnHand)
	}
	if r := b.ask("sadia", b.desk(b.shop)+"/places", url.Values{"name": {""}}); r.status != 422 || !strings.Contains(r.body, "f-name-e") {
		t.Errorf("a place without a name: %d", r.status)
	}
}

func TestPicturesFactsAndUndo(t *testing.T) {
	b := newBench(t)
	p := b.cap()
	at := b.desk(b.shop) + "/products/" + number(int64(p.ID))
	b.sendFile("sadia", at+"/picture", nil, "picture", photo(t))
	p = b.cap()
	if len(p.Media) != 1 {
		t.Fatalf("pictures: %+v", p.Media)
	}
	pictures := url.Values{"pictures.0.key": {p.Media[0].Key}, "pictures.0.place": {"x"}, "pictures.0.alt": {"Seen from above"}}
	if r := b.ask("sadia", at+"/pictures", pictures); r.status != 422 || !strings.Contains(r.body, "f-pictures-0-place-e") || !strings.Contains(r.body, "Seen from above") {
		t.Errorf("a bad place: %d", r.status)
	}
	pictures.Set("pictures.0.place", "2")
	if r := b.ask("sadia", at+"/pictures", pictures); r.status != 303 || b.cap().Media[0].Alt["en"] != "Seen from above" {
		t.Errorf("words: %d", r.status)
	}
	form := url.Values{"title.en": {"Cap"}, "status": {"active"}, "attributes.0.name.en": {"Material"}, "attributes.0.value.en": {"Felt"}, "attributes.0.value.ur": {"نمدہ"},
		"variants.0.price": {"500"}, "variants.0.grams": {"90"}, "variants.0.on_hand": {"5"}}
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatalf("facts: %d %s", r.status, r.body)
	}
	if a := b.cap().Attributes; len(a) != 1 || a[0].Name["en"] != "Material" || a[0].Value["ur"] != "نمدہ" {
		t.Errorf("facts %+v", a)
	}
	r := b.ask("sadia", at+"/archive", url.Values{})
	list := b.ask("sadia", r.to, nil)
	if r.status != 303 || !strings.Contains(list.body, at+"/restore") {
		t.Fatalf("archived: %d %s", r.status, r.to)
	}
	if r := b.ask("sadia", at+"/restore", url.Values{"was": {"active"}}); r.status != 303 || b.cap().Status != catalog.ProductActive {
		t.Errorf("taken back: %d", r.status)
	}
}

func TestALargeFileIsImportedBehindAPage(t *testing.T) {
	b := newBench(t)
	var file strings.Builder
	file.WriteString("Handle,Title,Variant Price,Variant Inventory Qty,Status\n")
	for i := range 3*largeImport + 7 {
		fmt.Fprintf(&file, "mat-%d,Mat %d,12.50,4,active\n", i, i)
	}
	r := b.sendFile("sadia", b.desk(b.shop)+"/import", nil, "file", []byte(file.String()))
	_, rest, _ := strings.Cut(r.body, `name="token" value="`)
	token, _, _ := strings.Cut(rest, `"`)
	r = b.ask("sadia", b.desk(b.shop)+"/import/confirm", url.Values{"token": {token}})
	if r.status != 303 || r.to != b.desk(b.shop)+"/import/run" {
		t.Fatalf("confirm: %d %s", r.status, r.to)
	}
	page := b.ask("sadia", r.to, nil)
	if page.status != 200 || !strings.Contains(page.body, "<progress") || strings.Contains(page.body, "/import/undo") {
		t.Fatalf("progress: %d", page.status)
	}
	run, _, err := b.Feed.Latest(t.Context(), b.actor("sadia"), b.shop.ID)
	b.must(err)
	b.must(b.Feed.Continue(t.Context(), b.shop.ID, run.ID)) // as a job does
	page = b.ask("sadia", r.to, nil)
	if !strings.Contains(page.body, "157 of 157") || !strings.Contains(page.body, "/import/undo") {
		t.Errorf("the end: %s", page.body)
	}
	if _, _, err := b.Catalog.Product(context.Background(), "loom", "mat-156"); err != nil {
		t.Error(err)
	}
	if r := b.ask("sadia", b.desk(b.shop)+"/import/undo", url.Values{"import": {fmt.Sprint(run.ID)}}); r.status != 303 {
		t.Errorf("undo: %d %s", r.status, r.body)
	}
	b.must(b.Feed.ContinueUndo(t.Context(), b.shop.ID, run.ID))
	if _, _, err := b.Catalog.Product(context.Background(), "loom", "mat-156"); err == nil {
		t.Error("what was taken back is still for sale")
	}
	if r := b.ask("sadia", b.desk(b.shop)+"/import/undo", url.Values{"import": {fmt.Sprint(run.ID)}}); r.status != 409 {
		t.Errorf("undo twice: %d", r.status)
	}
	if r := b.ask("bilal", b.desk(b.other)+"/import/run", nil); r.status != 303 {
		t.Errorf("another shop sees it: %d", r.status)
	}
}
