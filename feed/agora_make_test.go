package feed

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/catalog"
	"agora/money"
)

// TestOurFileSaysHowAThingIsSold carries brand, condition, danger, lead and
// terms, and takes them away where a column is empty.
func TestOurFileSaysHowAThingIsSold(t *testing.T) {
	thing := func(handle string) catalog.Product {
		return product(catalog.Draft{Handle: handle, Status: catalog.ProductActive, Title: catalog.Texts{"ru": "Шапка"},
			Variants: []catalog.VariantDraft{{SKU: handle, Price: money.Of(100_000, "KGS"), OnHand: 5}}})
	}
	full, plain := thing("full"), thing("plain")
	full.Brand, full.Condition, full.Dangerous, full.LeadDays = "=Osh & Co", catalog.ConditionUsed, true, 21
	full.Variants[0].Terms = catalog.Terms{Least: 3, Step: 2, Breaks: []catalog.Break{{From: 10, Price: 95_000}, {From: 100, Price: 90_050}}}
	var file bytes.Buffer
	if err := Write(&file, bazaar(), []catalog.Product{full, plain}, nil); err != nil {
		t.Fatal(err)
	}
	r, err := Read(bytes.NewReader(file.Bytes()), bazaar(), Options{})
	if err != nil || len(r.Problems) > 0 || len(r.Products) != 2 {
		t.Fatal(err, told(r.Problems), file.String())
	}
	for n, want := range []catalog.Product{full, plain} {
		d := r.Products[n]
		got := []any{*d.Brand, *d.Condition, *d.Dangerous, *d.LeadDays, *d.Variants[0].Terms}
		if diff := cmp.Diff([]any{want.Brand, want.Condition, want.Dangerous, want.LeadDays, want.Variants[0].Terms}, got); diff != "" {
			t.Error(diff)
		}
		if !want.Same(d) {
			t.Error("reading the file back would change", want.Handle)
		}
		least := catalog.Terms{Least: 7}
		d.Variants[0].Terms = &least
		if want.Same(d) {
			t.Error("other terms are no change of", want.Handle)
		}
	}
}
