// Package markettest sets up a small market for tests and benchmarks: shops in
// several countries with one product each, on the services that real people
// use.
package markettest

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/commission"
	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/digital"
	"agora/discount"
	"agora/event"
	"agora/identity"
	"agora/landed"
	"agora/ledger"
	"agora/market"
	"agora/money"
	"agora/payment"
	"agora/payment/offline"
)

// Schemas are the tables a market needs, in order.
func Schemas() []db.Schema {
	return []db.Schema{event.Schema, identity.Schema, audit.Schema, ledger.Schema, landed.Schema,
		digital.Schema, catalog.Schema, commission.Schema, discount.Schema, delivery.Schema, payment.Schema, market.Schema}
}

// Fixture is a market on a database.
type Fixture struct {
	DB       *db.DB
	People   *identity.Service
	Catalog  *catalog.Service
	Landed   *landed.Service
	Delivery *delivery.Service
	Market   *market.Service
	Shops    []Shop
	Private  *blob.Store      // of files that no address leads to
	Cash     market.CashTerms // as they are now; a test may change them
}

// Shop is one shop with its seller and its variants.
type Shop struct {
	catalog.Shop
	Seller   identity.Actor
	Variants []catalog.VariantID
}

// Operator is an actor who runs the node.
func Operator() identity.Actor {
	return identity.Actor{Person: 1, Name: "Operator", Roles: []identity.Role{identity.Operator}}
}

// New makes a market with the given numbers of shops and of variants in each,
// every variant with the same stock. Prices are 100.00 of the shop's money.
func New(t testing.TB, d *db.DB, shops, variants int, stock int64) *Fixture {
	t.Helper()
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	f := &Fixture{DB: d, People: identity.New(d, identity.Options{}), Catalog: catalog.New(d, blobs),
		Landed: landed.New(d), Delivery: delivery.New(d)}
	if f.Private, err = blob.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	f.Catalog.KeepFiles(f.Private)
	ways := payment.Ways{payment.Play{}, offline.Cash{}, offline.Transfer{}}
	f.Market = market.New(d, f.Catalog, f.Landed, f.Delivery, ways, market.Options{Cash: func() market.CashTerms { return f.Cash }, Mark: f.People.Mark})
	if err := f.People.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	homes := []struct {
		code country.Code
		c    money.Currency
	}{{"KG", "KGS"}, {"UZ", "UZS"}, {"CN", "CNY"}, {"KZ", "KZT"}}
	for i := range shops {
		home := homes[i%len(homes)]
		f.addShop(t, i, home.code, home.c, variants, stock)
	}
	f.rates(t)
	return f
}

// Agent makes a person an agent of a carrier.
func (f *Fixture) Agent(t testing.TB, id identity.PersonID, carrier string) identity.Actor {
	t.Helper()
	if err := f.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO people (person_id, name, lang, country, password, email, phone) VALUES ($1, 'Agent', 'en', 'PK', '', '', '')`, int64(id))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	p, err := f.People.Person(t.Context(), identity.System(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Market.Appoint(t.Context(), Operator(), p, carrier, "Lahore, Anarkali 5"); err != nil {
		t.Fatal(err)
	}
	p, err = f.People.Person(t.Context(), identity.System(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p.Actor()
}

func (f *Fixture) addShop(t testing.TB, n int, home country.Code, c money.Currency, variants int, stock int64) {
	t.Helper()
	ctx := t.Context()
	seller := identity.Actor{Person: identity.PersonID(100 + n), Name: "Seller", Lang: "en", Country: home}
	if err := f.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO people (person_id, name, lang, country, password, email, phone) VALUES ($1, 'Seller', 'en', $2, '', '', '')`,
			int64(seller.Person), string(home))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	id, err := f.Catalog.OpenShop(ctx, seller, catalog.NewShop{Handle: fmt.Sprintf("shop-%d", n), Name: fmt.Sprintf("Shop %d", n),
		Country: home, City: "Town", Currency: c, Languages: []string{"en"}, HandlingDays: 2, ReturnDays: 14, Payout: "Bank, 0001"})
	if err != nil {
		t.Fatal(err)
	}
	seller.Shops = map[db.ShopID]identity.Role{id: identity.ShopOwner}
	s := Shop{Seller: seller}
	for _, move := range []catalog.ShopMove{catalog.ShopSubmit, catalog.ShopApprove} {
		if err := f.Catalog.MoveShop(ctx, Operator(), id, move, ""); err != nil {
			t.Fatal(err)
		}
	}
	draft := catalog.Draft{Handle: "thing", Status: catalog.ProductActive, HS: "640520", Origin: home,
		Title: catalog.Texts{"en": fmt.Sprintf("Thing of shop %d", n)}}
	for v := range variants {
		draft.Variants = append(draft.Variants, catalog.VariantDraft{SKU: fmt.Sprintf("S%d-%d", n, v),
			Price: money.Of(10_000, c), Grams: 400, OnHand: stock})
	}
	if variants > 1 {
		option := catalog.Option{Name: catalog.Texts{"en": "Size"}}
		for v := range variants {
			key := fmt.Sprint(v)
			option.Values = append(option.Values, catalog.OptionValue{Key: key, Name: catalog.Texts{"en": key}})
			draft.Variants[v].Values = []string{key}
		}
		draft.Options = []catalog.Option{option}
	}
	if _, err := f.Catalog.SaveProduct(ctx, seller, id, draft); err != nil {
		t.Fatal(err)
	}
	if err := f.DB.Write(ctx, func(tx *db.Tx) error {
		return f.Delivery.SaveOptions(tx, id, []delivery.Option{{Shop: id, Home: home, Key: "post", Carrier: "Post",
			Name: map[string]string{"en": "Post"}, Service: delivery.Post, To: []string{delivery.Everywhere, delivery.Domestic},
			DaysMin: 5, DaysMax: 9, Incoterm: landed.DDP, Tracked: true,
			Steps: []delivery.Step{{UpToGrams: 20_000, Price: money.Of(5_000, c)}}}})
	}); err != nil {
		t.Fatal(err)
	}
	if s.Shop, err = f.Catalog.ShopByID(ctx, id); err != nil {
		t.Fatal(err)
	}
	p, _, err := f.Catalog.Product(ctx, s.Handle, "thing")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range p.Variants {
		s.Variants = append(s.Variants, v.ID)
	}
	f.Shops = append(f.Shops, s)
}

// Address is a good address in Pakistan.
var Address = country.Address{Country: "PK", Name: "Saima Rafiq", Phone: "+92 301 4478215", Street: "House 14-B, Street 7",
	Landmark: "Jamia mosque", City: "Lahore", Province: "Punjab", Postcode: "54000"}

// Fill makes a cart of one of each variant.
func (f *Fixture) Fill(ctx context.Context, variants ...catalog.VariantID) (token string, err error) {
	for _, v := range variants {
		if token, err = f.Market.AddLine(ctx, token, v, 1); err != nil {
			return token, err
		}
	}
	return token, nil
}

// Quoted gives the command that places a cart as its checkout shows it now.
func (f *Fixture) Quoted(ctx context.Context, token, pay string) (market.PlaceOrder, error) {
	c, err := f.Market.Checkout(ctx, token, market.Choice{To: Address.Country, Currency: "PKR", Pay: pay})
	return market.PlaceOrder{Cart: token, Key: "key-" + token, QuoteHash: c.Quote.Hash(), Seen: c.Seen(), Address: Address,
		Contact: market.Contact{Email: "saima@example.org"}, Currency: "PKR", Options: c.Chosen, Pay: pay, Lang: "en"}, err
}

// rates are the day's exchange rates of the test market.
func (f *Fixture) rates(t testing.TB) {
	t.Helper()
	var list []money.Rate
	for c, value := range map[money.Currency]string{"PKR": "281", "KGS": "87.4", "UZS": "12050", "CNY": "7.1", "KZT": "520", "EUR": "0.9", "KHR": "4100"} {
		v, err := money.ParseRate(value)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, money.Rate{From: "USD", To: c, Value: v, Day: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Source: "test"})
	}
	rules, err := landed.DemoRules()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Landed.SaveRates(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	if err := f.Landed.SaveRules(t.Context(), rules); err != nil {
		t.Fatal(err)
	}
}

// LinkTo is the mark of who holds the signed link for a purpose.
func LinkTo(purpose string, id int64) string { return purpose + ":" + strconv.FormatInt(id, 10) }
