package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// run is one measurement.
type run struct {
	Settings
	endpoint *url.URL
	fixed    []byte // header lines of every request
	context  string // the context of every body, with a comma before
	crowd    int    // how many buyers there are at once
	goods    *goods
	tally    *tally

	empty     atomic.Bool // nothing is left to buy
	unstarted atomic.Int64
	flashed   *FlashResult // of a flash sale
	trade     *Trade       // of a server that speaks something else
}

// Run does what the settings say and reports what it measured. Lines about how
// it goes are written to progress. Cancelling the context ends it early, and
// without a report.
func Run(ctx context.Context, s Settings, progress io.Writer) (*Report, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	target, err := origin(s.Target)
	if err != nil {
		return nil, err
	}
	s.Target = target.String()
	agent, stop, err := showProfile(s, target)
	if err != nil {
		return nil, err
	}
	report, err := measure(ctx, s, target, agent, progress)
	return report, errors.Join(err, stop())
}

func measure(ctx context.Context, s Settings, target *url.URL, agent string, progress io.Writer) (*Report, error) {
	r := &run{Settings: s, endpoint: target, fixed: header(target, agent, s.Language), tally: newTally(), crowd: s.Workers}
	r.context = `,"context":{"address_country":"` + s.Country + `","language":"` + s.Language + `"`
	if s.Currency != "" {
		r.context += `,"currency":"` + s.Currency + `"`
	}
	r.context += `}`
	scout := r.buyer(-1)
	defer func() { scout.wire.close() }()
	endpoint, err := findEndpoint(scout)
	if err != nil {
		return nil, err
	}
	r.endpoint, r.fixed = endpoint, header(endpoint, agent, s.Language)
	scout.wire.close()
	scout = r.buyer(-1)
	if r.goods, err = discover(scout); err != nil {
		return nil, err
	}
	if len(s.Items) > 0 {
		r.goods.variants = make([]variant, len(s.Items))
		for i, id := range s.Items {
			r.goods.variants[i].id = quoted(id)
		}
	}
	if len(r.goods.words) == 0 {
		r.goods.words = common
	}
	if buys := s.Scenario != Browse && s.Scenario != Search; buys && len(r.goods.variants) == 0 {
		return nil, fmt.Errorf("the catalogue of %s shows nothing that can be bought; name variants with --item", s.Target)
	}
	fmt.Fprintf(progress, "%s: %d products, %d variants, %d categories, %d words\n", endpoint, len(r.goods.products), len(r.goods.variants), len(r.goods.categories), len(r.goods.words))

	r.tally = newTally()
	began := time.Now()
	switch {
	case s.Scenario == Flash:
		err = r.flash(ctx)
	default:
		r.tally.from = began.Add(s.Warmup)
		r.tally.to = r.tally.from.Add(s.Duration)
		r.loop(ctx, began)
	}
	if err = errors.Join(err, ctx.Err()); err != nil {
		return nil, err
	}
	if r.tally.from.After(time.Now()) {
		return nil, fmt.Errorf("everything was sold out before the measurement began; put more on stock, or name other variants with --item")
	}
	return r.report(began), nil
}

// nothingLeft ends a turn for which there is nothing to buy, and the run.
func (r *run) nothingLeft() string {
	r.empty.Store(true)
	return endSoldOut
}

// pause is how long a buyer waits after a request without an answer, lest a
// server that is down is measured by how fast it is down.
const pause = 50 * time.Millisecond

// loop lets the workers take turns until the end.
func (r *run) loop(ctx context.Context, began time.Time) {
	turn := r.scenario()
	arrivals := &arrivals{next: began, rate: r.Rate, random: rand.New(rand.NewPCG(r.Seed, 1<<63))}
	var all sync.WaitGroup
	for i := range r.Workers {
		all.Go(func() {
			b := r.buyer(i)
			defer b.wire.close()
			wait := newWaiter()
			for ctx.Err() == nil && !r.empty.Load() {
				due := time.Now()
				if r.Rate > 0 {
					due = arrivals.take()
				}
				if !due.Before(r.tally.to) {
					return
				}
				wait.until(ctx, due)
				if r.Rate > 0 && !time.Now().Before(r.tally.to) {
					if r.tally.measured(due) {
						r.unstarted.Add(1)
					}
					continue // those behind it are counted, too
				}
				b.turn(turn, due)
				if b.broken {
					wait.until(ctx, time.Now().Add(pause))
				}
			}
		})
	}
	all.Wait()
	if now := time.Now(); r.empty.Load() && now.Before(r.tally.to) {
		r.tally.to = now
	}
}

// turn is one buyer's, from when it was due.
func (b *buyer) turn(do scenario, due time.Time) string {
	b.due = due
	end := do(b)
	ended := time.Now()
	if end == endDone {
		b.run.tally.took(actWhole, due, ended)
	}
	b.run.tally.ended(end, due, ended)
	return end
}

// arrivals are the moments at which buyers of an open loop come: at random,
// independent of one another, so many a second.
type arrivals struct {
	mu     sync.Mutex
	next   time.Time
	rate   float64
	random *rand.Rand
}

// take gives the next moment; each is given once.
func (a *arrivals) take() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.next = a.next.Add(time.Duration(a.random.ExpFloat64() / a.rate * float64(time.Second)))
	return a.next
}

// waiter waits without making a timer each time.
type waiter struct{ timer *time.Timer }

func newWaiter() waiter {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return waiter{t}
}

// until waits for a moment or the end of the context.
func (w waiter) until(ctx context.Context, at time.Time) {
	d := time.Until(at)
	if d <= 0 {
		return
	}
	w.timer.Reset(d)
	select {
	case <-w.timer.C:
	case <-ctx.Done():
		w.timer.Stop()
	}
}
