package course

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Drawn gives the questions of one try: so many of the pool, in the order in which they
// are written, each with its choices mixed. The same seed gives the same questions, on
// every node and with every release, so that only the seed is kept. The choices of an
// Order are never shown in the right row.
func (q *Quiz) Drawn(seed uint64) []Question {
	d := dice{rand.NewPCG(seed, 0x616361_64656d79)}
	n := len(q.Questions)
	take := n
	if q.Draw > 0 {
		take = min(n, int(q.Draw))
	}
	chosen := d.row(n)[:take]
	slices.Sort(chosen)
	list := make([]Question, take)
	for i, from := range chosen {
		list[i] = d.mix(q.Questions[from])
	}
	return list
}

// dice are numbers from a seed. The shuffle is our own: the library's may change.
type dice struct{ source *rand.PCG }

// below gives a number from 0 below n.
func (d dice) below(n int) int {
	high, _ := bits.Mul64(d.source.Uint64(), uint64(n))
	return int(high)
}

// row gives the numbers from 0 below n, mixed.
func (d dice) row(n int) []int {
	list := make([]int, n)
	for i := range list {
		j := d.below(i + 1)
		list[i], list[j] = list[j], i
	}
	return list
}

// mix gives a question with its choices mixed.
func (d dice) mix(q Question) Question {
	n := len(q.Choices)
	row := d.row(n)
	if q.Kind == Order && n > 1 && slices.IsSorted(row) {
		row = append(row[1:], row[0])
	}
	mixed := make([]Choice, n)
	for i, from := range row {
		mixed[i] = q.Choices[from]
		if q.Kind == Order {
			mixed[i].Place = int64(from + 1)
		}
	}
	if n > 0 {
		q.Choices = mixed
	}
	return q
}
