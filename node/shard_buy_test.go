package node

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"agora/db/dbtest"
	"agora/ucp/ucptest"
)

// recording keeps what the database was asked while somebody bought something:
// the texts, once each, by what the buyer did.
type recording struct {
	node  *Node
	steps []string
	asked map[string][]string
}

// of records from now on under the name of a step.
func (r *recording) of(step string) {
	if !slices.Contains(r.steps, step) {
		r.steps = append(r.steps, step)
	}
	r.node.DB.Watch(func(q string) {
		if !slices.Contains(r.asked[step], q) {
			r.asked[step] = append(r.asked[step], q)
		}
	})
}

func (r *recording) stop() { r.node.DB.Watch(nil) }

// navruz is a code for which three shops of the demo take something off.
const navruz = "NAVRUZ10"

// purchases is a node on PostgreSQL where carts of three shops were bought, with
// a set, prices by quantity and a discount by code, by a person and by a machine,
// paid at once and at the door. It gives the address of its database and what was
// asked.
func purchases(t *testing.T) (database string, r *recording) {
	t.Helper()
	s := settings(t, t.TempDir())
	s.Dev, s.Database = true, dbtest.NewPostgres(t)
	n, site := demoSite(t, s)
	goods := []string{n.bundle(t), "/s/felt/felt-coasters", "/s/rishton/wall-tile", "/s/atlas/doppi"}
	r = &recording{node: n, asked: map[string][]string{}}
	defer r.stop()
	person := newVisit(t, n, site).signIn("saima")
	machine := ucptest.NewClient(t, site, ucptest.Platform{})
	for _, pay := range []string{"play", "cash"} {
		r.person(person, goods, pay)
	}
	for _, pay := range []string{"play_money", "cash_on_delivery"} {
		r.machine(t, machine, goods, pay)
	}
	return s.Database, r
}

// person buys on the pages.
func (r *recording) person(v *visit, goods []string, pay string) {
	v.Helper()
	for _, path := range goods {
		body, _ := v.get(path)
		form := sent(v.T, body, "/cart/add")
		if path == "/s/rishton/wall-tile" {
			form.Set("quantity", "8")
		}
		r.of("cart")
		v.post("/cart/add", form)
	}
	v.post("/cart/code", url.Values{"code": {navruz}})
	body, _ := v.get("/checkout")
	form := sent(v.T, body, "/checkout")
	for name, words := range map[string]string{"address.name": "Saima", "address.street": "House 9, Street 3", "address.city": "Lahore",
		"address.postcode": "54660", "address.province": "Punjab", "address.phone": "+92 301 5567812", "contact.email": "saima@demo.agora.example"} {
		form.Set(name, words)
	}
	form.Set("pay", pay)
	form.Set("do", "look")
	r.of("page")
	body = v.look("/checkout", form)
	if form = sent(v.T, body, "/checkout"); form.Get("pay") != pay {
		v.Fatalf("the page offers %q", form.Get("pay"))
	}
	form.Set("do", "place")
	r.of("place")
	v.post("/checkout", form)
	r.stop()
}

// look posts a form that changes nothing, and gives the page.
func (v *visit) look(path string, form url.Values) string {
	v.Helper()
	res, err := v.http.PostForm(v.url+path, form)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	body := readAll(v.T, res.Body)
	if res.StatusCode != http.StatusOK {
		v.Fatalf("%s: %d", path, res.StatusCode)
	}
	return body
}

// machine buys over the protocol for machines.
func (r *recording) machine(t *testing.T, c *ucptest.Client, goods []string, pay string) {
	t.Helper()
	type m = map[string]any
	var items, ids []any
	for i, path := range goods {
		found := c.Lookup(strings.TrimPrefix(path, "/s/"))
		id := found.List("products")[0]["variants"].([]any)[0].(m)["id"]
		items = append(items, m{"item": m{"id": id}, "quantity": []int{1, 1, 8, 1}[i]})
		ids = append(ids, "li_"+string(rune('1'+i)))
	}
	way := m{"id": "shipping", "type": "shipping", "line_item_ids": ids,
		"destinations": []any{m{"street_address": "Street 9", "address_locality": "Lahore", "address_region": "Punjab", "postal_code": "54000", "address_country": "PK"}}}
	want := m{"line_items": items, "discounts": m{"codes": []any{navruz}}, "fulfillment": m{"methods": []any{way}},
		"buyer": m{"first_name": "Saima", "last_name": "Rafiq", "email": "saima.r@example.org", "phone_number": "+923014478215"}}
	r.of("create")
	a := c.CreateCheckout(want)
	var chosen []any
	for _, g := range a.List("fulfillment", "methods")[0]["groups"].([]any) {
		g := g.(m)
		chosen = append(chosen, m{"id": g["id"], "selected_option_id": g["options"].([]any)[0].(m)["id"]})
	}
	instrument := m{"id": "pi", "handler_id": a.Handler(pay), "type": pay, "selected": true}
	paying := m{"instruments": []any{instrument}}
	way["groups"], want["payment"] = chosen, paying
	r.of("update")
	if a = c.UpdateCheckout(a.Text("id"), want); a.Text("status") != "ready_for_complete" {
		t.Fatalf("not ready: %v", a.JSON["messages"])
	}
	if pay == "play_money" {
		instrument["credential"] = m{"type": "token", "token": "success_token"}
	}
	r.of("complete")
	if a = c.CompleteCheckout(a.Text("id"), m{"payment": paying}); a.Text("status") != "completed" {
		t.Fatalf("not bought: %v", a.JSON["messages"])
	}
	r.stop()
}

func readAll(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
