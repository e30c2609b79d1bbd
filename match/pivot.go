package match

// link is how a node hangs on its parent.
type link struct {
	arc  int
	flow int64
	up   bool
}

// pivot sends as much as it can around the circle that an arc closes with the tree; the
// arc takes the place of the one that stopped it.
func (s *simplex) pivot(in int) {
	tail, head := s.ends(in)
	from, to := tail, head
	if s.isFull(in) {
		from, to = head, tail
	}
	join := s.join(from, to)
	push, out, ofFrom := s.blocking(in, from, to, join)
	s.send(from, join, -push)
	s.send(to, join, push)
	if out < 0 {
		s.full[in-s.shares] = !s.full[in-s.shares]
		return
	}
	on := push
	if s.isFull(in) {
		on = s.bound(in) - push
	}
	if a := s.arc[out]; a >= s.shares && a < s.slacks {
		s.full[a-s.shares] = s.flow[out] > 0
	}
	price := s.reduced(in)
	if in >= s.shares && in < s.slacks {
		s.full[in-s.shares] = false
	}
	inside, outside := to, from
	if ofFrom {
		inside, outside = from, to
	}
	s.hang(inside, outside, out, link{in, on, tail == inside})
	if tail == inside {
		price = -price
	}
	s.lift(inside, price)
}

// join is the lowest node above both.
func (s *simplex) join(u, v int32) int32 {
	for u != v {
		if s.depth[u] >= s.depth[v] {
			u = s.parent[u]
		} else {
			v = s.parent[v]
		}
	}
	return u
}

// blocking finds how much fits around, and the node whose arc to its parent stops it;
// -1 when the entering arc stops itself. Of several it takes the last one on the way
// around from the join, which keeps the tree strongly feasible.
func (s *simplex) blocking(in int, from, to, join int32) (push int64, out int32, ofFrom bool) {
	push, out = s.bound(in), -1
	for u := from; u != join; u = s.parent[u] {
		if room := s.fits(u, !s.up[u]); room < push {
			push, out, ofFrom = room, u, true
		}
	}
	for u := to; u != join; u = s.parent[u] {
		if room := s.fits(u, s.up[u]); room <= push {
			push, out, ofFrom = room, u, false
		}
	}
	return push, out, ofFrom
}

// fits is how much a node's arc takes along its direction, or gives back.
func (s *simplex) fits(u int32, along bool) int64 {
	if along {
		return s.bound(s.arc[u]) - s.flow[u]
	}
	return s.flow[u]
}

// send moves units from a node up to one above it; less than 0 are moved down.
func (s *simplex) send(u, join int32, units int64) {
	for ; u != join; u = s.parent[u] {
		if s.up[u] {
			s.flow[u] += units
		} else {
			s.flow[u] -= units
		}
	}
}

// hang takes the subtree at out off its parent and hangs it by its node inside on
// outside: the way between inside and out turns round.
func (s *simplex) hang(inside, outside, out int32, by link) {
	for node, above := inside, outside; ; {
		old := link{s.arc[node], s.flow[node], !s.up[node]}
		parent := s.parent[node]
		s.detach(node)
		s.attach(node, above, by)
		if node == out {
			return
		}
		node, above, by = parent, node, old
	}
}

func (s *simplex) detach(v int32) {
	if l := s.left[v]; l >= 0 {
		s.right[l] = s.right[v]
	} else {
		s.child[s.parent[v]] = s.right[v]
	}
	if r := s.right[v]; r >= 0 {
		s.left[r] = s.left[v]
	}
}

func (s *simplex) attach(v, parent int32, by link) {
	s.parent[v], s.arc[v], s.flow[v], s.up[v] = parent, by.arc, by.flow, by.up
	first := s.child[parent]
	s.left[v], s.right[v] = -1, first
	if first >= 0 {
		s.left[first] = v
	}
	s.child[parent] = v
}

// lift adds to the potentials of a subtree, and sets its depths.
func (s *simplex) lift(top int32, by int64) {
	s.stack = append(s.stack[:0], top)
	for len(s.stack) > 0 {
		v := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		s.pot[v] += by
		s.depth[v] = s.depth[s.parent[v]] + 1
		for c := s.child[v]; c >= 0; c = s.right[c] {
			s.stack = append(s.stack, c)
		}
	}
}
