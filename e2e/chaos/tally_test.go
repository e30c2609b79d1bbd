package chaos

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"text/tabwriter"
	"time"
)

// tally counts what happened in a round.
type tally struct {
	silent, refused, jumps, slow atomic.Int64
	recovered                    time.Duration

	unknown struct{ there, made, refused int }
}

func (t *tally) silence()        { t.silent.Add(1) }
func (t *tally) later()          { t.refused.Add(1) }
func (t *tally) jumped()         { t.jumps.Add(1) }
func (t *tally) troubles() int64 { return t.silent.Load() + t.refused.Load() }
func (t *tally) slowest(d time.Duration) {
	for {
		was := t.slow.Load()
		if int64(d) <= was || t.slow.CompareAndSwap(was, int64(d)) {
			return
		}
	}
}

// figures are the sums of the rounds of a fault.
type figures struct {
	rounds, failed, bought int
	there, made, refused   int
	silent, later, jumps   int64
	recovered, slowest     time.Duration
}

// total are the figures by fault.
type total struct {
	mu sync.Mutex
	of map[string]*figures
}

func (t *total) add(r *round) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of[r.fault.name] == nil {
		t.of[r.fault.name] = &figures{}
	}
	t.of[r.fault.name].add(r)
}

func (f *figures) add(r *round) {
	f.rounds++
	if !r.well() || r.t.Failed() {
		f.failed++
	}
	for _, p := range r.memory.list {
		if p.outcome == acknowledged {
			f.bought++
		}
	}
	f.there, f.made, f.refused = f.there+r.tally.unknown.there, f.made+r.tally.unknown.made, f.refused+r.tally.unknown.refused
	f.silent, f.later, f.jumps = f.silent+r.tally.silent.Load(), f.later+r.tally.refused.Load(), f.jumps+r.tally.jumps.Load()
	f.recovered, f.slowest = max(f.recovered, r.tally.recovered), max(f.slowest, time.Duration(r.tally.slow.Load()))
}

func (f *figures) join(g figures) {
	f.rounds, f.failed, f.bought = f.rounds+g.rounds, f.failed+g.failed, f.bought+g.bought
	f.there, f.made, f.refused = f.there+g.there, f.made+g.made, f.refused+g.refused
	f.silent, f.later, f.jumps = f.silent+g.silent, f.later+g.later, f.jumps+g.jumps
	f.recovered, f.slowest = max(f.recovered, g.recovered), max(f.slowest, g.slowest)
}

// noticed reports whether buyers felt anything of the fault.
func (f *figures) noticed() bool {
	return f.silent+f.later+f.jumps > 0 || f.slowest > 200*time.Millisecond
}

// String writes the figures of each fault and of all. "No answer" and "not now"
// count requests; the unknown are purchases: was there, was made by asking
// again, was refused.
func (t *total) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "fault\trounds\tfailed\tbought\tno answer\tnot now\tunknown: there\tmade\trefused\tlongest recovery\tslowest answer\t")
	var sum figures
	row := func(name string, f *figures) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%v\t%v\t\n", name, f.rounds, f.failed, f.bought, f.silent, f.later, f.there, f.made, f.refused,
			f.recovered.Round(time.Millisecond), f.slowest.Round(time.Millisecond))
	}
	for _, f := range faults {
		if g := t.of[f.name]; g != nil {
			row(f.name, g)
			sum.join(*g)
		}
	}
	row("all", &sum)
	_ = w.Flush() // into memory
	return b.String()
}
