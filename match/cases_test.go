package match

import (
	"math/rand/v2"

	"pgregory.net/rapid"
)

// drawCase makes offers, needs and weights that meet often and differ in every rule.
// Only their number and a seed are drawn: drawn numbers are mostly near nothing, and
// such cases have nothing to decide.
func drawCase(t *rapid.T, offers, needs int, units, pack int64) ([]Offer, []Need, Weights) {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 7))
	upTo := func(most int64) int64 { return r.Int64N(most + 1) }
	oneIn := func(n int) bool { return r.IntN(n) == 0 }
	var o []Offer
	for i := range rapid.SampledFrom(numbers(offers)).Draw(t, "offers") {
		o = append(o, Offer{ID: int64(i*7 + 1), Item: upTo(2), Units: upTo(units), Pack: upTo(pack), Lat: upTo(20 * degree), Lon: upTo(20 * degree),
			Homemade: oneIn(6), Certified: !oneIn(4), Expires: upTo(2) * upTo(2)})
	}
	var n []Need
	for i := range rapid.SampledFrom(numbers(needs)).Draw(t, "needs") {
		one := Need{ID: int64(i*3 + 1), Item: upTo(2), Units: upTo(units), First: upTo(units), DaysLeft: upTo(40), Exposed: upTo(60), Kind: upTo(100),
			Vulnerable: upTo(100), Unmet: upTo(100), Lat: upTo(20 * degree), Lon: upTo(20 * degree), Homemade: !oneIn(4), Certified: oneIn(4), Until: upTo(2)}
		for range upTo(2) {
			one.Accepts = append(one.Accepts, Accept{upTo(2), upTo(1500)})
		}
		n = append(n, one)
	}
	return o, n, Weights{upTo(1500), upTo(800), upTo(1000), upTo(600), upTo(400), upTo(400), upTo(300), upTo(120)}
}

func numbers(most int) (list []int) {
	for n := range most + 1 {
		list = append(list, n)
	}
	return list
}

// shuffled gives the same case in another order.
func shuffled(seed uint64, offers []Offer, needs []Need) ([]Offer, []Need) {
	r := rand.New(rand.NewPCG(seed, 1))
	o, n := append([]Offer(nil), offers...), append([]Need(nil), needs...)
	r.Shuffle(len(o), func(a, b int) { o[a], o[b] = o[b], o[a] })
	r.Shuffle(len(n), func(a, b int) { n[a], n[b] = n[b], n[a] })
	return o, n
}

// large makes a case of 20 items whose sizes are those of what GetUsPPE matched from
// April 2020 on: some items have a thousand offers, others three; quantities reach from
// 1 to many thousands; a donor or facility has several lines at one place.
func large(offers, needs int, packs []int64, substitutes bool) ([]Offer, []Need) {
	r := rand.New(rand.NewPCG(2020, 4))
	share := []int64{1160, 949, 755, 697, 610, 459, 338, 222, 182, 150, 99, 88, 60, 56, 43, 36, 28, 18, 11, 5}
	var pool []int64
	for item, n := range share {
		for range n {
			pool = append(pool, int64(item))
		}
	}
	quantity := func() int64 {
		steps := []int64{1, 20, 100, 500, 2500, 42_000}
		k := r.IntN(len(steps) - 1)
		return steps[k] + r.Int64N(steps[k+1]-steps[k])
	}
	places := make([][2]int64, 3200)
	for i := range places {
		places[i] = [2]int64{30*degree + r.Int64N(15*degree), -120*degree + r.Int64N(45*degree)}
	}
	var o []Offer
	for i := range offers {
		at := places[r.IntN(1021)]
		one := Offer{ID: int64(i), Item: pool[r.IntN(len(pool))], Units: quantity(), Pack: packs[r.IntN(len(packs))], Lat: at[0], Lon: at[1],
			Homemade: r.IntN(10) == 0, Certified: r.IntN(2) == 0}
		o = append(o, one)
	}
	var n []Need
	for i := range needs {
		at := places[r.IntN(len(places))]
		one := Need{ID: int64(i), Item: pool[r.IntN(len(pool))], Units: quantity(), DaysLeft: r.Int64N(35), Exposed: r.Int64N(200), Kind: r.Int64N(101),
			Vulnerable: r.Int64N(101), Unmet: r.Int64N(101), Lat: at[0], Lon: at[1], Homemade: r.IntN(2) == 0, Certified: r.IntN(4) == 0}
		one.First = one.Units / 4
		if substitutes && r.IntN(3) == 0 {
			one.Accepts = []Accept{{one.Item ^ 1, 300}}
		}
		n = append(n, one)
	}
	return o, n
}
