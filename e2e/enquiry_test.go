package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// workshop is a buyer with an account, who looks from Lahore.
func workshop(t *testing.T, from, login string) *client {
	c := newClient(t, from)
	c.speak("en", "PK")
	up := c.get("/account/sign-up").form(t, "/account/sign-up")
	for name, v := range map[string]string{"name": "Rukhsana Bano", "login": login, "password": "kettle-window-42"} {
		up.Set(name, v)
	}
	c.does("/account/sign-up", up)
	return c
}

// asks puts a thing among what its shop will be asked, and gives the address of
// the form.
func (c *client) asks(product, quantity string) string {
	c.Helper()
	form := c.get("/s/"+product).form(c, "/cart/add")
	form.Set("quantity", quantity)
	p := c.post("/enquiries/add", form)
	if to := p.header.Get("Location"); p.status == http.StatusSeeOther && strings.HasPrefix(to, "/enquiries/new?shop=") {
		return to
	}
	c.Fatalf("ask for %s: %d\n%s", product, p.status, mishaps(p))
	return ""
}

// sendsEnquiry sends the form, and gives the address of the enquiry.
func (c *client) sendsEnquiry(at, email string) string {
	c.Helper()
	form := c.get(at).form(c, "/enquiries/new")
	form.Set("note", "Undyed, for our workshop.")
	form.Set("wanted", time.Now().AddDate(0, 2, 0).Format(time.DateOnly))
	if email != "" {
		form.Set("email", email)
	}
	p := c.post("/enquiries/new", form)
	if p.status != http.StatusSeeOther {
		c.Fatalf("send: %d\n%s", p.status, mishaps(p))
	}
	return p.header.Get("Location")
}

// quotes answers an enquiry with one price for all and a freight.
func (c *client) quotes(at, unit, freight string) {
	c.Helper()
	form := c.get(at).form(c, at+"/answer")
	for name := range form {
		if strings.HasPrefix(name, "unit.") {
			form.Set(name, unit)
		}
	}
	form.Set("freight", freight)
	form.Set("lead", "12")
	form.Set("note", "We felt them anew for you.")
	c.does(at+"/answer", form)
}

// TestAnEnquiryBecomesAnOrder goes from the page of a product to an order by the
// shop's quotation, without script: a workshop asks a felt maker for two things,
// one of them fewer than lie there and one more, sees the total at her door, and
// orders once; a guest has her own by a link, and is declined.
func TestAnEnquiryBecomesAnOrder(t *testing.T) {
	buyer, seller, guest := workshop(t, "127.0.0.61", "rukhsana@example.org"), newClient(t, "127.0.0.62"), newClient(t, "127.0.0.63")
	for _, c := range []*client{seller, guest} {
		c.speak("en", "PK")
	}
	seller.enter("aizada@demo.agora.example")
	desk := seller.get("/desk").header.Get("Location")

	at := buyer.asks("felt/esparcet-honey", "3")
	draft := buyer.get(at).form(t, "/enquiries/new")
	if p := buyer.post("/enquiries/lines", draft); p.header.Get("Location") != "/s/felt" {
		t.Fatalf("to more of the shop: %d %q", p.status, p.header.Get("Location"))
	}
	buyer.asks("felt/slippers", "2")
	buyer.shows("/cart", "empty")
	bad := buyer.get(at).form(t, "/enquiries/new")
	for name := range bad {
		if strings.HasPrefix(name, "line.") {
			bad.Set(name, "0")
		}
	}
	if p := buyer.post("/enquiries/new", bad); p.status != http.StatusUnprocessableEntity {
		t.Errorf("an enquiry for nothing: %d", p.status)
	}
	mine := buyer.sendsEnquiry(at, "")
	buyer.shows(mine, "Waits for the shop", "Undyed, for our workshop.")
	buyer.shows("/account/enquiries", "Waits for the shop")
	if p := guest.get(mine); p.status == http.StatusOK {
		t.Error("a stranger reads the enquiry")
	}

	seller.shows(desk, "waits for your answer")
	id := regexp.MustCompile(`/enquiries/(\d+)`).FindStringSubmatch(mine)[1]
	theirs := desk + "/enquiries/" + id
	if list := seller.shows(desk+"/enquiries", "Rukhsana Bano"); !strings.Contains(string(list.body), theirs) {
		t.Error("the list does not lead to it")
	}
	seller.shows(theirs, "Undyed, for our workshop.", "What your ways of delivery ask")
	wrong := seller.get(theirs).form(t, theirs+"/answer")
	wrong.Set("unit.0", "none")
	if p := seller.post(theirs+"/answer", wrong); p.status != http.StatusUnprocessableEntity || p.invalid("unit.0", "") == nil {
		t.Errorf("an answer without a price: %d", p.status)
	}
	seller.quotes(theirs, "111", "222.50")
	seller.shows(theirs, "Quoted", "222.50")

	buyer.shows(mine, "Quotation", "We felt them anew for you.", "The total at the door", "KGS 222.50")
	till := mine + "/checkout"
	form := buyer.get(till).form(t, till)
	for part, words := range home {
		form.Set("address."+part, words)
	}
	form.Set("pay", "play")
	form.Set("do", "place")
	elsewhere := url.Values{}
	for k, v := range form {
		elsewhere[k] = v
	}
	elsewhere.Set("country", "KZ")
	if p := buyer.post(till, elsewhere); p.status != http.StatusUnprocessableEntity {
		t.Errorf("to another country: %d", p.status)
	}
	p := buyer.post(till, form)
	order := p.header.Get("Location")
	if p.status != http.StatusSeeOther || !strings.HasPrefix(order, "/orders/") {
		t.Fatalf("order by it: %d to %q\n%s", p.status, order, mishaps(p))
	}
	if again := buyer.post(till, form).header.Get("Location"); again != order {
		t.Errorf("pressed twice: %q and %q", order, again)
	}
	form.Set("key", "another-key-of-a-form")
	if p := buyer.post(till, form); p.status != http.StatusConflict && p.header.Get("Location") != mine {
		t.Errorf("ordered twice: %d to %q", p.status, p.header.Get("Location"))
	}
	buyer.shows(order, "The quotation", "Felt slippers")
	buyer.shows(mine, "Ordered")
	seller.shows(theirs, "Ordered")

	link := guest.sendsEnquiry(guest.asks("felt/esparcet-honey", "400"), "bushra@example.org")
	guest.shows(link, "Waits for the shop", "400 pieces")
	id = regexp.MustCompile(`/enquiries/(\d+)`).FindStringSubmatch(link)[1]
	theirs = desk + "/enquiries/" + id
	seller.does(theirs+"/decline", url.Values{"reason": {"The bees rest in winter."}})
	guest.shows(link, "Declined", "The bees rest in winter.")
}

// The pages of enquiries are looked at by axe, on a phone and in Urdu too.
func TestEnquiryPagesAreOpenToEverybody(t *testing.T) {
	t.Parallel()
	ctx := openBrowser(t)
	guest, seller := newClient(t, "127.0.0.66"), newClient(t, "127.0.0.67")
	guest.speak("en", "PK")
	seller.speak("en", "PK")
	seller.enter("aizada@demo.agora.example")
	desk := seller.get("/desk").header.Get("Location")
	link := guest.sendsEnquiry(guest.asks("felt/esparcet-honey", "2"), "bushra@example.org")
	theirs := desk + "/enquiries/" + regexp.MustCompile(`/enquiries/(\d+)`).FindStringSubmatch(link)[1]
	path, key, _ := strings.Cut(link, "?")
	for _, at := range audited {
		w := visit(t, ctx, at, "enquiry-seller")
		w.signIn("aizada", "/desk")
		w.open(desk + "/enquiries")
		w.shot("list")
		w.audit("enquiries of the shop")
		w.open(theirs)
		w.shot("answer")
		w.audit("answer to an enquiry")
	}
	seller.quotes(theirs, "300", "")
	for _, at := range audited {
		v := visit(t, ctx, at, "enquiry")
		v.settle("PK")
		v.open("/s/felt/esparcet-honey")
		v.press(`[formaction="/enquiries/add"]`)
		v.shot("ask")
		v.audit("asking a shop")
		v.open(link + "&lang=" + at.lang)
		v.shot("quotation")
		v.audit("quotation")
		v.open(path + "/checkout?" + key)
		v.shot("checkout")
		v.audit("checkout of a quotation")
	}
}
