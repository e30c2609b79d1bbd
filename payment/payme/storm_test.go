package payme

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/payment/paymenttest"
)

// TestStorm has the provider perform and cancel one transaction, many times,
// while the buyer cancels the order, all at one moment. Whatever comes first,
// the order ends cancelled, the transaction cancelled, and no money is left.
func TestStorm(t *testing.T) {
	const rounds, many = 6, 20
	dbtest.Each(t, append(markettest.Schemas(), Schema), func(t *testing.T, d *db.DB) {
		way := testWay()
		s := paymenttest.NewStand(t, d, way, "UZS")
		k := desk{way.Notices(d, s.Market), time.Now}
		for i := range rounds {
			g, name := s.Place(2), fmt.Sprint("storm-", i)
			k.create(name, g.Ref, g.Total.Minor)
			var all sync.WaitGroup
			for j := range many {
				all.Go(func() { k.call("PerformTransaction", id(name)) })
				if j >= i { // the cancel comes sooner or later
					all.Go(func() { k.call("CancelTransaction", cancelOf(name, 5)) })
				}
				if j == many/2 {
					all.Go(func() {
						// Refused once the provider's cancel came first.
						_ = s.Market.Cancel(t.Context(), paymenttest.Buyer(g), g.Orders[0].ID, "")
					})
				}
			}
			all.Wait()
			state := k.call("CheckTransaction", id(name)).Result["state"]
			if state != float64(stateDropped) && state != float64(stateReturned) {
				t.Errorf("round %d: state %v", i, state)
			}
			if g = s.Now(g); state == float64(stateReturned) && (g.Orders[0].State != market.Cancelled || g.Orders[1].State != market.Cancelled) {
				t.Errorf("round %d: taken back, and the orders are %s and %s", i, g.Orders[0].State, g.Orders[1].State)
			}
			for _, r := range s.Refunds(g) {
				if r.State != market.RefundSent {
					t.Errorf("round %d: the provider gave it back, and it is owed again: %+v", i, r)
				}
			}
		}
		if n := s.Stands(ledger.Way("payme"), "UZS"); n != 0 {
			t.Errorf("%d is left with the provider", n)
		}
		s.Sound()
	})
}
