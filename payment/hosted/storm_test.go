package hosted_test

import (
	"sync"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/payment/hosted"
	"agora/payment/hosted/hostedtest"
	"agora/payment/paymenttest"
)

// TestStorm has the gateway tell of two parts and of their reversal, many times
// and in any order, while the buyer cancels. The order ends cancelled and no
// money is left with the gateway.
func TestStorm(t *testing.T) {
	const rounds, many = 5, 10
	dbtest.Each(t, append(markettest.Schemas(), hosted.Schema), func(t *testing.T, d *db.DB) {
		g := hostedtest.New(t)
		w := way(g, d)
		s := paymenttest.NewStand(t, d, w, "PKR")
		tell := send(t, w, s)
		for i := range rounds {
			o := s.Place(2)
			key := keyOf(t, d, o.Ref)
			part := g.Pay(key, 1000)
			whole := g.Pay(key, o.Total.Minor-1000)
			var all sync.WaitGroup
			for j := range many {
				all.Go(func() { tell("payment.updated", part, time.Now()) })
				all.Go(func() { tell("payment.updated", whole, time.Now()) })
				if j >= i*2 {
					all.Go(func() { tell("payment.reversed", whole, time.Now()) })
				}
				if j == many/2 {
					all.Go(func() {
						// Refused once the reversal came first.
						_ = s.Market.Cancel(t.Context(), paymenttest.Buyer(o), o.Orders[0].ID, "")
					})
				}
			}
			all.Wait()
			now := s.Now(o)
			for _, x := range now.Orders {
				if x.State != market.Cancelled {
					t.Errorf("round %d: %s is %s", i, x.Ref, x.State)
				}
			}
			if n := s.Stands(ledger.Way("hosted"), "PKR"); n != 0 {
				t.Errorf("round %d: %d is left with the gateway; refunds %+v", i, n, s.Refunds(o))
			}
		}
		s.Sound()
	})
}
