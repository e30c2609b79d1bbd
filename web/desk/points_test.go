package desk

import (
	"net/url"
	"strings"
	"testing"
)

// TestAShopKeepsItsPoints adds one and takes it away.
func TestAShopKeepsItsPoints(t *testing.T) {
	b := newBench(t)
	to := b.desk(b.shop) + "/shop/points"
	form := url.Values{"point.name": {"Mall 1"}, "point.country": {"PK"}, "point.city": {""}, "point.street": {"Gate 3"}, "point.cash": {"1"}}
	if r := b.ask("sadia", to, form); r.status != 422 || !strings.Contains(r.body, `value="Gate 3"`) {
		t.Errorf("without a city: %d", r.status)
	}
	form.Set("point.city", "Lahore")
	if r := b.ask("sadia", to, form); r.status != 303 {
		t.Fatalf("adding: %d", r.status)
	}
	list, err := b.Delivery.Points(t.Context(), b.shop.ID, "")
	b.must(err)
	if len(list) != 1 || !list[0].Cash || !strings.Contains(b.ask("sadia", b.desk(b.shop)+"/shop", nil).body, "Mall 1") {
		t.Errorf("%+v", list)
	}
	drop := url.Values{"drop": {number(int64(list[0].ID))}}
	if r := b.ask("bilal", b.desk(b.other)+"/shop/points", drop); r.status != 303 {
		t.Errorf("another shop: %d", r.status)
	}
	if list, err = b.Delivery.Points(t.Context(), b.shop.ID, ""); err != nil || len(list) != 1 {
		t.Error("another shop took it away")
	}
	if r := b.ask("sadia", to, drop); r.status != 303 {
		t.Errorf("taking away: %d", r.status)
	}
	if list, err = b.Delivery.Points(t.Context(), b.shop.ID, ""); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}
