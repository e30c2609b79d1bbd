package storefront

import (
	"regexp"
	"strings"
	"testing"

	"agora/identity"
	"agora/market"
)

// TestADepositIsAskedBeforeTheDoor reads of the deposit at the checkout, pays it
// as the payment page says, and reads what is left for the door.
func TestADepositIsAskedBeforeTheDoor(t *testing.T) {
	b := newBazaar(t)
	b.cash.Deposit, b.cash.Confirm = 25, true // who pays a deposit said yes
	b.fillCart(1)
	form := b.address()
	form.Set("pay", "cash")
	if page := b.ask("/checkout", nil); !strings.Contains(page.body, "A deposit of 25% is paid before") {
		t.Error("the checkout does not tell of the deposit")
	}
	placed := b.ask("/checkout", form)
	if placed.status != 303 || !strings.Contains(placed.to, "/pay?k=") {
		t.Fatalf("placing: %d to %s", placed.status, placed.to)
	}
	g, err := b.Market.GroupByRef(t.Context(), identity.System(), regexp.MustCompile(`AG-[A-Z0-9]+`).FindString(b.ask(placed.to, nil).body))
	b.must(err)
	deposit, rest := g.Outstanding(), g.AtDoor()
	if g.Orders[0].State != market.AwaitingPayment || deposit.Minor*3 != rest.Minor && deposit.Minor*3 != rest.Minor-1 {
		t.Fatalf("%s, %s before and %s at the door", g.Orders[0].State, deposit, rest)
	}
	page := b.ask(placed.to, nil).body
	for _, want := range []string{"Bank, PK36 SCBL", deposit.Plain(), rest.Plain(), g.Ref} {
		if !strings.Contains(page, want) {
			t.Errorf("the payment page lacks %s", want)
		}
	}
	for _, lang := range []string{"ru", "ur"} {
		if r := b.ask(placed.to+"&lang="+lang, nil); r.status != 200 || strings.Contains(r.body, "store.") {
			t.Errorf("%s: %d", lang, r.status)
		}
	}
	b.came("d1", g.Ref, deposit.Minor)
	if g, err = b.Market.GroupByRef(t.Context(), identity.System(), g.Ref); err != nil || g.Orders[0].State != market.Placed {
		t.Fatalf("with the deposit it is %s", g.Orders[0].State)
	}
	for _, to := range []string{placed.to, strings.Replace(placed.to, "/pay?", "?", 1)} {
		if page = b.ask(to, nil).body; !strings.Contains(page, rest.Plain()) || strings.Contains(page, "Bank, PK36") {
			t.Errorf("%s still asks for the deposit, or not for the rest", to)
		}
	}
}
