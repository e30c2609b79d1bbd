package pricewatch_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/money"
	. "agora/pricewatch"
)

// stopScan puts a cap in force whose look at the market stops as soon as it has read the
// prices, and gives how to let it go on and be done.
func (b *bazaar) stopScan() (goOn func()) {
	b.Helper()
	var first atomic.Bool
	reached, free, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	b.db.Watch(func(query string) {
		if strings.Contains(query, "FROM price_holds WHERE state <> 'released' AND product_id IN") && first.CompareAndSwap(false, true) {
			close(reached)
			<-free
		}
	})
	release := sync.OnceFunc(func() { close(free) })
	b.Cleanup(release)
	go func() {
		_, err := b.Cap(b.Context(), operator, Cap{Crisis: flood, Begins: b.today, Ends: b.today.AddDate(0, 0, 10), Terms: Terms{Countries: []country.Code{"TJ"}, Over: 25}})
		done <- err
	}()
	<-reached
	return func() {
		b.Helper()
		release()
		b.must(<-done)
		b.db.Watch(nil)
	}
}

// within runs what must not wait, and fails when it does.
func (b *bazaar) within(do func()) {
	b.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		b.Fatal("it waits for the look at the market")
	}
}

// TestASaveWaitsForNoScan saves while a new cap looks at the market: what is saved is
// judged at once, and what the look had read before does not undo it.
func TestASaveWaitsForNoScan(t *testing.T) {
	bazaars(t, func(b *bazaar, _ *time.Time) {
		dear, cheap := masks(900, "TJS"), masks(400, "TJS")
		cheap.Handle, cheap.Variants[0].SKU = "cheap", "c"
		lowered, raised := b.save(dear), b.save(cheap)
		_, err := b.Base(b.Context(), operator, Entry{Country: "TJ", HS: "6307.90", Unit: "piece", Amount: money.Of(400, "TJS"), Source: "Ministry of trade", Day: b.today})
		b.must(err)
		goOn := b.stopScan()
		b.within(func() {
			dear.Variants[0].Price.Minor, cheap.Variants[0].Price.Minor = 450, 800
			b.save(dear)
			b.save(cheap)
		})
		b.is("lowered during the look", lowered, catalog.ProductActive, "")
		b.is("raised during the look", raised, catalog.ProductHeld, Held)
		goOn()
		b.is("lowered, after the look", lowered, catalog.ProductActive, "")
		b.is("raised, after the look", raised, catalog.ProductHeld, Held)
		b.must(b.Look(b.Context()))
		b.is("lowered, at the next look", lowered, catalog.ProductActive, "")
		b.is("raised, at the next look", raised, catalog.ProductHeld, Held)
	})
}

// TestWhatASaveHeldIsReleasedWithItsCap has a cap that began by its day and ended before
// anybody looked at the market.
func TestWhatASaveHeldIsReleasedWithItsCap(t *testing.T) {
	bazaars(t, func(b *bazaar, clock *time.Time) {
		_, err := b.Base(b.Context(), operator, Entry{Country: "TJ", HS: "6307.90", Unit: "piece", Amount: money.Of(400, "TJS"), Source: "Ministry of trade", Day: b.today})
		b.must(err)
		begins := b.today.AddDate(0, 0, 1)
		_, err = b.Cap(b.Context(), operator, Cap{Crisis: flood, Begins: begins, Ends: begins.AddDate(0, 0, 1), Terms: Terms{Countries: []country.Code{"TJ"}, Over: 25}})
		b.must(err)
		*clock = begins
		id := b.save(masks(900, "TJS"))
		b.is("saved when it has begun", id, catalog.ProductHeld, Held)
		*clock = begins.AddDate(0, 0, 1)
		b.must(b.Look(b.Context()))
		b.is("when it is over", id, catalog.ProductActive, Released)
	})
}
