package practice

import (
	"testing"

	"agora/catalog"
	"agora/country"
	"agora/customs"
	"agora/market"
)

func TestDescribedByAPerson(t *testing.T) {
	p := catalog.Product{Title: catalog.Texts{"en": "Rug", "ru": "Ковёр", "uz": "Gilam", "uz-Cyrl": "Гилам"},
		Description: catalog.Texts{"en": "Felt.", "ru": "Войлок.", "uz": "Kigiz.", "uz-Cyrl": "Кигиз.", "ky": "Кийиз."}}
	p.Machine = marked(p, catalog.FieldDescription, "ru")
	if got := described(p); len(got) != 2 || !got["en"] || !got["uz"] {
		t.Errorf("described in %v", got)
	}
	p.Machine = nil
	if got := described(p); len(got) != 3 {
		t.Errorf("confirmed: %v", got)
	}
}

// marked gives the marks of a product of which a machine made one text.
func marked(p catalog.Product, field, lang string) catalog.Marks {
	d := p.Draft()
	if d.Mark(field, lang); d.Machine == nil {
		return nil
	}
	return *d.Machine
}

func TestAnotherScript(t *testing.T) {
	en, ru := catalog.Shop{Languages: []string{"en"}}, catalog.Shop{Languages: []string{"ru"}}
	for _, c := range []struct {
		shop    catalog.Shop
		title   catalog.Texts
		machine string // language of a title that a machine made
		want    string
	}{
		{en, catalog.Texts{"en": "Rug", "tr": "Halı"}, "", ""},
		{en, catalog.Texts{"en": "Rug", "tr": "Halı", "ur": "قالین"}, "", "قالین"},
		{en, catalog.Texts{"en": "Rug", "ur": "قالین"}, "ur", ""},
		{ru, catalog.Texts{"ru": "Ковёр", "ky": "Килем"}, "", "kover"},
		{ru, catalog.Texts{"ru": "Ковёр", "en": "Rug"}, "", "Rug"},
		{en, catalog.Texts{"en": "123"}, "", ""},
	} {
		p := catalog.Product{Title: c.title}
		p.Machine = marked(p, catalog.FieldTitle, c.machine)
		if got := otherwise(c.shop, p); got != c.want {
			t.Errorf("%v: %q, want %q", c.title, got, c.want)
		}
	}
}

// TestPapersOfAParcel sends one abroad and one at home: the customs ask for more than the post.
func TestPapersOfAParcel(t *testing.T) {
	a := country.Address{Country: "KG", Name: "Nurai", Street: "Chuy 3", City: "Naryn", Phone: "+996555123456"}
	s := customs.Shipment{Sender: customs.Party{Address: a}, Addressee: customs.Party{Address: a}}
	order := func(to country.Code) (o market.Order) {
		o.ShopCountry, o.To = "KG", to
		return o
	}
	if !whole(order("KG"), s) || whole(order("PK"), s) {
		t.Error("a parcel without weight may stay at home, and not go abroad")
	}
	if s.Addressee.Address.Phone = ""; whole(order("KG"), s) {
		t.Error("nobody can call who receives it")
	}
}
