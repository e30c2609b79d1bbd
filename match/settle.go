package match

import "maps"

// near is how many percent of the optimum without packs are good enough.
const near = 99

// settle matches the board, and gives the points of the optimum without packs. Where
// few large packs keep far from it, beginnings without that optimum are tried as well,
// and the best result stands.
func (b *board) settle() (most int64) {
	most = b.solve()
	b.repair()
	if !b.packs || b.points() >= most/100*near {
		return most
	}
	best, points := b.copySent(), b.points()
	for _, order := range []func(a, b candidate) int{gainful, bulky} {
		b.resend(make([]map[int]int64, len(b.offers)))
		b.fill(order)
		b.repair()
		if p := b.points(); p > points {
			best, points = b.copySent(), p
		}
	}
	b.resend(best)
	return most
}

func (b *board) copySent() []map[int]int64 {
	list := make([]map[int]int64, len(b.sent))
	for i, sent := range b.sent {
		list[i] = maps.Clone(sent)
	}
	return list
}

// resend takes everything back and sends what a list says.
func (b *board) resend(list []map[int]int64) {
	for i, sent := range b.sent {
		for j, units := range sent {
			b.send(i, j, -units)
		}
		for j, units := range list[i] {
			b.send(i, j, units)
		}
	}
}
