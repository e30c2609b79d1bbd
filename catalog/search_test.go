package catalog

import (
	"fmt"
	"strings"
	"testing"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// fair is three shops with six products.
func fair(s *shelf) {
	s.t.Helper()
	s.write(func(tx *db.Tx) error {
		return PutCategories(tx, []Category{{Key: "home", Names: Texts{"en": "Home", "ru": "Дом"}},
			{Key: "linen", Parent: "home", Names: Texts{"en": "Linen", "ru": "Лён"}}, {Key: "tea", Names: Texts{"en": "Tea"}}})
	})
	uz, uzOwner := s.open("atlas", "UZ", "UZS")
	cn, cnOwner := s.open("meijia", "CN", "CNY")
	for _, p := range []struct {
		shop     Shop
		by       identity.Actor
		handle   string
		title    Texts
		category string
		price    int64
		stock    int64
	}{
		{s.shop, s.owner, "felt", Texts{"ru": "Ёлочный войлок", "en": "Felt 50% wool"}, "home", 90_00, 5},
		{s.shop, s.owner, "chai", Texts{"en": "Tea bowl", "ru": "Чай-пиала"}, "linen", 40_00, 0},
		{uz, uzOwner, "adras", Texts{"en": "Adras silk", "uz": "Adras ipak"}, "linen", 130_000_00, 1},
		{uz, uzOwner, "piyola", Texts{"en": "Café piyola", "ur": "چائے کا پیالہ"}, "", 12_000_00, 1},
		{cn, cnOwner, "longjing", Texts{"zh": "明前龙井茶"}, "tea", 88_00, 9},
		{cn, cnOwner, "vase", Texts{"en": "Vase", "hi": "फूलदान"}, "home", 300_00, 9},
	} {
		d := Draft{Handle: p.handle, Status: ProductActive, Title: p.title, Category: p.category,
			Variants: []VariantDraft{{Price: money.Of(p.price, p.shop.Currency), Grams: 100, OnHand: p.stock}}}
		if _, err := s.SaveProduct(s.t.Context(), p.by, p.shop.ID, d); err != nil {
			s.t.Fatal(err)
		}
	}
}

// handles gives what a query finds, page by page.
func (s *shelf) find(q Query) string {
	s.t.Helper()
	var got []string
	for pages := 0; ; pages++ {
		page, err := s.Search(s.t.Context(), q)
		if err != nil || pages > 10 {
			s.t.Fatal(pages, err)
		}
		for _, c := range page.Items {
			got = append(got, c.Handle)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return strings.Join(got, " ")
		}
	}
}

func TestSearch(t *testing.T) {
	rate := func(from money.Currency, v int64) money.Rate { return money.Rate{From: from, To: "KGS", Value: v} }
	rates := map[money.Currency]money.Rate{"KGS": money.Same("KGS"), "UZS": rate("UZS", 6_900_000), "CNY": rate("CNY", 12_100_000_000)}
	onBoth(t, func(s *shelf) {
		fair(s)
		for _, c := range []struct {
			name, want string
			q          Query
		}{
			{"all, newest first", "vase longjing piyola adras chai felt", Query{}},
			{"pages", "vase longjing piyola adras chai felt", Query{Limit: 1}},
			{"a word in any case", "adras", Query{Text: "ADRAS"}},
			{"the start of a word", "adras", Query{Text: "sil"}},
			{"not the middle of a word", "", Query{Text: "ilk"}},
			{"every word", "", Query{Text: "adras tea"}},
			{"yo as people type it", "felt", Query{Text: "елочный"}},
			{"an accent left out", "piyola", Query{Text: "cafe"}},
			{"Urdu", "piyola", Query{Text: "چائے"}},
			{"Hindi", "vase", Query{Text: "फूलदान"}},
			{"Chinese has no spaces", "longjing", Query{Text: "龙井"}},
			{"a name of the category", "adras chai", Query{Text: "лен"}},
			{"wildcards are letters", "", Query{Text: "%"}},
			{"wildcards are letters too", "", Query{Text: "_____"}},
			{"a category with those below", "vase adras chai felt", Query{Category: "home"}},
			{"a category below", "adras chai", Query{Category: "linen"}},
			{"countries", "vase longjing piyola adras", Query{Countries: []country.Code{"UZ", "CN"}}},
			{"a shop", "chai felt", Query{Shop: s.shop.ID}},
			{"a range of prices", "vase longjing", Query{Price: []PriceBound{{"CNY", 80_00, 300_00}, {"KGS", 1, 2}}}},
			{"cheapest first", "chai piyola felt adras longjing vase", Query{Sort: SortPriceUp, Rates: rates}},
			{"cheapest first in pages", "chai piyola felt adras longjing vase", Query{Sort: SortPriceUp, Rates: rates, Limit: 2}},
			{"dearest first in pages", "vase longjing adras felt piyola chai", Query{Sort: SortPriceDown, Rates: rates, Limit: 1}},
			{"no rate comes last", "chai felt longjing vase adras piyola", Query{Sort: SortPriceUp, Rates: map[money.Currency]money.Rate{
				"KGS": rates["KGS"], "CNY": rates["CNY"]}, Limit: 5}},
		} {
			if got := s.find(c.q); got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		if _, err := s.Search(t.Context(), Query{Cursor: "?"}); !fault.HasKey(err, "fault.cursor") {
			t.Error(err)
		}
	})
}

func TestACardShowsTheCheapestThatCanBeBought(t *testing.T) {
	onBoth(t, func(s *shelf) {
		d := quilt("KGS", "razai")
		d.Variants[0].OnHand = 0 // the cheapest is gone
		p := s.save(d)
		page, err := s.Search(t.Context(), Query{})
		if err != nil || len(page.Items) != 1 {
			t.Fatal(page, err)
		}
		c := page.Items[0]
		if c.SoldOut || c.From != money.Of(2000, "KGS") || c.Variant != p.Variants[1].ID || c.Grams != 1900 || c.HS != "940440" ||
			c.Origin != "IN" || c.Country != "KG" || c.ShopHandle != "neel" || c.ShopCity != "Osh" || c.Title["ru"] == "" {
			t.Errorf("card = %+v", c)
		}
		for _, v := range p.Variants {
			if err := s.SetStock(t.Context(), s.owner, s.shop.ID, v.ID, 0); err != nil {
				t.Fatal(err)
			}
		}
		page, err = s.Search(t.Context(), Query{})
		if c := page.Items[0]; err != nil || !c.SoldOut || c.From != money.Of(1000, "KGS") {
			t.Errorf("card = %+v, %v", c, err)
		}
		if err := s.MoveShop(t.Context(), s.owner, s.shop.ID, ShopPause, ""); err != nil || s.find(Query{}) != "" {
			t.Error("a paused shop sells nothing", err)
		}
	})
}

func TestCategoriesCountWhatIsForSale(t *testing.T) {
	onBoth(t, func(s *shelf) {
		fair(s)
		list, err := s.Categories(t.Context())
		got := ""
		for _, c := range list {
			got += fmt.Sprintf("%s %d ", c.Key, c.Count)
		}
		if err != nil || got != "home 4 linen 2 tea 1 " {
			t.Error(got, err)
		}
		bad := quilt("KGS", "razai")
		bad.Category = "nowhere"
		if _, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, bad); !fault.HasKey(err, "fault.category") {
			t.Error(err)
		}
		if err := s.SaveCategories(t.Context(), house(), []Category{{Key: "a", Parent: "b", Names: Texts{"en": "A"}}}); fault.List(err) == nil {
			t.Error("a category below none was taken")
		}
	})
}
