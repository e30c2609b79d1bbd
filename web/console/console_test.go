package console

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/claim"
	"agora/commission"
	"agora/country"
	"agora/db/dbtest"
	"agora/delivery"
	"agora/digital"
	"agora/discount"
	"agora/event"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/invoice"
	"agora/jobs"
	"agora/landed"
	"agora/ledger"
	"agora/market"
	"agora/money"
	"agora/notify"
	"agora/once"
	"agora/payment"
	"agora/payment/offline"
	"agora/rates"
	"agora/setting"
	"agora/token"
	"agora/treasury"
	"agora/web"
	"agora/wording"
)

// office is a console served in the test, with one shop and one order that
// waits for a bank transfer.
type office struct {
	*testing.T
	*Console
	server *httptest.Server
	tokens map[string]string
	shop   catalog.ShopID
	group  market.Group
	queue  *queue
}

// queue is a list of jobs in memory.
type queue struct{ dead []jobs.Job }

func (q *queue) Dead(context.Context, jobs.Page) ([]jobs.Job, error)   { return q.dead, nil }
func (q *queue) Recent(context.Context, jobs.Page) ([]jobs.Job, error) { return q.dead, nil }
func (q *queue) Counts(context.Context) (map[string]int64, error) {
	return map[string]int64{"discarded": int64(len(q.dead))}, nil
}
func (q *queue) Retry(_ context.Context, id int64) error {
	for i, j := range q.dead {
		if j.ID == id {
			q.dead = append(q.dead[:i], q.dead[i+1:]...)
			return nil
		}
	}
	return fault.New(fault.NotFound, "fault.not_found")
}

func newOffice(t *testing.T) *office {
	t.Helper()
	store := dbtest.SQLite(t, event.Schema, notify.Schema, identity.Schema, ledger.Schema, audit.Schema, landed.Schema, rates.Schema, token.Schema, setting.Schema, wording.Schema, digital.Schema, catalog.Schema,
		commission.Schema, discount.Schema, delivery.Schema, payment.Schema, market.Schema, treasury.Schema, claim.Schema, invoice.Schema, once.Schema)
	blobs, err := blob.Open(t.TempDir())
	o := &office{T: t, tokens: map[string]string{}, queue: &queue{dead: []jobs.Job{{ID: 7, Name: "mail", State: "discarded", Error: "no route"}}}}
	o.must(err)
	words, err := i18n.Load()
	o.must(err)
	people, landing, shops, ways := identity.New(store, identity.Options{}), landed.New(store), catalog.New(store, blobs), delivery.New(store)
	o.must(people.Start(t.Context()))
	o.Console = &Console{DB: store, Catalog: shops, Landed: landing, Delivery: ways, People: people, House: setting.New(store), Wording: wording.New(store, words), Outbox: notify.New(store), Jobs: o.queue,
		Market: market.New(store, shops, landing, ways, payment.Ways{offline.Transfer{Account: func(money.Currency) string { return "PK36" }}, offline.Cash{}}, market.Options{Mark: people.Mark})}
	o.Rates = rates.New(store, landing, func() rates.Wishes { return rates.Wishes{Fetch: o.House.House().RateFetch} })
	o.Treasury = treasury.New(store, o.House)
	o.Commission, o.Tokens = commission.New(store), token.NewService(store)
	o.Invoices = invoice.New(store, func() string { return "Agora" })
	o.Claims = claim.New(store, o.Market, blobs, claim.Deadlines{})
	o.Treasury.Reads(o.Market)
	edge := web.New(web.Options{Words: words, Who: people.Actor, Signed: people.Check, Log: slog.New(slog.DiscardHandler)})
	edge.Add(o.Routes()...)
	o.server = httptest.NewServer(edge)
	t.Cleanup(o.server.Close)
	boss := o.enter("olga")
	o.must(people.Grant(t.Context(), identity.System(), boss.ID, identity.Operator))
	o.fill(o.enter("sadia"), ways)
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) enter(name string) identity.Person {
	o.Helper()
	p, err := o.People.SignUp(o.Context(), identity.NewPerson{Name: name, Login: name + "@example.org", Password: "a long enough one", Country: "PK", Lang: "en"})
	o.must(err)
	o.tokens[name], err = o.People.SignIn(o.Context(), name+"@example.org", "a long enough one", "test")
	o.must(err)
	return p
}

// fill opens a shop, sells a cap of it, and tells somebody about it.
func (o *office) fill(owner identity.Person, ways *delivery.Service) {
	o.Helper()
	ctx := context.Background()
	var err error
	address := country.Address{Country: "PK", Name: "Sadia", Phone: "+923014478215", Street: "Mall 1", City: "Lahore", Province: "Punjab", Postcode: "54000"}
	o.shop, err = o.Catalog.OpenShop(ctx, identity.System(), catalog.NewShop{Handle: "loom", Owner: owner.ID, Name: "The Loom", Country: "PK", City: "Lahore",
		Currency: "PKR", Languages: []string{"en"}, Origin: address, Payout: "1180-77"})
	o.must(err)
	_, err = o.Catalog.SaveProduct(ctx, identity.System(), o.shop, catalog.Draft{Handle: "cap", Status: catalog.ProductActive, Origin: "PK",
		Title: catalog.Texts{"en": "Cap"}, Variants: []catalog.VariantDraft{{Price: money.Of(50000, "PKR"), Grams: 90, OnHand: 5}}})
	o.must(err)
	o.must(ways.Save(ctx, identity.System(), o.shop, []delivery.Option{{Home: "PK", Key: "post", Carrier: "pakpost", Service: delivery.Post, To: []string{delivery.Domestic},
		DaysMin: 2, DaysMax: 4, Incoterm: "DDP", Steps: []delivery.Step{{UpToGrams: 5000, Price: money.Of(25000, "PKR")}}}}))
	for _, m := range []catalog.ShopMove{catalog.ShopSubmit, catalog.ShopApprove} {
		o.must(o.Catalog.MoveShop(ctx, identity.System(), o.shop, m, ""))
	}
	p, _, err := o.Catalog.Product(ctx, "loom", "cap")
	o.must(err)
	token, err := o.Market.AddLine(ctx, "", p.Variants[0].ID, 1)
	o.must(err)
	c, err := o.Market.Checkout(ctx, token, market.Choice{To: "PK", Currency: "PKR"})
	o.must(err)
	o.group, err = o.Market.Place(ctx, identity.Guest(), market.PlaceOrder{Cart: token, Key: token, QuoteHash: c.Quote.Hash(), Contact: market.Contact{Email: "s@example.org"},
		Address: address, Currency: "PKR", Options: c.Chosen, Pay: c.Pay, Lang: "en"})
	o.must(err)
	o.must(o.Outbox.Send(ctx, notify.Message{To: "s@example.org", Subject: "Your order", Text: "It is placed.", Key: "k"}))
}

type reply struct {
	status int
	to     string
	body   string
}

func (o *office) ask(who, path string, form url.Values) reply {
	o.Helper()
	if form == nil {
		return o.send(who, http.MethodGet, path, "", nil)
	}
	return o.send(who, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (o *office) send(who, method, path, kind string, body io.Reader) reply {
	o.Helper()
	ctx, cancel := context.WithTimeout(o.Context(), 10*time.Second) // a stream that should be shut must not hang the test
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, o.server.URL+path, body)
	o.must(err)
	r.Header.Set("Content-Type", kind)
	r.AddCookie(&http.Cookie{Name: "agora_session", Value: o.tokens[who]})
	w, err := http.DefaultTransport.RoundTrip(r)
	o.must(err)
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	o.must(err)
	return reply{w.StatusCode, w.Header.Get("Location"), string(raw)}
}

func (o *office) pages() []string {
	return []string{"", "/shops", "/shops?status=open", "/orders", "/orders?state=awaiting_payment", "/groups?ref=" + o.group.Ref, "/ledger", "/settings",
		"/rates", "/rules", "/rules?country=KZ", "/jobs", "/jobs?list=recent", "/audit", "/people", "/people?q=sad", "/messages", "/words", "/fines", "/fines/new", "/cash", "/claims", "/claims?ended=yes", "/statements", "/banks",
		"/commission", "/commission?scope=programme", "/invoices", "/exchange", "/debts", "/kinds", "/kinds/category", "/kinds/trait"}
}

func TestPagesAreWholeInEveryLanguage(t *testing.T) {
	o := newOffice(t)
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range o.pages() {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			r := o.ask("olga", "/console"+path+sep+"lang="+lang, nil)
			if r.status != 200 || !strings.Contains(r.body, "</html>") {
				t.Errorf("%s %s: %d", lang, path, r.status)
			}
			seen := map[string]bool{}
			for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(r.body, -1) {
				if seen[m[1]] {
					t.Errorf("%s %s has two %q", lang, path, m[1])
				}
				seen[m[1]] = true
			}
			for _, bad := range []string{" style=", "console.", "desk.", "store.", "setting.later", "{n}", "!(", "%!"} {
				if i := strings.Index(r.body, bad); i >= 0 {
					t.Errorf("%s %s holds %q: …%s…", lang, path, bad, r.body[max(0, i-60):min(len(r.body), i+40)])
				}
			}
		}
	}
}

func TestOnlyOperatorsComeIn(t *testing.T) {
	o := newOffice(t)
	for _, path := range o.pages() {
		if r := o.ask("sadia", "/console"+path, nil); r.status != 403 {
			t.Errorf("a seller asks %s: %d", path, r.status)
		}
		if r := o.ask("", "/console"+path, nil); r.status != 303 {
			t.Errorf("a stranger asks %s: %d", path, r.status)
		}
	}
	for _, route := range o.Routes() {
		if route.Access != web.Operator {
			t.Errorf("%s %s is open to %s", route.Method, route.Pattern, route.Access)
		}
	}
}

func TestABankTransferIsBookedOnce(t *testing.T) {
	o := newOffice(t)
	form := url.Values{"ref": {o.group.Ref}, "amount": {"749.99"}}
	if r := o.ask("olga", "/console/groups/paid", form); r.status != 422 || !strings.Contains(r.body, `value="749.99"`) || !strings.Contains(r.body, "f-amount-e") {
		t.Errorf("a wrong sum: %d", r.status)
	}
	form.Set("amount", "750.00")
	if r := o.ask("olga", "/console/groups/paid", form); r.status != 303 {
		t.Fatalf("the right sum: %d %s", r.status, r.body)
	}
	if r := o.ask("olga", "/console/groups/paid", form); r.status != 409 {
		t.Errorf("booked twice: %d", r.status)
	}
	if r := o.ask("olga", "/console/orders?state=placed", nil); !strings.Contains(r.body, o.group.Ref+"/1") {
		t.Error("the paid order is not among the new ones")
	}
	if r := o.ask("olga", "/console", nil); !strings.Contains(r.body, "Books balance to zero") {
		t.Error("the books do not balance")
	}
	if r := o.ask("olga", "/console/ledger/check", url.Values{}); r.status != 200 || !strings.Contains(r.body, "every chain holds") {
		t.Errorf("check: %d", r.status)
	}
	if r := o.ask("olga", "/console/groups?ref=AG-0000", nil); r.status != 422 {
		t.Errorf("no reference: %d", r.status)
	}
}

func TestAShopIsSentBackWithAReason(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	owner, err := o.People.ByLogin(ctx, identity.System(), "sadia@example.org")
	o.must(err)
	id, err := o.Catalog.OpenShop(ctx, identity.System(), catalog.NewShop{Handle: "kiln", Owner: owner.ID, Name: "Kiln", Country: "PK", City: "Multan", Currency: "PKR", Languages: []string{"en"}})
	o.must(err)
	o.must(o.Catalog.MoveShop(ctx, identity.System(), id, catalog.ShopSubmit, ""))
	move := "/console/shops/" + number(int64(id)) + "/move"
	if r := o.ask("olga", move, url.Values{"move": {"decline"}}); r.status != 422 {
		t.Errorf("sent back without a reason: %d", r.status)
	}
	if r := o.ask("olga", move, url.Values{"move": {"decline"}, "why": {"No address"}}); r.status != 303 {
		t.Errorf("sent back: %d", r.status)
	}
	o.must(o.Catalog.MoveShop(ctx, identity.System(), id, catalog.ShopSubmit, ""))
	if r := o.ask("olga", move, url.Values{"move": {"approve"}}); r.status != 303 {
		t.Errorf("approved: %d", r.status)
	}
	if shop, err := o.Catalog.ShopByID(ctx, id); err != nil || shop.Status != catalog.ShopOpen {
		t.Errorf("%s, %v", shop.Status, err)
	}
	rate := "/console/shops/" + number(int64(id)) + "/commission"
	if r := o.ask("olga", rate, url.Values{"rate": {"99"}}); r.status != 422 {
		t.Errorf("too large a share: %d", r.status)
	}
	if r := o.ask("olga", rate, url.Values{"rate": {"7.5"}}); r.status != 303 {
		t.Errorf("a new share: %d", r.status)
	}
	prices := "/console/shops/" + number(int64(id)) + "/prices"
	if r := o.ask("olga", prices, url.Values{"prices": {"half"}}); r.status != 422 {
		t.Errorf("no way to write prices: %d", r.status)
	}
	if r := o.ask("olga", prices, url.Values{"prices": {"net"}}); r.status != 303 {
		t.Errorf("prices with VAT: %d", r.status)
	}
	if view, err := o.Landed.View(ctx); err != nil || view.Prices(id) != landed.NetKept {
		t.Errorf("%q, %v", view.Prices(id), err)
	}
}

func TestSettingsRatesRolesAndJobs(t *testing.T) {
	o := newOffice(t)
	if r := o.ask("olga", "/console/settings", url.Values{"public_address": {"nowhere"}, "house_name": {"Bazaar"}}); r.status != 422 || !strings.Contains(r.body, `value="Bazaar"`) || !strings.Contains(r.body, "f-public_address-e") {
		t.Errorf("a bad setting: %d", r.status)
	}
	if r := o.ask("olga", "/console/settings", url.Values{"house_name": {"Bazaar"}}); r.status != 303 || o.House.House().Name != "Bazaar" {
		t.Errorf("a setting: %d", r.status)
	}
	for text, want := range map[string]int{"currency,per_usd,day,source\nKGS,87.4,2026-11-23,Bank\n": 303, "a,b\n": 422} {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile("file", "rates.csv")
		o.must(err)
		_, _ = part.Write([]byte(text))
		o.must(w.Close())
		if r := o.send("olga", http.MethodPost, "/console/rates", w.FormDataContentType(), &body); r.status != want {
			t.Errorf("%q: %d", text, r.status)
		}
	}
	who, err := o.People.ByLogin(t.Context(), identity.System(), "sadia@example.org")
	o.must(err)
	if r := o.ask("olga", "/console/people/"+number(int64(who.ID))+"/role", url.Values{"do": {"grant"}, "role": {"moderator"}}); r.status != 303 {
		t.Errorf("a role: %d", r.status)
	}
	if r := o.ask("olga", "/console/jobs/7/retry", url.Values{}); r.status != 303 || len(o.queue.dead) != 0 {
		t.Errorf("retry: %d", r.status)
	}
	if r := o.ask("olga", "/console/jobs/7/retry", url.Values{}); r.status != 404 {
		t.Errorf("retry of none: %d", r.status)
	}
}
