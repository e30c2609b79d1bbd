package storefront

import (
	"strconv"
	"strings"
	"testing"

	"agora/db"
	"agora/delivery"
	"agora/identity"
	"agora/market"
	"agora/money"
)

// TestABuyerChoosesWhereShePicksUp adds points to a shop that only hands out
// its parcels, and orders with and without choosing one.
func TestABuyerChoosesWhereShePicksUp(t *testing.T) {
	b := newBazaar(t)
	ctx, by := t.Context(), b.seller()
	b.must(b.Delivery.Save(ctx, by, b.shop.ID, []delivery.Option{{Home: "PK", Key: "own", Carrier: "Ourselves", Name: map[string]string{"en": "Pick up"}, Service: delivery.Pickup,
		To: []string{delivery.Domestic}, DaysMin: 1, DaysMax: 2, Incoterm: "DDP", Steps: []delivery.Step{{UpToGrams: 5000, Price: money.Of(0, "PKR")}}}}))
	for _, p := range []delivery.Point{{Name: "Bazaar 2", City: "Karachi", Street: "Saddar", Country: "PK"},
		{Name: "Mall 1", City: "Lahore", Street: "Near <b>", Country: "PK", Hours: "9-18", Cash: true}, {Name: "Far", City: "Osh", Street: "Main", Country: "KG"}} {
		p.Shop = b.shop.ID
		b.must(b.Delivery.AddPoint(ctx, by, p))
	}
	b.fillCart(1)
	form := b.address()
	if r := b.ask("/checkout", form); r.status != 422 || !strings.Contains(r.body, "Choose where you take the parcel") {
		t.Errorf("without a point: %d", r.status)
	}
	form.Set("do", "look")
	body := b.ask("/checkout", form).body
	lahore, karachi := strings.Index(body, "Near &lt;b&gt;"), strings.Index(body, "Saddar")
	if lahore < 0 || karachi < lahore || strings.Contains(body, "Osh, Far") {
		t.Errorf("the buyer's city is not first: %d, %d", lahore, karachi)
	}
	list, err := b.Delivery.Points(ctx, b.shop.ID, "")
	b.must(err)
	point := func(city string) string {
		for _, p := range list {
			if p.City == city {
				return strconv.FormatInt(int64(p.ID), 10)
			}
		}
		t.Fatal(city)
		return ""
	}
	form.Set("do", "place")
	field := market.PointField(b.shop.ID)
	for _, bad := range [][2]string{{"Osh", "play"}, {"Karachi", "cash"}} {
		form.Set(field, point(bad[0]))
		form.Set("pay", bad[1])
		page := b.ask("/checkout", form)
		if page.status == 409 { // the way to pay has a fee of its own
			for k, v := range filled(page.body) {
				if k == "quote" || k == "seen" {
					form[k] = v
				}
			}
			page = b.ask("/checkout", form)
		}
		if page.status != 422 {
			t.Errorf("%v: %d", bad, page.status)
		}
	}
	form.Set(field, point("Lahore"))
	form.Set("pay", "play")
	r := b.ask("/checkout", form)
	if r.status != 303 {
		t.Fatalf("placing: %d", r.status)
	}
	if body := b.ask(strings.ReplaceAll(r.to, "/pay", ""), nil).body; !strings.Contains(body, "Mall 1 · Near &lt;b&gt; · Lahore · 9-18") {
		t.Error("the order's page does not show the point")
	}
	other := identity.Actor{Person: 99, Shops: map[db.ShopID]identity.Role{b.shop.ID + 1: identity.ShopOwner}}
	if b.Delivery.DropPoint(ctx, other, b.shop.ID, "", list[0].ID) == nil {
		t.Error("another shop took a point away")
	}
}
