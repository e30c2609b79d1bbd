package storefront

import (
	"bytes"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"agora/catalog"
	"agora/db"
	"agora/identity"
	"agora/money"
)

// TestAThingIsAMerchantListing reads out of the page what Google asks of one
// (developers.google.com/search/docs/appearance/structured-data/merchant-listing):
// a name, a picture of the thing, an offer with a price above zero; and whatever
// else is known.
func TestAThingIsAMerchantListing(t *testing.T) {
	b := newBazaar(t)
	ctx := t.Context()
	p, _, err := b.Catalog.Product(ctx, "loom", "mat")
	b.must(err)
	d := p.Draft()
	used, maker := catalog.ConditionUsed, "Osh & Co"
	d.Condition, d.Brand = &used, &maker
	d.Variants[0].SKU, d.Variants[0].Barcode = "MAT-1", "4600000000015"
	_, err = b.Catalog.SaveProduct(ctx, identity.System(), b.shop.ID, d)
	b.must(err)
	var picture bytes.Buffer
	b.must(jpeg.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 640, 640)), nil))
	_, err = b.Catalog.AddPicture(ctx, identity.System(), b.shop.ID, p.ID, &picture, nil)
	b.must(err)
	for _, name := range []string{"Hira", ""} { // one without a name has no author
		b.must(b.db.Write(ctx, func(tx *db.Tx) error {
			_, err := catalog.AddReview(tx, catalog.Remark{Kind: catalog.Review, Shop: b.shop.ID, Product: p.ID, Order: tx.ID(), Name: name, Stars: 4, Lang: "en", Body: "Warm </script>"})
			return err
		}))
	}
	o := b.said("/s/loom/mat")
	at := func(path string) any {
		var v any = o
		for _, name := range strings.Split(path, "/") {
			if list, ok := v.([]any); ok && len(list) > 0 {
				v = list[0]
			}
			if v, _ = v.(object)[name]; v == nil {
				return nil
			}
		}
		return v
	}
	for path, want := range map[string]any{"@type": "Product", "name": evil, "sku": "MAT-1", "gtin": "4600000000015", "mpn": nil, "brand/name": maker,
		"offers/@type": "Offer", "offers/price": "1200.00", "offers/priceCurrency": "PKR", "offers/itemCondition": "https://schema.org/UsedCondition",
		"offers/availability": "https://schema.org/InStock", "offers/seller/name": "Loom & Sons",
		"offers/shippingDetails/shippingRate/value": "250.00", "offers/shippingDetails/shippingRate/currency": "PKR",
		"offers/shippingDetails/shippingDestination/addressCountry": "PK", "offers/shippingDetails/deliveryTime/handlingTime/maxValue": 2.0,
		"offers/shippingDetails/deliveryTime/transitTime/minValue": 2.0, "offers/shippingDetails/deliveryTime/transitTime/maxValue": 4.0,
		"offers/hasMerchantReturnPolicy/applicableCountry": "PK", "offers/hasMerchantReturnPolicy/merchantReturnDays": 14.0,
		"aggregateRating/ratingValue": 4.0, "aggregateRating/reviewCount": 2.0, "review/reviewRating/ratingValue": 4.0, "review/author/name": "Hira", "review/reviewBody": "Warm </script>"} {
		if got := at(path); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	photo, _ := o["image"].([]any)
	if len(photo) != 1 || !strings.Contains(photo[0].(string), "/media/") {
		t.Errorf("the picture is %v", photo)
	}
	if list, _ := o["review"].([]any); len(list) != 1 {
		t.Errorf("reviews: %v", list)
	}
	// Each choice is a listing of its own, at the address that shows it.
	group := b.said("/s/loom/cap")
	for n, v := range group["hasVariant"].([]any) {
		one := v.(object)
		offer := one["offers"].(object)
		if want := []string{"500.00", "700.00"}[n]; offer["price"] != want || offer["@type"] != "Offer" {
			t.Errorf("choice %d is %v", n, one)
		}
		path := strings.TrimPrefix(offer["url"].(string), b.server.URL)
		if r := b.ask(path, nil); r.status != 200 || !strings.Contains(r.body, offer["price"].(string)[:3]) {
			t.Errorf("%s answers %d", path, r.status)
		}
		if n > 0 && offer["shippingDetails"] != nil {
			t.Error("what another choice costs to send is a guess")
		}
	}
	// Of very many choices only the span is told.
	many := catalog.Draft{Handle: "many", Status: catalog.ProductActive, Title: catalog.Texts{"en": "Many"}, Options: []catalog.Option{{Name: catalog.Texts{"en": "Size"}}}}
	for n := range shownChoices + 1 {
		key := string(rune('a' + n))
		many.Options[0].Values = append(many.Options[0].Values, catalog.OptionValue{Key: key, Name: catalog.Texts{"en": key}})
		many.Variants = append(many.Variants, catalog.VariantDraft{Values: []string{key}, Price: money.Of(int64(100*(n+1)), "PKR")})
	}
	_, err = b.Catalog.SaveProduct(ctx, identity.System(), b.shop.ID, many)
	b.must(err)
	if offer := b.said("/s/loom/many")["offers"].(object); offer["@type"] != "AggregateOffer" || offer["lowPrice"] != "1.00" || offer["highPrice"] != "13.00" || offer["offerCount"] != 13.0 {
		t.Errorf("many are offered as %v", offer)
	}
}
