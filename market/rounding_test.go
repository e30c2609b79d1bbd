package market_test

import (
	"testing"

	"agora/db/dbtest"
	"agora/identity"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
)

func TestPartsOfARielAreNotSentBack(t *testing.T) {
	d := dbtest.SQLite(t, markettest.Schemas()...)
	c := till{t, markettest.New(t, d, 1, 1, 100)}
	for i, more := range []int64{14, 99, 100} {
		token, err := c.Fill(t.Context(), c.Shops[0].Variants[0])
		if err != nil {
			t.Fatal(err)
		}
		seen, err := c.Market.Checkout(t.Context(), token, market.Choice{To: markettest.Address.Country, Currency: "KHR", Pay: "transfer"})
		if err != nil {
			t.Fatal(err)
		}
		order, err := c.Quoted(t.Context(), token, "transfer")
		if err != nil {
			t.Fatal(err)
		}
		order.Currency, order.QuoteHash, order.Options, order.Seen = "KHR", seen.Quote.Hash(), seen.Chosen, seen.Seen()
		g, err := c.Market.Place(t.Context(), identity.Guest(), order)
		if err != nil {
			t.Fatal(err)
		}
		c.take("transfer", string(rune('a'+i)), g.Ref, g.Total.Minor+more, "KHR")
		if now := c.group(g); now.Orders[0].State != market.Placed || !now.Received.IsZero() {
			t.Errorf("%d more: %s, %s left", more, now.Orders[0].State, now.Received)
		}
	}
	if kept, owed := c.stands(ledger.Result, "KHR"), c.stands(ledger.Refunds, "KHR"); kept != 14+99 || owed != 100 {
		t.Errorf("%d kept, %d owed back", kept, owed)
	}
	sound(t, d)
}
