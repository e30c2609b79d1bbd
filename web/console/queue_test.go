package console

import (
	"net/url"
	"strings"
	"testing"

	"agora/db"
	"agora/identity"
	"agora/market"
	"agora/money"
	"agora/payment"
)

// TestMoneyNobodyKnowsFindsItsOrder parks two payments: one is matched with the
// order that waits for its sum, one goes back to who sent it, by hand.
func TestMoneyNobodyKnowsFindsItsOrder(t *testing.T) {
	o := newOffice(t)
	take := func(key string, sum money.Amount) string {
		var taken payment.Taken
		o.must(o.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
			taken, err = o.Market.Take(tx, payment.Receipt{Way: "transfer", Key: key, Ref: "rug for mother", Amount: sum, Payer: "Saima R."})
			return err
		}))
		return number(taken.ID)
	}
	meant, stray := take("a", o.group.Total), take("b", money.Of(4321, "PKR"))
	if r := o.ask("sadia", "/console/queue", nil); r.status != 403 {
		t.Errorf("a seller looks: %d", r.status)
	}
	if r := o.ask("sadia", "/console/queue/"+stray, url.Values{"back": {"yes"}}); r.status != 403 {
		t.Errorf("a seller sends it back: %d", r.status)
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		r := o.ask("olga", "/console/queue?lang="+lang, nil)
		for _, want := range []string{"rug for mother", "Saima R.", `value="` + o.group.Ref + `"`} {
			if !strings.Contains(r.body, want) {
				t.Errorf("%s: the page does not hold %q", lang, want)
			}
		}
		if strings.Contains(r.body, "console.") || strings.Contains(r.body, "unmatched.") {
			t.Errorf("%s: a text is missing", lang)
		}
	}
	if r := o.ask("olga", "/console/queue/"+meant, url.Values{"ref": {"AG-0000000"}, "id": {meant}}); r.status != 422 ||
		!strings.Contains(r.body, `id="ref-`+meant+`-e"`) || !strings.Contains(r.body, `value="AG-0000000"`) {
		t.Errorf("a reference of nothing: %d", r.status)
	}
	if r := o.ask("olga", "/console/queue/"+meant, url.Values{"ref": {o.group.Ref}, "id": {meant}}); r.status != 303 {
		t.Fatalf("matched: %d %s", r.status, r.body)
	}
	if g, err := o.Market.Group(t.Context(), identity.System(), o.group.ID); err != nil || g.Orders[0].State != market.Placed {
		t.Errorf("%s, %v", g.Orders[0].State, err)
	}
	if r := o.ask("olga", "/console/queue/"+meant, url.Values{"back": {"yes"}}); r.status != 409 {
		t.Errorf("matched and sent back: %d", r.status)
	}
	if r := o.ask("olga", "/console/queue/"+stray, url.Values{"back": {"yes"}}); r.status != 303 {
		t.Errorf("sent back: %d", r.status)
	}
	list, err := o.Market.OpenRefunds(t.Context(), identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}, 0)
	o.must(err)
	if len(list) != 1 {
		t.Fatalf("%d refunds are owed", len(list))
	}
	id := number(int64(list[0].ID))
	at, shop := "/console/queue/refunds/"+id, number(int64(list[0].Shop))
	if r := o.ask("olga", at, url.Values{"way": {"transfer"}, "id": {id}, "shop": {shop}}); r.status != 422 || !strings.Contains(r.body, `id="proof-`+id+`-e"`) {
		t.Errorf("sent without a number: %d", r.status)
	}
	if r := o.ask("olga", at, url.Values{"way": {"transfer"}, "proof": {"B-17"}, "id": {id}, "shop": {shop}}); r.status != 303 {
		t.Errorf("sent: %d", r.status)
	}
	if r := o.ask("olga", "/console/queue", nil); strings.Contains(r.body, "43.21") || !strings.Contains(r.body, "Every payment has its order") {
		t.Error("the queue is not empty")
	}
}
