package node

import (
	"testing"

	"agora/db/dbtest"
	"agora/demo"
	"agora/identity"
	"agora/market"
)

// TestTheDemoIsSoundOnEitherEngine fills the demo market twice and checks it.
func TestTheDemoIsSoundOnEitherEngine(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			s := settings(t, t.TempDir())
			s.Demo = true
			if engine == "postgres" {
				s.Database = dbtest.NewPostgres(t)
			}
			n := start(t, s)
			defer stop(t, n)
			for range 2 {
				accounts, err := demo.Fill(t.Context(), parts(n))
				if err != nil || len(accounts) != 3 {
					t.Fatal(accounts, err)
				}
			}
			list, err := n.Check(t.Context())
			if err != nil || !Sound(list) {
				t.Error(list, err)
			}
			everyState(t, n)
		})
	}
}

// everyState proves that no page about orders of a state is empty.
func everyState(t *testing.T, n *Node) {
	t.Helper()
	p, err := n.Identity.ByLogin(t.Context(), identity.System(), "operator@demo.agora.example")
	if err != nil {
		t.Fatal(err)
	}
	orders, err := n.Market.Orders(t.Context(), p.Actor(), market.OrderFilter{})
	if err != nil {
		t.Fatal(err)
	}
	count := map[market.OrderState]int{}
	for _, o := range orders {
		count[o.State]++
	}
	for _, s := range []market.OrderState{market.AwaitingPayment, market.Placed, market.Accepted, market.Packed, market.Shipped,
		market.Delivered, market.Completed, market.Cancelled, market.Refused} {
		if count[s] == 0 {
			t.Errorf("no order is %s", s)
		}
	}
	if len(orders) > 40 {
		t.Errorf("%d orders after filling twice", len(orders))
	}
}
