package chaos

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// TestNothingIsLost plays the rounds of a run.
func TestNothingIsLost(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	able := possible(t)
	n := *rounds
	t.Logf("-seed %d -rounds %d", *seed, n)
	s := begin(t, able)
	all := &total{of: map[string]*figures{}}
	t.Run("round", func(t *testing.T) {
		for i := range n {
			if *at < 0 || i == *at {
				f, choice := draw(able, uint64(i))
				t.Run(fmt.Sprintf("%d-%s", i, f.name), func(t *testing.T) {
					t.Parallel()
					s.round(&round{shared: s, t: t, number: i, fault: f, choice: choice}, all)
				})
			}
		}
	})
	t.Logf("seed %d\n%s", *seed, all)
	const some = 5 // one round may go by unnoticed
	for name, f := range all.of {
		if f.rounds >= some && !f.noticed() {
			t.Errorf("nobody noticed anything of %d rounds of %s", f.rounds, name)
		}
	}
}

// round plays one round, beside others; PostgreSQL is broken for one at a time.
func (s *shared) round(r *round, all *total) {
	if end, ok := r.t.Deadline(); ok && time.Until(end) < 2*patience {
		r.t.Skip("no time is left for it: go test -timeout")
	}
	if r.fault.engine == "postgres" {
		s.alone.Lock()
		defer s.alone.Unlock()
	}
	defer all.add(r)
	r.play()
	for _, p := range r.problems {
		r.t.Error(p)
	}
	if r.t.Failed() {
		r.t.Logf("again: make chaos SEED=%d ROUNDS=%d ROUND=%d", *seed, *rounds, r.number)
	}
}

// possible gives the faults that can be done here and names the others.
func possible(t *testing.T) (able []*fault) {
	for _, f := range faults {
		if *only != "" && f.name != *only {
			continue
		}
		if why := f.impossible(); why != "" {
			if *only != "" {
				t.Fatalf("%s can't be done here: %s", f.name, why)
			}
			t.Run(f.name, func(t *testing.T) { t.Skipf("%s is NOT done here: %s", f.name, why) })
			continue
		}
		able = append(able, f)
	}
	if len(able) == 0 {
		t.Fatalf("no fault is named %q", *only)
	}
	return able
}

// draw gives the fault of a round and the choices in it. Of as many rounds as
// there are faults, each has one; their order is the seed's.
func draw(able []*fault, i uint64) (*fault, *rand.Rand) {
	n := uint64(len(able))
	order := rand.New(rand.NewPCG(*seed, i/n)).Perm(len(able))
	return able[order[i%n]], rand.New(rand.NewPCG(*seed, 1<<32+i))
}

// begin builds the program and fills a market on each engine that is needed.
func begin(t *testing.T, able []*fault) *shared {
	t.Helper()
	s := &shared{program: build(t), markets: map[string]*market{}}
	for _, f := range able {
		if s.markets[f.engine] != nil {
			continue
		}
		database := ""
		if f.engine == "postgres" {
			s.cluster = newCluster(t)
			database = "market"
		}
		s.markets[f.engine] = s.fill(t, database)
	}
	return s
}
