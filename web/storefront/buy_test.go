package storefront

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestBuyingNeedsNoScriptAndNoAccount(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(1)
	cart := b.ask("/cart", nil)
	if !strings.Contains(cart.body, "Cap") || !strings.Contains(cart.body, `href="/checkout"`) {
		t.Fatal("the cart does not lead to the checkout")
	}
	placed := b.ask("/checkout", b.address())
	if placed.status != 303 || !strings.Contains(placed.to, "?k=") {
		t.Fatalf("placing: %d to %q", placed.status, placed.to)
	}
	order := b.ask(placed.to, nil)
	if order.status != 200 || !strings.Contains(order.body, "AG-") || !strings.Contains(order.body, "House 14-B") {
		t.Fatalf("the order's page: %d", order.status)
	}
	path, _, _ := strings.Cut(placed.to, "?")
	if r := b.ask(path, nil); r.status != 404 {
		t.Errorf("without its key the order answers %d", r.status)
	}
	if r := b.ask("/cart", nil); strings.Contains(r.body, "Cap") {
		t.Error("the cart still holds what was bought")
	}
	b.takeBack(placed.to, order.body)
}

// takeBack cancels the order by the button of its page.
func (b *bazaar) takeBack(link, page string) {
	b.Helper()
	action := regexp.MustCompile(`action="(/orders/\d+/cancel\?k=[^"]+)"`).FindStringSubmatch(page)
	if action == nil {
		b.Fatal("the order cannot be taken back")
	}
	if r := b.ask(strings.Split(action[1], "?")[0], filled(page)); r.status != 404 {
		b.Errorf("cancelled without the key: %d", r.status)
	}
	if r := b.ask(action[1], filled(page)); r.status != 303 || r.to != link {
		b.Errorf("cancelling: %d to %s", r.status, r.to)
	}
	if r := b.ask(link, nil); !strings.Contains(r.body, "Cancelled") {
		b.Error("the page does not say that the order is cancelled")
	}
}

func TestRefusedCheckoutKeepsWhatWasTyped(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(1)
	form := b.address()
	form.Set("address.postcode", "5400")
	form.Set("address.city", "")
	form.Set("note", `"<b>"`)
	r := b.ask("/checkout", form)
	if r.status != 422 {
		t.Fatalf("status %d", r.status)
	}
	for _, want := range []string{`value="Saima Rafiq"`, `value="5400"`, `value="House 14-B"`, `&#34;&lt;b&gt;&#34;`, `id="f-address-city-e"`, `id="f-address-postcode-e"`,
		`href="#f-address-city"`, `value="` + form.Get("key") + `"`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	form.Set("address.postcode", "54000")
	form.Set("address.city", "Lahore")
	if r := b.ask("/checkout", form); r.status != 303 {
		t.Errorf("mended: %d", r.status)
	}
}

func TestPressingTwiceIsOneOrder(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(2)
	form := b.address()
	first, second := b.ask("/checkout", form), b.ask("/checkout", form)
	if first.status != 303 || second.status != 303 || first.to != second.to {
		t.Errorf("first %d %s, second %d %s", first.status, first.to, second.status, second.to)
	}
}

func TestChangedPriceIsShownBeforeItIsCharged(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(1)
	form := b.address()
	form.Set("quote", "what the buyer saw is another")
	r := b.ask("/checkout", form)
	if r.status != 409 || !strings.Contains(r.body, `value="House 14-B"`) {
		t.Fatalf("status %d", r.status)
	}
	again := filled(r.body)
	form.Set("quote", again.Get("quote"))
	form.Set("seen", again.Get("seen"))
	if r := b.ask("/checkout", form); r.status != 303 {
		t.Errorf("after looking again: %d", r.status)
	}
}

func TestChoiceStandsInTheAddress(t *testing.T) {
	b := newBazaar(t)
	door := regexp.MustCompile(`door-l.*?<bdi dir="ltr">([^<]+)`)
	small, large := b.ask("/s/loom/cap", nil).body, b.ask("/s/loom/cap?o0=l", nil).body
	if !strings.Contains(small, `value="s" checked`) || !strings.Contains(large, `value="l" checked`) {
		t.Error("the choice of the address is not the chosen one")
	}
	if one, other := door.FindStringSubmatch(small), door.FindStringSubmatch(large); one == nil || other == nil || one[1] == other[1] {
		t.Errorf("small costs %v, large %v", one, other)
	}
	if r := b.ask("/cart/add", url.Values{"product": {"/s/loom/cap"}, "o0": {"xl"}, "quantity": {"1"}}); r.to != "/s/loom/cap" {
		t.Errorf("a choice that is not made leads to %q", r.to)
	}
	if r := b.ask("/cart/add", url.Values{"product": {"/s/loom/cap"}, "o0": {"l"}, "quantity": {"99"}}); r.to != "/s/loom/cap" {
		t.Errorf("more than there is leads to %q", r.to)
	}
	if r := b.ask("/cart/add", url.Values{"product": {"//evil.example/x/y"}, "o0": {"l"}}); r.status != 404 {
		t.Errorf("a product elsewhere: %d", r.status)
	}
}

func TestCartLinesChangeWithoutScript(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(1)
	form := filled(b.ask("/cart", nil).body)
	form.Set("quantity", "٢")
	if r := b.ask("/cart/line", form); r.status != 303 {
		t.Fatalf("change: %d", r.status)
	}
	if page := b.ask("/cart", nil).body; !strings.Contains(page, `value="2"`) {
		t.Error("the cart does not hold two")
	}
	form.Set("remove", "1")
	gone := b.ask("/cart/line", form)
	page := b.ask(gone.to, nil).body
	if !strings.Contains(page, "Your cart is empty") || !strings.Contains(page, "Removed from your cart") {
		t.Error("the cart is not empty")
	}
	if r := b.ask("/cart/add", filled(page)); r.status != 303 || !strings.Contains(b.ask("/cart", nil).body, "Cap") {
		t.Error("what was taken out does not come back")
	}
}

func TestSigningUpInAndOut(t *testing.T) {
	b := newBazaar(t)
	bad := b.ask("/account/sign-up", url.Values{"name": {"Saima"}, "login": {"saima"}, "password": {"short"}})
	if bad.status != 422 || !strings.Contains(bad.body, `value="saima"`) || strings.Contains(bad.body, `value="short"`) {
		t.Errorf("a bad form: %d", bad.status)
	}
	form := url.Values{"name": {"Saima"}, "login": {"saima@example.org"}, "password": {"one long sentence"}, "next": {"/account"}}
	if r := b.ask("/account/sign-up", form); r.status != 303 || r.to != "/account" {
		t.Fatalf("sign up: %d %s", r.status, r.to)
	}
	b.fillCart(1)
	placed := b.ask("/checkout", b.address())
	if placed.status != 303 || strings.Contains(placed.to, "k=") {
		t.Errorf("an order of an account: %d %s", placed.status, placed.to)
	}
	if r := b.ask("/account", nil); !strings.Contains(r.body, placed.to) {
		t.Error("the account does not list the order")
	}
	if r := b.askAs(b.newVisitor(), placed.to, nil); r.status != 404 {
		t.Errorf("a stranger reads the order: %d", r.status)
	}
	b.ask("/account/sign-out", url.Values{})
	if r := b.ask("/account", nil); r.status != 303 {
		t.Errorf("after signing out: %d", r.status)
	}
	wrong := b.ask("/account/sign-in", url.Values{"login": {"saima@example.org"}, "password": {"another sentence"}})
	if wrong.status != 401 && wrong.status != 422 {
		t.Errorf("a wrong password: %d", wrong.status)
	}
	in := b.ask("/account/sign-in", url.Values{"login": {"saima@example.org"}, "password": {"one long sentence"}, "next": {"https://evil.example"}})
	if in.status != 303 || in.to != "/account" {
		t.Errorf("sign in: %d %s", in.status, in.to)
	}
}
