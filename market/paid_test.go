package market

import (
	"testing"

	"pgregory.net/rapid"

	"agora/money"
)

func TestSharesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := Group{Total: money.Of(0, "PKR")}
		for range rapid.IntRange(1, 8).Draw(t, "orders") {
			o := Order{Charged: money.Of(rapid.Int64Range(1, 1e9).Draw(t, "charged"), "PKR"), State: AwaitingPayment}
			switch rapid.IntRange(0, 3).Draw(t, "state") {
			case 0:
				o.State = Cancelled
			case 1:
				o.State, o.Captured = Shipped, o.Charged
			}
			g.Total.Minor += o.Charged.Minor
			g.Orders = append(g.Orders, o)
		}
		due := g.Due().Minor
		g.Received = money.Of(rapid.Int64Range(0, due).Draw(t, "received"), "PKR")
		var paid, open int64
		for i, s := range g.Shares() {
			o := g.Orders[i]
			if s.Paid.Minor < 0 || s.Paid.Minor > o.Charged.Minor {
				t.Fatalf("%s paid of %s", s.Paid, o.Charged)
			}
			if o.State == AwaitingPayment {
				paid += s.Paid.Minor
			}
			open += s.Outstanding().Minor
		}
		if paid != g.Received.Minor || open != g.Outstanding().Minor {
			t.Fatalf("%d of %d received is shared, %d of %d outstanding", paid, g.Received.Minor, open, g.Outstanding().Minor)
		}
	})
}
