package match

import "math"

// none is the cost where a rule forbids the way.
const none = math.MaxInt32

// board is a part while it is matched. Offers and needs are meant by their index.
type board struct {
	part
	w          Weights
	cost       []int32 // of a unit, offer by offer; none where a rule forbids it
	worth      []int64 // of a unit of a need's rest
	given      []int64 // to each need
	left       []int64 // of each offer, whole packs
	sent       []map[int]int64
	packs      bool // some offer is in packs
	offerPlace []point
	needPlace  []point
	offerFar   []far
	needFar    []far
	nearest    []int64 // kilometres from each need to the nearest offer that fits; -1 when none has a place
}

func newBoard(p part, w Weights) *board {
	b := &board{part: p, w: w}
	k, m := len(p.offers), len(p.needs)
	b.cost, b.worth, b.given, b.left = make([]int32, k*m), make([]int64, m), make([]int64, m), make([]int64, k)
	b.offerPlace, b.needPlace = make([]point, k), make([]point, m)
	b.offerFar, b.needFar, b.nearest = make([]far, k), make([]far, m), make([]int64, m)
	b.sent = make([]map[int]int64, k)
	for j := range p.needs {
		n := &p.needs[j]
		b.worth[j], b.needPlace[j], b.nearest[j] = w.Worth(n), at(n.Lat, n.Lon), -1
	}
	for i := range p.offers {
		o := &p.offers[i]
		b.packs = b.packs || o.pack() > 1
		b.left[i], b.offerPlace[i] = o.Units/o.pack()*o.pack(), at(o.Lat, o.Lon)
		b.sent[i] = map[int]int64{}
		for j := range p.needs {
			b.cost[i*m+j] = b.pair(i, j)
		}
	}
	return b
}

// pair is what a unit costs from an offer to a need, or none; it notes how far the two
// come.
func (b *board) pair(i, j int) int32 {
	o, n := &b.offers[i], &b.needs[j]
	cost, ok := n.penalty(o.Item)
	if !ok {
		return none
	}
	stage, km := n.stage(o), int64(-1)
	if stage == stageFits {
		km = b.km(i, j)
		cost += b.w.way(max(km, 0))
		best := b.worth[j]
		if n.First > 0 {
			best += b.w.First
		}
		if cost >= best {
			stage = stageFar
		}
	}
	b.offerFar[i].see(stage)
	b.needFar[j].see(stage)
	if stage < stageFits {
		return none
	}
	if km >= 0 && (b.nearest[j] < 0 || km < b.nearest[j]) {
		b.nearest[j] = km
	}
	return int32(cost)
}

// km is the way from an offer to a need, -1 when a place is not known.
func (b *board) km(i, j int) int64 {
	o, n := &b.offers[i], &b.needs[j]
	if o.Lat == 0 && o.Lon == 0 || n.Lat == 0 && n.Lon == 0 {
		return -1
	}
	return kilometres(b.offerPlace[i], b.needPlace[j])
}

// price is what a unit costs from an offer to a need.
func (b *board) price(i, j int) int64 { return int64(b.cost[i*len(b.needs)+j]) }

// fits is whether rules let an offer go to a need.
func (b *board) fits(i, j int) bool { return b.price(i, j) != none }

// room is how much a need lacks still.
func (b *board) room(j int) int64 { return b.needs[j].Units - b.given[j] }

// value is what a need gains from having been given units.
func (b *board) value(j int, units int64) int64 {
	return b.worth[j]*units + b.w.First*min(units, b.needs[j].First)
}

// gain is what units more gain at a need, and units less lose.
func (b *board) gain(j int, units int64) int64 {
	return b.value(j, b.given[j]+units) - b.value(j, b.given[j])
}

// send moves units from an offer to a need; less than 0 are taken back.
func (b *board) send(i, j int, units int64) {
	b.left[i] -= units
	b.given[j] += units
	b.sent[i][j] += units
	if b.sent[i][j] == 0 {
		delete(b.sent[i], j)
	}
}

// points are what the board is worth.
func (b *board) points() (sum int64) {
	for j, units := range b.given {
		sum += b.value(j, units)
	}
	for i, sent := range b.sent {
		for j, units := range sent {
			sum -= b.price(i, j) * units
		}
	}
	return sum
}

// solve sends what the optimum without packs says, in whole packs, and gives the points
// of that optimum. What packs leave is solved again while that brings something.
func (b *board) solve() int64 {
	most, moved := b.round()
	for b.packs && moved {
		_, moved = b.round()
	}
	return most
}

// round solves what is left.
func (b *board) round() (points int64, moved bool) {
	offers, needs, net := b.rest()
	flows := net.solve()
	got := make([]int64, len(needs))
	for _, f := range flows {
		got[f.col] += f.units
		points -= b.price(offers[f.row], needs[f.col]) * f.units
	}
	for c, units := range got {
		points += b.gain(needs[c], units)
	}
	for _, f := range flows {
		i := offers[f.row]
		pack := b.offers[i].pack()
		if whole := f.units / pack * pack; whole > 0 {
			b.send(i, needs[f.col], whole)
			moved = true
		}
	}
	return points, moved
}

// rest is the network of what is left, and which offers and needs its rows and columns
// are.
func (b *board) rest() (offers, needs []int, net network) {
	for i, units := range b.left {
		if units >= b.offers[i].pack() {
			offers = append(offers, i)
			net.supply = append(net.supply, units)
		}
	}
	for j := range b.needs {
		room := b.room(j)
		if room == 0 {
			continue
		}
		first := min(max(b.needs[j].First-b.given[j], 0), room)
		needs = append(needs, j)
		net.room = append(net.room, [2]int64{first, room - first})
		net.worth = append(net.worth, [2]int64{b.worth[j] + b.w.First, b.worth[j]})
	}
	for _, i := range offers {
		net.start = append(net.start, len(net.head))
		for c, j := range needs {
			if b.fits(i, j) && b.offers[i].pack() <= b.room(j) {
				net.head = append(net.head, int32(c))
				net.cost = append(net.cost, b.cost[i*len(b.needs)+j])
			}
		}
	}
	net.start = append(net.start, len(net.head))
	return offers, needs, net
}
