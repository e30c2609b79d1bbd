package storefront

import (
	"net/url"
	"strings"
	"testing"

	"agora/catalog"
	"agora/discount"
	"agora/identity"
)

func TestADiscountIsSeenFromTheShelfToTheOrder(t *testing.T) {
	b := newBazaar(t)
	add := func(d discount.Discount) {
		t.Helper()
		d.Shop, d.Scope = b.shop.ID, discount.OfShop
		_, err := discount.New(b.db).Save(t.Context(), b.owner, d, b.shop.Currency)
		b.must(err)
	}
	b.owner.Shops = map[catalog.ShopID]identity.Role{b.shop.ID: identity.ShopOwner}
	add(discount.Discount{Title: map[string]string{"en": "Spring <b>sale</b>"}, Percent: 10, Combines: true})
	add(discount.Discount{Title: map[string]string{"en": "Navruz"}, Code: "NAVRUZ5", Percent: 5, Combines: true})
	add(discount.Discount{Title: map[string]string{"en": "Little"}, Code: "LITTLE", Percent: 1})
	page := b.ask("/s/loom/cap", nil).body
	for _, want := range []string{"Spring &lt;b&gt;", "<s ", "500", "₨450"} {
		if !strings.Contains(page, want) {
			t.Errorf("the product's page lacks %q", want)
		}
	}
	for _, path := range []string{"/search?q=cap", "/s/loom"} {
		page := b.ask(path, nil).body
		for _, want := range []string{`<span class="vh">Before: </span>`, `<s class="soft"><bdi dir="ltr">₨500</bdi></s>`, "₨450"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
	}
	if page := b.ask("/", nil).body; strings.Contains(page, "₨1,200") || !strings.Contains(page, "₨1,080") {
		t.Error("the example of the home page does not count with it")
	}
	b.fillCart(1)
	try := func(code string, status int, words string) {
		t.Helper()
		r := b.ask("/cart/code", url.Values{"code": {code}})
		if r.status == 303 {
			r.body = b.ask("/cart", nil).body
		}
		if r.status != status || !strings.Contains(r.body, words) {
			t.Errorf("%q: %d without %q", code, r.status, words)
		}
	}
	try("navruz5", 303, "427.50")
	try("NAVRUZ5", 422, "is there already")
	try("nothing", 422, "know the code")
	try("", 422, "f-code-e")
	try("little", 303, "together with another discount")
	if r := b.ask("/checkout", nil).body; !strings.Contains(r, "427.50") || !strings.Contains(r, "less by discounts") {
		t.Error("the checkout does not say it")
	}
	if r := b.ask("/cart/code", url.Values{"drop": {"little"}}); r.status != 303 || strings.Contains(b.ask("/cart", nil).body, "LITTLE") || strings.Contains(b.ask("/cart", nil).body, ">little<") {
		t.Error("the code is still there")
	}
	placed := b.ask("/checkout", b.address())
	order := b.ask(placed.to, nil).body
	for _, want := range []string{"Spring &lt;b&gt;", "Navruz (NAVRUZ5)", "427.50", "₨500", "72.50"} {
		if placed.status != 303 || !strings.Contains(order, want) {
			t.Errorf("the order lacks %q: %d", want, placed.status)
		}
	}
}

// TestCodesAreNotFoundByTrying tries until it is told to wait.
func TestCodesAreNotFoundByTrying(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(1)
	for range 20 {
		if r := b.ask("/cart/code", url.Values{"code": {"nothing"}}); r.status != 422 {
			t.Fatal(r.status)
		}
	}
	if r := b.ask("/cart/code", url.Values{"code": {"nothing"}}); r.status != 429 || !strings.Contains(r.body, "seconds and try again") {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := b.ask("/cart", nil); r.status != 200 {
		t.Error("the cart:", r.status)
	}
}
