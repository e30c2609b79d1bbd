package storefront

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/delivery"
	"agora/identity"
	"agora/market"
	"agora/money"
)

// TestACheckoutSaysHowManyParcels has more in the cart than one parcel may
// weigh, then a thing that no parcel may hold.
func TestACheckoutSaysHowManyParcels(t *testing.T) {
	b := newBazaar(t)
	save := func(grams int64) {
		t.Helper()
		_, err := b.Catalog.SaveProduct(t.Context(), identity.System(), b.shop.ID, catalog.Draft{Handle: "cap", Status: catalog.ProductActive, Origin: "PK",
			Title: catalog.Texts{"en": "Anvil"}, Variants: []catalog.VariantDraft{{Price: money.Of(50000, "PKR"), Grams: grams, OnHand: 9}}})
		b.must(err)
	}
	save(2_500)
	b.fillCart(3)
	if body := b.ask("/checkout", nil).body; !strings.Contains(body, "in 2 parcels") || !strings.Contains(body, "500") {
		t.Error("two parcels are not named")
	}
	r := b.ask("/checkout", b.address())
	if r.status != 303 {
		t.Fatalf("placing: %d", r.status)
	}
	list, err := b.Market.Orders(t.Context(), identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}, market.OrderFilter{})
	b.must(err)
	if len(list) != 1 || list[0].Parcels != 2 || list[0].Freight != money.Of(2*25000, "PKR") {
		t.Errorf("%+v", list[0].OrderSnapshot)
	}
	b.fillCart(1)
	save(5_001)
	if body := b.ask("/checkout", nil).body; !strings.Contains(body, "too heavy for one parcel") || strings.Contains(body, `value="place"`) {
		t.Error("a thing too heavy for a parcel may be ordered")
	}
}

// TestABuyerFollowsHerParcel looks at the page of her parcels before and after
// they are sent.
func TestABuyerFollowsHerParcel(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(1)
	form := b.address()
	form.Set("leave", "Behind the blue gate")
	r := b.ask("/checkout", form)
	if r.status != 303 {
		t.Fatalf("placing: %d", r.status)
	}
	order, key, _ := strings.Cut(strings.ReplaceAll(r.to, "/pay", ""), "?")
	page := order + "/track?" + key
	if r := b.ask(page, nil); r.status != 200 || !strings.Contains(r.body, "Nothing is on the road") {
		t.Errorf("before: %d", r.status)
	}
	if r := b.askAs(b.newVisitor(), order+"/track", nil); r.status == 200 {
		t.Error("a stranger sees the parcel")
	}
	list, err := b.Market.Orders(t.Context(), identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}, market.OrderFilter{})
	b.must(err)
	id, by, ctx := list[0].ID, b.seller(), t.Context()
	b.must(errors.Join(b.Market.Accept(ctx, by, id), b.Market.Pack(ctx, by, id), b.Market.Ship(ctx, by, id, "", "RR473441565PK"),
		b.Market.Track(ctx, by, id, delivery.Tracked{At: time.Now(), What: delivery.Customs, Place: evil})))
	body := b.ask(page, nil).body
	for _, want := range []string{"RR473441565PK", "At customs", "&lt;script&gt;", "globaltracktrace"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if body := b.ask(order+"?"+key, nil).body; !strings.Contains(body, "Your code for the hand-over") || !strings.Contains(body, "Behind the blue gate") {
		t.Error("the order's page shows no code, or not where the parcel is left")
	}
	if r := b.ask(order+"/proof/"+strconv.FormatInt(int64(id), 10)+"?"+key, nil); r.status != 404 {
		t.Errorf("a photo before there is one: %d", r.status)
	}
	if body := b.ask(order+"?"+key, nil).body; !strings.Contains(body, "At customs") || !strings.Contains(body, order+"/track") {
		t.Error("the order's page does not show it")
	}
}
