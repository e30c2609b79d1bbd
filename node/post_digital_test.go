package node

import (
	"regexp"
	"strings"
	"testing"

	"agora/catalog"
	"agora/country"
	"agora/demo"
	"agora/identity"
	"agora/market"
	"agora/money"
)

// TestTheLinkComesByMail follows a digital order from its payment to the page that
// the mail's link opens, and asks for a fresh link.
func TestTheLinkComesByMail(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Demo = true
	n := start(t, s)
	defer stop(t, n)
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	ctx, yes := t.Context(), true
	shops, err := n.Catalog.Shops(ctx, catalog.ShopOpen, "", 1)
	if err != nil || len(shops.Items) == 0 {
		t.Fatal("no shop: ", err)
	}
	shop := shops.Items[0]
	id, err := n.Catalog.SaveProduct(ctx, identity.System(), shop.ID, catalog.Draft{Handle: "pattern", Status: catalog.ProductActive, Digital: &yes,
		Title: catalog.Texts{"en": "Pattern"}, Variants: []catalog.VariantDraft{{Price: money.Of(30000, shop.Currency)}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Catalog.AddFile(ctx, identity.System(), shop.ID, id, "pattern.pdf", strings.NewReader("%PDF")); err != nil {
		t.Fatal(err)
	}
	p, err := n.Catalog.ProductByID(ctx, identity.System(), shop.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	token, err := n.Market.AddLine(ctx, "", p.Variants[0].ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	c, err := n.Market.Checkout(ctx, token, market.Choice{To: "PK", Currency: "PKR", Pay: "play"})
	if err != nil {
		t.Fatal(err)
	}
	const to = "reader@demo.agora.example"
	if _, err := n.Market.Place(ctx, identity.Guest(), market.PlaceOrder{Cart: token, Key: token, QuoteHash: c.Quote.Hash(), Bare: true, Lang: "ru",
		Contact: market.Contact{Email: to}, Address: country.Address{Country: "PK"}, Currency: "PKR", Pay: "play"}); err != nil {
		t.Fatal(err)
	}
	var link string
	for want := 1; link == ""; want++ {
		for _, m := range outbox(t, n, to, want) {
			if strings.Contains(m.Subject, "оформлен") && (strings.Contains(m.Text, "посылк") || !strings.Contains(m.Text, "по ссылке")) {
				t.Errorf("the first mail speaks of a parcel: %s", m.Text)
			}
			if l := regexp.MustCompile(`http://\S+/downloads/\S+`).FindString(m.Text); l != "" && strings.Contains(m.Subject, "загрузки") {
				link = strings.TrimPrefix(l, n.Addr())
			}
		}
	}
	if code, body := fetch(t, n, link); code != 200 || !strings.Contains(body, "pattern.pdf") {
		t.Errorf("the link %s gives %d", link, code)
	}
	word := regexp.MustCompile(`[\w-]{40,}`).FindString(link)
	had := len(outbox(t, n, to, 1))
	if err := n.Market.WantLinks(ctx, word); err != nil {
		t.Fatal(err)
	}
	outbox(t, n, to, had+1)
}
