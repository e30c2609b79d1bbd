package console

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/identity"
	"agora/market"
	"agora/money"
)

// TestAnOperatorSendsParcelsTogether opens a consolidation, sends it, tells of
// it, pays for it, and prints its list.
func TestAnOperatorSendsParcelsTogether(t *testing.T) {
	o := newOffice(t)
	order := o.abroad()
	const list = "/console/consolidations"
	if r := o.ask("olga", list, nil); r.status != 200 || !strings.Contains(r.body, "No consolidations yet") {
		t.Errorf("none yet: %d", r.status)
	}
	plan := url.Values{"home": {"PK"}, "to": {"KG"}, "city": {"Lahore"}, "place": {"Mall Road 3"}, "carrier": {"Silk Cargo"}, "closes": {"2020-01-01"}}
	if r := o.ask("olga", list, plan); r.status != 422 || !strings.Contains(r.body, `value="Mall Road 3"`) || !strings.Contains(r.body, "from tomorrow") {
		t.Errorf("closed long ago: %d", r.status)
	}
	plan.Set("closes", time.Now().UTC().Format(time.DateOnly))
	if r := o.ask("olga", list, plan); r.status != 303 {
		t.Fatalf("opening: %d", r.status)
	}
	if r := o.ask("sadia", list, plan); r.status == 303 && !strings.Contains(r.to, "sign-in") {
		t.Errorf("a seller opened one: %d", r.status)
	}
	all, err := o.Market.Consolidations(t.Context(), identity.Actor{Roles: []identity.Role{identity.Operator}}, 0)
	o.must(err)
	at := list + "/" + number(int64(all[0].ID))
	if r := o.ask("olga", at, nil); r.status != 200 || strings.Contains(r.body, `value="send"`) {
		t.Errorf("an empty one: %d", r.status)
	}
	seller := identity.Actor{Person: 2, Shops: map[db.ShopID]identity.Role{o.shop: identity.ShopOwner}}
	for _, err := range []error{o.Market.Join(t.Context(), seller, all[0].ID, order.ID, 800), o.Market.Pack(t.Context(), seller, order.ID)} {
		o.must(err)
	}
	send := url.Values{"move": {"send"}, "tracking": {"AWB1720042"}, "cost": {"much"}, market.GramsField(order.ID): {"850"}}
	if r := o.ask("olga", at, send); r.status != 422 || !strings.Contains(r.body, `value="much"`) || !strings.Contains(r.body, `value="850"`) {
		t.Errorf("a cost in words: %d", r.status)
	}
	for _, file := range []string{"/manifest.pdf", "/papers.pdf"} {
		if r := o.ask("olga", at+file, nil); r.status != 200 || !strings.HasPrefix(r.body, "%PDF") {
			t.Errorf("%s: %d", file, r.status)
		}
	}
	if r := o.ask("olga", at+"/other.pdf", nil); r.status != 404 {
		t.Errorf("a file there is not: %d", r.status)
	}
	send.Set("cost", "1,200.50")
	if r := o.ask("olga", at, send); r.status != 303 {
		t.Fatalf("sending: %d", r.status)
	}
	if r := o.ask("olga", at, nil); !strings.Contains(r.body, "1,200.50") || !strings.Contains(r.body, "850") || strings.Contains(r.body, `value="send"`) {
		t.Error("the page does not show what was sent, or offers to send it again")
	}
	if r := o.ask("olga", at, url.Values{"move": {"tell"}, "what": {"customs"}, "at": {"2020-99-99"}}); r.status != 422 {
		t.Errorf("a time there is not: %d", r.status)
	}
	if r := o.ask("olga", at, url.Values{"move": {"tell"}, "what": {"customs"}, "place": {"Torugart"}}); r.status != 303 {
		t.Errorf("telling: %d", r.status)
	}
	if r := o.ask("olga", at, url.Values{"move": {"pay"}, "proof": {""}}); r.status != 422 {
		t.Errorf("paid without a number: %d", r.status)
	}
	if r := o.ask("olga", at, url.Values{"move": {"pay"}, "proof": {"B-7"}}); r.status != 303 {
		t.Errorf("paying: %d", r.status)
	}
	if r := o.ask("olga", at, nil); strings.Contains(r.body, `value="pay"`) || !strings.Contains(r.body, "The carrier was paid") {
		t.Error("the page does not say that it is paid")
	}
}

// abroad places an order of a buyer in Kyrgyzstan that the shop has accepted.
func (o *office) abroad() market.Order {
	o.Helper()
	ctx := o.Context()
	shop, err := o.Catalog.ShopByID(ctx, o.shop)
	o.must(err)
	day := time.Now().UTC().Truncate(24 * time.Hour)
	o.must(o.Landed.SaveRates(ctx, []money.Rate{{From: "USD", To: "PKR", Value: 280 * money.RateScale, Day: day, Source: "test"},
		{From: "USD", To: "KGS", Value: 87 * money.RateScale, Day: day, Source: "test"}}))
	o.must(o.Delivery.Save(ctx, identity.System(), o.shop, []delivery.Option{{Home: "PK", Key: "abroad", Carrier: "pakpost", Name: map[string]string{"en": "Post"},
		Service: delivery.Post, To: []string{"KG"}, DaysMin: 9, DaysMax: 20, Incoterm: "DAP", Tracked: true, Steps: []delivery.Step{{UpToGrams: 5000, Price: money.Of(250_00, "PKR")}}}}))
	p, _, err := o.Catalog.Product(ctx, shop.Handle, "cap")
	o.must(err)
	token, err := o.Market.AddLine(ctx, "", p.Variants[0].ID, 1)
	o.must(err)
	c, err := o.Market.Checkout(ctx, token, market.Choice{To: "KG", Currency: "KGS", Pay: "cash"})
	o.must(err)
	g, err := o.Market.Place(ctx, identity.Guest(), market.PlaceOrder{Cart: token, Key: token, QuoteHash: c.Quote.Hash(), Contact: market.Contact{Email: "aizada@example.org"},
		Address:  country.Address{Country: "KG", Name: "Айзада Токтогулова", Phone: "+996700123456", Street: "Ленин көчөсү 12", City: "Кочкор", Province: "Нарын", Postcode: "722000"},
		Currency: "KGS", Options: c.Chosen, Pay: c.Pay, Lang: "ky"})
	o.must(err)
	if c.Pay == "transfer" {
		o.Fatal("the order waits for a transfer")
	}
	o.must(o.Market.Accept(ctx, identity.Actor{Person: 2, Shops: map[db.ShopID]identity.Role{o.shop: identity.ShopOwner}}, g.Orders[0].ID))
	return g.Orders[0]
}
