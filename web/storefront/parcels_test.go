package storefront

import (
	"strings"
	"testing"

	"agora/catalog"
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
