package load

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// FlashResult is what became of the buyers of a flash sale.
type FlashResult struct {
	Buyers      int     `json:"buyers"`
	Items       int     `json:"items"`
	Won         int64   `json:"won"`
	Lost        int64   `json:"lost"`                 // were told that there is no more
	Unclear     int64   `json:"unclear"`              // were told something else, or nothing
	SlowestMS   float64 `json:"slowest_clear_ms"`     // the slowest answer that won or lost
	AllKnownSec float64 `json:"all_answered_seconds"` // from the start until the last one knew
}

// flash lets all buyers begin at one moment, each over a connection of its own
// that stands by then. They are spread over the items in turn.
func (r *run) flash(ctx context.Context) error {
	items := r.goods.variants
	if len(r.Items) == 0 {
		items = items[:1]
	}
	r.crowd = r.Buyers
	buyers := make([]*buyer, r.Buyers)
	for i := range buyers {
		buyers[i] = r.buyer(i)
		defer buyers[i].wire.close()
		if err := buyers[i].wire.dial(); err != nil {
			return fmt.Errorf("connection %d of %d: %w", i+1, r.Buyers, err)
		}
	}
	result := &FlashResult{Buyers: r.Buyers, Items: len(items)}
	var won, lost, unclear atomic.Int64
	var all sync.WaitGroup
	gun := make(chan struct{})
	for i, b := range buyers {
		all.Go(func() {
			select {
			case <-gun:
			case <-ctx.Done():
				return
			}
			item := &variant{id: items[i%len(items)].id} // that it is gone, each must learn
			switch b.turn(func(b *buyer) string { return purchase(b, item) }, r.tally.from) {
			case endDone:
				won.Add(1)
			case endSoldOut:
				lost.Add(1)
			default:
				unclear.Add(1)
			}
		})
	}
	r.tally.from = time.Now()
	over := r.meanwhile(ctx)
	close(gun)
	all.Wait()
	over()
	r.tally.to = time.Now()
	result.Won, result.Lost, result.Unclear = won.Load(), lost.Load(), unclear.Load()
	for _, a := range []act{actComplete, actLost} {
		result.SlowestMS = max(result.SlowestMS, ms(r.tally.acts[a].histogram.Max()))
	}
	result.AllKnownSec = seconds(r.tally.span())
	r.flashed = result
	return nil
}

// Those who look at a page during a flash sale: so many, each so often.
const (
	lookers   = 8
	lookEvery = 50 * time.Millisecond
)

// meanwhile lets others look at the page until over is called, each at once
// first.
func (r *run) meanwhile(ctx context.Context) (over func()) {
	if r.Page == "" {
		return func() {}
	}
	ctx, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	request := []byte("GET " + r.Page + " HTTP/1.1\r\nHost: " + r.endpoint.Host + "\r\nAccept: text/html\r\nAccept-Language: " + r.Language + "\r\nUser-Agent: agora-bench\r\n\r\n")
	for range lookers {
		all.Go(func() {
			w := newWire(r.endpoint, r.Timeout)
			defer w.close()
			wait := newWaiter()
			for {
				began := time.Now()
				status, body, err := w.send(request)
				switch {
				case err != nil:
					r.tally.failedAt(actMeanwhile, began, unanswered(err), []byte(err.Error()))
				case status != 200:
					r.tally.failedAt(actMeanwhile, began, "status "+strconv.Itoa(status), body)
				default:
					r.tally.took(actMeanwhile, began, time.Now())
				}
				if wait.until(ctx, began.Add(lookEvery)); ctx.Err() != nil {
					return
				}
			}
		})
	}
	return func() { stop(); all.Wait() }
}
