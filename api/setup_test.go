package api

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/claim"
	"agora/commission"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/delivery"
	"agora/digital"
	"agora/discount"
	"agora/event"
	"agora/goods"
	"agora/hook"
	"agora/i18n"
	"agora/identity"
	"agora/landed"
	"agora/ledger"
	"agora/market"
	"agora/money"
	"agora/once"
	"agora/payment"
	"agora/relief"
	"agora/setting"
	"agora/token"
	"agora/treasury"
	"agora/web"
)

// bench is an API with two shops, served through the edge.
type bench struct {
	*testing.T
	*API
	edge         *web.Server
	store        *db.DB
	ahead        time.Duration
	people       *identity.Service
	shops        *catalog.Service
	sales        *market.Service
	tokens       *token.Service
	hooks        *hook.Service
	aid          *relief.Service
	seller       identity.Person
	shop, other  catalog.Shop
	all, another string // tokens with all scopes, of the two shops
}

func schemas() []db.Schema {
	return []db.Schema{event.Schema, once.Schema, identity.Schema, ledger.Schema, audit.Schema, landed.Schema, digital.Schema, token.Schema, hook.Schema, setting.Schema,
		catalog.Schema, commission.Schema, discount.Schema, delivery.Schema, payment.Schema, market.Schema, treasury.Schema, claim.Schema, goods.Schema, relief.Schema}
}

// each runs f with a bench on every engine.
func each(t *testing.T, f func(*bench)) {
	t.Helper()
	b := &bench{}
	clock := func() time.Time { return time.Now().Add(b.ahead) }
	dbtest.EachAt(t, clock, schemas(), func(t *testing.T, d *db.DB) {
		*b = bench{T: t, store: d}
		blobs, err := blob.Open(t.TempDir())
		b.must(err)
		words, err := i18n.Load()
		b.must(err)
		b.people = identity.New(d, identity.Options{})
		b.must(b.people.Start(t.Context()))
		rates, ways := landed.New(d), delivery.New(d)
		b.shops, b.tokens = catalog.New(d, blobs), token.NewService(d)
		b.sales = market.New(d, b.shops, rates, ways, payment.Ways{payment.Play{}}, market.Options{Mark: b.people.Mark})
		money := treasury.New(d, setting.New(d))
		b.hooks = hook.NewService(d, hook.Options{Dev: true, Log: slog.New(slog.DiscardHandler), Thing: Things{b.shops, b.sales, money}.Thing})
		b.aid = relief.New(d)
		b.API = New(Options{Words: words, Tokens: b.tokens, Catalog: b.shops, Market: b.sales, Treasury: money, Hooks: b.hooks,
			Claims: claim.New(d, b.sales, blobs, claim.Deadlines{}), House: setting.New(d), Landed: rates, DB: d, Relief: b.aid,
			Log: slog.New(slog.DiscardHandler), Clock: clock, Client: func(r *http.Request) string { return b.edge.Client(r) }})
		b.edge = web.New(web.Options{Words: words, Who: b.people.Actor, Signed: b.people.Check, Log: slog.New(slog.DiscardHandler)})
		b.edge.Mount("/api/", b.API, b.API.Routes()...)
		b.shop, b.all = b.open("sadia", "loom", ways)
		b.other, b.another = b.open("bilal", "anvil", ways)
		f(b)
	})
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// open makes a seller, her open shop with a cap, and her token.
func (b *bench) open(name, handle string, ways *delivery.Service) (catalog.Shop, string) {
	b.Helper()
	ctx := b.Context()
	p, err := b.people.SignUp(ctx, identity.NewPerson{Name: name, Login: name + "@example.org", Password: "a long enough one", Country: "PK", Lang: "en"})
	b.must(err)
	if b.seller.ID == 0 {
		b.seller = p
	}
	origin, err := country.Address{Country: "PK", Name: name, Phone: "+923014478215", Street: "Mall 1", City: "Lahore", Province: "Punjab", Postcode: "54000"}.Check()
	b.must(err)
	id, err := b.shops.OpenShop(ctx, identity.System(), catalog.NewShop{Handle: handle, Owner: p.ID, Name: "The " + handle, Country: "PK", City: "Lahore",
		Currency: "PKR", Languages: []string{"en", "ur"}, Origin: origin, HandlingDays: 2, ReturnDays: 14})
	b.must(err)
	_, err = b.shops.SaveProduct(ctx, identity.System(), id, catalog.Draft{Handle: "cap", Status: catalog.ProductActive, Origin: "PK",
		Title: catalog.Texts{"en": "Cap", "ur": "ٹوپی"}, Variants: []catalog.VariantDraft{{Price: money.Of(50000, "PKR"), Grams: 90, OnHand: 5}}})
	b.must(err)
	b.must(ways.Save(ctx, identity.System(), id, []delivery.Option{{Home: "PK", Key: "post", Carrier: "pakpost", Name: map[string]string{"en": "Post"},
		Service: delivery.Post, To: []string{delivery.Domestic}, DaysMin: 2, DaysMax: 4, Incoterm: "DDP", Tracked: true,
		Steps: []delivery.Step{{UpToGrams: 5000, Price: money.Of(25000, "PKR")}}}}))
	for _, m := range []catalog.ShopMove{catalog.ShopSubmit, catalog.ShopApprove} {
		b.must(b.shops.MoveShop(ctx, identity.System(), id, m, ""))
	}
	shop, err := b.shops.ShopByID(ctx, id)
	b.must(err)
	return shop, b.token(p.ID, id, token.Scopes...)
}

// token makes a token of a person for a shop.
func (b *bench) token(person identity.PersonID, shop db.ShopID, scopes ...token.Scope) string {
	b.Helper()
	p, err := b.people.Person(b.Context(), identity.System(), person)
	b.must(err)
	text, _, err := b.tokens.Make(b.Context(), p.Actor(), token.New{Shop: shop, Name: "t", Scopes: scopes, Ends: time.Now().AddDate(0, 0, 30)})
	b.must(err)
	return text
}

// sell places an order for one cap of a shop.
func (b *bench) sell(shop catalog.Shop) market.Order {
	b.Helper()
	ctx := b.Context()
	p, _, err := b.shops.Product(ctx, shop.Handle, "cap")
	b.must(err)
	cart, err := b.sales.AddLine(ctx, "", p.Variants[0].ID, 1)
	b.must(err)
	address := country.Address{Country: "PK", Name: "Saima Rafiq", Phone: "+923014478215", Street: "House 14-B", City: "Lahore", Province: "Punjab", Postcode: "54000"}
	c, err := b.sales.Checkout(ctx, cart, market.Choice{To: "PK", Currency: "PKR"})
	b.must(err)
	g, err := b.sales.Place(ctx, identity.Guest(), market.PlaceOrder{Cart: cart, Key: cart, QuoteHash: c.Quote.Hash(), Contact: market.Contact{Email: "saima@example.org"},
		Address: address, Currency: "PKR", Options: c.Chosen, Pay: c.Pay, Lang: "ur"})
	b.must(err)
	return g.Orders[0]
}

// reply is an answer: its status, headers, and body as JSON.
type reply struct {
	status int
	head   http.Header
	text   string
	Problem
}

// ask sends a request by a token; header are name, value pairs.
func (b *bench) ask(by, method, path, body string, header ...string) reply {
	b.Helper()
	r := httptest.NewRequestWithContext(b.Context(), method, Root+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if by != "" {
		r.Header.Set("Authorization", "Bearer "+by)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	b.edge.ServeHTTP(w, r)
	out := reply{status: w.Code, head: w.Header(), text: w.Body.String()}
	if w.Code >= 400 {
		b.must(json.Unmarshal(w.Body.Bytes(), &out.Problem))
		if kind := w.Header().Get("Content-Type"); kind != "application/problem+json" || out.Status != w.Code || out.Code == "" || out.Title == "" {
			b.Errorf("%s %s: %d %s is no problem: %s", method, path, w.Code, kind, out.text)
		}
	}
	return out
}

// read gives the body of a good answer.
func read[T any](b *bench, r reply) (v T) {
	b.Helper()
	if r.status/100 != 2 {
		b.Fatalf("status %d: %s", r.status, r.text)
	}
	b.must(json.Unmarshal([]byte(r.text), &v))
	return v
}
