package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// sale is one run of the story: a guest in Pakistan buys from two shops of two
// countries in one checkout.
type sale struct {
	view
	size, colour string // of the slippers
	second       string // what is bought besides, "shop/product"
	owner        string // whose shop that is
	pay          string
}

var sales = []sale{
	{view{true, 375, "en"}, "38", "turq", "rishton/lagan", "javohir", "play"},
	{view{false, 1280, "ur"}, "36", "red", "atlas/atlas-scarf", "dilnoza", "cash"},
	{view{false, 375, "en"}, "40", "red", "rishton/piyola", "javohir", "transfer"},
	{view{true, 1280, "ur"}, "37", "turq", "atlas/atlas-scarf", "dilnoza", "play"},
}

func TestSaleAcrossABorder(t *testing.T) {
	ctx := openBrowser(t)
	for _, s := range sales {
		t.Run(s.String()+"-"+s.pay, func(t *testing.T) {
			buyer := visit(t, ctx, s.view, "buyer")
			s.fillCart(buyer)
			link := s.checkOut(buyer)
			back := visit(t, ctx, s.view, "back")
			refs := s.comeBack(back, link)
			_ = refs
		})
	}
}

// fillCart finds and takes two things of two shops.
func (s sale) fillCart(v *visitor) {
	v.settle("PK")
	v.shot("home")
	query := "felt slippers"
	if s.lang == "ur" {
		query = "نمدے کی چپل"
	}
	v.typeInto(`form.find [name="q"]`, query)
	v.press("form.find button")
	v.shot("search")
	v.press(`main a[href^="/s/felt/slippers"]`)
	v.tick(`label:has([name="o0"][value="` + s.size + `"])`)
	v.tick(`label:has([name="o1"][value="` + s.colour + `"])`)
	v.shot("product")
	v.press(`form[action="/cart/add"] button:not([type]):not([formmethod])`)
	if v.path() != "/cart" {
		v.fail("put the slippers into the cart", fmt.Errorf("they are not in it"))
	}
	v.open("/s/" + s.second)
	v.press(`form[action="/cart/add"] button:not([type]):not([formmethod])`)
	for _, shop := range []string{"felt", strings.Split(s.second, "/")[0]} {
		v.need(`section.sheet:has(h2 a[href^="/s/` + shop + `"]) form[action="/cart/line"]`)
	}
	v.shot("cart")
}

// home is where the guest lives.
var home = map[string]string{"name": "Bushra Anwar", "phone": "+92 301 5567812", "street": "House 9, Street 3, Gulberg II",
	"city": "Lahore", "province": "Punjab", "postcode": "54660", "landmark": "Green gate behind the bakery"}

// checkOut gives the address, chooses, sees the sums and places; the signed
// link comes back.
func (s sale) checkOut(v *visitor) string {
	v.press(`aside a[href="/checkout"], .pay a[href="/checkout"]`)
	parcels := v.number(`fieldset:has([type="radio"][name^="option."])`)
	if parcels != 2 {
		v.fail("check out", fmt.Errorf("%d shops have a choice of delivery, not 2", parcels))
	}
	v.fill("contact.email", "bushra@example.org")
	for part, text := range home {
		field := named("address." + part)
		v.need(field)
		if v.number("select"+field) > 0 {
			v.choose("address."+part, text)
		} else {
			v.fill("address."+part, text)
		}
	}
	s.chooseDelivery(v)
	v.tick(`label:has([name="pay"][value="` + s.pay + `"])`)
	v.shot("checkout")
	v.press(`.mt button[name="do"][value="look"]`)
	v.shot("checkout-counted")
	s.seesEverySum(v)
	v.press(`button[name="do"][value="place"]`)
	link := v.path()
	if !regexp.MustCompile(`^/orders/\d+\?k=.+`).MatchString(link) {
		v.fail("place", fmt.Errorf("no signed link: %q", link))
	}
	v.shot("placed")
	return link
}

// chooseDelivery takes the last way that each shop offers.
func (s sale) chooseDelivery(v *visitor) {
	names := map[string]string{}
	for i, name := range v.attributes(`[type="radio"][name^="option."]`, "name") {
		names[name] = v.attributes(`[type="radio"][name^="option."]`, "value")[i]
	}
	for name, value := range names {
		v.tick(`label:has([name="` + name + `"][value="` + value + `"])`)
	}
}

// seesEverySum looks for the lines of the total at the door.
func (s sale) seesEverySum(v *visitor) {
	if v.attribute(`[name="pay"]:checked`, "value") != s.pay {
		v.fail("count again", fmt.Errorf("the way to pay is not kept"))
	}
	if rows := v.number("aside .ledger > *, aside table tr"); rows < 5 {
		v.fail("look at the total", fmt.Errorf("it has %d lines", rows))
	}
}

// comeBack opens the link where no cookie is and sees two orders.
func (s sale) comeBack(v *visitor, link string) []string {
	v.open(link)
	v.shot("order")
	text := v.words("main")
	refs := regexp.MustCompile(`AG-[0-9A-Z]+(?:-[0-9A-Z]+)*`).FindAllString(text, -1)
	if n := v.number(`section.sheet:has(h2 a[href^="/s/"])`); n != 2 {
		v.fail("come back", fmt.Errorf("%d orders, not 2", n))
	}
	path, _, _ := strings.Cut(link, "?")
	if status := v.load("open without the key", navigate(path)); status != 404 {
		v.fail("come back without the key", fmt.Errorf("status %d", status))
	}
	return refs
}
