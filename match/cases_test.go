package match

import (
	"math/rand/v2"

	"pgregory.net/rapid"
)

// drawCase makes offers, needs and weights that meet often and differ in every rule.
func drawCase(t *rapid.T, offers, needs int, units, pack int64) ([]Offer, []Need, Weights) {
	small := func(most int64, label string) int64 { return rapid.Int64Range(0, most).Draw(t, label) }
	flag := func(label string) bool { return rapid.IntRange(0, 3).Draw(t, label) == 0 }
	var o []Offer
	for i := range rapid.IntRange(0, offers).Draw(t, "offers") {
		o = append(o, Offer{ID: int64(i*7 + 1), Item: small(2, "item"), Units: small(units, "units"), Pack: small(pack, "pack"),
			Lat: small(20*degree, "lat"), Lon: small(20*degree, "lon"), Homemade: flag("homemade"), Certified: !flag("no certificate"), Expires: small(3, "expires")})
	}
	var n []Need
	for i := range rapid.IntRange(0, needs).Draw(t, "needs") {
		one := Need{ID: int64(i*3 + 1), Item: small(2, "item"), Units: small(units, "units"), First: small(units, "first"),
			DaysLeft: small(40, "days left"), Exposed: small(60, "exposed"), Kind: small(100, "kind"), Vulnerable: small(100, "vulnerable"), Unmet: small(100, "unmet"),
			Lat: small(20*degree, "lat"), Lon: small(20*degree, "lon"), Homemade: !flag("refuses homemade"), Certified: flag("wants certificate"), Until: small(2, "until")}
		for range rapid.IntRange(0, 2).Draw(t, "accepts") {
			one.Accepts = append(one.Accepts, Accept{small(2, "accepted"), small(1500, "penalty")})
		}
		n = append(n, one)
	}
	w := Weights{small(1500, "unit"), small(800, "first weight"), small(1000, "days weight"), small(600, "exposed weight"), small(400, "kind weight"),
		small(400, "vulnerable weight"), small(300, "unmet weight"), small(120, "distance weight")}
	return o, n, w
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
