package node

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/identity"
	"agora/market"
)

// sale is a live sale of a shop of the demo, on a node whose clock the test moves.
type sale struct {
	*testing.T
	node  *Node
	site  string
	later atomic.Int64
	event assembly.Event
	hall  assembly.Session
	shop  catalog.Shop
	thing catalog.Product
}

// openSale opens it; the node is so much ahead of the clock of the browsers.
func openSale(t *testing.T, ahead time.Duration) *sale {
	t.Helper()
	o := &sale{T: t}
	s := settings(t, t.TempDir())
	s.Dev, s.Clock = true, func() time.Time { return time.Now().Add(time.Duration(o.later.Load())) }
	o.node, o.site = demoSite(t, s)
	o.later.Store(int64(ahead))
	ctx, system, now := t.Context(), identity.System(), s.Clock()
	var err error
	o.thing, o.shop, err = o.node.Catalog.Product(ctx, "felt", "felt-coasters")
	o.must(err)
	o.event, err = o.node.Assembly.Save(ctx, system, assembly.Event{Host: o.shop.ID, Starts: now, Ends: now.Add(8 * time.Hour), Plan: assembly.Plan{
		Kind: assembly.LiveSale, Title: catalog.Texts{"en": "Felt, live"}, Zone: "Asia/Bishkek", Langs: []string{"ky"}}})
	o.must(err)
	o.must(o.node.Assembly.Publish(ctx, system, o.event.ID))
	o.hall, err = o.node.Assembly.Schedule(ctx, system, assembly.Session{Event: o.event.ID, Starts: now, Ends: now.Add(time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "Coasters"}}})
	o.must(err)
	return o
}

func (o *sale) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// seat gives somebody a seat and a browser; hall is her address there, with place "".
func (o *sale) seat(name string, role assembly.Role) (v *visit, hall func(place string) string) {
	o.Helper()
	s, _, err := o.node.Assembly.Register(o.Context(), identity.Guest(), o.event.ID, assembly.Applicant{Name: name, Email: name + "@example.org", Country: "KG", Agreed: true})
	o.must(err)
	o.must(o.node.Assembly.Appoint(o.Context(), identity.System(), o.event.ID, s.ID, role, ""))
	return o.reader(), func(place string) string {
		return fmt.Sprintf("/attend/%d/%d/%d%s?k=%s", o.event.ID, s.ID, o.hall.ID, place, o.node.Identity.Sign(assembly.SeatPurpose, int64(s.ID)))
	}
}

// reader is a browser of somebody in Pakistan.
func (o *sale) reader() *visit {
	o.Helper()
	v := newVisit(o.T, o.node, o.site)
	v.post("/locale", url.Values{"country": {"PK"}, "currency": {"PKR"}, "lang": {"en"}, "back": {"/"}})
	return v
}

// code is the secret of the offer that runs.
func (o *sale) code() (code string) {
	o.Helper()
	o.must(o.node.DB.Read(o.Context(), func(tx *db.Tx) error {
		return tx.Row("SELECT MAX(code) FROM discounts WHERE closes > 0", nil, &code)
	}))
	return code
}

// tries posts a form and gives the answer, whatever it is.
func (v *visit) tries(path string, form url.Values) (int, string) {
	v.Helper()
	res, err := v.http.PostForm(v.url+path, form)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		v.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// TestALiveSaleToTheEnd puts a thing on the table for less, buys it from the hall
// without a script, and finds the same price on the table, in the cart, in the
// checkout and in the order; who comes when the clock has ended it pays as always.
func TestALiveSaleToTheEnd(t *testing.T) {
	o := openSale(t, 0)
	host, hosts := o.seat("olga", assembly.HostRole)
	host.post(hosts("/begin"), nil)
	page := "https://market.example/s/felt/" + o.thing.Handle
	for field, form := range map[string]url.Values{
		"percent": {"pin": {page}, "percent": {"95"}, "minutes": {"5"}}, "price": {"pin": {page}, "price": {"999999"}, "minutes": {"5"}},
		"minutes": {"pin": {page}, "percent": {"20"}, "minutes": {"0"}}, "pin": {"pin": {"somewhere"}, "percent": {"20"}, "minutes": {"5"}}} {
		if status, body := host.tries(hosts("/table"), form); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#f-`+field+`"`) || !strings.Contains(body, form.Get("minutes")) {
			t.Errorf("%s: %d", field, status)
		}
	}
	if status, body := host.tries(hosts("/table"), url.Values{"pin": {"/s/rishton/wall-tile"}, "percent": {"20"}, "minutes": {"5"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Only a shop that holds the event") {
		t.Errorf("a thing of another shop: %d", status)
	}
	saima, saimas := o.seat("saima", assembly.Attendee)
	host.post(hosts("/table"), url.Values{"pin": {page}})
	usual := doorOf(t, saima.page(saimas("")))
	host.post(hosts("/table"), url.Values{"pin": {page}, "percent": {"20"}, "minutes": {"5"}, "most": {"2"}})
	hall := saima.page(saimas(""))
	less := doorOf(t, hall)
	if less == usual || !strings.Contains(hall, "For less until") || !strings.Contains(hall, "For the first 2") || !strings.Contains(hall, `data-ends="`) || strings.Contains(hall, o.code()) {
		t.Fatalf("the table shows %q, before %q", less, usual)
	}
	t.Logf("%s, for less %s", usual, less)
	variant := regexpOf(t, `name="variant" value="(\d+)"`, hall)
	if to := saima.post(saimas("/buy"), url.Values{"variant": {variant}}); !strings.HasSuffix(to, "#pin") {
		t.Errorf("led to %q", to)
	}
	if said := saima.page(saimas("")); !strings.Contains(said, "held for you until") {
		t.Error("nothing says until when it is held")
	}
	cart := saima.page("/cart")
	if !strings.Contains(cart, "Held for you until") || !strings.Contains(cart, "Coasters") || strings.Contains(cart, o.code()) {
		t.Error("the cart does not say that it is held, or shows the code")
	}
	if sum := regexpOf(t, `(?s)class="sheet tiled.*?(?:class="sum|<b)[^>]*>(.*?)</section>`, cart); !strings.Contains(sum, less) {
		t.Errorf("the cart does not cost %q: %.600s", less, sum)
	}
	g := saima.places(t, o.node)
	if l := g.Orders[0].Lines[0]; len(l.Off) != 1 || !l.Off[0].Live || l.Off[0].Title["en"] != "Coasters" || l.Unit.Minor*10 != (l.Unit.Minor+l.Off[0].Amount)*8 {
		t.Errorf("the order says %+v", l)
	}
	nilufar, nilufars := o.seat("nilufar", assembly.Attendee)
	nilufar.post(nilufars("/buy"), url.Values{"variant": {variant}})
	o.later.Add(int64(5 * time.Minute))
	after := nilufar.page("/cart")
	if !strings.Contains(after, "An offer from a live sale does not count here") || !strings.Contains(after, "Held for you until") {
		t.Error("the cart does not say that the offer is over")
	}
	if hall := nilufar.page(nilufars("")); strings.Contains(hall, "For less until") || doorOf(t, hall) != usual {
		t.Error("the offer is shown after its end")
	}
	o.later.Add(int64(5 * time.Minute))
	if after := nilufar.page("/cart"); strings.Contains(after, "Held for you until") {
		t.Error("it is held for ever")
	}
	host.post(hosts("/table"), url.Values{"pin": {page}, "percent": {"20"}, "minutes": {"5"}})
	again := o.reader() // nilufar on another phone
	again.post(nilufars("/buy"), url.Values{"variant": {variant}})
	if cart := again.page("/cart"); strings.Contains(cart, "Held for you until") || !strings.Contains(cart, less) {
		t.Error("who let a hold end has it held again, or does not pay what the table says")
	}
	host.post(hosts("/table"), url.Values{"clear": {"1"}})
	if status, _ := nilufar.tries(nilufars("/buy"), url.Values{"variant": {variant}}); status != http.StatusConflict {
		t.Errorf("what is not on the table is bought: %d", status)
	}
}

// page is what a page says.
func (v *visit) page(path string) string {
	v.Helper()
	res, err := v.http.Get(v.url + path)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		v.Fatalf("%s: %d %v", path, res.StatusCode, err)
	}
	return string(text)
}

// places orders what is in the cart.
func (v *visit) places(t *testing.T, n *Node) market.Group {
	t.Helper()
	form := sent(t, v.page("/checkout"), "/checkout")
	for name, words := range map[string]string{"address.name": "Saima", "address.street": "House 9, Street 3", "address.city": "Lahore",
		"address.postcode": "54660", "address.province": "Punjab", "address.phone": "+92 301 5567812", "contact.email": "saima@example.org"} {
		form.Set(name, words)
	}
	form.Set("pay", "play")
	form.Set("do", "look")
	form = sent(t, v.look("/checkout", form), "/checkout")
	form.Set("do", "place")
	to := v.post("/checkout", form)
	var id int64
	if _, err := fmt.Sscanf(strings.TrimPrefix(to, "/orders/"), "%d", &id); err != nil {
		t.Fatalf("%v: %q", err, to)
	}
	g, err := n.Market.Group(t.Context(), identity.System(), market.GroupID(id))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// doorOf is the price at the door of what is on the table.
func doorOf(t *testing.T, hall string) string {
	t.Helper()
	return regexpOf(t, `(?s)class="table-thing">.*?class="door[^>]*>.*?<b>.*?<bdi[^>]*>([^<]+)<`, hall)
}

func regexpOf(t *testing.T, pattern, text string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("no %s", pattern)
	}
	return m[1]
}
