package e2e

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// large is a text of ten megabytes.
var large = strings.Repeat("a", 10<<20)

// broken is no UTF-8, and what a page may show of it.
const broken, mended = "Gulberg \xff\xfe II", "Gulberg \uFFFD II"

// refusal is one bad input of a form: what is sent in a field, and what the
// answer must be.
type refusal struct {
	field, sent string
	kept        string // what the field shows then; "" is what was sent, "-" is not looked at
	status      int    // 0 is 422
}

// refuses sends a form with one bad input and looks at what comes back: the
// status, the field that is named, what was typed there and in another field.
func (c *client) refuses(t *testing.T, path string, form url.Values, bad refusal) {
	t.Helper()
	sent := maps.Clone(form)
	sent.Set(bad.field, bad.sent)
	p := c.post(path, sent)
	what := path + " with " + bad.field + "=" + bad.sent[:min(len(bad.sent), 30)]
	if bad.status == http.StatusRequestEntityTooLarge {
		if p.status != bad.status || !strings.Contains(text(p.root), bad.field) {
			t.Errorf("%s: status %d, or the field is not named", what, p.status)
		}
		return
	}
	if p.status != http.StatusUnprocessableEntity {
		t.Errorf("%s: status %d to %q", what, p.status, p.header.Get("Location"))
		return
	}
	input := p.invalid(bad.field, form.Get("variant"))
	if input == nil {
		t.Errorf("%s: no input of that name is marked as wrong\n%s", what, mishaps(p))
		return
	}
	if id := value(input, "aria-describedby"); id == "" || !p.says(strings.Fields(id)[0]) {
		t.Errorf("%s: the input has no words about its fault", what)
	}
	want := bad.kept
	if want == "" {
		want = strings.TrimSpace(bad.sent)
	}
	if got := shown(input); got != want && want != "-" {
		t.Errorf("%s: the field shows %q", what, got[:min(len(got), 60)])
	}
}

// invalid finds the input of a name that is marked as wrong; of several the one
// in the form of the variant.
func (p page) invalid(name, variant string) *html.Node {
	for _, n := range p.elements("input", "select", "textarea") {
		if value(n, "name") == name && value(n, "aria-invalid") == "true" && (variant == "" || value(n, "id") == "f-quantity-"+variant || name != "quantity") {
			return n
		}
	}
	return nil
}

// says reports whether the element of an id has words.
func (p page) says(id string) bool {
	for n := range p.root.Descendants() {
		if value(n, "id") == id {
			return strings.TrimSpace(text(n)) != ""
		}
	}
	return false
}

func shown(n *html.Node) string {
	switch n.Data {
	case "textarea":
		return text(n)
	case "select":
		return selected(n)
	}
	return value(n, "value")
}

// state is what a page says, to compare before and after: without the keys that
// are new on every page.
func (c *client) state(path string) string {
	c.Helper()
	p := c.get(path)
	for _, n := range p.elements("main") {
		return strings.Join(strings.Fields(text(n)), " ")
	}
	c.Fatalf("%s: status %d to %q", path, p.status, p.header.Get("Location"))
	return ""
}

func TestCartRefusesAbsurdQuantities(t *testing.T) {
	c := newClient(t, "127.0.0.31")
	c.speak("en", "PK")
	quantities := []string{"0", "99999999", "-1", "abc", "1.5", "9223372036854775808", "1e3", broken}
	form := c.get("/s/isfara/dried-apricots").form(t, "/cart/add")
	for _, q := range quantities {
		bad := refusal{field: "quantity", sent: q}
		if q == broken {
			bad.kept = mended
		}
		product := url.Values{"product": form["product"], "variant": form["variant"]}
		p := c.post("/cart/add", url.Values{"product": product["product"], "variant": product["variant"], "quantity": {q}})
		if input := p.invalid("quantity", ""); p.status != http.StatusUnprocessableEntity || input == nil {
			t.Errorf("put %q into the cart: status %d to %q", q, p.status, p.header.Get("Location"))
		} else if got := value(input, "value"); got != q && q != broken {
			t.Errorf("the page shows %q for %q", got, q)
		}
	}
	if p := c.get("/cart"); strings.Contains(string(p.body), "/s/isfara/dried-apricots") {
		t.Error("a refused quantity is in the cart")
	}
	c.take("isfara/dried-apricots")
	line := c.get("/cart").form(t, "/cart/line")
	before := c.state("/cart")
	for _, q := range quantities {
		bad := refusal{field: "quantity", sent: q}
		if q == broken {
			bad.kept = mended
		}
		c.refuses(t, "/cart/line", line, bad)
	}
	c.refuses(t, "/cart/line", line, refusal{field: "quantity", sent: large, status: http.StatusRequestEntityTooLarge})
	if after := c.state("/cart"); after != before {
		t.Errorf("the cart changed:\n%s\n%s", before, after)
	}
}

func TestCheckoutRefusesBadInput(t *testing.T) {
	c := newClient(t, "127.0.0.32")
	c.speak("en", "PK")
	c.take("isfara/dried-apricots")
	c.take("gobi/camel-socks")
	form, before := c.filledCheckout(), c.state("/cart")
	for _, bad := range []refusal{
		{field: "address.postcode", sent: "5400"},
		{field: "address.postcode", sent: "ABCDEF"},
		{field: "address.name"}, {field: "address.street"}, {field: "address.city"}, {field: "address.province"}, {field: "address.phone"},
		{field: "address.phone", sent: "12"},
		{field: "address.province", sent: "Atlantis", kept: "-"},
		{field: "country", sent: "XX", kept: "PK"},
		{field: "contact.email", sent: "no address"},
		{field: "address.name", sent: strings.Repeat("long ", 200)},
		{field: "note", sent: strings.Repeat("long ", 2000)},
		{field: "address.street", sent: broken, kept: mended},
		{field: "address.city", sent: "Laho\x00re", kept: "Lahore"},
		{field: "note", sent: "a\xc3", kept: "a\uFFFD"},
		{field: "address.city", sent: large, status: http.StatusRequestEntityTooLarge},
	} {
		c.refuses(t, "/checkout", form, bad)
	}
	for name := range form {
		if name != "pay" && !strings.HasPrefix(name, "option.") {
			continue
		}
		sent := maps.Clone(form)
		sent.Set(name, "gold")
		p, id := c.post("/checkout", sent), "f-"+strings.ReplaceAll(name, ".", "-")
		if p.status != http.StatusUnprocessableEntity || !p.says(id) || !strings.Contains(string(p.body), `href="#`+id+`"`) {
			t.Errorf("checkout with %s=gold: status %d, or no fault leads to the choice", name, p.status)
		}
	}
	if after := c.state("/cart"); after != before {
		t.Errorf("the cart changed:\n%s\n%s", before, after)
	}
	if link := c.place(form); c.get(link).status != http.StatusOK {
		t.Error("the whole form is not taken after the refused ones")
	}
}

func TestSignUpRefusesBadInput(t *testing.T) {
	c := newClient(t, "127.0.0.33")
	c.speak("en", "PK")
	form := url.Values{"name": {"Bushra Anwar"}, "login": {"bushra.signup@example.org"}, "password": {"one long sentence"}, "next": {"/account"}}
	for _, bad := range []refusal{
		{field: "name"}, {field: "login"}, {field: "login", sent: "bushra"}, {field: "login", sent: "+92 12"},
		{field: "password", kept: "-"}, {field: "password", sent: "short", kept: "-"},
		{field: "name", sent: broken, kept: mended}, {field: "name", sent: strings.Repeat("x", 300)},
		{field: "name", sent: large, status: http.StatusRequestEntityTooLarge},
	} {
		c.refuses(t, "/account/sign-up", form, bad)
	}
	if p := c.get("/account"); p.status != http.StatusSeeOther {
		t.Errorf("somebody is signed in after refused forms: %d", p.status)
	}
}

func TestProductEditorRefusesBadInput(t *testing.T) {
	c := newClient(t, "127.0.0.34")
	c.speak("en", "KG")
	in := c.post("/account/sign-in", url.Values{"login": {"aizada@demo.agora.example"}, "password": {password}, "next": {"/desk"}})
	if in.status != http.StatusSeeOther {
		t.Fatalf("sign in: %d\n%s", in.status, mishaps(in))
	}
	desk := c.get("/desk").header.Get("Location")
	list := c.state(desk + "/products")
	path := desk + "/products/new"
	form := c.get(path).form(t, path)
	form.Set("title.ky", "Кийиз баштык")
	form.Set("title.en", "Felt bag")
	form.Set("variants.0.price", "1200")
	form.Set("variants.0.grams", "300")
	form.Set("variants.0.on_hand", "5")
	for _, bad := range []refusal{
		{field: "variants.0.price", sent: "-5"}, {field: "variants.0.price", sent: "abc"}, {field: "variants.0.price", sent: "USD 12"},
		{field: "variants.0.price", sent: "99999999999999999999"},
		{field: "variants.0.grams", sent: "-1"}, {field: "variants.0.grams", sent: "heavy"},
		{field: "variants.0.on_hand", sent: "-1"}, {field: "variants.0.on_hand", sent: "9999999999999"},
		{field: "hs", sent: "12"}, {field: "hs", sent: "felt"},
		{field: "origin", sent: "XX", kept: "-"}, {field: "category", sent: "nonsense", kept: "-"},
		{field: "title.en", sent: strings.Repeat("t", 1000)},
		{field: "title.en", sent: broken, kept: mended},
		{field: "description.en", sent: strings.Repeat("d", 100<<10)},
		{field: "description.en", sent: large, status: http.StatusRequestEntityTooLarge},
	} {
		c.refuses(t, path, form, bad)
	}
	form.Set("title.en", "")
	c.refuses(t, path, form, refusal{field: "title.ky"}) // no name in any language
	if after := c.state(desk + "/products"); after != list {
		t.Errorf("the list of products changed:\n%s\n%s", list, after)
	}
}
