package certificate

import "agora/paper"

// tiles draws a band of the tile workshop across the page: stars of eight points on
// lapis.
func (p pen) tiles(below float64) {
	p.Ink(lapis)
	p.Shape([2]float64{0, below}, [2]float64{paper.PlateWide, below}, [2]float64{paper.PlateWide, below + band}, [2]float64{0, below + band})
	const stars = 25
	const step = float64(paper.PlateWide) / stars
	for i := range stars {
		x, y := (float64(i)+0.5)*step, below+band/2
		p.star(saffron, x, y, band/2-2)
		p.star(lapis, x, y, band/2-5)
		p.Ink(cream)
		const r = band / 8
		p.Shape([2]float64{x, y - r}, [2]float64{x + r, y}, [2]float64{x, y + r}, [2]float64{x - r, y})
	}
}

// star draws two squares of one middle, one of them turned.
func (p pen) star(rgb uint32, x, y, r float64) {
	const side, notch = 0.70625, 0.29375 // of the way to a point
	p.Ink(rgb)
	one := [][2]float64{{0, -1}, {notch, -side}, {side, -side}, {side, -notch}}
	var corners [][2]float64
	for range 4 { // a quarter, then the next, turned
		for i, c := range one {
			corners = append(corners, [2]float64{x + c[0]*r, y + c[1]*r})
			one[i] = [2]float64{-c[1], c[0]}
		}
	}
	p.Shape(corners...)
}
