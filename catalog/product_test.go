package catalog

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

func TestAProductIsReadAsItWasSaved(t *testing.T) {
	onBoth(t, func(s *shelf) {
		d := quilt("KGS", "razai")
		d.Pictures = []string{"https://example.test/a.jpg"}
		d.Tint = "p-lapis"
		s.save(d)
		p, shop, err := s.Product(t.Context(), "neel", "razai")
		if err != nil {
			t.Fatal(err)
		}
		if shop.Handle != "neel" || shop.Payout != "" || shop.Opened.IsZero() || shop.Languages[0] != "ky" {
			t.Errorf("shop = %+v", shop)
		}
		if diff := cmp.Diff(d, p.Draft()); diff != "" {
			t.Error(diff)
		}
		if got := p.ChoiceOf(p.Variants[1], "ru"); len(got) != 2 || got[0] != "Indigo" || got[1] != "Large" {
			t.Errorf("choice = %v", got)
		}
		if id, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, p.Draft()); err != nil || id != p.ID {
			t.Fatal(id, err)
		}
		if diff := cmp.Diff(p.Variants, s.look(p.ID).Variants); diff != "" {
			t.Error("saving a draft of itself changed it: ", diff)
		}
	})
}

func TestAnEditKeepsTheIdentityOfVariants(t *testing.T) {
	onBoth(t, func(s *shelf) {
		before := s.save(quilt("KGS", "razai"))
		d := before.Draft()
		d.Variants[0].SKU, d.Variants[1].SKU = d.Variants[1].SKU, d.Variants[0].SKU // swapped numbers follow the numbers
		d.Variants = d.Variants[:2]                                                 // the third is retired
		d.Variants = append(d.Variants, VariantDraft{Values: []string{"madder", "l"}, Price: money.Of(9900, "KGS")})
		after := s.save(d)
		if len(after.Variants) != 3 || after.Variants[0].ID != before.Variants[1].ID || after.Variants[1].ID != before.Variants[0].ID {
			t.Fatalf("variants = %+v", after.Variants)
		}
		lines, err := s.Variants(t.Context(), []VariantID{before.Variants[2].ID, 99, after.Variants[0].ID})
		if err != nil || len(lines) != 2 {
			t.Fatal(lines, err)
		}
		for _, l := range lines {
			if retired := l.Variant.ID == before.Variants[2].ID; l.Buyable() == retired || l.Variant.Retired != retired || l.Shop.Handle != "neel" || l.Product.Handle != "razai" {
				t.Errorf("line = %+v", l)
			}
		}
		back := s.save(before.Draft())
		if back.Variants[2].ID != before.Variants[2].ID {
			t.Error("a variant that comes back must be the one that was there")
		}
	})
}

func TestASKUNamesOneVariantOfAShop(t *testing.T) {
	onBoth(t, func(s *shelf) {
		s.save(quilt("KGS", "razai"))
		d := quilt("KGS", "other")
		d.Variants[1].SKU = "razai-0"
		_, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, d)
		if list := fault.List(err); len(list) != 1 || list[0].Key != "fault.sku_taken" || list[0].Field != "variants.1.sku" {
			t.Errorf("err = %v", err)
		}
		if _, _, err := s.Product(t.Context(), "neel", "other"); !fault.Is(err, fault.NotFound) {
			t.Error("a refused product must leave nothing: ", err)
		}
		shop, owner := s.open("rival", "UZ", "UZS")
		if _, err := s.SaveProduct(t.Context(), owner, shop.ID, quilt("UZS", "razai")); err != nil {
			t.Error("another shop has numbers of its own: ", err)
		}
	})
}

func TestDraftFaultsNameTheirFields(t *testing.T) {
	shop := Shop{Currency: "KGS"}
	for field, spoil := range map[string]func(*Draft){
		"handle":                 func(d *Draft) { d.Handle = "Big Letters" },
		"status":                 func(d *Draft) { d.Status = "sold" },
		"hs":                     func(d *Draft) { d.HS = "94.04" },
		"origin":                 func(d *Draft) { d.Origin = "in" },
		"title":                  func(d *Draft) { d.Title = nil },
		"title.en":               func(d *Draft) { d.Title = Texts{"en": strings.Repeat("x", MaxTitle+1)} },
		"title.e":                func(d *Draft) { d.Title = Texts{"e": "x"} },
		"description.en":         func(d *Draft) { d.Description = Texts{"en": "\xff"} },
		"attributes.0.name.en":   func(d *Draft) { d.Attributes[0].Name = Texts{"en": "a\x00b"} },
		"options.0.name":         func(d *Draft) { d.Options[0].Name = nil },
		"options.0.values.1.key": func(d *Draft) { d.Options[0].Values[1].Key = "indigo"; d.Variants = d.Variants[:1] },
		"pictures.0":             func(d *Draft) { d.Pictures = []string{"javascript:alert(1)"} },
		"variants":               func(d *Draft) { d.Variants = nil },
		"variants.1.sku":         func(d *Draft) { d.Variants[1].SKU = d.Variants[0].SKU },
		"variants.2.values":      func(d *Draft) { d.Variants[2].Values = d.Variants[0].Values },
		"variants.0.values":      func(d *Draft) { d.Variants[0].Values = []string{"indigo"} },
		"variants.0.price":       func(d *Draft) { d.Variants[0].Price.Currency = "USD" },
		"variants.1.price":       func(d *Draft) { d.Variants[1].Price.Minor = 0 },
		"variants.2.price":       func(d *Draft) { d.Variants[2].Price.Minor = -1 },
		"variants.2.compare_at":  func(d *Draft) { d.Variants[2].CompareAt = money.Of(1, "USD") },
		"variants.2.grams":       func(d *Draft) { d.Variants[2].Grams = -1 },
		"variants.2.length_mm":   func(d *Draft) { d.Variants[2].LengthMM = MaxMM + 1 },
		"variants.2.on_hand":     func(d *Draft) { d.Variants[2].OnHand = -5 },
	} {
		d := quilt("KGS", "razai")
		if f := d.Check(shop); f != nil {
			t.Fatal(f)
		}
		spoil(&d)
		if f := d.Check(shop); len(f) != 1 || f[0].Field != field {
			t.Errorf("%s: faults = %v", field, f)
		}
	}
}

func TestOnlyThoseWhoRunAShopChangeIt(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		_, rival := s.open("rival", "UZ", "UZS")
		for _, by := range []identity.Actor{identity.Guest(), rival} {
			_, err1 := s.SaveProduct(t.Context(), by, s.shop.ID, quilt("KGS", "razai"))
			_, err2 := s.ProductByID(t.Context(), by, s.shop.ID, p.ID)
			_, err3 := s.Products(t.Context(), by, s.shop.ID, ProductFilter{})
			_, err4 := s.OwnShop(t.Context(), by, s.shop.ID)
			_, err5 := s.AddPicture(t.Context(), by, s.shop.ID, p.ID, strings.NewReader(""), nil)
			for i, err := range []error{err1, err2, err3, err4, err5,
				s.ArchiveProduct(t.Context(), by, s.shop.ID, p.ID),
				s.SetStock(t.Context(), by, s.shop.ID, p.Variants[0].ID, 1),
				s.SaveShop(t.Context(), by, s.shop.ID, NewShop{}),
				s.MoveShop(t.Context(), by, s.shop.ID, ShopPause, ""),
				s.RemovePicture(t.Context(), by, s.shop.ID, p.ID, "x"),
				s.SaveCategories(t.Context(), by, nil),
			} {
				if !fault.Is(err, fault.Forbidden) {
					t.Errorf("act %d by %s: %v", i, by, err)
				}
			}
		}
		// Owning one shop gives no power over the things of another.
		theirs := s.db.NewID()
		if err := s.ArchiveProduct(t.Context(), s.owner, s.shop.ID, ProductID(theirs)); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

func TestWhatIsNotForSaleIsNotFound(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		find := func() error { _, _, err := s.Product(t.Context(), "neel", "razai"); return err }
		if err := find(); err != nil {
			t.Fatal(err)
		}
		if err := s.ArchiveProduct(t.Context(), s.owner, s.shop.ID, p.ID); err != nil {
			t.Fatal(err)
		}
		if err := find(); !fault.HasKey(err, "fault.no_product") {
			t.Error(err)
		}
		s.save(p.Draft())
		if err := find(); err != nil {
			t.Error("saving as active brings it back: ", err)
		}
		if err := s.MoveShop(t.Context(), s.owner, s.shop.ID, ShopClose, ""); err != nil {
			t.Fatal(err)
		}
		if err := find(); !fault.HasKey(err, "fault.no_product") {
			t.Error(err)
		}
		if _, _, err := s.Product(t.Context(), "nobody", "razai"); !fault.HasKey(err, "fault.no_shop") {
			t.Error(err)
		}
	})
}

func TestTheDeskPagesThroughAllProducts(t *testing.T) {
	onBoth(t, func(s *shelf) {
		var drafts []Draft
		for i := range 53 {
			drafts = append(drafts, quilt("KGS", fmt.Sprintf("p%d", i)))
		}
		if _, err := s.SaveProducts(t.Context(), s.owner, s.shop.ID, drafts); err != nil {
			t.Fatal(err)
		}
		seen := map[ProductID]bool{}
		for cursor, pages := "", 0; ; pages++ {
			page, err := s.Products(t.Context(), s.owner, s.shop.ID, ProductFilter{Cursor: cursor, Limit: 20})
			if err != nil || pages > 2 {
				t.Fatal(pages, err)
			}
			for _, p := range page.Items {
				seen[p.ID] = len(p.Variants) == 3 && p.Variants[0].Price == money.Of(1000, "KGS") && p.Variants[0].OnHand == 5
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		for id, whole := range seen {
			if !whole {
				t.Errorf("product %d lacks its variants", id)
			}
		}
		if len(seen) != 53 {
			t.Errorf("saw %d of 53", len(seen))
		}
	})
}

func TestEveryWriteOfManyIsAllOrNothing(t *testing.T) {
	onBoth(t, func(s *shelf) {
		bad := quilt("KGS", "b")
		bad.Title = nil
		_, err := s.SaveProducts(t.Context(), s.owner, s.shop.ID, []Draft{quilt("KGS", "a"), bad})
		if list := fault.List(err); len(list) != 1 || list[0].Field != "products.1.title" {
			t.Error(err)
		}
		page, err := s.Products(t.Context(), s.owner, s.shop.ID, ProductFilter{})
		if err != nil || len(page.Items) != 0 {
			t.Error(page, err)
		}
	})
}

func TestPicturesOfAProduct(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		a, b := Media{Key: "a", Thumb: "at"}, Media{Key: "b"}
		s.write(func(tx *db.Tx) error { return PutMedia(tx, s.shop.ID, p.ID, []Media{a, b}) })
		d := s.look(p.ID).Draft()
		if diff := cmp.Diff([]string{"blob:a", "blob:b"}, d.Pictures); diff != "" {
			t.Fatal(diff)
		}
		d.Pictures = []string{"https://example.test/c.jpg", "blob:b"}
		p = s.save(d)
		if len(p.Media) != 1 || p.Picture().Key != "b" || len(p.Pictures) != 1 {
			t.Errorf("pictures = %v, to fetch %v", p.Media, p.Pictures)
		}
		d.Pictures = nil
		if p = s.save(d); len(p.Media) != 1 {
			t.Error("a draft that says nothing of pictures keeps them")
		}
		if err := s.RemovePicture(t.Context(), s.owner, s.shop.ID, p.ID, "b"); err != nil || len(s.look(p.ID).Media) != 0 {
			t.Error(err)
		}
	})
}

func TestShopStatusTable(t *testing.T) {
	owner := identity.Actor{Person: 1, Shops: map[db.ShopID]identity.Role{5: identity.ShopOwner}}
	allowed := map[ShopStatus]string{ShopDraft: "submit close", ShopSubmitted: "close", ShopOpen: "pause close", ShopPaused: "resume close", ShopClosed: "reopen"}
	for status, want := range allowed {
		s := Shop{ID: 5, Status: status}
		var got []string
		for _, m := range s.Moves(owner) {
			got = append(got, string(m))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("an owner may %v a %s shop, want %s", got, status, want)
		}
		if s.Moves(identity.Guest()) != nil {
			t.Error("a guest moves no shop")
		}
		if _, err := s.step(owner, ShopApprove); status == ShopSubmitted && !fault.Is(err, fault.Forbidden) || err == nil {
			t.Errorf("an owner approves a %s shop: %v", status, err)
		}
	}
}

func TestAShopHandleIsOneInTheNode(t *testing.T) {
	onBoth(t, func(s *shelf) {
		n := NewShop{Handle: "neel", Name: "Again", Country: "KZ", Currency: "KZT", Languages: []string{"kk"}}
		if _, err := s.OpenShop(t.Context(), s.owner, n); !fault.HasKey(err, "fault.handle_taken") {
			t.Error(err)
		}
		n.Handle, n.Country = "Нил", country.Code("XX")
		if _, err := s.OpenShop(t.Context(), s.owner, n); len(fault.List(err)) != 2 {
			t.Error(err)
		}
		if _, err := s.OpenShop(t.Context(), identity.Guest(), n); !fault.Is(err, fault.Unauthenticated) {
			t.Error(err)
		}
		n.Owner = 99
		if _, err := s.OpenShop(t.Context(), s.owner, n); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		if own, err := s.OwnShop(t.Context(), s.owner, s.shop.ID); err != nil || own.Payout != "KG-0001" {
			t.Error(own, err)
		}
	})
}

func TestAPictureIsStoredInItsSizes(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		var file bytes.Buffer
		if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 900, 300))); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the same picture twice is one picture
			if _, err := s.AddPicture(t.Context(), s.owner, s.shop.ID, p.ID, bytes.NewReader(file.Bytes()), Texts{"en": "A quilt"}); err != nil {
				t.Fatal(err)
			}
		}
		page, _, err := s.Product(t.Context(), "neel", "razai")
		if err != nil || len(page.Media) != 1 || page.Media[0].Width != 900 || page.Media[0].Thumb == page.Media[0].Large || page.Media[0].Alt["en"] == "" {
			t.Fatal(page.Media, err)
		}
		cards, err := s.Search(t.Context(), Query{})
		if err != nil || cards.Items[0].Picture.Thumb != page.Media[0].Thumb {
			t.Error("the card must show it at once", err)
		}
		if _, err := s.AddPicture(t.Context(), s.owner, s.shop.ID, p.ID, strings.NewReader("no picture"), nil); fault.List(err) == nil {
			t.Error(err)
		}
	})
}
