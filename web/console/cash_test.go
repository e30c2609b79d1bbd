package console

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"agora/country"
	"agora/identity"
	"agora/market"
)

// atDoor places an order that is paid at the door and brings it on its way.
func (o *office) atDoor() market.Order {
	o.Helper()
	ctx := context.Background()
	p, _, err := o.Catalog.Product(ctx, "loom", "cap")
	o.must(err)
	token, err := o.Market.AddLine(ctx, "", p.Variants[0].ID, 1)
	o.must(err)
	c, err := o.Market.Checkout(ctx, token, market.Choice{To: "PK", Currency: "PKR", Pay: "cash"})
	o.must(err)
	g, err := o.Market.Place(ctx, identity.Guest(), market.PlaceOrder{Cart: token, Key: token, QuoteHash: c.Quote.Hash(), Contact: market.Contact{Email: "s@example.org"},
		Address:  country.Address{Country: "PK", Name: "Saima", Phone: "+923014478215", Street: "Mall 1", City: "Lahore", Province: "Punjab", Postcode: "54000"},
		Currency: "PKR", Options: c.Chosen, Pay: "cash", Lang: "en"})
	o.must(err)
	seller, err := o.People.ByLogin(ctx, identity.System(), "sadia@example.org")
	o.must(err)
	by := seller.Actor()
	for _, err := range []error{o.Market.Accept(ctx, by, g.Orders[0].ID), o.Market.Pack(ctx, by, g.Orders[0].ID), o.Market.Ship(ctx, by, g.Orders[0].ID, "", "")} {
		o.must(err)
	}
	return g.Orders[0]
}

// TestCashComesFromTheAgentToTheBank appoints an agent, who hands over and pays
// in; the operator books what the bank has of it.
func TestCashComesFromTheAgentToTheBank(t *testing.T) {
	o := newOffice(t)
	o.enter("karim")
	if r := o.ask("sadia", "/console/cash", nil); r.status != 403 {
		t.Errorf("a seller looks: %d", r.status)
	}
	form := url.Values{"id": {"appoint"}, "who": {"nobody@example.org"}, "carrier": {"pakpost"}, "point": {"Anarkali 5"}}
	if r := o.ask("olga", "/console/cash/agents", form); r.status != 422 || !strings.Contains(r.body, `id="f-who-e"`) || !strings.Contains(r.body, "Anarkali 5") {
		t.Errorf("nobody is appointed: %d", r.status)
	}
	form.Set("who", "karim@example.org")
	if r := o.ask("olga", "/console/cash/agents", form); r.status != 303 {
		t.Fatalf("appointed: %d %s", r.status, r.body)
	}
	karim, err := o.People.ByLogin(t.Context(), identity.System(), "karim@example.org")
	o.must(err)
	order := o.atDoor()
	o.must(o.Market.HandOver(t.Context(), karim.Actor(), order.ID, order.Charged))
	for _, lang := range []string{"en", "ru", "ur"} {
		r := o.ask("olga", "/console/cash?lang="+lang, nil)
		if r.status != 200 || !strings.Contains(r.body, "karim") || !strings.Contains(r.body, "Anarkali 5") || strings.Contains(r.body, "console.") || strings.Contains(r.body, "agent.") {
			t.Errorf("%s: %d", lang, r.status)
		}
	}
	at := number(int64(karim.ID))
	remit := url.Values{"id": {at + "-PKR"}, "agent": {at}, "currency": {"PKR"}, "amount": {"x"}, "reference": {"slip 3"}}
	if r := o.ask("olga", "/console/cash/remit", remit); r.status != 422 || !strings.Contains(r.body, `id="amount-`+at+`-PKR-e"`) {
		t.Errorf("no sum: %d", r.status)
	}
	remit.Set("amount", order.Charged.Plain())
	if r := o.ask("olga", "/console/cash/remit", remit); r.status != 303 {
		t.Fatalf("declared: %d", r.status)
	}
	list, err := o.Market.DeclaredRemittances(t.Context(), identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}, 0)
	o.must(err)
	id := number(int64(list[0].ID))
	settle := url.Values{"id": {id}, "currency": {"PKR"}, "amount": {"1.00"}}
	if r := o.ask("olga", "/console/cash/"+id, settle); r.status != 422 || !strings.Contains(r.body, `id="proof-`+id+`-e"`) {
		t.Errorf("without the bank's number: %d", r.status)
	}
	settle.Set("proof", "B-4")
	if r := o.ask("karim", "/console/cash/"+id, settle); r.status != 403 {
		t.Errorf("by the agent: %d", r.status)
	}
	if r := o.ask("olga", "/console/cash/"+id, settle); r.status != 303 {
		t.Fatalf("settled: %d", r.status)
	}
	if r := o.ask("olga", "/console/cash/"+id, settle); r.status != 409 {
		t.Errorf("settled again: %d", r.status)
	}
	if r := o.ask("olga", "/console/cash/"+id, nil); r.status != 200 || !strings.Contains(r.body, order.Ref) || !strings.Contains(r.body, "Short") {
		t.Errorf("the remittance: %d", r.status)
	}
	if r := o.ask("olga", "/console/orders/"+number(int64(order.ID)), nil); !strings.Contains(r.body, "cash.remitted") && !strings.Contains(r.body, "emit") {
		t.Error("the order's entries lack the remittance")
	}
	if r := o.ask("olga", "/console/cash/agents/"+at+"/dismiss", url.Values{}); r.status != 303 {
		t.Errorf("dismissed: %d", r.status)
	}
	if r := o.ask("olga", "/console/people?q=karim", nil); r.status != 200 || strings.Contains(r.body, "console.role_agent") {
		t.Errorf("people: %d", r.status)
	}
}

// TestARefusedParcelCostsItsWayBack says what it costs, pays the carrier, and
// forgives the buyer.
func TestARefusedParcelCostsItsWayBack(t *testing.T) {
	o := newOffice(t)
	order := o.atDoor()
	at := "/console/orders/" + number(int64(order.ID))
	if r := o.ask("olga", at+"/move", url.Values{"move": {"refuse"}, "reason": {"Not at home"}}); r.status != 303 {
		t.Fatalf("refused: %d", r.status)
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		r := o.ask("olga", at+"?lang="+lang, nil)
		if r.status != 200 || !strings.Contains(r.body, at+"/forgive") || !strings.Contains(r.body, `value="`+order.Freight.Plain()+`"`) || strings.Contains(r.body, "console.") {
			t.Errorf("%s: %d", lang, r.status)
		}
	}
	if r := o.ask("olga", at+"/back", url.Values{"amount": {"99999999"}}); r.status != 422 || !strings.Contains(r.body, `id="f-amount-e"`) {
		t.Errorf("too much: %d", r.status)
	}
	if r := o.ask("sadia", at+"/back", url.Values{"amount": {"0"}}); r.status != 403 {
		t.Errorf("set by the seller: %d", r.status)
	}
	if r := o.ask("olga", at+"/back", url.Values{"amount": {"77.50"}}); r.status != 303 {
		t.Errorf("set: %d", r.status)
	}
	if r := o.ask("olga", at+"/forgive", url.Values{}); r.status != 422 || !strings.Contains(r.body, `id="f-reason-e"`) {
		t.Errorf("forgiven without a reason: %d", r.status)
	}
	if r := o.ask("sadia", at+"/forgive", url.Values{"reason": {"x"}}); r.status != 403 {
		t.Errorf("forgiven by the seller: %d", r.status)
	}
	if r := o.ask("olga", at+"/forgive", url.Values{"reason": {"She was ill"}}); r.status != 303 {
		t.Errorf("forgiven: %d", r.status)
	}
	if r := o.ask("olga", at, nil); strings.Contains(r.body, at+"/forgive") || !strings.Contains(r.body, "77.50") {
		t.Error("it can be forgiven again, or costs something else")
	}
	id := number(int64(order.ID))
	if r := o.ask("olga", "/console/cash", nil); !strings.Contains(r.body, order.Ref) || !strings.Contains(r.body, "77.50") {
		t.Error("the carrier is not owed")
	}
	if r := o.ask("olga", "/console/cash/back", url.Values{"id": {"back"}, "order": {id}}); r.status != 422 || !strings.Contains(r.body, `id="proof-back-e"`) {
		t.Errorf("paid without a number: %d", r.status)
	}
	if r := o.ask("olga", "/console/cash/back", url.Values{"order": {id}, "proof": {"B-7"}}); r.status != 303 {
		t.Errorf("paid: %d", r.status)
	}
	if r := o.ask("olga", "/console/cash", nil); strings.Contains(r.body, order.Ref) {
		t.Error("the carrier is still owed")
	}
	if r := o.ask("olga", at+"/back", url.Values{"amount": {"1"}}); r.status != 409 {
		t.Errorf("changed afterwards: %d", r.status)
	}
}
