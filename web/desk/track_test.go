package desk

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"agora/db"
	"agora/identity"
	"agora/market"
)

// TestASellerSaysWhatBecameOfAParcel adds to its way by the form of the order.
func TestASellerSaysWhatBecameOfAParcel(t *testing.T) {
	b := newBench(t)
	o, ctx := b.sell(b.shop), t.Context()
	by := identity.Actor{Person: b.shop.Owner, Shops: map[db.ShopID]identity.Role{b.shop.ID: identity.ShopOwner}}
	b.must(errors.Join(b.Market.Accept(ctx, by, o.ID), b.Market.Pack(ctx, by, o.ID)))
	page := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	if r := b.ask("sadia", page+"/track", url.Values{"what": {"customs"}}); r.status != 409 {
		t.Errorf("before it was sent: %d", r.status)
	}
	b.must(b.Market.Ship(ctx, by, o.ID, "Post", "ABC1, ABC2"))
	for _, bad := range []url.Values{{"what": {"eaten"}}, {"what": {"customs"}, "at": {"2999-01-01T10:00"}}, {"what": {"customs"}, "at": {"noon"}}} {
		if r := b.ask("sadia", page+"/track", bad); r.status != 422 || !strings.Contains(r.body, `class="err"`) {
			t.Errorf("%v: %d", bad, r.status)
		}
	}
	for _, n := range []string{"ABC1", "ABC2"} {
		if r := b.ask("sadia", page+"/track", url.Values{"what": {"delivered"}, "place": {"Lahore <b>"}, "number": {n}}); r.status != 303 {
			t.Errorf("%s delivered: %d", n, r.status)
		}
	}
	if o, _, err := b.Market.Order(ctx, by, o.ID); err != nil || o.State != market.Delivered {
		t.Errorf("%s, %v", o.State, err)
	}
	if body := b.ask("sadia", page, nil).body; !strings.Contains(body, "Lahore &lt;b&gt;") || strings.Contains(body, `action="`+page+`/track"`) {
		t.Error("the page does not show the way, or still asks")
	}
}
