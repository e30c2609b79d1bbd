package search

// Distance tells how differently two Latin forms sound: 0 for equal ones; a vowel
// more, less or exchanged is 0.2, a consonant for one like it 0.5, another change
// 1, and two neighbours exchanged 1 as well.
func Distance(a, b string) float64 {
	if a == b {
		return 0
	}
	var roomA, roomB [2 * maxLetters]byte
	x, y := decode(roomA[:0], clip(a)), decode(roomB[:0], clip(b))
	var rows [3][2*maxLetters + 1]float32
	before, above, row := &rows[0], &rows[1], &rows[2]
	for j, c := range y {
		above[j+1] = above[j] + weight(c)
	}
	for i, c := range x {
		row[0] = above[0] + weight(c)
		for j, d := range y {
			best := min(above[j]+exchange(c, d), above[j+1]+weight(c), row[j]+weight(d))
			if i > 0 && j > 0 && c == y[j-1] && d == x[i-1] && c != d {
				best = min(best, before[j-1]+1)
			}
			row[j+1] = best
		}
		before, above, row = above, row, before
	}
	return float64(above[len(y)])
}

func clip(s string) string { return s[:min(len(s), 2*maxLetters)] }

// weight is what a sound more or less costs.
func weight(c byte) float32 {
	if vowel(c) {
		return 0.2
	}
	return 1
}

// exchange is what one sound in place of another costs.
func exchange(c, d byte) float32 {
	if c == d {
		return 0
	}
	k, l := class(c, false), class(d, false)
	switch {
	case k == 0 && l == 0:
		return 0.2
	case k == l, k == 'h' && l == 'k', k == 'k' && l == 'h', k == 'c' && l == 's', k == 's' && l == 'c':
		return 0.5
	}
	return 1
}
