package desk

import (
	"strings"
	"testing"
)

// What is nearly sold out is what the shop's settings or the product's form say,
// in the list and in what waits today.
func TestNearlySoldOutIsSaidByTheShopOrTheProduct(t *testing.T) {
	b := newBench(t)
	shop, at := b.desk(b.shop)+"/shop", b.desk(b.shop)+"/products/"+number(int64(b.cap().ID))
	shown := func() [2]bool {
		list, today := b.ask("sadia", b.desk(b.shop)+"/products?code=few", nil), b.ask("sadia", b.desk(b.shop), nil)
		return [2]bool{strings.Contains(list.body, `href="`+at), strings.Contains(today.body, `href="`+at+"#stock")}
	}
	if left := b.cap().Variants[0].Available(); left != 5 || shown() != [2]bool{} {
		t.Fatal(left, shown())
	}
	settings := inputs(b.ask("sadia", shop, nil).body, shop)
	if settings.Get("few") != "3" {
		t.Fatal("the form of the shop says", settings.Get("few"))
	}
	settings.Set("few", "10001")
	if r := b.ask("sadia", shop, settings); r.status != 422 || !strings.Contains(r.body, "f-few-e") {
		t.Error("too many", r.status)
	}
	settings.Set("few", "5")
	if r := b.ask("sadia", shop, settings); r.status != 303 || shown() != [2]bool{true, true} {
		t.Error("the shop says five", r.status, shown())
	}
	for _, c := range []struct {
		few    string
		status int
		shown  bool
	}{{"4", 303, false}, {"-1", 422, false}, {"", 303, true}} {
		form := inputs(b.ask("sadia", at, nil).body, at)
		form.Set("few", c.few)
		form.Set("status", "active")
		if r := b.ask("sadia", at, form); r.status != c.status || shown() != [2]bool{c.shown, c.shown} {
			t.Errorf("the product says %q: %d %v", c.few, r.status, shown())
		}
	}
}
