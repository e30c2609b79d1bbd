package ucp

import (
	"context"
	"slices"
	"sync"
)

// gate lets so many calls be answered at once. When more come than that, as at a
// flash sale, those go first whose purchase has come furthest: the last unit is
// then sold soon, and whoever comes after learns at once that there is no more,
// instead of being led on. Pages for people, which don't come through here, find
// the processors and the database free. The zero value lets nobody in.
type gate struct {
	mu      sync.Mutex
	free    int // places
	turns   int // places that were given to somebody who waited
	waiting [urgencies][]chan struct{}
}

// Urgencies of calls, the least first.
const (
	looking = iota // or beginning
	choosing
	finishing
	urgencies
)

// patience is how often, of those who wait, the least urgent one gets a place, so
// that nobody waits for ever.
const patience = 8

// How many places there are: enough that commits have company, which share one
// flush, and few enough that a page need not wait long for a processor.
const (
	placesEach  = 16 // for each processor
	leastPlaces = 32
)

func newGate(places int) *gate { return &gate{free: places} }

// urgency says how far the purchase has come that an operation is of.
func urgency(op string) int {
	switch op {
	case "complete_checkout", "cancel_checkout":
		return finishing
	case "update_checkout":
		return choosing
	}
	return looking
}

// enter waits for a place; leave gives it to the next. A call whose platform has
// gone is not waited for.
func (g *gate) enter(ctx context.Context, urgency int) error {
	g.mu.Lock()
	if g.free > 0 {
		g.free--
		g.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	g.waiting[urgency] = append(g.waiting[urgency], turn)
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	for i, w := range g.waiting[urgency] {
		if w == turn {
			g.waiting[urgency] = slices.Delete(g.waiting[urgency], i, i+1)
			g.mu.Unlock()
			return ctx.Err()
		}
	}
	g.mu.Unlock()
	g.leave() // the place came at the same moment
	return ctx.Err()
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.turns++
	for i := range g.waiting {
		at := urgencies - 1 - i
		if g.turns%patience == 0 {
			at = i
		}
		if list := g.waiting[at]; len(list) > 0 {
			close(list[0])
			g.waiting[at] = list[1:]
			return
		}
	}
	g.free++
}
