package storefront

import (
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/commission"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/delivery"
	"agora/digital"
	"agora/discount"
	"agora/event"
	"agora/feed"
	"agora/identity"
	"agora/landed"
	"agora/ledger"
	"agora/market"
	"agora/money"
	"agora/once"
	"agora/payment"
	"agora/payment/offline"
	"agora/web"
)

// bazaar is a market with one shop in Pakistan, served in the test.
type bazaar struct {
	*testing.T
	*Store
	db      *db.DB
	edge    *web.Server
	server  *httptest.Server
	shop    catalog.Shop
	owner   identity.Actor
	visitor *http.Client
	cash    market.CashTerms
}

// evil is what a seller may write into a text.
const evil = `Mat <script>alert(1)</script> & "co"`

func newBazaar(t *testing.T) *bazaar {
	t.Helper()
	d := dbtest.SQLite(t, event.Schema, identity.Schema, ledger.Schema, audit.Schema, landed.Schema, digital.Schema, catalog.Schema,
		commission.Schema, discount.Schema, delivery.Schema, payment.Schema, market.Schema, once.Schema)
	blobs, err := blob.Open(t.TempDir())
	b := &bazaar{T: t, db: d}
	b.must(err)
	people := identity.New(d, identity.Options{})
	b.must(people.Start(t.Context()))
	rates, shops, ways := landed.New(d), catalog.New(d, blobs), delivery.New(d)
	b.Store = &Store{Catalog: shops, Landed: rates, Delivery: ways, People: people, Blobs: blobs, Feed: feed.New(d, shops),
		Market: market.New(d, shops, rates, ways, payment.Ways{payment.Play{}, bankWay(), qrWay(), gateway{}, offline.Cash{}},
			market.Options{Cash: func() market.CashTerms { return b.cash }, Mark: people.Mark})}
	b.edge = web.New(web.Options{Who: people.Actor, Signed: people.Check, Log: slog.New(slog.DiscardHandler)})
	b.edge.Add(b.Routes()...)
	b.server = httptest.NewServer(b.edge)
	t.Cleanup(b.server.Close)
	b.visitor = b.newVisitor()
	b.open()
	return b
}

func (b *bazaar) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// newVisitor is somebody with a browser of their own.
func (b *bazaar) newVisitor() *http.Client {
	jar, err := cookiejar.New(nil)
	b.must(err)
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (b *bazaar) open() {
	ctx := context.Background()
	p, err := b.People.SignUp(ctx, identity.NewPerson{Name: "Sadia", Login: "sadia@example.org", Password: "a long enough one", Country: "PK", Lang: "en"})
	b.must(err)
	b.owner = p.Actor()
	origin, err := country.Address{Country: "PK", Name: "Sadia", Phone: "+923014478215", Street: "Mall 1", City: "Lahore", Province: "Punjab", Postcode: "54000"}.Check()
	b.must(err)
	id, err := b.Catalog.OpenShop(ctx, identity.System(), catalog.NewShop{Handle: "loom", Owner: p.ID, Name: "Loom & Sons", Country: "PK", City: "Lahore",
		Currency: "PKR", Languages: []string{"en", "ur"}, Origin: origin, Tagline: catalog.Texts{"en": "Mats"}, Story: catalog.Texts{"en": "One.\n\nTwo."},
		HandlingDays: 2, ReturnDays: 14, Initials: "LS", Tint: "turq"})
	b.must(err)
	b.must(b.Catalog.SaveCategories(ctx, identity.System(), []catalog.Category{{Key: "felt", Names: catalog.Texts{"en": "Felt", "ur": "نمدا"}}}))
	price := func(n int64) money.Amount { return money.Of(n, "PKR") }
	size := catalog.Option{Name: catalog.Texts{"en": "Size"}, Values: []catalog.OptionValue{{Key: "s", Name: catalog.Texts{"en": "Small"}}, {Key: "l", Name: catalog.Texts{"en": "Large"}}}}
	drafts := []catalog.Draft{
		{Handle: "mat", Status: catalog.ProductActive, Category: "felt", Origin: "PK", Title: catalog.Texts{"en": evil, "ur": "چٹائی"},
			Description: catalog.Texts{"en": evil + "\n\nSecond."}, Variants: []catalog.VariantDraft{{Price: price(120000), Grams: 400, OnHand: 5}}},
		{Handle: "cap", Status: catalog.ProductActive, Category: "felt", Origin: "PK", Title: catalog.Texts{"en": "Cap"}, Options: []catalog.Option{size},
			Variants: []catalog.VariantDraft{{Values: []string{"s"}, Price: price(50000), Grams: 90, OnHand: 2}, {Values: []string{"l"}, Price: price(70000), Grams: 110, OnHand: 3}}},
	}
	_, err = b.Catalog.SaveProducts(ctx, identity.System(), id, drafts)
	b.must(err)
	b.must(b.db.Write(ctx, func(tx *db.Tx) error {
		return b.Delivery.SaveOptions(tx, id, []delivery.Option{{Home: "PK", Key: "post", Carrier: "pakpost", Name: map[string]string{"en": "Post"}, Service: delivery.Post,
			To: []string{delivery.Domestic}, DaysMin: 2, DaysMax: 4, Incoterm: "DDP", Tracked: true, Steps: []delivery.Step{{UpToGrams: 5000, Price: price(25000)}}}})
	}))
	for _, m := range []catalog.ShopMove{catalog.ShopSubmit, catalog.ShopApprove} {
		b.must(b.Catalog.MoveShop(ctx, identity.System(), id, m, ""))
	}
	b.shop, err = b.Catalog.ShopByID(ctx, id)
	b.must(err)
}

// reply is an answer of the market.
type reply struct {
	status int
	to     string // where it leads
	body   string
	wire   int // bytes of the body as sent
}

// ask sends a request as a browser would; form makes it a post.
func (b *bazaar) ask(path string, form url.Values) reply { return b.askAs(b.visitor, path, form) }

func (b *bazaar) askAs(c *http.Client, path string, form url.Values) reply {
	b.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(b.Context(), method, b.server.URL+path, body)
	b.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Encoding", "gzip")
	w, err := c.Do(r)
	b.must(err)
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	b.must(err)
	out := reply{status: w.StatusCode, to: w.Header.Get("Location"), body: string(raw), wire: len(raw)}
	if w.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(strings.NewReader(out.body))
		b.must(err)
		plain, err := io.ReadAll(z)
		b.must(err)
		out.body = string(plain)
	}
	return out
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
var radioInput = regexp.MustCompile(`<input type="radio" name="([^"]+)" value="([^"]*)"( checked)?`)

// filled gives what a browser would send of the page's form, untouched.
func filled(page string) url.Values {
	form := url.Values{}
	for _, m := range hiddenInput.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], strings.NewReplacer("&#34;", `"`, "&amp;", "&", "&#43;", "+").Replace(m[2]))
	}
	for _, m := range radioInput.FindAllStringSubmatch(page, -1) {
		if m[3] != "" || !form.Has(m[1]) {
			form.Set(m[1], m[2])
		}
	}
	return form
}

// fillCart puts n caps into the cart by the form of the product's page.
func (b *bazaar) fillCart(n int) {
	b.Helper()
	form := filled(b.ask("/s/loom/cap", nil).body)
	form.Set("quantity", strconv.Itoa(n))
	if r := b.ask("/cart/add", form); r.status != 303 || r.to != "/cart" {
		b.Fatalf("into the cart: %d %s", r.status, r.to)
	}
}

// address is a whole checkout form.
func (b *bazaar) address() url.Values {
	form := filled(b.ask("/checkout", nil).body)
	for k, v := range map[string]string{"do": "place", "country": "PK", "contact.email": "saima@example.org", "address.name": "Saima Rafiq",
		"address.phone": "0301 4478215", "address.province": "Punjab", "address.city": "Lahore", "address.street": "House 14-B", "address.postcode": "۵۴۰۰۰"} {
		form.Set(k, v)
	}
	return form
}
