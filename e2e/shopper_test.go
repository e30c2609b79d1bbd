package e2e

import (
	"net/http"
	"net/url"
	"strings"
)

// speak chooses language and country, as the sheet in the band does.
func (c *client) speak(lang, country string) {
	c.Helper()
	form := c.get("/locale").form(c, "/locale")
	form.Set("lang", lang)
	form.Set("country", country)
	if p := c.post("/locale", form); p.status != http.StatusSeeOther {
		c.Fatalf("choose %s: %d", lang, p.status)
	}
}

// take puts one of a thing into the cart by the form of its page.
func (c *client) take(product string) {
	c.Helper()
	form := c.get("/s/"+product).form(c, "/cart/add")
	if p := c.post("/cart/add", form); p.status != http.StatusSeeOther || p.header.Get("Location") != "/cart" {
		c.Fatalf("take %s: %d to %q\n%s", product, p.status, p.header.Get("Location"), tail(string(p.body), 300))
	}
}

// goods of two shops in two countries that no other test buys.
var goods = []string{"kandy/ceylon-tea", "isfara/dried-apricots"}

// fillCart makes a guest in Pakistan with things of two shops.
func (w *walk) fillCart() {
	w.Helper()
	w.speak(w.lang, "PK")
	for _, g := range goods {
		w.take(g)
	}
}

// filledCheckout gives a whole form that can be placed.
func (c *client) filledCheckout() url.Values {
	c.Helper()
	form := c.get("/checkout").form(c, "/checkout")
	for part, words := range home {
		form.Set("address."+part, words)
	}
	form.Set("contact.email", "bushra@example.org")
	form.Set("do", "place")
	return form
}

// place places the cart and gives the signed link.
func (c *client) place(form url.Values) string {
	c.Helper()
	p := c.post("/checkout", form)
	link := p.header.Get("Location")
	if p.status != http.StatusSeeOther || !strings.HasPrefix(link, "/orders/") {
		c.Fatalf("place: %d to %q\n%s", p.status, link, mishaps(p))
	}
	return link
}

// orderPage places what is in the cart and gives the address of its page.
func (w *walk) orderPage() string {
	w.Helper()
	return w.place(w.filledCheckout())
}

// mishaps gives the words of what a page complains about.
func mishaps(p page) string {
	var words []string
	for _, n := range p.elements("div", "p") {
		if value(n, "role") == "alert" || value(n, "class") == "err" {
			words = append(words, strings.Join(strings.Fields(text(n)), " "))
		}
	}
	return strings.Join(words, "\n")
}
