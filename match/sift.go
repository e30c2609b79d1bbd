package match

import "slices"

// sifted is how many ways a row gets at once.
const sifted = 12

// sift looks at all ways once those at work gain nothing more, and puts the best of
// each row to work; false when none gains, which proves the optimum. Few of millions of
// ways are ever used, and to price only these takes a tenth of the time.
func (s *simplex) sift() (more bool) {
	type way struct {
		price int64
		arc   int32
	}
	best := make([]way, 0, sifted+1)
	pots := s.pot[s.rows:]
	for r := range s.rows {
		best = best[:0]
		least, pot := int64(0), s.pot[r]
		for a := s.start[r]; a < s.start[r+1]; a++ {
			price := int64(s.cost[a]) + pot - pots[s.head[a]]
			if price >= least {
				continue
			}
			k := len(best)
			for k > 0 && best[k-1].price > price {
				k--
			}
			best = slices.Insert(best, k, way{price, int32(a)})
			if len(best) > sifted {
				best = best[:sifted]
				least = best[sifted-1].price
			}
		}
		for _, w := range best {
			s.work[r] = append(s.work[r], w.arc)
			more = true
		}
	}
	return more
}

// flows are what the tree carries from rows to columns; nothing else does.
func (s *simplex) flows() []flow {
	var list []flow
	for v, a := range s.arc[:s.rows+s.cols] {
		if a < s.shares && s.flow[v] > 0 {
			r, c := s.ends(a)
			list = append(list, flow{int(r), int(c) - s.rows, s.flow[v]})
		}
	}
	return list
}
