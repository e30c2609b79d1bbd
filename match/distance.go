package match

import "slices"

const (
	degree   = 100_000 // of a latitude or longitude
	one      = 1 << 30 // of a sine
	rightArc = 90 * degree
	quarter  = 1_686_629_713 // π/2 times one
	pole     = 20_015_087    // metres from pole to pole, on a sphere of 6,371 km
)

// point is a place on a sphere whose radius is one.
type point struct{ x, y, z int64 }

// at gives the point of degrees times 100,000.
func at(lat, lon int64) point {
	across := sine(rightArc - abs(lat))
	return point{across * sine(rightArc-abs(lon)) >> 30, across * sine(lon) >> 30, sine(lat)}
}

// sine takes degrees times 100,000 from −180 to 180. It is Taylor's, to a few parts in
// a hundred million: floats would differ between machines.
func sine(a int64) int64 {
	if a < 0 {
		return -sine(-a)
	}
	if a > rightArc {
		a = 2*rightArc - a
	}
	x := a * quarter / rightArc
	square := x * x >> 30
	sum := int64(one)
	for _, d := range [...]int64{13 * 12, 11 * 10, 9 * 8, 7 * 6, 5 * 4, 3 * 2} {
		sum = one - square*sum>>30/d
	}
	return x * sum >> 30
}

// chords has at n the square of the chord that belongs to n and a half kilometres.
var chords = func() []int64 {
	list := make([]int64, pole/1000+1)
	for km := range list {
		chord := 2 * sine(int64(2*km+1)*500*rightArc/pole)
		list[km] = chord * chord
	}
	return list
}()

// kilometres is the way of a bird between two points.
func kilometres(a, b point) int64 {
	x, y, z := a.x-b.x, a.y-b.y, a.z-b.z
	km, _ := slices.BinarySearch(chords, x*x+y*y+z*z)
	return int64(min(km, len(chords)-1))
}

func abs(n int64) int64 { return max(n, -n) }
