package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"testing"
)

// TestADiscountFromTheDeskToTheCheckout goes from the form of the seller to the
// sums of the buyer, without script: a code that is taken, one that nobody knows,
// and one that has ended meanwhile.
func TestADiscountFromTheDeskToTheCheckout(t *testing.T) {
	buyer, seller := newClient(t, "127.0.0.71"), newClient(t, "127.0.0.72")
	for _, c := range []*client{seller, buyer} {
		c.speak("en", "PK")
	}
	seller.enter("aizada@demo.agora.example")
	desk := seller.get("/desk").header.Get("Location")
	seller.shows(desk+"/products", "Discounts")
	seller.shows(desk+"/discounts", "NAVRUZ10", "SUMMER25", "Over")
	form := seller.get(desk+"/discounts/new").form(t, desk+"/discounts/new")
	for name, value := range map[string]string{"title.en": "Navruz", "code": "snow-5", "percent": "5", "most": "9"} {
		form.Set(name, value)
	}
	seller.does(desk+"/discounts/new", form)
	list := seller.shows(desk+"/discounts", "Navruz", "SNOW-5", "0 / 9")

	buyer.does("/cart/add", buyer.get("/s/felt/esparcet-honey").form(t, "/cart/add"))
	if p := buyer.post("/cart/code", url.Values{"code": {"nobody-5"}}); p.status != http.StatusUnprocessableEntity || p.invalid("code", "") == nil {
		t.Errorf("a code that nobody knows: %d", p.status)
	}
	if p := buyer.post("/cart/code", url.Values{"code": {"summer25"}}); p.status != http.StatusUnprocessableEntity {
		t.Errorf("a code that is over: %d", p.status)
	}
	buyer.does("/cart/code", url.Values{"code": {"Snow-5"}})
	buyer.shows("/cart", "Navruz (SNOW-5)", "Discount")
	buyer.shows("/checkout", "less by discounts")

	at := regexp.MustCompile(`href="(` + desk + `/discounts/\d+)"`).FindSubmatch(list.body) // the newest comes first
	if at == nil {
		t.Fatal("the list does not lead to it")
	}
	seller.does(string(at[1])+"/end", url.Values{})
	buyer.shows("/cart", "The code Snow-5 is over")
}

// The pages of discounts are looked at by axe, on a phone and in Urdu too.
func TestDiscountPagesAreOpenToEverybody(t *testing.T) {
	t.Parallel()
	ctx := openBrowser(t)
	for _, at := range audited {
		w := visit(t, ctx, at, "discount-seller")
		w.signIn("aizada", "/desk")
		desk := w.path()
		for _, page := range []string{"/discounts", "/discounts/new"} {
			w.open(desk + page)
			w.shot("desk")
			w.audit("desk" + page)
		}
		if status := w.pressed(`form[action$="/discounts/new"] button`); status != http.StatusUnprocessableEntity {
			w.fail("save a discount of nothing", fmt.Errorf("status %d", status))
		}
		w.audit("refused discount")
		v := visit(t, ctx, at, "discount")
		v.settle("PK")
		v.open("/s/buta/kelaghayi")
		v.shot("product")
		v.audit("product for less")
		v.press(intoCart)
		v.fill("code", "nothing")
		if status := v.pressed(`form[action="/cart/code"] button`); status != http.StatusUnprocessableEntity {
			v.fail("give a code that nobody knows", fmt.Errorf("status %d", status))
		}
		v.shot("cart")
		v.audit("cart with a code that nobody knows")
	}
}
