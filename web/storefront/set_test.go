package storefront

import (
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
	"agora/money"
)

// bundle sells two mats and a small cap as a set.
func (b *bazaar) bundle() (set, mat, small catalog.VariantID) {
	b.Helper()
	ctx := b.Context()
	id, err := b.Catalog.SaveProduct(ctx, identity.System(), b.shop.ID, catalog.Draft{Handle: "gift", Status: catalog.ProductActive, Category: "felt", Origin: "PK",
		Title: catalog.Texts{"en": "Gift set"}, Variants: []catalog.VariantDraft{{Price: money.Of(200001, "PKR"), Grams: 1}}})
	b.must(err)
	gift, err := b.Catalog.ProductByID(ctx, identity.System(), b.shop.ID, id)
	b.must(err)
	mats, _, err := b.Catalog.Product(ctx, "loom", "mat")
	b.must(err)
	caps, _, err := b.Catalog.Product(ctx, "loom", "cap")
	b.must(err)
	set, mat, small = gift.Variants[0].ID, mats.Variants[0].ID, caps.Variants[0].ID
	b.must(b.Catalog.SetParts(ctx, identity.System(), b.shop.ID, set, []catalog.Part{{Variant: mat, Quantity: 2}, {Variant: small, Quantity: 1}}))
	return set, mat, small
}

func TestASetShowsWhatIsInItAndIsBought(t *testing.T) {
	b := newBazaar(t)
	_, mat, small := b.bundle()
	page := b.ask("/s/loom/gift", nil).body
	for _, want := range []string{"In this set", "/s/loom/mat", "/s/loom/cap?o0=s", "Small", "Bought one by one", "2,900", "2,000.01", "2 left"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the set lacks %q", want)
		}
	}
	form := filled(page)
	form.Set("quantity", "1")
	if r := b.ask("/cart/add", form); r.status != 303 || r.to != "/cart" {
		t.Fatalf("into the cart: %d %s", r.status, r.to)
	}
	if cart := b.ask("/cart", nil).body; !strings.Contains(cart, "2,000.01") || !strings.Contains(cart, "Cap (Small)") {
		t.Error("the cart does not show the set")
	}
	r := b.ask("/checkout", b.address())
	if r.status != 303 {
		t.Fatalf("placing: %d", r.status)
	}
	order := b.ask(r.to, nil).body
	if !strings.Contains(order, "in the set “Gift set”") || !strings.Contains(order, "Cap") {
		t.Error("the order does not name the parts and their set")
	}
	// another buyer takes the last but one of a part: no set is left of three mats, of two caps one
	lines, err := b.Catalog.Variants(t.Context(), []catalog.VariantID{mat, small})
	b.must(err)
	for _, l := range lines {
		if want := map[catalog.VariantID]int64{mat: 3, small: 1}[l.Variant.ID]; l.Variant.Available() != want {
			t.Errorf("%d of a part are left, want %d", l.Variant.Available(), want)
		}
	}
	b.must(b.Catalog.SetStock(t.Context(), identity.System(), b.shop.ID, small, 1)) // the one that is held
	if page := b.ask("/s/loom/gift", nil).body; !strings.Contains(page, "sold out") {
		t.Error("a set without a part is for sale")
	}
	if list := b.ask("/c/felt", nil).body; !strings.Contains(list, "Sold out") {
		t.Error("the list does not say that the set is sold out")
	}
}
