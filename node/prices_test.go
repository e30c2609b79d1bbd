package node

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/country"
	"agora/db"
	"agora/identity"
	"agora/pricewatch"
	"agora/relief"
)

// orders counts all orders of the node.
func orders(t *testing.T, n *Node) (count int64) {
	t.Helper()
	if err := n.DB.Read(t.Context(), func(tx *db.Tx) error { return tx.Row("SELECT COUNT(*) FROM orders", nil, &count) }); err != nil {
		t.Fatal(err)
	}
	return count
}

// TestADearThingIsHeldFromTheCartOnwards puts walnuts into a cart, caps their price by the
// operator's forms, and follows what the buyer, the seller and the operator can do.
func TestADearThingIsHeldFromTheCartOnwards(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	buyer, seller, operator := newVisit(t, n, site), newVisit(t, n, site).signIn("madina"), newVisit(t, n, site).signIn("operator")
	shop, err := n.Catalog.Shop(t.Context(), "isfara")
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := n.Catalog.Product(t.Context(), "isfara", "walnuts")
	if err != nil {
		t.Fatal(err)
	}
	crisis, err := n.Relief.Declare(t.Context(), identity.System(), relief.Crisis{Case: relief.Case{Title: map[string]string{"en": "Drought"}, Countries: []country.Code{"TJ"}, Began: time.Now()}})
	if err != nil {
		t.Fatal(err)
	}
	page := fmt.Sprintf("/aid/%d/prices", crisis.ID)
	product := fmt.Sprintf("/desk/%d/products/%d", shop.ID, p.ID)
	buyer.take([]string{"/s/isfara/walnuts"})

	if status, _ := operator.tries(page+"/base", url.Values{"country": {"KG"}, "hs": {"0802"}, "unit": {"piece"}, "amount": {"40"}, "currency": {"TJS"}, "source": {"x"}, "day": {"2026-11-01"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("a price of a country without the crisis: %d", status)
	}
	today := time.Now().UTC().Format(time.DateOnly)
	operator.post(page+"/base", url.Values{"country": {"TJ"}, "hs": {"0802.32"}, "unit": {"piece"}, "amount": {"40,00"}, "currency": {"TJS"}, "source": {"Price list <b>7</b>"}, "day": {today}})
	if body, _ := buyer.get("/s/isfara/walnuts"); !strings.Contains(body, "/cart/add") {
		t.Error("a usual price alone takes it off sale")
	}
	operator.post(page+"/cap", url.Values{"over": {"10"}, "from": {today}, "to": {time.Now().UTC().AddDate(0, 0, 7).Format(time.DateOnly)}})
	if res, err := buyer.http.Get(site + "/s/isfara/walnuts"); err != nil || res.StatusCode != http.StatusNotFound {
		t.Errorf("what is held is on its page: %v %v", res.StatusCode, err)
	}
	body, _ := buyer.get("/cart")
	if strings.Contains(body, `href="/checkout"`) {
		t.Error("the cart still leads to the checkout")
	}
	before := orders(t, n)
	buyer.tries("/checkout", url.Values{"do": {"place"}, "pay": {"play"}, "address.country": {"TJ"}, "address.name": {"Saima"}, "address.street": {"Rudaki 9"}, "address.city": {"Dushanbe"},
		"address.postcode": {"734000"}, "address.phone": {"+992 92 771 4035"}, "contact.email": {"saima@demo.agora.example"}})
	if now := orders(t, n); now != before {
		t.Errorf("it is bought from the cart: %d orders, then %d", before, now)
	}

	body, _ = seller.get(product)
	if !strings.Contains(body, product+"/held") {
		t.Error("the seller does not see on her page that it is held")
	}
	body, asked := seller.get(product + "/held")
	for _, want := range []string{"10 %", "TJS 40", "TJS 48", "TJS 44", "Price list &lt;b&gt;7&lt;/b&gt;"} {
		if !strings.Contains(strings.ReplaceAll(body, "\u00a0", " "), want) {
			t.Errorf("her page does not say %q", want)
		}
	}
	if asked > mostQueries {
		t.Errorf("her page asks %d times", asked)
	}
	if status, _ := seller.tries(product+"/held", url.Values{"words": {" "}}); status != http.StatusUnprocessableEntity {
		t.Errorf("an appeal without words: %d", status)
	}
	seller.post(product+"/held", url.Values{"words": {"I paid 45 in the village"}})
	body, asked = operator.get(page)
	if !strings.Contains(body, "I paid 45 in the village") || asked > mostQueries {
		t.Errorf("the operator's page asks %d times and has the appeal: %v", asked, strings.Contains(body, "village"))
	}
	hold := regexp.MustCompile(`name="hold" value="(\d+)"`).FindStringSubmatch(body)[1]
	seen := regexp.MustCompile(`name="seen" value="(\d+)"`).FindStringSubmatch(body)[1]
	decide := url.Values{"seen": {seen}, "shop": {fmt.Sprint(shop.ID)}, "hold": {hold}, "deny": {"1"}, "why": {""}}
	if status, _ := operator.tries(page+"/decide", decide); status != http.StatusUnprocessableEntity {
		t.Errorf("a decision without a reason: %d", status)
	}
	decide.Set("why", "An invoice is needed.")
	operator.post(page+"/decide", decide)
	if body, _ = seller.get(product + "/held"); !strings.Contains(body, "An invoice is needed.") {
		t.Error("she does not read the reason")
	}
	decide.Set("allow", "1")
	buyer.tries(page+"/decide", decide)
	seller.tries(page+"/decide", decide)
	if h, err := n.Prices.HoldOf(t.Context(), identity.System(), shop.ID, p.ID); err != nil || h.State != pricewatch.Refused {
		t.Errorf("who may not decide decides: %s %v", h.State, err)
	}

	body, _ = seller.get(product)
	form := sent(t, body, product)
	for name, list := range form {
		if strings.HasSuffix(name, "price") && strings.HasPrefix(list[0], "48") {
			form.Set(name, "44")
		}
	}
	form.Set("status", "active")
	for name, words := range p.Title {
		form.Set("title."+name, words)
	}
	seller.post(product, form)
	if h, err := n.Prices.HoldOf(t.Context(), identity.System(), shop.ID, p.ID); err != nil || h.State != pricewatch.Released {
		t.Errorf("lowered: %+v %v", h.State, err)
	}
	if body, _ := buyer.get("/s/isfara/walnuts"); !strings.Contains(body, "/cart/add") {
		t.Error("lowered, it is not on sale")
	}
}
