package e2e

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// enter signs somebody in.
func (c *client) enter(login string) {
	c.Helper()
	if p := c.post("/account/sign-in", url.Values{"login": {login}, "password": {password}, "next": {"/"}}); p.status != http.StatusSeeOther {
		c.Fatalf("sign %s in: %d", login, p.status)
	}
}

// does posts a form and wants to be led on.
func (c *client) does(path string, form url.Values) {
	c.Helper()
	if p := c.post(path, form); p.status != http.StatusSeeOther {
		c.Fatalf("%s %v: %d\n%s", path, form, p.status, mishaps(p))
	}
}

// shows wants words on a page.
func (c *client) shows(path string, words ...string) page {
	c.Helper()
	p := c.get(path)
	said := strings.Join(strings.Fields(text(p.root)), " ")
	for _, w := range words {
		if p.status != http.StatusOK || !strings.Contains(said, w) {
			c.Fatalf("%s (%d) does not say %q: %s", path, p.status, w, tail(said, 1500))
		}
	}
	return p
}

// sends posts a form with a picture.
func (c *client) sends(path string, form url.Values) page {
	c.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, list := range form {
		for _, v := range list {
			if err := w.WriteField(name, v); err != nil {
				c.Fatal(err)
			}
		}
	}
	file, err := w.CreateFormFile("files", "torn.png")
	if err == nil {
		err = png.Encode(file, image.NewGray(image.Rect(0, 0, 60, 40)))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		c.Fatal(err)
	}
	return c.send(http.MethodPost, path, w.FormDataContentType(), &body)
}

// arrived is an order of honey that came to a guest.
func arrived(buyer, seller *client) (link, order, desk string) {
	buyer.take("felt/esparcet-honey")
	form := buyer.filledCheckout()
	form.Set("pay", "play")
	link = buyer.place(form)
	seller.enter("aizada@demo.agora.example")
	desk = seller.get("/desk").header.Get("Location")
	order = regexp.MustCompile(`name="order" value="(\d+)"`).FindStringSubmatch(string(buyer.get(link).body))[1]
	for _, move := range []string{"accept", "pack", "ship", "deliver"} {
		seller.does(desk+"/orders/"+order+"/"+move, url.Values{"carrier": {"Post"}})
	}
	return link, order, desk
}

// The pages of a claim are looked at by axe, on a phone and in Urdu too.
func TestClaimPagesAreOpenToEverybody(t *testing.T) {
	t.Parallel()
	ctx := openBrowser(t)
	buyer, seller := newClient(t, "127.0.0.56"), newClient(t, "127.0.0.57")
	buyer.speak("en", "PK")
	seller.speak("en", "PK")
	link, order, desk := arrived(buyer, seller)
	path, key, _ := strings.Cut(link, "?")
	page := path + "/claim/" + order + "?" + key
	for _, at := range audited {
		v := visit(t, ctx, at, "claim-new")
		v.open(page + "&lang=" + at.lang)
		v.shot("new")
		v.audit("new claim")
	}
	form := buyer.get(page).form(t, path+"/claim/"+order)
	for name, value := range map[string]string{"reason": "damaged", "words": "The jar is broken.", "kind": "refund", "policy": "all"} {
		form.Set(name, value)
	}
	if p := buyer.sends(page, form); p.status != http.StatusSeeOther {
		t.Fatalf("claim: %d\n%s", p.status, mishaps(p))
	}
	for _, at := range audited {
		v := visit(t, ctx, at, "claim")
		v.open(page + "&lang=" + at.lang)
		v.shot("buyer")
		v.audit("claim of the buyer")
		w := visit(t, ctx, at, "claim-seller")
		w.signIn("aizada", "/desk")
		w.open(desk + "/claims")
		w.shot("list")
		w.audit("claims of the shop")
		w.press(`main a[href*="/claims/"]`)
		w.shot("seller")
		w.audit("claim of the shop")
	}
}

// TestAClaimFromThePhotoToTheAppeal goes the way of a claim through the windows
// of its sides, without script: a guest claims with a photo, the shop offers
// less, an arbiter with a tie is refused, another decides, the shop appeals, a
// second arbiter ends it, and the ledger shows what went back.
func TestAClaimFromThePhotoToTheAppeal(t *testing.T) {
	buyer, seller, operator, second := newClient(t, "127.0.0.51"), newClient(t, "127.0.0.52"), newClient(t, "127.0.0.53"), newClient(t, "127.0.0.54")
	for _, c := range []*client{buyer, seller, operator, second} {
		c.speak("en", "PK")
	}
	link, order, desk := arrived(buyer, seller)
	path, key, _ := strings.Cut(link, "?")

	page := path + "/claim/" + order
	to := func(more string) string { return page + more + "?" + key }
	buyer.shows(link, "Something is wrong")
	claim := buyer.get(to("")).form(t, page)
	claim.Set("words", "The jar is broken.")
	if p := buyer.sends(to(""), claim); p.status != http.StatusUnprocessableEntity || p.invalid("reason", "") == nil {
		t.Fatalf("a claim without a reason: %d", p.status)
	}
	claim.Set("reason", "damaged")
	claim.Set("kind", "refund")
	claim.Set("policy", "all")
	if p := buyer.sends(to(""), claim); p.status != http.StatusSeeOther {
		t.Fatalf("claim: %d\n%s", p.status, mishaps(p))
	}
	own := buyer.shows(to(""), "Being discussed", "torn.png", "The jar is broken.")
	if buyer.get(page).status == http.StatusOK && newClient(t, "127.0.0.55").get(page).status == http.StatusOK {
		t.Error("a stranger reads the claim")
	}
	photo := ""
	for _, a := range own.elements("a") {
		if h := value(a, "href"); strings.Contains(h, "/file/") {
			photo = h
		}
	}
	if p := buyer.get(photo); p.status != http.StatusOK || p.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("the photo: %d %s", p.status, p.header.Get("Content-Type"))
	}

	at := regexp.MustCompile(`href="(` + desk + `/claims/(\d+))"`).FindStringSubmatch(string(seller.shows(desk+"/claims", "It is damaged").body))
	seller.shows(desk, "A claim waits for your answer.")
	bad := seller.post(at[1], url.Values{"move": {"offer"}, "kind": {"refund"}, "policy": {"price"}, "amount": {"999999"}})
	if bad.status != http.StatusUnprocessableEntity || bad.invalid("amount", "") == nil {
		t.Errorf("an offer above the price: %d", bad.status)
	}
	seller.does(at[1], url.Values{"move": {"offer"}, "kind": {"refund"}, "policy": {"price"}, "amount": {"100"}, "words": {"Half of it was whole."}})
	buyer.shows(to(""), "Half of it was whole.", "Accept this offer")
	buyer.does(to("/move"), url.Values{"move": {"escalate"}, "words": {"All of it is gone."}})

	operator.enter("operator@demo.agora.example")
	bench := regexp.MustCompile(`href="(/console/claims/\d+/` + at[2] + `)"`).FindStringSubmatch(string(operator.shows("/console/claims", "With the arbiter").body))[1]
	if p := seller.get(bench); p.status != http.StatusForbidden {
		t.Errorf("the seller at the arbiter's page: %d", p.status)
	}
	operator.does(bench, url.Values{"move": {"take"}})
	operator.does(bench, url.Values{"move": {"decide"}, "kind": {"refund"}, "policy": {"price"}, "amount": {"200"}, "words": {"The photo shows one jar."}})
	seller.shows(at[1], "Decided, may be appealed", "The photo shows one jar.")
	seller.does(at[1], url.Values{"move": {"appeal"}, "words": {"We packed it well."}})
	if p := operator.post(bench, url.Values{"move": {"decide"}, "kind": {"nothing"}, "words": {"I stay."}}); p.status != http.StatusForbidden {
		t.Errorf("the first arbiter heard the appeal: %d", p.status)
	}

	up := second.get("/account/sign-up").form(t, "/account/sign-up")
	for name, v := range map[string]string{"name": "Aizada Toktosunova", "login": "second@example.org", "password": "kettle-window-42", "country": "PK"} {
		up.Set(name, v)
	}
	second.does("/account/sign-up", up)
	person := regexp.MustCompile(`/console/people/(\d+)/role`).FindStringSubmatch(string(operator.get("/console/people?q=second@example.org").body))[1]
	operator.does("/console/people/"+person+"/role", url.Values{"role": {"operator"}, "do": {"grant"}})
	second.does(bench, url.Values{"move": {"decide"}, "kind": {"refund"}, "policy": {"price"}, "amount": {"150"}, "words": {"Both are a little right."}})
	buyer.shows(to(""), "Settled", "Both are a little right.")
	operator.shows("/console/orders/"+order, "Refunded")
	seller.shows(desk+"/orders/"+order, "Completed")
	operator.shows("/console", "Books balance to zero")
}
