package agent_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"agora/db/dbtest"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
	"agora/once"
	"agora/web"
	"agora/web/agent"
)

// counter is the window served in the test: an agent, and somebody who is none.
type counter struct {
	*testing.T
	*markettest.Fixture
	server *httptest.Server
	tokens map[string]string
	agent  identity.Person
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	d := dbtest.SQLite(t, append(markettest.Schemas(), once.Schema)...)
	c := &counter{T: t, Fixture: markettest.New(t, d, 1, 1, 20), tokens: map[string]string{}}
	edge := web.New(web.Options{Who: c.People.Actor, Signed: c.People.Check, Log: slog.New(slog.DiscardHandler)})
	edge.Add((&agent.Agent{Market: c.Market}).Routes()...)
	c.server = httptest.NewServer(edge)
	t.Cleanup(c.server.Close)
	c.agent = c.enter("karim")
	c.enter("bilal")
	if err := c.Market.Appoint(t.Context(), markettest.Operator(), c.agent, "Post", "Lahore, Anarkali 5"); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *counter) enter(name string) identity.Person {
	c.Helper()
	const password = "a long enough one"
	p, err := c.People.SignUp(c.Context(), identity.NewPerson{Name: name, Login: name + "@example.org", Password: password, Country: "PK", Lang: "en"})
	if err == nil {
		c.tokens[name], err = c.People.SignIn(c.Context(), name+"@example.org", password, "test")
	}
	if err != nil {
		c.Fatal(err)
	}
	return p
}

// shipped brings a new order on its way.
func (c *counter) shipped(tracking string) market.Order {
	c.Helper()
	token, err := c.Fill(c.Context(), c.Shops[0].Variants[0])
	if err != nil {
		c.Fatal(err)
	}
	order, err := c.Quoted(c.Context(), token, "cash")
	if err != nil {
		c.Fatal(err)
	}
	g, err := c.Market.Place(c.Context(), identity.Guest(), order)
	if err != nil {
		c.Fatal(err)
	}
	o, by := g.Orders[0], c.Shops[0].Seller
	for _, err := range []error{c.Market.Accept(c.Context(), by, o.ID), c.Market.Pack(c.Context(), by, o.ID), c.Market.Ship(c.Context(), by, o.ID, "", tracking)} {
		if err != nil {
			c.Fatal(err)
		}
	}
	return o
}

// ask sends a request as somebody; form makes it a post.
func (c *counter) ask(who, path string, form url.Values) (status int, body string) {
	c.Helper()
	method, text := http.MethodGet, ""
	if form != nil {
		method, text = http.MethodPost, form.Encode()
	}
	r, err := http.NewRequestWithContext(c.Context(), method, c.server.URL+path, strings.NewReader(text))
	if err != nil {
		c.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token := c.tokens[who]; token != "" {
		r.AddCookie(&http.Cookie{Name: "agora_session", Value: token})
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.Fatal(err)
	}
	return res.StatusCode, string(b)
}

var hidden = regexp.MustCompile(`<input type="(?:hidden|checkbox)" name="([^"]+)" value="([^"]*)"`)

// formTo gives the hidden and ticked inputs of the form that posts to a path.
func formTo(page, path string) url.Values {
	form := url.Values{}
	_, rest, _ := strings.Cut(page, `action="`+path+`"`)
	rest, _, _ = strings.Cut(rest, "</form>")
	for _, m := range hidden.FindAllStringSubmatch(rest, -1) {
		form.Add(m[1], m[2])
	}
	return form
}

func (c *counter) state(o market.Order) market.OrderState {
	c.Helper()
	g, err := c.Market.Group(c.Context(), identity.System(), o.Group)
	if err != nil {
		c.Fatal(err)
	}
	return g.Orders[0].State
}

func TestAParcelIsHandedOverAndItsCashRemitted(t *testing.T) {
	c := newCounter(t)
	a, b := c.shipped("LHE-0001"), c.shipped("LHE-0002")
	for who, want := range map[string]int{"bilal": 403, "karim": 200} {
		if status, _ := c.ask(who, "/agent", nil); status != want {
			t.Errorf("%s: %d", who, status)
		}
	}
	if status, _ := c.ask("", "/agent", nil); status != http.StatusSeeOther && status != http.StatusUnauthorized {
		t.Errorf("a stranger: %d", status)
	}
	if _, body := c.ask("karim", "/agent", nil); strings.Contains(body, a.Ref) || strings.Contains(body, "Saima") {
		t.Error("parcels are listed without a number")
	}
	if _, body := c.ask("karim", "/agent?q=LHE-9999", nil); !strings.Contains(body, "No such parcel") {
		t.Error("a number of nothing finds something")
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		status, body := c.ask("karim", "/agent?q=lhe-0001&lang="+lang, nil)
		if status != 200 || !strings.Contains(body, a.Ref) || !strings.Contains(body, "Saima Rafiq") || strings.Contains(body, b.Ref) || strings.Contains(body, "agent.") {
			t.Errorf("%s: %d", lang, status)
		}
	}
	hand := "/agent/parcels/" + itoa(int64(a.ID)) + "/hand"
	_, body := c.ask("karim", "/agent?q=LHE-0001", nil)
	form := formTo(body, hand)
	less := url.Values{"amount": {"1.00"}, "currency": {"PKR"}, "q": {"LHE-0001"}}
	if status, body := c.ask("karim", hand, less); status != 422 || !strings.Contains(body, a.Ref) {
		t.Errorf("for less: %d", status)
	}
	if status, _ := c.ask("bilal", hand, form); status != 403 {
		t.Errorf("by nobody: %d", status)
	}
	for range 2 { // pressed twice is done once
		if status, body := c.ask("karim", hand, form); status != 303 {
			t.Fatalf("handed over: %d %s", status, body)
		}
	}
	if got := c.state(a); got != market.Delivered {
		t.Errorf("it is %s", got)
	}

	_, body = c.ask("karim", "/agent", nil)
	form = formTo(body, "/agent/remit")
	if len(form["order"]) != 1 || !strings.Contains(body, `value="`+a.Charged.Plain()+`"`) {
		t.Errorf("the till: %v", form)
	}
	form.Set("amount", a.Charged.Plain())
	if status, body := c.ask("karim", "/agent/remit", form); status != 422 || !strings.Contains(body, `id="reference-PKR-e"`) {
		t.Errorf("without a slip: %d", status)
	}
	none := url.Values{"amount": {"5"}, "currency": {"PKR"}, "reference": {"x"}, "some": {"yes"}}
	if status, _ := c.ask("karim", "/agent/remit", none); status != 422 {
		t.Errorf("for no order: %d", status)
	}
	form.Set("reference", "slip 7")
	if status, body := c.ask("karim", "/agent/remit", form); status != 303 {
		t.Fatalf("remitted: %d %s", status, body)
	}
	if _, body = c.ask("karim", "/agent", nil); !strings.Contains(body, "slip 7") || strings.Contains(body, `name="order"`) {
		t.Error("the remittance is not there, or its order still is")
	}
	list, err := c.Market.DeclaredRemittances(t.Context(), markettest.Operator(), 0)
	if err != nil || len(list) != 1 || list[0].Lines != a.Charged {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestAParcelIsRefusedAtTheCounter(t *testing.T) {
	c := newCounter(t)
	o := c.shipped("LHE-0001")
	refuse := "/agent/parcels/" + itoa(int64(o.ID)) + "/refuse"
	if status, body := c.ask("karim", refuse, url.Values{"q": {"LHE-0001"}}); status != 422 || !strings.Contains(body, `id="reason-`+itoa(int64(o.ID))+`-e"`) {
		t.Errorf("without a reason: %d", status)
	}
	if status, _ := c.ask("karim", refuse, url.Values{"q": {"LHE-0001"}, "reason": {"Too small"}}); status != 303 {
		t.Fatalf("refused: %d", status)
	}
	if got := c.state(o); got != market.Refused {
		t.Errorf("it is %s", got)
	}
	if status, _ := c.ask("karim", refuse, url.Values{"reason": {"Too small"}}); status != 409 {
		t.Errorf("refused again: %d", status)
	}
}

// TestRoutes states a second time who may use what.
func TestRoutes(t *testing.T) {
	for _, r := range (&agent.Agent{}).Routes() {
		if r.Access != web.Agent || !strings.HasPrefix(r.Pattern, "/agent") {
			t.Errorf("%s %s is open to %s", r.Method, r.Pattern, r.Access)
		}
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
