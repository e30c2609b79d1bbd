package node

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/demo"
	"agora/identity"
	"agora/market"
	"agora/money"
)

// TestBothSidesOfAnEnquiryAreTold follows an enquiry of a guest through the mails
// of both sides, to the page that the link of the answer opens.
func TestBothSidesOfAnEnquiryAreTold(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Demo = true
	n := start(t, s)
	defer stop(t, n)
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	p, shop, err := n.Catalog.Product(ctx, "felt", "esparcet-honey")
	if err != nil {
		t.Fatal(err)
	}
	lines := []market.EnquiryLine{{Variant: p.Variants[0].ID, Quantity: 300}}
	e, err := n.Market.Ask(ctx, identity.Guest(), market.NewEnquiry{Shop: shop.ID, Lines: lines, To: "PK", Note: "For a wedding.", Email: "bride@example.org", Lang: "ur"})
	if err != nil {
		t.Fatal(err)
	}
	told := outboxOf(t, n, "aizada@demo.agora.example", "For a wedding.")
	if !strings.Contains(told, "/desk/") || !strings.Contains(told, "/enquiries/") {
		t.Errorf("to the seller: %q", told)
	}
	seller := identity.Actor{Person: shop.Owner, Shops: map[catalog.ShopID]identity.Role{shop.ID: identity.ShopOwner}}
	q := market.Quote{Units: []money.Amount{money.Of(4_000, shop.Currency)}, Until: time.Now().AddDate(0, 0, 20), Note: "In jars of glass."}
	if err := n.Market.AnswerEnquiry(ctx, seller, shop.ID, e.ID, q); err != nil {
		t.Fatal(err)
	}
	told = outboxOf(t, n, "bride@example.org", "In jars of glass.")
	if strings.Contains(told, "{") {
		t.Errorf("to the buyer: %q", told)
	}
	link := regexp.MustCompile(`http://127.0.0.1:\d+/enquiries/\d+\?k=\S+`).FindString(told)
	if code, body := fetch(t, n, strings.TrimPrefix(link, n.Addr())); code != 200 || !strings.Contains(body, "In jars of glass.") {
		t.Errorf("the link %s gives %d", link, code)
	}
	list, err := n.Check(ctx)
	if err != nil || !Sound(list) {
		t.Error(list, err)
	}
}

// outboxOf waits for a message that says something, and gives its text.
func outboxOf(t *testing.T, n *Node, to, says string) string {
	t.Helper()
	for want := 1; ; want++ {
		for _, m := range outbox(t, n, to, want) {
			if strings.Contains(m.Text, says) {
				return m.Subject + "\n" + m.Text
			}
		}
	}
}
