package e2e

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/demo"
	"agora/identity"
	"agora/market"
	whole "agora/node"
	"agora/payment/hosted/hostedtest"
)

// flow is a market of its own, whose clock the test turns and whose bank the
// test is: the whole way of the money, by the pages and ways in that people and
// providers use.
type flow struct {
	*testing.T
	*whole.Node
	settings whole.Settings
	ahead    time.Duration
	bank     *hostedtest.Gateway
	rooms    map[string]*client // by person, signed in
	buyer    *client
}

// TestFlows goes through the points at which the flow of a marketplace was seen
// to break in the middle: the points of spree/spree's pull requests 14622 and
// 14673 (read in August 2026), each in this market's words.
func TestFlows(t *testing.T) {
	t.Parallel()
	f := &flow{T: t, bank: hostedtest.New(t)}
	f.settings = whole.Settings{Data: t.TempDir(), Listen: "127.0.0.1:0", Demo: true, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Clock: func() time.Time { return time.Now().Add(f.ahead) }}
	f.open()
	t.Cleanup(f.close)
	if _, err := demo.Fill(t.Context(), demo.Parts{DB: f.DB, Blobs: f.Blobs, Identity: f.Identity, Catalog: f.Catalog, Landed: f.Landed,
		Delivery: f.Delivery, House: f.House, Market: f.Market, Treasury: f.Treasury, Claims: f.Claims, Assembly: f.Assembly, Relief: f.Relief, Prices: f.Prices, Academy: f.Academy}); err != nil {
		t.Fatal(err)
	}
	for _, point := range []struct {
		name string
		run  func(*flow)
	}{
		{"a provider's way in is set once and keeps its secret", (*flow).secretStays},
		{"a way is offered for what its provider granted", (*flow).asGranted},
		{"each order of a group shows what it was paid and what is to come", (*flow).ownShares},
		{"paid counts the parts, so every order of a group can be fulfilled", (*flow).partsCount},
		{"an order shows its own commission only", (*flow).ownCommission},
		{"a dispatched order is not cancelled, and the buyer reads why", (*flow).saysWhy},
		{"an order out of two places of a shop costs one delivery", (*flow).oneDelivery},
		{"a fully refunded order no longer reads as paid", (*flow).refundedReads},
		{"sellers of one checkout are paid, by the program itself", (*flow).bothArePaid},
		{"a payout asks for no more than the balance has", (*flow).withinBalance},
		{"a payout that the bank returns is no longer settled", (*flow).returned},
	} {
		sound := t.Run(point.name, func(t *testing.T) {
			f.T = t
			f.renew()
			point.run(f)
		})
		if f.T = t; !sound {
			return // the next points stand on this one
		}
	}
	list, err := f.Check(t.Context())
	if err != nil || !whole.Sound(list) {
		t.Error(list, err)
	}
}

// open starts the node and lets nobody in yet.
func (f *flow) open() {
	f.Helper()
	n, err := whole.Open(f.Context(), f.settings)
	if err == nil {
		err = n.Start(f.Context())
	}
	if err != nil {
		f.Fatal(err)
	}
	f.Node, f.rooms = n, map[string]*client{}
}

func (f *flow) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := f.Stop(ctx); err != nil {
		f.Error(err)
	}
}

// renew makes the people of one point.
func (f *flow) renew() { f.rooms, f.buyer = map[string]*client{}, f.person() }

func (f *flow) person() *client {
	f.Helper()
	c := newClient(f.T, "127.0.0.50")
	c.at = f.Addr()
	return c
}

// as gives the browser of somebody of the demo who is signed in.
func (f *flow) as(who string) *client {
	f.Helper()
	if c := f.rooms[who]; c != nil {
		return c
	}
	c := f.person()
	form := c.get("/account/sign-in?lang=en").form(f.T, "/account/sign-in")
	form.Set("login", who+"@demo.agora.example")
	form.Set("password", password)
	if p := c.post("/account/sign-in", form); p.status != http.StatusSeeOther {
		f.Fatalf("%s signs in: %d", who, p.status)
	}
	f.rooms[who] = c
	return c
}

// do sends a form of a page as it stands, with some fields filled.
func (f *flow) do(c *client, page, action string, fields ...string) page {
	f.Helper()
	form := c.get(page).form(f.T, action)
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return c.post(action, form)
}

// must is do for what is to succeed.
func (f *flow) must(c *client, page, action string, fields ...string) {
	f.Helper()
	if p := f.do(c, page, action, fields...); p.status != http.StatusSeeOther {
		f.Fatalf("%s: %d\n%s", action, p.status, mishaps(p))
	}
}

// purchase is a group with the link of its buyer.
type purchase struct {
	market.Group
	link string
}

// buy puts things into the cart and places them to be paid on the bank's page.
func (f *flow) buy(things ...string) purchase {
	f.Helper()
	f.buyer.speak("en", "PK")
	for _, g := range things {
		f.buyer.take(g)
	}
	form := f.buyer.filledCheckout()
	form.Set("pay", "hosted")
	link := strings.Replace(f.buyer.place(form), "/pay?", "?", 1)
	id, err := strconv.ParseInt(strings.FieldsFunc(link, func(c rune) bool { return c == '/' || c == '?' })[1], 10, 64)
	if err != nil {
		f.Fatal(link, err)
	}
	return f.now(purchase{market.Group{ID: market.GroupID(id)}, link})
}

// now reads a group again.
func (f *flow) now(b purchase) purchase {
	f.Helper()
	g, err := f.Market.Group(f.Context(), identity.System(), b.ID)
	if err != nil {
		f.Fatal(err)
	}
	return purchase{g, b.link}
}

// pays is the buyer on the bank's page, and the bank telling of it.
func (f *flow) pays(b purchase, minor int64) int {
	f.Helper()
	return f.told(f.bank.Pay(fmt.Sprintf("hosted-%d", b.ID), minor))
}

func (f *flow) told(p hostedtest.Payment) int {
	f.Helper()
	res, err := http.DefaultClient.Do(hostedtest.Note(f.Context(), f.Addr()+"/pay/hosted", "payment.updated", p, f.settings.Clock()))
	if err != nil {
		f.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}

// paid is a group that is bought and paid.
func (f *flow) paid(things ...string) purchase {
	f.Helper()
	b := f.buy(things...)
	if status := f.pays(b, b.Total.Minor); status != http.StatusNoContent {
		f.Fatalf("paying: %d", status)
	}
	return f.now(b)
}

// owners are the sellers of the demo, by the handles of their shops.
var owners = map[string]string{"felt": "aizada", "kandy": "nadeesha", "isfara": "madina"}

// sold is the page of an order on its seller's desk.
func (f *flow) sold(o market.Order) (seller *client, path string) {
	f.Helper()
	return f.as(owners[o.ShopHandle]), fmt.Sprintf("/desk/%d/orders/%d", o.Shop, o.ID)
}

// acts is a seller doing one thing after the other.
func (f *flow) acts(o market.Order, steps ...string) {
	f.Helper()
	c, path := f.sold(o)
	for _, step := range steps {
		f.must(c, path, path+"/"+step)
	}
}

// receives is the buyer saying that a parcel is there.
func (f *flow) receives(b purchase, o market.Order) {
	f.Helper()
	path, query, _ := strings.Cut(b.link, "?")
	if p := f.buyer.post(path+"/receive?"+query, url.Values{"order": {strconv.FormatInt(int64(o.ID), 10)}}); p.status != http.StatusSeeOther {
		f.Fatalf("receive: %d\n%s", p.status, mishaps(p))
	}
}
