package match

import (
	"testing"

	"pgregory.net/rapid"
)

// From each node of the tree some flow can still go to the root; so no pivot can lead
// back to a tree that was there before. Whole units of few sizes make many ties.
func TestTreeStaysStronglyFeasible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offers, needs, w := drawCase(t, 12, 12, 3, 1)
		for _, p := range split(offers, needs) {
			_, _, net := newBoard(p, w).rest()
			s := newSimplex(net)
			for s.sift() {
				for in, ok := s.enter(); ok; in, ok = s.enter() {
					s.pivot(in)
					s.mustBeStrong(t)
				}
			}
		}
	})
}

func (s *simplex) mustBeStrong(t *rapid.T) {
	for v, a := range s.arc[:s.rows+s.cols] {
		if flow := s.flow[v]; flow < 0 || flow > s.bound(a) || s.up[v] && flow == s.bound(a) || !s.up[v] && flow == 0 {
			t.Fatalf("node %d has %d of %d, up: %v", v, flow, s.bound(a), s.up[v])
		}
		if s.reduced(a) != 0 {
			t.Fatalf("the arc of node %d costs %d beside the potentials", v, s.reduced(a))
		}
	}
}
