package market_test

import (
	"strings"
	"testing"

	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/market/markettest"
	"agora/money"
	"agora/once"
)

// TestARehearsalHasSetsAndFiles: a set is made of the copied parts and holds
// their stock; what comes by link gives the file and a key that is none.
func TestARehearsalHasSetsAndFiles(t *testing.T) {
	dbtest.Each(t, append(markettest.Schemas(), once.Schema), func(t *testing.T, d *db.DB) {
		f := markettest.New(t, d, 1, 2, 10)
		ctx, owner, s := t.Context(), f.Shops[0].Seller, f.Shops[0]
		id, err := f.Catalog.SaveProduct(ctx, owner, s.ID, catalog.Draft{Handle: "pair", Status: catalog.ProductActive, Title: catalog.Texts{"en": "Pair"},
			Variants: []catalog.VariantDraft{{Price: money.Of(15_000, s.Currency)}}})
		if err != nil {
			t.Fatal(err)
		}
		pair, err := f.Catalog.ProductByID(ctx, owner, s.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Catalog.SetParts(ctx, owner, s.ID, pair.Variants[0].ID, []catalog.Part{{Variant: s.Variants[0], Quantity: 1}, {Variant: s.Variants[1], Quantity: 3}}); err != nil {
			t.Fatal(err)
		}
		sold := digitalProduct(t, f, "pattern", 3, "%PDF coat")

		shop, err := f.Market.OpenRehearsal(ctx, owner, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		by := owner
		by.Shops = map[db.ShopID]identity.Role{shop.ID: identity.ShopOwner, s.ID: identity.ShopOwner}
		set, _, err := f.Catalog.Product(ctx, shop.Handle, "pair")
		if err != nil {
			t.Fatal(err)
		}
		v := set.Variants[0]
		if len(v.Parts) != 2 || v.Parts[1].Quantity != 3 || v.Available() != 33 || v.Price != money.Of(15_000, money.Play) {
			t.Fatalf("the set came as %+v", v)
		}
		for _, p := range v.Parts {
			if p.Variant == s.Variants[0] || p.Variant == s.Variants[1] {
				t.Errorf("it holds stock of the shop itself")
			}
		}
		if g := rehearse(t, f, by, v.ID); len(g.Orders[0].Lines) < 2 {
			t.Errorf("the order has the lines %+v", g.Orders[0].Lines)
		}

		copied, _, err := f.Catalog.Product(ctx, shop.Handle, "pattern")
		if err != nil || copied.Variants[0].Available() != 20 {
			t.Fatalf("%+v, %v", copied.Variants, err)
		}
		g := rehearse(t, f, by, copied.Variants[0].ID)
		given, err := f.Market.ShowKeys(ctx, tokenOf(t, f, g))
		if err != nil || len(given.Given) != 1 || len(given.Given[0].Files) != 1 || len(given.Given[0].Keys) != 1 ||
			!strings.HasPrefix(given.Given[0].Keys[0], "REHEARSAL-") {
			t.Errorf("given were %+v, %v", given.Given, err)
		}
		if in, err := f.Catalog.Contents(ctx, owner, s.ID, sold.ID); err != nil || in.Keys[sold.Variants[0].ID].Free != 3 {
			t.Errorf("the shop's own keys: %+v, %v", in.Keys, err)
		}
		sound(t, d)
	})
}
