package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agora/catalog"
	"agora/identity"
	"agora/market"
	"agora/money"
	"agora/payment/hosted/hostedtest"
)

// digits leaves of a text what an amount is told by.
func digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, s)
}

// shows reports whether a cell of a list or table of a page is an amount; signs
// and separators are as the language writes them.
func (p page) shows(a money.Amount) bool {
	want := digits(a.Plain())
	for _, n := range p.elements("dd", "td", "strong", "bdi") {
		if got := digits(text(n)); got != "" && strings.TrimLeft(got, "0") == strings.TrimLeft(want, "0") {
			return true
		}
	}
	return false
}

func (p page) holds(words string) bool { return strings.Contains(string(p.body), words) }

// secretStays: the operator sets the gateway, saves the page again untouched
// (which shows no secret), and the bank is still heard, once, and nobody else.
func (f *flow) secretStays() {
	const path = "/console/settings"
	operator := f.as("operator")
	f.must(operator, path, path, "hosted_account", f.bank.URL+" "+hostedtest.Key+" PKR,UZS "+hostedtest.Secret)
	for range 2 {
		f.must(operator, path, path)
	}
	if p := operator.get(path); p.holds(hostedtest.Secret) {
		f.Error("the page shows the secret")
	}
	b := f.buy("felt/esparcet-honey")
	p := f.bank.Pay(fmt.Sprintf("hosted-%d", b.ID), b.Total.Minor)
	for range 3 {
		if status := f.told(p); status != http.StatusNoContent {
			f.Errorf("the bank is answered with %d", status)
		}
	}
	if p := operator.get("/console/groups?ref=" + b.Ref); !p.holds(">Paid<") {
		f.Error("the group does not read as paid")
	}
	if p := operator.get("/console/queue"); p.holds(b.Ref) {
		f.Error("told again, the money waits for an order")
	}
	if got := f.now(b).Orders[0].Captured; got != b.Total {
		f.Errorf("%s came in of %s", got, b.Total)
	}
}

// asGranted: the gateway takes rupees and no tenge; a shop that no bank can pay
// is told so, and is paid nothing (see bothArePaid).
func (f *flow) asGranted() {
	for home, want := range map[string]bool{"PK": true, "KZ": false} {
		c := f.person()
		c.speak("en", home)
		c.take("felt/esparcet-honey")
		offered := false
		for _, n := range c.get("/checkout").elements("input") {
			offered = offered || value(n, "name") == "pay" && value(n, "value") == "hosted"
		}
		if offered != want {
			f.Errorf("in %s the bank's page is offered: %v", home, offered)
		}
	}
	shop, err := f.Catalog.Shop(f.Context(), "kandy")
	if err != nil {
		f.Fatal(err)
	}
	desk := fmt.Sprintf("/desk/%d", shop.ID)
	seller := f.as("nadeesha")
	account := seller.get(desk+"/shop").form(f.T, desk+"/shop").Get("payout")
	for _, to := range []string{"", account} {
		f.must(seller, desk+"/shop", desk+"/shop", "payout", to)
		if p := seller.get(desk + "/money"); p.holds(desk+"/start/pay") != (to == "") {
			f.Errorf("account %q: the money page asks for one: %v", to, to != "")
		}
	}
}

// ownShares: two shops, paid in part.
func (f *flow) ownShares() {
	b := f.buy("felt/esparcet-honey", "kandy/ceylon-tea")
	f.pays(b, b.Total.Minor/3)
	b = f.now(b)
	path, query, _ := strings.Cut(b.link, "?")
	p := f.buyer.get(path + "/pay?" + query)
	sum := int64(0)
	for i, s := range b.Shares() {
		for what, a := range map[string]money.Amount{"asked": b.Orders[i].Charged, "paid": s.Paid, "to come": s.Outstanding()} {
			if a.IsZero() || !p.shows(a) {
				f.Errorf("%s: the page does not show what is %s, %s", b.Orders[i].Ref, what, a)
			}
		}
		sum += s.Paid.Minor
	}
	if sum != b.Total.Minor/3 {
		f.Errorf("the parts make %d of %d", sum, b.Total.Minor/3)
	}
}

// partsCount: both orders of a group that was paid in one go leave their shops.
func (f *flow) partsCount() {
	b := f.paid("felt/esparcet-honey", "kandy/ceylon-tea")
	for _, o := range b.Orders {
		if o.Captured != o.Charged {
			f.Errorf("%s is paid with %s of %s", o.Ref, o.Captured, o.Charged)
		}
		f.acts(o, "accept", "pack", "ship")
	}
	for _, o := range f.now(b).Orders {
		if o.State != market.Shipped {
			f.Errorf("%s is %s", o.Ref, o.State)
		}
	}
}

// ownCommission: the desk and the console show the commission of the one order.
func (f *flow) ownCommission() {
	b := f.paid("felt/esparcet-honey", "kandy/ceylon-tea")
	if b.Orders[0].Commission.Minor == b.Orders[1].Commission.Minor {
		f.Fatal("the commissions can't be told apart")
	}
	for i, o := range b.Orders {
		other := b.Orders[1-i].Commission
		c, path := f.sold(o)
		for _, p := range []page{c.get(path), f.as("operator").get(fmt.Sprintf("/console/orders/%d", o.ID))} {
			if !p.shows(o.Commission) || p.shows(other) {
				f.Errorf("%s shows its commission %s: %v; that of the other order %s: %v", p.path, o.Commission, p.shows(o.Commission), other, p.shows(other))
			}
		}
	}
}

// saysWhy: the buyer takes back what is on its way, in two languages.
func (f *flow) saysWhy() {
	b := f.paid("felt/esparcet-honey")
	o := b.Orders[0]
	f.acts(o, "accept", "pack", "ship")
	path, query, _ := strings.Cut(b.link, "?")
	for lang, why := range map[string]string{"en": "On the way", "ru": "В пути"} {
		f.buyer.speak(lang, "PK")
		p := f.buyer.post(path+"/cancel?"+query, url.Values{"order": {fmt.Sprint(int64(o.ID))}})
		if p.status != http.StatusConflict || !p.holds(why) || p.holds("“shipped”") {
			f.Errorf("%s: %d\n%s", lang, p.status, text(p.elements("main")[0]))
		}
	}
	if got := f.now(b).Orders[0]; got.State != market.Shipped || !got.Refunded.IsZero() {
		f.Errorf("the order is %s, %s went back", got.State, got.Refunded)
	}
}

// oneDelivery: the last of a thing lies in two places; an order that takes from
// both pays the freight that was quoted, and ships once.
func (f *flow) oneDelivery() {
	ctx, by := f.Context(), identity.System()
	p, shop, err := f.Catalog.Product(ctx, "kandy", "ceylon-tea")
	if err != nil {
		f.Fatal(err)
	}
	v := p.Variants[0].ID
	places, err := f.Catalog.Locations(ctx, by, shop.ID)
	if err != nil {
		f.Fatal(err)
	}
	fair, err := f.Catalog.SaveLocation(ctx, by, shop.ID, 0, "The fair")
	if err != nil {
		f.Fatal(err)
	}
	for _, at := range []catalog.LocationID{places[0].ID, fair} { // one free in each
		held, err := f.Catalog.StockIn(ctx, by, shop.ID, at, []catalog.VariantID{v})
		if err == nil {
			err = f.Catalog.ChangeVariants(ctx, by, shop.ID, at, []catalog.VariantChange{{Variant: v, Count: true, OnHand: held[v][1] + 1}})
		}
		if err != nil {
			f.Fatal(err)
		}
	}
	b := f.buy("kandy/ceylon-tea", "kandy/ceylon-tea")
	f.pays(b, b.Total.Minor)
	f.acts(b.Orders[0], "accept", "pack", "ship")
	b = f.now(b)
	o, _, err := f.Market.Order(ctx, boss, b.Orders[0].ID)
	if err != nil || len(b.Orders) != 1 || len(o.Lines) != 2 || o.Lines[0].Location == o.Lines[1].Location {
		f.Fatalf("%d orders, %d lines, %v", len(b.Orders), len(o.Lines), err)
	}
	if quoted := b.Quote.Parcels[0].ShopFreight; o.Freight != quoted || o.Charged != b.Quote.Total {
		f.Errorf("freight %s, quoted %s; charged %s, quoted %s", o.Freight, quoted, o.Charged, b.Quote.Total)
	}
	c, path := f.sold(o)
	if p := c.post(path+"/ship", url.Values{"carrier": {"again"}}); p.status != http.StatusConflict {
		f.Errorf("shipped twice: %d", p.status)
	}
}

// refundedReads: the seller gives all back; nobody reads that it is paid.
func (f *flow) refundedReads() {
	b := f.paid("felt/esparcet-honey")
	o := b.Orders[0]
	f.acts(o, "accept")
	c, path := f.sold(o)
	f.must(c, path, path+"/back", "policy", "all", "why", "A moth was in it")
	link, query, _ := strings.Cut(b.link, "?")
	if p := f.buyer.get(link + "/pay?" + query); p.holds(">Paid<") || !p.holds("Money back") {
		f.Errorf("the payment page still reads as paid\n%s", text(p.elements("main")[0]))
	}
	if p := f.buyer.get(b.link); p.holds("have paid") {
		f.Error("the order's page says that the buyer has paid")
	}
	if p := f.as("operator").get("/console/groups?ref=" + b.Ref); p.holds(">Paid<") || !p.holds(">Refunded<") {
		f.Error("the console still reads it as paid")
	}
}

// wait looks at a page again until it says something; the jobs bring it there.
func (f *flow) wait(c *client, path, words string) page {
	f.Helper()
	for end := time.Now().Add(30 * time.Second); ; {
		p := c.get(path)
		if p.holds(words) {
			return p
		}
		if time.Now().After(end) {
			f.Fatalf("%s never says %q", path, words)
		}
	}
}
