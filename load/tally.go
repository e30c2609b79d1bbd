package load

import (
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// act is one kind of thing that is timed.
type act int

// The acts, in the order of the report.
const (
	actSearch act = iota
	actPage
	actProduct
	actCartCreate
	actCartUpdate
	actCartGet
	actCartCancel
	actCreate
	actAddress
	actChoose
	actComplete
	actLost      // the answer by which a buyer of a flash sale learns that it is over
	actWhole     // all that one buyer does
	actMeanwhile // a page for somebody who buys nothing, during a flash sale
	acts
)

var actNames = [acts]string{"search", "next page", "product", "create cart", "update cart", "get cart", "cancel cart",
	"create checkout", "address", "choose delivery", "complete", "told sold out", "whole", "page meanwhile"}

// What histograms hold, in nanoseconds, with three digits.
const (
	shortest = int64(time.Microsecond)
	longest  = int64(10 * time.Minute)
	digits   = 3
)

// maxReasons bounds how many reasons of failures are told apart.
const maxReasons = 30

// times are the latencies of one act.
type times struct {
	mu        sync.Mutex
	histogram *hdrhistogram.Histogram
	failed    int64
}

// tally counts what is measured: what began in the window, whenever it ended.
type tally struct {
	from, to time.Time // the window
	names    [acts]string

	acts [acts]times

	mu       sync.Mutex
	last     time.Time // when the last of it ended
	ends     map[string]int64
	failures map[string]*failure
}

// failure is a reason and how often it was.
type failure struct {
	count   int64
	example string
}

func newTally() *tally {
	t := &tally{names: actNames, ends: map[string]int64{}, failures: map[string]*failure{}}
	for i := range t.acts {
		t.acts[i].histogram = hdrhistogram.New(shortest, longest, digits)
	}
	return t
}

// measured reports whether what began then counts.
func (t *tally) measured(began time.Time) bool {
	return !began.Before(t.from) && (t.to.IsZero() || began.Before(t.to))
}

// took notes that an act went well.
func (t *tally) took(a act, began, ended time.Time) {
	if !t.measured(began) {
		return
	}
	// What is longer than the longest was stopped by the timeout before.
	d := min(max(int64(ended.Sub(began)), shortest), longest)
	times := &t.acts[a]
	times.mu.Lock()
	_ = times.histogram.RecordValue(d) // within its bounds
	times.mu.Unlock()
}

// failedAt notes that an act went wrong, and why; example is what was said.
func (t *tally) failedAt(a act, began time.Time, reason string, example []byte) {
	if !t.measured(began) {
		return
	}
	times := &t.acts[a]
	times.mu.Lock()
	times.failed++
	times.mu.Unlock()
	reason = t.names[a] + ": " + reason

	t.mu.Lock()
	defer t.mu.Unlock()
	f := t.failures[reason]
	if f == nil {
		if len(t.failures) >= maxReasons {
			reason, example = "other reasons", nil
		}
		if f = t.failures[reason]; f == nil {
			f = &failure{example: string(example[:min(len(example), 500)])}
			t.failures[reason] = f
		}
	}
	f.count++
}

// ended notes how a buyer's turn ended.
func (t *tally) ended(end string, began, ended time.Time) {
	if !t.measured(began) {
		return
	}
	t.mu.Lock()
	t.ends[end]++
	if ended.After(t.last) {
		t.last = ended
	}
	t.mu.Unlock()
}

// span is how long what was measured took.
func (t *tally) span() time.Duration {
	end := t.to
	if t.last.After(end) {
		end = t.last
	}
	return end.Sub(t.from)
}
