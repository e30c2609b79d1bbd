package match

import (
	"cmp"
	"maps"
	"slices"
)

// candidate is an offer that could send packs to a need.
type candidate struct {
	offer, need int
	pack, gain  int64 // units of one, and points of a unit
}

// gainful puts what gains most by the unit first; bulky the largest packs, since small
// ones find room later.
func gainful(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.need, b.need), cmp.Compare(a.offer, b.offer))
}

func bulky(a, b candidate) int { return cmp.Or(cmp.Compare(b.pack, a.pack), gainful(a, b)) }

// repair adds packs and moves them while that gains points. Without packs the optimum
// stands.
func (b *board) repair() {
	for moved := b.packs; moved; {
		moved = b.fill(gainful)
		for i := range b.offers {
			for _, j := range slices.Sorted(maps.Keys(b.sent[i])) {
				moved = b.drop(i, j) || moved
				moved = b.shift(i, j) || moved
				moved = b.replace(i, j) || moved
			}
		}
	}
}

// fill sends packs that are left to needs that have room for them.
func (b *board) fill(order func(a, b candidate) int) (moved bool) {
	var list []candidate
	for i := range b.offers {
		pack := b.offers[i].pack()
		if b.left[i] < pack {
			continue
		}
		for j := range b.needs {
			if b.fits(i, j) && b.room(j) >= pack {
				list = append(list, candidate{i, j, pack, b.gain(j, pack)/pack - b.price(i, j)})
			}
		}
	}
	slices.SortFunc(list, order)
	for _, c := range list {
		pack := b.offers[c.offer].pack()
		packs := largest(min(b.left[c.offer], b.room(c.need))/pack, func(packs int64) bool {
			return b.gain(c.need, packs*pack) > b.price(c.offer, c.need)*packs*pack
		})
		if packs > 0 {
			b.send(c.offer, c.need, packs*pack)
			moved = true
		}
	}
	return moved
}

// drop takes packs back whose way costs more than they are worth, now that others fill
// the first share.
func (b *board) drop(i, j int) (moved bool) {
	pack := b.offers[i].pack()
	packs := largest(b.sent[i][j]/pack, func(packs int64) bool {
		return b.gain(j, -packs*pack)+b.price(i, j)*packs*pack > 0
	})
	if packs > 0 {
		b.send(i, j, -packs*pack)
	}
	return packs > 0
}

// shift moves packs of an offer from one need to others, where that gains.
func (b *board) shift(i, j int) (moved bool) {
	pack, have := b.offers[i].pack(), b.sent[i][j]
	floor := b.worth[j] - b.price(i, j) // the least that a unit loses; where a rule forbids the way, none is more than any gain
	for to := range b.needs {
		if to == j || b.room(to) < pack || have == 0 || b.best(to)-b.price(i, to) <= floor {
			continue
		}
		packs := largest(min(have, b.room(to))/pack, func(packs int64) bool {
			units := packs * pack
			return b.gain(to, units)+b.gain(j, -units) > (b.price(i, to)-b.price(i, j))*units
		})
		if packs > 0 {
			b.send(i, j, -packs*pack)
			b.send(i, to, packs*pack)
			have -= packs * pack
			moved = true
		}
	}
	return moved
}

// replace puts packs of other offers in place of one pack of an offer at a need, where
// that gains.
func (b *board) replace(i, j int) (moved bool) {
	pack, have := b.offers[i].pack(), b.sent[i][j]
	for from := range b.offers {
		other := b.offers[from].pack()
		if from == i || b.left[from] < other || have < pack || !b.fits(from, j) {
			continue
		}
		packs := largest(min(b.left[from], b.room(j)+pack)/other, func(packs int64) bool {
			return b.gain(j, packs*other-pack) > b.price(from, j)*packs*other-b.price(i, j)*pack
		})
		if packs > 0 {
			b.send(i, j, -pack)
			b.send(from, j, packs*other)
			have -= pack
			moved = true
		}
	}
	return moved
}

// best is what the next unit gains at a need; no later one gains more.
func (b *board) best(j int) int64 {
	if b.given[j] < b.needs[j].First {
		return b.worth[j] + b.w.First
	}
	return b.worth[j]
}

// largest halves a number until it is good; 0 when none is.
func largest(packs int64, good func(packs int64) bool) int64 {
	for packs > 0 && !good(packs) {
		packs /= 2
	}
	return packs
}
