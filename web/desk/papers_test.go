package desk

import (
	"context"
	"encoding/xml"
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/customs"
	"agora/delivery"
	"agora/identity"
	"agora/market"
	"agora/money"
)

// export places an order of a buyer in Kyrgyzstan for two caps of the shop.
func (b *bench) export(shop catalog.Shop) market.Order {
	b.Helper()
	ctx := context.Background()
	day := time.Now().UTC().Truncate(24 * time.Hour)
	b.must(b.Landed.SaveRates(ctx, []money.Rate{
		{From: "USD", To: "PKR", Value: 280 * money.RateScale, Day: day, Source: "test"},
		{From: "USD", To: "KGS", Value: 87 * money.RateScale, Day: day, Source: "test"}}))
	step := []delivery.Step{{UpToGrams: 5000, Price: money.Of(250_00, "PKR")}}
	b.must(b.Delivery.Save(ctx, identity.System(), shop.ID, []delivery.Option{
		{Home: "PK", Key: "post", Carrier: "pakpost", Name: map[string]string{"en": "Post"}, Service: delivery.Post, To: []string{delivery.Domestic}, DaysMin: 2, DaysMax: 4, Incoterm: "DDP", Tracked: true, Steps: step},
		{Home: "PK", Key: "abroad", Carrier: "pakpost", Name: map[string]string{"en": "Post"}, Service: delivery.Post, To: []string{"KG"}, DaysMin: 9, DaysMax: 20, Incoterm: "DAP", Tracked: true, Steps: step}}))
	p, _, err := b.Catalog.Product(ctx, shop.Handle, "cap")
	b.must(err)
	token, err := b.Market.AddLine(ctx, "", p.Variants[0].ID, 2)
	b.must(err)
	address := country.Address{Country: "KG", Name: "Айзада Токтогулова", Phone: "+996700123456", Street: "Ленин көчөсү 12", City: "Кочкор", Province: "Нарын", Postcode: "722000"}
	c, err := b.Market.Checkout(ctx, token, market.Choice{To: "KG", Currency: "KGS"})
	b.must(err)
	g, err := b.Market.Place(ctx, identity.Guest(), market.PlaceOrder{Cart: token, Key: token, QuoteHash: c.Quote.Hash(), Contact: market.Contact{Email: "aizada@example.org"},
		Address: address, Currency: "KGS", Options: c.Chosen, Pay: c.Pay, Lang: "ky"})
	b.must(err)
	return g.Orders[0]
}

func TestPapersOfAParcelThatCrossesABorder(t *testing.T) {
	b := newBench(t)
	o := b.export(b.shop)
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	if page := b.ask("sadia", at, nil).body; !strings.Contains(page, `href="`+at+`/papers"`) {
		t.Error("the order does not lead to its papers")
	}
	page := b.ask("sadia", at+"/papers", nil)
	for _, want := range []string{`href="#f-gross"`, `href="#f-lines-0-hs"`, "/papers/cn23.pdf", "/papers/invoice.pdf", "/papers/all.pdf", "/papers/invoice.xml"} {
		if page.status != 200 || !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %s: %d", want, page.status)
		}
	}
	if strings.Contains(page.body, "lines.0.origin") || strings.Contains(page.body, "cn22") {
		t.Error("it asks for what the order knows, or offers the short form without a rate")
	}
	for _, name := range []string{"cn23.pdf", "invoice.pdf", "packing.pdf", "origin.pdf", "return.pdf", "all.pdf"} {
		if got := b.ask("sadia", at+"/papers/"+name, nil); got.status != 200 || !strings.HasPrefix(got.body, "%PDF-1.7") {
			t.Errorf("%s: %d %.40q", name, got.status, got.body)
		}
	}
	for _, name := range []string{"cn22.pdf", "cn99.pdf", "invoice.csv", "invoice"} {
		if got := b.ask("sadia", at+"/papers/"+name, nil); got.status != 404 {
			t.Errorf("%s: %d", name, got.status)
		}
	}
}

func TestWhatIsDeclaredStandsOnThePapers(t *testing.T) {
	b := newBench(t)
	o := b.export(b.shop)
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	bad := b.ask("sadia", at+"/papers", url.Values{"gross": {"150"}, "tracking": {"RR473362379PK"}, "lines.0.hs": {"6505"}})
	for _, want := range []string{"f-gross-e", "f-tracking-e", "f-lines-0-hs-e", `value="150"`, `value="6505"`, "180"} {
		if bad.status != 422 || !strings.Contains(bad.body, want) {
			t.Errorf("%d without %s", bad.status, want)
		}
	}
	form := url.Values{"gross": {"250"}, "tracking": {"rr473441565pk"}, "lines.0.hs": {"6505.00"}}
	if got := b.ask("sadia", at+"/papers", form); got.status != 303 || got.to != at+"/papers" {
		t.Fatalf("declare: %d %s", got.status, got.body)
	}
	if page := b.ask("sadia", at+"/papers", nil).body; strings.Contains(page, "note-saff") || !strings.Contains(page, `value="RR473441565PK"`) || !strings.Contains(page, `value="650500"`) {
		t.Error("something is still missing, or not shown again")
	}
	// A later change of the product does not reach the papers of this order.
	ctx := context.Background()
	_, err := b.Catalog.SaveProduct(ctx, identity.System(), b.shop.ID, catalog.Draft{Handle: "cap", Status: catalog.ProductActive, Origin: "CN", HS: "999999",
		Title: catalog.Texts{"en": "Hat"}, Variants: []catalog.VariantDraft{{Price: money.Of(1, "PKR"), Grams: 7, OnHand: 5}}})
	b.must(err)
	var doc struct {
		Note  string
		Lines []struct {
			Name   string `xml:"Item>Name"`
			Origin string `xml:"Item>OriginCountry>IdentificationCode"`
			HS     string `xml:"Item>CommodityClassification>ItemClassificationCode"`
			Price  string `xml:"Price>PriceAmount"`
		} `xml:"InvoiceLine"`
	}
	b.must(xml.Unmarshal([]byte(b.ask("sadia", at+"/papers/invoice.xml", nil).body), &doc))
	if len(doc.Lines) != 1 || doc.Lines[0].Name != "Cap" || doc.Lines[0].Origin != "PK" || doc.Lines[0].HS != "650500" || doc.Lines[0].Price != "500.00" ||
		!strings.Contains(doc.Note, "0.250") || !strings.Contains(doc.Note, "RR473441565PK") {
		t.Errorf("the invoice is not of the order as placed and declared: %+v", doc)
	}
}

func TestASmallParcelHasTheShortDeclarationOnceTheRateIsKnown(t *testing.T) {
	b := newBench(t)
	o := b.export(b.shop)
	b.must(b.Landed.SaveRates(context.Background(), []money.Rate{{From: "USD", To: "XDR", Value: 740_000_000, Day: time.Now().UTC().Truncate(24 * time.Hour), Source: "test"}}))
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID)) + "/papers"
	if page := b.ask("sadia", at, nil).body; !strings.Contains(page, "/papers/cn22.pdf") {
		t.Error("1 000 rupees are above 300 SDR")
	}
	if got := b.ask("sadia", at+"/cn22.pdf", nil); got.status != 200 {
		t.Errorf("cn22: %d", got.status)
	}
}

func TestTheListForThePostOfficeHasWhatIsPacked(t *testing.T) {
	b := newBench(t)
	o, home := b.export(b.shop), b.sell(b.shop)
	for _, id := range []market.OrderID{o.ID, home.ID} {
		for _, move := range []string{"accept", "pack"} {
			if got := b.ask("sadia", b.desk(b.shop)+"/orders/"+number(int64(id))+"/"+move, url.Values{}); got.status != 303 {
				t.Fatalf("%s: %d", move, got.status)
			}
		}
	}
	at := b.desk(b.shop) + "/orders"
	if page := b.ask("sadia", at, nil).body; !strings.Contains(page, at+"/dispatch.pdf") {
		t.Error("the list of orders does not offer it")
	}
	list, err := b.Market.Heap(b.Context(), b.actor("sadia"), b.shop.ID)
	b.must(err)
	if len(list) != 2 || list[0].ID != o.ID || list[0].Address.City != "Кочкор" || len(list[0].Lines) != 1 || list[1].Address.City != "Lahore" {
		t.Errorf("heap: %+v", list)
	}
	if got := b.ask("sadia", at+"/dispatch.pdf", nil); got.status != 200 || !strings.HasPrefix(got.body, "%PDF-1.7") {
		t.Errorf("list: %d", got.status)
	}
	if _, err := b.Market.Heap(b.Context(), b.actor("bilal"), b.shop.ID); err == nil {
		t.Error("another seller reads it")
	}
}

func TestPapersAreForTheShopAlone(t *testing.T) {
	b := newBench(t)
	o, home := b.export(b.shop), b.sell(b.shop)
	order := "/orders/" + number(int64(o.ID)) + "/papers"
	for _, path := range []string{order, order + "/all.pdf", order + "/invoice.xml", "/orders/dispatch.pdf"} {
		for who, want := range map[string]int{"bilal": 403, "guest-like": 403, "": 303} {
			if got := b.ask(who, b.desk(b.shop)+path, nil); got.status != want {
				t.Errorf("%q asks %s: %d, want %d", who, path, got.status, want)
			}
		}
	}
	for _, path := range []string{order, order + "/all.pdf"} {
		if got := b.ask("bilal", b.desk(b.other)+path, nil); got.status != 404 {
			t.Errorf("bilal asks %s by his own desk: %d", path, got.status)
		}
	}
	if got := b.ask("bilal", b.desk(b.other)+order, url.Values{"gross": {"900"}}); got.status != 404 {
		t.Errorf("bilal declares her parcel: %d", got.status)
	}
	if err := b.Market.DeclareParcel(b.Context(), b.actor("bilal"), o.ID, market.Declared{Gross: 900}); err == nil {
		t.Error("the service lets another seller declare")
	}
	if got := b.ask("sadia", b.desk(b.shop)+"/orders/"+number(int64(home.ID))+"/papers", nil); got.status != 404 {
		t.Errorf("papers of a parcel that stays at home: %d", got.status)
	}
}

func TestPapersSpeakTheLanguagesOfBothCountries(t *testing.T) {
	for _, c := range []struct {
		codes []country.Code
		want  string
	}{{[]country.Code{"PK", "KG"}, "ur ru"}, {[]country.Code{"RU", "KZ"}, "ru kk"}, {[]country.Code{"KZ", "RU"}, "ru"}, {[]country.Code{"IN", "KH"}, "hi km"}, {[]country.Code{"AM", "CN"}, "ru zh-Hans"}} {
		if got := strings.Join(customs.Spoken(c.codes...), " "); got != c.want {
			t.Errorf("%v: %s, want %s", c.codes, got, c.want)
		}
	}
}
