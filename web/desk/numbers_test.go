package desk

import (
	"net/url"
	"strings"
	"testing"

	"agora/db"
	"agora/delivery"
	"agora/identity"
	"agora/market"
)

// TestAParcelTakesTheNextNumberOfTheRange adds a range of two numbers and sends
// three parcels.
func TestAParcelTakesTheNextNumberOfTheRange(t *testing.T) {
	b := newBench(t)
	add := url.Values{"range.service": {"RR"}, "range.country": {"PK"}, "range.first": {"۱۲"}, "range.last": {""}}
	if r := b.ask("sadia", b.desk(b.shop)+"/shop/numbers", add); r.status != 422 || !strings.Contains(r.body, `value="۱۲"`) {
		t.Errorf("without a last number: %d", r.status)
	}
	add.Set("range.last", "13")
	if r := b.ask("sadia", b.desk(b.shop)+"/shop/numbers", add); r.status != 303 {
		t.Fatalf("adding: %d", r.status)
	}
	first, second := delivery.S10("RR", 12, "PK"), delivery.S10("RR", 13, "PK")
	if r := b.ask("sadia", b.desk(b.shop)+"/shop", nil); !strings.Contains(r.body, first) {
		t.Error("the shop's page does not show the next number")
	}
	for i, want := range []string{first, second, ""} {
		o := b.sell(b.shop)
		by := identity.Actor{Person: b.shop.Owner, Shops: map[db.ShopID]identity.Role{b.shop.ID: identity.ShopOwner}}
		b.must(b.Market.Accept(b.Context(), by, o.ID))
		b.must(b.Market.Pack(b.Context(), by, o.ID))
		page := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
		body := b.ask("sadia", page, nil).body
		if strings.Contains(body, `name="range"`) != (want != "") || !strings.Contains(body, want) {
			t.Errorf("parcel %d is not offered %q", i, want)
		}
		ranges, err := b.Delivery.Ranges(b.Context(), b.shop.ID)
		b.must(err)
		r := b.ask("sadia", page+"/ship", url.Values{"carrier": {"Post"}, "tracking": {""}, "range": {number(int64(ranges[0].ID))}})
		o, _, err = b.Market.Order(b.Context(), by, o.ID)
		b.must(err)
		switch {
		case want == "" && (r.status != 422 || o.State != market.Packed):
			t.Errorf("a used up range: %d, %s", r.status, o.State)
		case want != "" && (r.status != 303 || o.Parcel == nil || o.Parcel.Tracking != want || o.Steps[len(o.Steps)-1].Note != want):
			t.Errorf("parcel %d: %d, %+v", i, r.status, o.Parcel)
		}
	}
}
