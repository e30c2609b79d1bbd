// Package bench measures what the project promises about speed. Its benchmarks
// print figures and fail on none: machines differ. What can be a ratio within
// one run is one. README.md says how to run them and what was seen.
package bench

import (
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"agora/db"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
)

// callers is the number of buyers who press "order" at once.
const callers = 64

// BenchmarkPlacement places orders from ready carts with 64 callers, first with
// commits in groups, then with one commit an order, and gives the ratio of the
// two rates. Commits last (synchronous=FULL, fsync).
func BenchmarkPlacement(b *testing.B) { engines(b, placing) }

func placing(b *testing.B, open opener) {
	grouped, times := placements(b, open(db.Options{MaxBatch: 256}, markettest.Schemas()...), 8_000)
	single, _ := placements(b, open(db.Options{MaxBatch: 1}, markettest.Schemas()...), 1_500)
	b.ReportMetric(grouped, "orders/s")
	b.ReportMetric(single, "orders/s-one-commit-each")
	b.ReportMetric(grouped/single, "ratio")
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "ms-p99")
	b.ReportMetric(0, "ns/op") // the rate is the figure
}

// placements places n orders and gives the rate and each order's time.
func placements(b *testing.B, d *db.DB, n int) (rate float64, times []time.Duration) {
	b.Helper()
	f := markettest.New(b, d, 100, 20, 1_000_000)
	orders := make([]market.PlaceOrder, n)
	each(n, func(i int) {
		shop := f.Shops[rand.IntN(len(f.Shops))]
		cart, err := f.Fill(b.Context(), shop.Variants[rand.IntN(len(shop.Variants))])
		if err == nil {
			orders[i], err = f.Quoted(b.Context(), cart, "cash")
		}
		if err != nil {
			b.Error(err)
		}
	})
	times = make([]time.Duration, n)
	start := time.Now()
	each(n, func(i int) {
		began := time.Now()
		if _, err := f.Market.Place(b.Context(), identity.Guest(), orders[i]); err != nil {
			b.Error(err)
		}
		times[i] = time.Since(began)
	})
	return float64(n) / time.Since(start).Seconds(), times
}

// each runs f for every number below n, many at once.
func each(n int, f func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}
