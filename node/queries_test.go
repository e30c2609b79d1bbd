package node

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"agora/catalog"
	"agora/db"
	"agora/demo"
	"agora/identity"
)

// mostQueries is how often a page may ask the database. A page that asks more
// often is slow on PostgreSQL, where each question is a way there and back.
const mostQueries = 8

// visit is somebody who looks at pages while statements are counted.
type visit struct {
	*testing.T
	node  *Node
	url   string
	http  http.Client
	asked []string
}

func newVisit(t *testing.T, n *Node, url string) *visit {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visit{T: t, node: n, url: url, http: http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// get looks at a page once to warm what is kept for a while, lets somebody write
// so that nothing is remembered that a write makes old, and counts.
func (v *visit) get(path string) (body string, queries int) {
	v.Helper()
	for range 2 {
		if err := v.node.DB.Write(v.Context(), func(*db.Tx) error { return nil }); err != nil {
			v.Fatal(err)
		}
		v.asked = nil
		v.node.DB.Watch(func(q string) { v.asked = append(v.asked, strings.Join(strings.Fields(q), " ")) })
		res, err := v.http.Get(v.url + path)
		if err != nil {
			v.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		res.Body.Close()
		v.node.DB.Watch(nil)
		if err != nil || res.StatusCode != http.StatusOK {
			v.Fatalf("%s: %d %v", path, res.StatusCode, err)
		}
		body = string(text)
	}
	return body, len(v.asked)
}

func (v *visit) post(path string, form url.Values) string {
	v.Helper()
	res, err := v.http.PostForm(v.url+path, form)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		text, _ := io.ReadAll(res.Body)
		_, after, _ := strings.Cut(string(text), `role="alert"`)
		v.Fatalf("%s: %d %.1500s", path, res.StatusCode, after)
	}
	return res.Header.Get("Location")
}

// leads gives the address to which a page leads at once.
func (v *visit) leads(path string) string {
	v.Helper()
	res, err := v.http.Get(v.url + path)
	if err != nil {
		v.Fatal(err)
	}
	res.Body.Close()
	return res.Header.Get("Location")
}

func (v *visit) signIn(who string) *visit {
	v.post("/account/sign-in", url.Values{"login": {who + "@demo.agora.example"}, "password": {demo.Password}})
	return v
}

// count looks at pages and gives how often each asked; more than mostQueries is
// a fault.
func (v *visit) count(paths ...string) map[string]int {
	v.Helper()
	counts := map[string]int{}
	for _, path := range paths {
		_, counts[path] = v.get(path)
		if counts[path] > mostQueries {
			v.Errorf("%s asks %d times, at most %d:\n\t%s", path, counts[path], mostQueries, strings.Join(brief(v.asked), "\n\t"))
		}
	}
	return counts
}

// brief gives each text once, with how often it was asked.
func brief(list []string) (out []string) {
	times := map[string]int{}
	for _, q := range list {
		times[q]++
	}
	for q, n := range times {
		out = append(out, fmt.Sprintf("%d times %.150s", n, q))
	}
	return out
}

// TestNoPageAsksMuchNorMoreForMore counts the statements of every kind of page
// of the demo market, with few rows behind it and with many.
func TestNoPageAsksMuchNorMoreForMore(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	buyer := newVisit(t, n, site).signIn("saima")
	seller := newVisit(t, n, site).signIn("aizada")
	operator := newVisit(t, n, site).signIn("operator")
	guest := newVisit(t, n, site)
	goods := n.goods(t)
	set := n.bundle(t)

	buyer.take([]string{goods[0], goods[1], set})
	order := buyer.place()
	buyer.take([]string{goods[0], goods[1], set})
	market := []string{"/", "/search", "/search?q=tea", "/shops", "/s/felt", "/s/felt/slippers", set, "/rates", "/fees", "/help"}
	mine := []string{"/cart", "/checkout", "/account"}
	desk := seller.rooms(seller.leads("/desk"), `/desk/\d+(?:/[a-z-]+)?`)
	desk = append(desk, desk[0]+"/invoices", desk[0]+"/words", desk[0]+"/words?in=ur", desk[0]+"/words?in=ur&missing=1")
	house := append(operator.rooms("/console", `/console(?:/[a-z-]+)*`), "/console/exchange", "/console/invoices")
	few := []map[string]int{guest.count(market...), buyer.count(mine...), seller.count(desk...), operator.count(house...)}
	_, few1 := buyer.get(order)

	buyer.take(append(goods[1:20:20], set))
	order = buyer.place()
	for range 3 {
		buyer.take(goods[:3])
		buyer.place()
	}
	buyer.take(append(goods[:20:20], set))
	n.more(t)
	many := []map[string]int{guest.count(market...), buyer.count(mine...), seller.count(desk...), operator.count(house...)}
	_, many1 := buyer.get(order)
	if many1 > max(few1, 1) {
		t.Errorf("an order of many lines asks %d times, one of one line %d:\n\t%s", many1, few1, strings.Join(brief(buyer.asked), "\n\t"))
	}
	for i := range few {
		for path, before := range few[i] {
			if after := many[i][path]; after > before {
				t.Errorf("%s asks %d times with many rows, %d with few", path, after, before)
			}
		}
	}
	shop := desk[0]
	single := [][]string{
		seller.rooms(shop+"/orders", shop+`/orders/\d+`), seller.rooms(shop+"/products", shop+`/products/\d+`),
		operator.rooms("/console/orders", `/console/orders/\d+`), operator.rooms("/console/shops", `/console/shops/\d+`),
	}
	for i, who := range []*visit{seller, seller, operator, operator} {
		many = append(many, who.count(single[i][:min(len(single[i]), 12)]...))
	}
	t.Log(many)
}

// bundle gives the address of a set of three sizes of slippers, thrice as a
// choice.
func (n *Node) bundle(t *testing.T) string {
	t.Helper()
	p, shop, err := n.Catalog.Product(t.Context(), "felt", "slippers")
	if err != nil {
		t.Fatal(err)
	}
	d := p.Draft()
	d.Handle, d.Pictures, d.Variants = "set", nil, d.Variants[:3]
	for v := range d.Variants {
		d.Variants[v].SKU, d.Variants[v].Barcode, d.Variants[v].OnHand = "", "", 0
	}
	id, err := n.Catalog.SaveProduct(t.Context(), identity.System(), shop.ID, d)
	if err != nil {
		t.Fatal(err)
	}
	set, err := n.Catalog.ProductByID(t.Context(), identity.System(), shop.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range p.Variants[4:7] {
		if err := n.Catalog.SetStock(t.Context(), identity.System(), shop.ID, v.ID, 500); err != nil {
			t.Fatal(err)
		}
	}
	for _, v := range set.Variants {
		var parts []catalog.Part
		for i := range int64(3) {
			parts = append(parts, catalog.Part{Variant: p.Variants[4+i].ID, Quantity: 1 + i%2})
		}
		if err := n.Catalog.SetParts(t.Context(), identity.System(), shop.ID, v.ID, parts); err != nil {
			t.Fatal(err)
		}
	}
	return "/s/felt/set"
}

// goods are the addresses of things that a shop of the demo sends to Pakistan,
// each of another product.
func (n *Node) goods(t *testing.T) (list []string) {
	page, err := n.Catalog.Search(t.Context(), catalog.Query{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range page.Items {
		if !c.SoldOut {
			list = append(list, "/s/"+c.ShopHandle+"/"+c.Handle)
		}
	}
	return list
}

// more lets a shop have forty products more, copied from one of its own.
func (n *Node) more(t *testing.T) {
	t.Helper()
	p, shop, err := n.Catalog.Product(t.Context(), "felt", "slippers")
	if err != nil {
		t.Fatal(err)
	}
	err = n.DB.Write(t.Context(), func(tx *db.Tx) error {
		for i := range 40 {
			d := p.Draft()
			d.Pictures = nil
			d.Handle = fmt.Sprint("copy-", i)
			for v := range d.Variants {
				d.Variants[v].SKU, d.Variants[v].Barcode = "", ""
			}
			if _, err := catalog.PutProduct(tx, shop, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rooms are the pages that a page leads to, by a pattern, and the page.
func (v *visit) rooms(from, pattern string) []string {
	v.Helper()
	body, _ := v.get(from)
	list := []string{from}
	for _, m := range regexp.MustCompile(`href="(`+pattern+`)"`).FindAllStringSubmatch(body, -1) {
		list = append(list, m[1])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// take puts things into the cart.
func (v *visit) take(paths []string) {
	v.Helper()
	for _, path := range paths {
		body, _ := v.get(path)
		v.post("/cart/add", sent(v.T, body, "/cart/add"))
	}
}

// place orders what is in the cart and gives the address of the order.
func (v *visit) place() string {
	v.Helper()
	body, _ := v.get("/checkout")
	form := sent(v.T, body, "/checkout")
	form.Set("do", "place")
	for name, words := range map[string]string{"address.name": "Saima", "address.street": "House 9, Street 3", "address.city": "Lahore",
		"address.postcode": "54660", "address.province": "Punjab", "address.phone": "+92 301 5567812", "contact.email": "saima@demo.agora.example"} {
		if len(form.Get(name)) < 6 { // empty, or the beginning of a number
			form.Set(name, words)
		}
	}
	return v.post("/checkout", form)
}

// sent is what a browser would send of the form of an action, untouched.
func sent(t *testing.T, body, action string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	attr := func(n *html.Node, name string) (string, bool) {
		i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
		if i < 0 {
			return "", false
		}
		return n.Attr[i].Val, true
	}
	form := url.Values{}
	for f := range root.Descendants() {
		if to, _ := attr(f, "action"); f.Data != "form" || to != action || len(form) > 0 {
			continue
		}
		for n := range f.Descendants() {
			name, _ := attr(n, "name")
			kind, _ := attr(n, "type")
			value, _ := attr(n, "value")
			_, checked := attr(n, "checked")
			_, selected := attr(n, "selected")
			switch {
			case n.Data == "option" && selected:
				name, _ = attr(n.Parent, "name")
				form.Set(name, value)
			case name == "", n.Data != "input", kind == "submit", (kind == "radio" || kind == "checkbox") && !checked:
			default:
				form.Set(name, value)
			}
		}
	}
	return form
}
