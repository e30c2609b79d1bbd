package desk

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/identity"
	"agora/market"
)

// TestAParcelGoesWithOthersOverTheBorder puts an order into a consolidation and
// takes it out again.
func TestAParcelGoesWithOthersOverTheBorder(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	boss := identity.Actor{Person: 1, Name: "Operator", Roles: []identity.Role{identity.Operator}}
	at := b.desk(b.shop) + "/together"
	if page := b.ask("sadia", at, nil); page.status != 200 || !strings.Contains(page.body, "Nothing is gathered now") {
		t.Errorf("with nothing to join: %d", page.status)
	}
	o := b.export(b.shop)
	id, err := b.Market.Gather(ctx, boss, market.Consolidation{Home: "PK", To: "KG", City: "Lahore", Place: "Mall Road 3", Carrier: "Silk Cargo", Closes: time.Now().Add(3 * time.Hour)})
	b.must(err)
	if page := b.ask("sadia", at, nil).body; !strings.Contains(page, "Lahore") || strings.Contains(page, o.Ref) {
		t.Error("an order that is not accepted is offered")
	}
	b.must(b.Market.Accept(ctx, identity.Actor{Person: b.shop.Owner, Shops: map[db.ShopID]identity.Role{b.shop.ID: identity.ShopOwner}}, o.ID))
	if page := b.ask("sadia", b.desk(b.shop)+"/orders", nil).body; !strings.Contains(page, `href="`+at+`"`) {
		t.Error("the list of orders does not lead there")
	}
	put := url.Values{"in": {number(int64(id))}, "order": {number(int64(o.ID))}, "grams": {"none"}}
	if got := b.ask("sadia", at, put); got.status != 422 || !strings.Contains(got.body, `value="none"`) || !strings.Contains(got.body, "grams-"+number(int64(id))) {
		t.Errorf("a weight of none: %d", got.status)
	}
	put.Set("grams", "900")
	if got := b.ask("sadia", at, put); got.status != 303 || got.to != at {
		t.Errorf("putting in: %d %s", got.status, got.to)
	}
	if page := b.ask("sadia", at, nil).body; !strings.Contains(page, "900") || strings.Contains(page, `name="grams"`) {
		t.Error("the parcel is not shown as in it")
	}
	if got := b.ask("sadia", at, url.Values{"in": put["in"], "order": put["order"], "leave": {"1"}}); got.status != 303 {
		t.Errorf("taking out: %d", got.status)
	}
	if page := b.ask("sadia", at, nil).body; !strings.Contains(page, `name="grams"`) {
		t.Error("what was taken out is not offered again")
	}
}
