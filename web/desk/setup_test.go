package desk

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/audit"
	"agora/bilingual"
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
	"agora/feed"
	"agora/hook"
	"agora/i18n"
	"agora/identity"
	"agora/invoice"
	"agora/landed"
	"agora/ledger"
	"agora/market"
	"agora/money"
	"agora/once"
	"agora/payment"
	"agora/payment/offline"
	"agora/setting"
	"agora/token"
	"agora/translate"
	"agora/treasury"
	"agora/web"
)

// bench is a desk served in the test: two shops, each with a seller.
type bench struct {
	*testing.T
	*Desk
	store   *db.DB
	ahead   time.Duration // of the store's clock
	people  *identity.Service
	server  *httptest.Server
	shop    catalog.Shop
	other   catalog.Shop
	tokens  map[string]string // session by name
	cash    market.CashTerms
	machine translate.Provider // that translates; nil for none
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{T: t, tokens: map[string]string{}}
	store := dbtest.At(t, func() time.Time { return time.Now().Add(b.ahead) }, event.Schema, identity.Schema, ledger.Schema, audit.Schema, landed.Schema, digital.Schema, catalog.Schema,
		commission.Schema, discount.Schema, delivery.Schema, payment.Schema, market.Schema, once.Schema, setting.Schema, feed.Schema, treasury.Schema, bilingual.Schema, claim.Schema, invoice.Schema, token.Schema, hook.Schema)
	blobs, err := blob.Open(t.TempDir())
	b.store, b.people = store, identity.New(store, identity.Options{})
	b.must(err)
	b.must(b.people.Start(t.Context()))
	words, err := i18n.Load()
	b.must(err)
	rates, shops, ways := landed.New(store), catalog.New(store, blobs), delivery.New(store)
	b.Desk = &Desk{Words: words, Catalog: shops, Delivery: ways, Landed: rates, Feed: feed.New(store, shops),
		Market: market.New(store, shops, rates, ways, payment.Ways{payment.Play{}, offline.Cash{}},
			market.Options{Cash: func() market.CashTerms { return b.cash }, Mark: b.people.Mark})}
	b.Bilingual = bilingual.New(store, shops, func() translate.Provider { return b.machine })
	files, err := blob.Open(t.TempDir())
	b.must(err)
	b.Feed.KeepFiles(files)
	b.Catalog.KeepFiles(files)
	b.Treasury = treasury.New(store, setting.New(store))
	b.Commission, b.Discounts = commission.New(store), discount.New(store)
	b.Tokens = token.NewService(store)
	b.Hooks = hook.NewService(store, hook.Options{Dev: true, Thing: func(context.Context, identity.Actor, db.ShopID, hook.Kind, int64) (any, error) { return "it", nil }})
	b.Invoices = invoice.New(store, func() string { return "Agora" })
	b.Claims = claim.New(store, b.Market, blobs, claim.Deadlines{})
	edge := web.New(web.Options{Words: words, Who: b.people.Actor, Signed: b.people.Check, Log: slog.New(slog.DiscardHandler)})
	edge.Add(b.Routes()...)
	b.server = httptest.NewServer(edge)
	t.Cleanup(b.server.Close)
	b.shop = b.open("sadia", "loom")
	b.other = b.open("bilal", "anvil")
	b.enter("guest-like", "nobody@example.org")
	return b
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// enter makes a person with a session.
func (b *bench) enter(name, login string) identity.Person {
	b.Helper()
	const password = "a long enough one"
	p, err := b.people.SignUp(b.Context(), identity.NewPerson{Name: name, Login: login, Password: password, Country: "PK", Lang: "en"})
	b.must(err)
	b.tokens[name], err = b.people.SignIn(b.Context(), login, password, "test")
	b.must(err)
	return p
}

// open makes a seller and her open shop with one product and one delivery.
func (b *bench) open(name, handle string) catalog.Shop {
	b.Helper()
	ctx := context.Background()
	p := b.enter(name, name+"@example.org")
	origin, err := country.Address{Country: "PK", Name: name, Phone: "+923014478215", Street: "Mall 1", City: "Lahore", Province: "Punjab", Postcode: "54000"}.Check()
	b.must(err)
	id, err := b.Catalog.OpenShop(ctx, identity.System(), catalog.NewShop{Handle: handle, Owner: p.ID, Name: "The " + handle, Country: "PK", City: "Lahore",
		Currency: "PKR", Languages: []string{"en", "ur"}, Origin: origin, HandlingDays: 2, ReturnDays: 14})
	b.must(err)
	_, err = b.Catalog.SaveProduct(ctx, identity.System(), id, catalog.Draft{Handle: "cap", Status: catalog.ProductActive, Origin: "PK",
		Title: catalog.Texts{"en": "Cap", "ur": "ٹوپی"}, Variants: []catalog.VariantDraft{{Price: money.Of(50000, "PKR"), Grams: 90, OnHand: 5}}})
	b.must(err)
	b.must(b.Delivery.Save(ctx, identity.System(), id, []delivery.Option{{Home: "PK", Key: "post", Carrier: "pakpost", Name: map[string]string{"en": "Post"},
		Service: delivery.Post, To: []string{delivery.Domestic}, DaysMin: 2, DaysMax: 4, Incoterm: "DDP", Tracked: true,
		Steps: []delivery.Step{{UpToGrams: 5000, Price: money.Of(25000, "PKR")}}}}))
	for _, m := range []catalog.ShopMove{catalog.ShopSubmit, catalog.ShopApprove} {
		b.must(b.Catalog.MoveShop(ctx, identity.System(), id, m, ""))
	}
	shop, err := b.Catalog.ShopByID(ctx, id)
	b.must(err)
	return shop
}

// sell places an order for one cap of the shop.
func (b *bench) sell(shop catalog.Shop) market.Order {
	b.Helper()
	return b.sellBy(shop, "", "saima@example.org")
}

// sellBy places one that is paid by a way ("" for the first), for a buyer with
// an e-mail address or "".
func (b *bench) sellBy(shop catalog.Shop, way, email string) market.Order {
	b.Helper()
	ctx := context.Background()
	p, _, err := b.Catalog.Product(ctx, shop.Handle, "cap")
	b.must(err)
	token, err := b.Market.AddLine(ctx, "", p.Variants[0].ID, 1)
	b.must(err)
	address := country.Address{Country: "PK", Name: "Saima Rafiq", Phone: "+923014478215", Street: "House 14-B", City: "Lahore", Province: "Punjab", Postcode: "54000"}
	c, err := b.Market.Checkout(ctx, token, market.Choice{To: "PK", Currency: "PKR", Pay: way})
	b.must(err)
	g, err := b.Market.Place(ctx, identity.Guest(), market.PlaceOrder{Cart: token, Key: token, QuoteHash: c.Quote.Hash(), Contact: market.Contact{Email: email},
		Address: address, Currency: "PKR", Options: c.Chosen, Pay: c.Pay, Lang: "ur"})
	b.must(err)
	return g.Orders[0]
}

// reply is an answer of the desk.
type reply struct {
	status int
	to     string
	body   string
}

// ask sends a request as somebody; form makes it a post.
func (b *bench) ask(who, path string, form url.Values) reply {
	b.Helper()
	kind := ""
	var body io.Reader
	if form != nil {
		kind, body = "application/x-www-form-urlencoded", strings.NewReader(form.Encode())
	}
	return b.send(who, path, kind, body)
}

func (b *bench) send(who, path, kind string, body io.Reader) reply {
	b.Helper()
	method := http.MethodGet
	if body != nil {
		method = http.MethodPost
	}
	ctx, cancel := context.WithTimeout(b.Context(), 10*time.Second) // a stream that should be shut must not hang the test
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, b.server.URL+path, body)
	b.must(err)
	r.Header.Set("Content-Type", kind)
	if token := b.tokens[who]; token != "" {
		r.AddCookie(&http.Cookie{Name: "agora_session", Value: token})
	}
	w, err := http.DefaultTransport.RoundTrip(r)
	b.must(err)
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	b.must(err)
	return reply{w.StatusCode, w.Header.Get("Location"), string(raw)}
}

func (b *bench) desk(shop catalog.Shop) string { return "/desk/" + number(int64(shop.ID)) }
