package match

import (
	"math"
	"slices"
)

// network is a transportation problem whose sinks have two shares.
type network struct {
	supply []int64    // of each row
	room   [][2]int64 // of each column's shares; not both are 0
	worth  [][2]int64 // points of a unit of each share; the first is not below the second
	start  []int      // of each row's ways in head and cost, and their end
	head   []int32    // the column to which a way leads
	cost   []int32    // points of a unit on it
}

// endless is the room of an arc without a bound.
const endless = math.MaxInt64 / 2

// simplex solves a network. Nodes are the rows, the columns, and a root that keeps what
// is not sent and swallows what is. Arcs are numbered: the ways of rows to columns,
// then the shares of columns to the root, then rows to the root. The basis is a tree;
// every other arc is empty, or a share that is full.
type simplex struct {
	network
	rows, cols int
	shares     int       // number of the first share's arc
	slacks     int       // number of the first row's arc to the root
	next       int       // row that is priced next
	work       [][]int32 // ways of each row that are priced; sift adds to them

	full               []bool  // by share
	pot                []int64 // potential of each node
	parent             []int32
	arc                []int   // to the parent
	up                 []bool  // that arc leads to the parent
	flow               []int64 // on it
	depth              []int32
	child, left, right []int32 // first child, and siblings; -1 for none
	stack              []int32
}

// flow is units of one row to one column.
type flow struct {
	row, col int
	units    int64
}

// solve gives the flows of the most points.
func (n network) solve() []flow {
	s := newSimplex(n)
	for {
		for in, ok := s.enter(); ok; in, ok = s.enter() {
			s.pivot(in)
		}
		if !s.sift() {
			return s.flows()
		}
	}
}

// newSimplex begins with a tree in which all nodes hang on the root and nothing is
// sent. From each of them some flow can still go to the root: the tree is strongly
// feasible, and pivot keeps it so.
func newSimplex(n network) *simplex {
	s := &simplex{network: n, rows: len(n.supply), cols: len(n.room)}
	s.shares = len(n.head)
	s.slacks = s.shares + 2*s.cols
	nodes := s.rows + s.cols + 1
	s.work = make([][]int32, s.rows)
	s.full = make([]bool, 2*s.cols)
	s.pot, s.flow = make([]int64, nodes), make([]int64, nodes)
	s.arc, s.up = make([]int, nodes), make([]bool, nodes)
	s.parent, s.depth = make([]int32, nodes), make([]int32, nodes)
	s.child, s.left, s.right = make([]int32, nodes), make([]int32, nodes), make([]int32, nodes)
	for v := range s.child {
		s.child[v], s.left[v], s.right[v] = -1, -1, -1
	}
	root := int32(nodes - 1)
	s.parent[root] = -1
	for r, units := range n.supply {
		s.attach(int32(r), root, link{s.slacks + r, units, true})
		s.depth[r] = 1
	}
	for c, room := range n.room {
		share := 0
		if room[0] == 0 {
			share = 1
		}
		v := s.rows + c
		s.attach(int32(v), root, link{s.shares + 2*c + share, 0, true})
		s.depth[v], s.pot[v] = 1, n.worth[c][share]
	}
	return s
}

// ends are tail and head of an arc.
func (s *simplex) ends(a int) (tail, head int32) {
	root := int32(s.rows + s.cols)
	switch {
	case a >= s.slacks:
		return int32(a - s.slacks), root
	case a >= s.shares:
		return int32(s.rows + (a-s.shares)/2), root
	}
	r, ok := slices.BinarySearch(s.start, a)
	if !ok {
		r--
	}
	for s.start[r+1] == a {
		r++ // a row without ways begins where the next one does
	}
	return int32(r), int32(s.rows) + s.head[a]
}

// bound is how much an arc takes.
func (s *simplex) bound(a int) int64 {
	if a < s.shares || a >= s.slacks {
		return endless
	}
	return s.room[(a-s.shares)/2][(a-s.shares)%2]
}

// isFull is whether an arc outside of the tree is at its bound.
func (s *simplex) isFull(a int) bool {
	return a >= s.shares && a < s.slacks && s.full[a-s.shares]
}

// reduced is what a unit on an arc costs beside the potentials.
func (s *simplex) reduced(a int) int64 {
	tail, head := s.ends(a)
	price := s.pot[tail] - s.pot[head]
	switch {
	case a >= s.slacks:
		return price
	case a >= s.shares:
		return price - s.worth[(a-s.shares)/2][(a-s.shares)%2]
	}
	return price + int64(s.cost[a])
}

// enter finds an arc that gains points: the best of the next row that has one. After
// the rows come the arcs to the root, as if they were one row more.
func (s *simplex) enter() (in int, ok bool) {
	for range s.rows + 1 {
		r := s.next
		s.next = (s.next + 1) % (s.rows + 1)
		if r < s.rows {
			in = s.priceRow(r)
		} else {
			in = s.priceRoot()
		}
		if in >= 0 {
			return in, true
		}
	}
	return 0, false
}

func (s *simplex) priceRow(r int) int {
	in, best, pot, pots := -1, int64(0), s.pot[r], s.pot[s.rows:]
	for _, a := range s.work[r] {
		if price := int64(s.cost[a]) + pot - pots[s.head[a]]; price < best {
			in, best = int(a), price
		}
	}
	return in
}

func (s *simplex) priceRoot() int {
	in, best := -1, int64(0)
	for a := s.shares; a < s.slacks+s.rows; a++ {
		price := s.reduced(a)
		if s.isFull(a) {
			price = -price
		}
		if price < best && s.bound(a) > 0 {
			in, best = a, price
		}
	}
	return in
}
