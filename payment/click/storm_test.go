package click

import (
	"strconv"
	"sync"
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/ledger"
	"agora/market"
	"agora/market/markettest"
	"agora/payment/paymenttest"
)

// TestStorm has the provider prepare, complete and give up one payment, many
// times and in any order, while the buyer cancels. The order ends cancelled;
// what came in of it is owed back, once.
func TestStorm(t *testing.T) {
	const rounds, many = 6, 20
	dbtest.Each(t, append(markettest.Schemas(), Schema), func(t *testing.T, d *db.DB) {
		way := testWay()
		s := paymenttest.NewStand(t, d, way, "UZS")
		k := desk{way.Notices(d, s.Market)}
		for i := range rounds {
			g, name := s.Place(2), strconv.Itoa(1000+i)
			before := s.Stands(ledger.Way("click"), "UZS")
			first := k.prepare(name, g.Ref, g.Total.Minor)
			var all sync.WaitGroup
			for j := range many {
				all.Go(func() { k.complete(name, g.Ref, g.Total.Minor, first.Prepare, "0") })
				if j >= i*3 { // sooner or later, or never
					all.Go(func() { k.complete(name, g.Ref, g.Total.Minor, first.Prepare, "-5017") })
				}
				all.Go(func() { k.prepare(name, g.Ref, g.Total.Minor) })
				if j == many/2 {
					for _, o := range g.Orders {
						all.Go(func() {
							if err := s.Market.Cancel(t.Context(), paymenttest.Buyer(g), o.ID, ""); err != nil {
								t.Errorf("the buyer's cancel: %v", err)
							}
						})
					}
				}
			}
			all.Wait()
			var owed int64
			for _, r := range s.Refunds(g) {
				owed += r.Amount.Minor
			}
			for _, o := range s.Now(g).Orders {
				if o.State != market.Cancelled {
					t.Errorf("round %d: %s is %s", i, o.Ref, o.State)
				}
			}
			came := before - s.Stands(ledger.Way("click"), "UZS")
			if came != owed || came != 0 && came != g.Total.Minor {
				t.Errorf("round %d: %d came in of %s, %d is owed back", i, came, g.Total, owed)
			}
		}
		s.Sound()
	})
}
