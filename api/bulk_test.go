package api

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"agora/catalog"
	"agora/token"
)

// stock makes more products of the shop: hat-1 to hat-n, the first one free of
// charge and a draft.
func (b *bench) fill(n int) (ids []string) {
	b.Helper()
	var lines []string
	for i := range n {
		status, price := "active", 1000*i
		if i == 0 {
			status = "draft"
		}
		lines = append(lines, fmt.Sprintf(`{"handle":"hat-%d","status":%q,"title":{"en":"Hat"},"origin":"PK","variants":[{"price":{"minor":%d,"currency":"PKR"},"grams":90}]}`, i+1, status, price))
	}
	got := read[LinesAnswer](b, b.lines(strings.Join(lines, "\n")))
	if got.Saved != n || got.Refused != 0 {
		b.Fatalf("lines %+v", got)
	}
	for _, l := range got.Lines {
		ids = append(ids, l.ID)
	}
	return ids
}

func (b *bench) lines(body string) reply {
	b.Helper()
	return b.ask(b.all, "POST", "/bulk/lines", body, "Content-Type", "application/x-ndjson")
}

// run does what the node's jobs do with a bulk change.
func (b *bench) run(bulk BulkChange) BulkChange {
	b.Helper()
	n, err := strconv.ParseInt(bulk.ID, 10, 64)
	b.must(err)
	b.must(b.shops.ContinueSweep(b.Context(), b.shop.ID, catalog.SweepID(n)))
	b.must(b.shops.ContinueSweepUndo(b.Context(), b.shop.ID, catalog.SweepID(n)))
	return read[BulkChange](b, b.ask(b.all, "GET", "/bulk/products/"+bulk.ID, ""))
}

func TestManyProductsAreChangedAndPutBack(t *testing.T) {
	each(t, func(b *bench) {
		b.fill(4)
		const body = `{"filter":{"text":"hat"},"change":{"kind":"price_add","n":-2500}}`
		r := b.ask(b.all, "POST", "/bulk/products", body, "Idempotency-Key", newKey)
		begun := read[BulkChange](b, r)
		if r.status != 202 || begun.State != "running" || begun.Total != 4 {
			b.Errorf("begun %d %+v", r.status, begun)
		}
		if again := read[BulkChange](b, b.ask(b.all, "POST", "/bulk/products", body, "Idempotency-Key", newKey)); again.ID != begun.ID {
			b.Errorf("again %+v", again)
		}
		if r := b.ask(b.all, "POST", "/bulk/products", body); r.status != 409 || r.Code != "sweep_runs" {
			b.Error(r.status, r.text)
		}
		done := b.run(begun)
		if done.State != "done" || done.Changed != 1 || done.Refused != 3 || !done.CanUndo {
			b.Errorf("done %+v", done)
		}
		first := read[Page[BulkRefusal]](b, b.ask(b.all, "GET", "/bulk/products/"+begun.ID+"/refused?limit=2", ""))
		rest := read[Page[BulkRefusal]](b, b.ask(b.all, "GET", "/bulk/products/"+begun.ID+"/refused?limit=2&cursor="+first.Next, ""))
		if len(first.Items) != 2 || len(rest.Items) != 1 || rest.Next != "" || first.Items[0].Variant == "" || first.Items[0].Why.Code == "" || first.Items[0].Why.Cure == "" {
			b.Errorf("refused %+v, %+v", first, rest)
		}
		if p := read[Product](b, b.ask(b.all, "GET", "/products/hat-4", "")); p.Variants[0].Price.Minor != 500 {
			b.Errorf("price %+v", p.Variants[0].Price)
		}
		for _, path := range []string{"/bulk/products/" + begun.ID, "/bulk/products/" + begun.ID + "/refused", "/bulk/products/0"} {
			if r := b.ask(b.another, "GET", path, ""); r.status != 404 {
				b.Errorf("%s of another shop: %d", path, r.status)
			}
		}
		if r := b.ask(b.another, "POST", "/bulk/products/"+begun.ID+"/undo", ""); r.status != 404 {
			b.Error(r.status)
		}
		back := read[BulkChange](b, b.ask(b.all, "POST", "/bulk/products/"+begun.ID+"/undo", ""))
		if back = b.run(back); back.State != "undone" || back.CanUndo {
			b.Errorf("back %+v", back)
		}
		if p := read[Product](b, b.ask(b.all, "GET", "/products/hat-4", "")); p.Variants[0].Price.Minor != 3000 {
			b.Errorf("price %+v", p.Variants[0].Price)
		}
	})
}

func TestABulkChangeMeansWhatItNames(t *testing.T) {
	each(t, func(b *bench) {
		ids := b.fill(3)
		for body, want := range map[string]string{
			`{"filter":{},"change":{"kind":"archive"}}`:                                                "filter",
			`{"filter":{"all":true,"text":"hat"},"change":{"kind":"archive"}}`:                         "filter",
			`{"filter":{"products":["x"]},"change":{"kind":"archive"}}`:                                "filter.products.0",
			`{"filter":{"all":true},"change":{"kind":"price_by"}}`:                                     "change.n",
			`{"filter":{"all":true},"change":{"kind":"category","text":"no such thing in the world"}}`: "change.category",
		} {
			if r := b.ask(b.all, "POST", "/bulk/products", body); r.status != 422 || r.Errors[0].Field != want {
				b.Errorf("%s: %d %s", body, r.status, r.text)
			}
		}
		blind := b.token(b.seller.ID, b.shop.ID, token.WriteCatalogue)
		if r := b.ask(blind, "POST", "/bulk/products", `{"filter":{"all":true},"change":{"kind":"stock_set","n":0}}`); r.status != 403 || r.Code != "token_scope" {
			b.Error(r.status, r.text)
		}
		some := read[BulkChange](b, b.ask(b.all, "POST", "/bulk/products", `{"filter":{"products":["`+ids[1]+`","`+ids[2]+`","5"]},"change":{"kind":"archive"}}`))
		if some = b.run(some); some.Total != 2 || some.Changed != 2 {
			b.Errorf("some %+v", some)
		}
		if p := read[Product](b, b.ask(b.all, "GET", "/products/cap", "")); p.Status != "active" {
			b.Error("another product is", p.Status)
		}
	})
}

func TestVariantsAreChangedAllOrNone(t *testing.T) {
	each(t, func(b *bench) {
		v := read[Product](b, b.ask(b.all, "GET", "/products/cap", "")).Variants[0].ID
		if r := b.ask(b.all, "POST", "/bulk/variants", `{"variants":[{"variant":"`+v+`","on_hand":7},{"variant":"5","on_hand":1}]}`); r.status != 422 && r.status != 404 || !strings.HasPrefix(r.Errors[0].Field, "variants.1") {
			b.Error(r.status, r.text)
		}
		if p := read[Product](b, b.ask(b.all, "GET", "/products/cap", "")); *p.Variants[0].OnHand != 5 {
			b.Errorf("half of it was done: %+v", p.Variants)
		}
		only := b.token(b.seller.ID, b.shop.ID, token.WriteStock)
		const priced = `,"price":{"minor":77700,"currency":"PKR"}`
		if r := b.ask(only, "POST", "/bulk/variants", `{"variants":[{"variant":"`+v+`"`+priced+`}]}`); r.status != 403 {
			b.Error(r.status, r.text)
		}
		b.ask(b.all, "POST", "/bulk/variants", `{"variants":[{"variant":"`+v+`","on_hand":8,"saw":5`+priced+`}]}`)
		if p := read[Product](b, b.ask(b.all, "GET", "/products/cap", "")); *p.Variants[0].OnHand != 8 || p.Variants[0].Price.Minor != 77700 {
			b.Errorf("changed %+v", p.Variants)
		}
	})
}

// TestLinesAreSavedEachByItself sends products as they were read, with mistakes
// between them.
func TestLinesAreSavedEachByItself(t *testing.T) {
	each(t, func(b *bench) {
		b.fill(2)
		var lines []string
		for _, p := range read[Page[Product]](b, b.ask(b.all, "GET", "/products?limit=200", "")).Items {
			text, err := json.Marshal(p)
			b.must(err)
			lines = append(lines, string(text))
		}
		lines = append(lines, `{"handle":"x"`, ``, `{"colour":"red"}`, `{"handle":"hat-1","version":"1","status":"draft","title":{"en":"Old"},"variants":[{"price":{"minor":5,"currency":"PKR"}}]}`, `{"title":{"en":"Nameless"}}`)
		got := read[LinesAnswer](b, b.lines(strings.Join(lines, "\n")+"\n"))
		if got.Saved != 3 || got.Refused != 4 || len(got.Lines) != 7 {
			b.Fatalf("answer %+v", got)
		}
		for i, code := range []string{"schema", "schema", "product_moved", "required"} {
			if l := got.Lines[3+i]; len(l.Errors) == 0 || l.Errors[0].Code != code || l.Errors[0].Cure == "" {
				b.Errorf("line %+v, want %s", l, code)
			}
		}
		if got.Lines[4].Line != 6 {
			b.Errorf("lines are counted wrong: %+v", got.Lines[4])
		}
		if r := b.lines(strings.Repeat("{}\n", maxLines+1)); r.status != 422 || r.Code != "api_lines" {
			b.Error(r.status, r.text)
		}
		if r := b.lines(strings.Repeat("x", maxLinesBody+1)); r.status != 413 || !strings.Contains(r.Detail, "4") {
			b.Error(r.status, r.text)
		}
	})
}
