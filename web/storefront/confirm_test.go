package storefront

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/identity"
	"agora/market"
)

// atDoor places a cap that is paid at the door, by a stranger; it gives the
// page that she comes to and the group.
func (b *bazaar) atDoor() (to string, g market.Group) {
	b.Helper()
	b.cash.Confirm = true
	to, ref := b.bought(1, "cash")
	g, err := b.Market.GroupByRef(b.Context(), identity.System(), ref)
	b.must(err)
	return to, g
}

func TestACodeIsTypedAndTheShopHasTheOrder(t *testing.T) {
	b := newBazaar(t)
	to, g := b.atDoor()
	if !strings.Contains(to, "/confirm?k=") {
		t.Fatalf("placing leads to %s", to)
	}
	page := b.ask(to, nil)
	for _, want := range []string{`inputmode="numeric"`, `autocomplete="one-time-code"`, g.Ref, "/confirm/again"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, lang := range []string{"ru", "ur"} {
		if r := b.ask(to+"&lang="+lang, nil); r.status != 200 || strings.Contains(r.body, "store.") || !strings.Contains(r.body, `lang="`+lang+`"`) {
			t.Errorf("%s: %d", lang, r.status)
		}
	}
	_, code, err := b.Market.Code(t.Context(), identity.System(), g.ID, 1)
	b.must(err)
	bad := "1" + code[1:]
	if bad == code {
		bad = "2" + code[1:]
	}
	if r := b.ask(to, url.Values{"code": {bad}}); r.status != 422 || !strings.Contains(r.body, `id="f-code-e"`) || !strings.Contains(r.body, `value="`+bad+`"`) {
		t.Errorf("a wrong code: %d", r.status)
	}
	if r := b.ask(to, url.Values{}); r.status != 422 {
		t.Errorf("no code: %d", r.status)
	}
	path, _, _ := strings.Cut(to, "?")
	if r := b.ask(path, url.Values{"code": {code}}); r.status != 404 {
		t.Errorf("a stranger gives the code: %d", r.status)
	}
	// The link of the mail has the code in it, and looking confirms nothing.
	if r := b.ask(to+"&code="+code, nil); r.status != 200 || !strings.Contains(r.body, `value="`+code+`"`) {
		t.Errorf("the mail's link: %d", r.status)
	}
	if got, err := b.Market.Group(t.Context(), identity.System(), g.ID); err != nil || got.Orders[0].State != market.Unconfirmed {
		t.Errorf("looking made it %s, %v", got.Orders[0].State, err)
	}
	if r := b.ask(strings.Replace(to, "/confirm?", "?", 1), nil); !strings.Contains(r.body, path+"?k=") {
		t.Error("the order's page does not lead to the confirmation")
	}
	done := b.ask(to, url.Values{"code": {code}})
	if done.status != 303 || strings.Contains(done.to, "/confirm") {
		t.Fatalf("confirmed: %d to %s", done.status, done.to)
	}
	if got, err := b.Market.Group(t.Context(), identity.System(), g.ID); err != nil || got.Orders[0].State != market.Placed {
		t.Errorf("confirmed it is %s, %v", got.Orders[0].State, err)
	}
	if r := b.ask(to, nil); r.status != 303 {
		t.Errorf("the page afterwards: %d", r.status)
	}
}

func TestAnotherCodeIsSentOncePerForm(t *testing.T) {
	b := newBazaar(t)
	to, g := b.atDoor()
	again := strings.Replace(to, "/confirm?", "/confirm/again?", 1)
	form := filled(b.ask(to, nil).body)
	for range 2 {
		if r := b.ask(again, form); r.status != 303 {
			t.Fatalf("again: %d %s", r.status, r.body)
		}
	}
	if c, err := b.Market.Confirmation(t.Context(), identity.System(), g); err != nil || c.Sends != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	for _, sent := range []string{"2", "3"} {
		b.ask(again, url.Values{"sent": {sent}})
	}
	if r := b.ask(again, url.Values{"sent": {"4"}}); r.status != 422 {
		t.Errorf("a fifth code: %d", r.status)
	}
	if strings.Contains(b.ask(to, nil).body, "/confirm/again") {
		t.Error("a fifth code is offered")
	}
}

func TestNothingIsConfirmedWhenTheOperatorDoesNotWantIt(t *testing.T) {
	b := newBazaar(t)
	to, _ := b.bought(1, "cash")
	if strings.Contains(to, "/confirm") {
		t.Errorf("placing leads to %s", to)
	}
}

// TestWhoTookNothingIsToldKindly lets a parcel be refused: the next time its
// buyer reads until when she pays before, and the other ways stay.
func TestWhoTookNothingIsToldKindly(t *testing.T) {
	b := newBazaar(t)
	b.cash = market.CashTerms{NoShows: 1, NoShowFor: 180 * 24 * time.Hour}
	_, ref := b.bought(1, "cash")
	g, err := b.Market.GroupByRef(t.Context(), identity.System(), ref)
	b.must(err)
	by := b.owner
	by.Shops = map[db.ShopID]identity.Role{b.shop.ID: identity.ShopOwner}
	for _, err := range []error{b.Market.Accept(t.Context(), by, g.Orders[0].ID), b.Market.Pack(t.Context(), by, g.Orders[0].ID),
		b.Market.Ship(t.Context(), by, g.Orders[0].ID, "", ""), b.Market.Refuse(t.Context(), by, g.Orders[0].ID, "Not at home")} {
		b.must(err)
	}
	b.fillCart(1)
	form := b.address()
	form.Set("pay", "cash")
	r := b.ask("/checkout", form)
	if r.status != 422 || strings.Contains(r.body, `name="pay" value="cash"`) || !strings.Contains(r.body, `name="pay" value="transfer"`) ||
		!strings.Contains(r.body, `value="House 14-B"`) || !strings.Contains(r.body, "Until ") {
		t.Fatalf("paid at the door: %d %s", r.status, r.body)
	}
	again := filled(r.body)
	form.Set("pay", "transfer")
	form.Set("quote", again.Get("quote"))
	form.Set("seen", again.Get("seen"))
	if r := b.ask("/checkout", form); r.status != 303 {
		t.Errorf("by transfer: %d", r.status)
	}
}
