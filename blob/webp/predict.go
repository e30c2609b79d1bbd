package webp

// The modes of prediction. Blocks of sixteen and of eight pixels know the first
// four.
const (
	modeDC = iota
	modeTM
	modeVE
	modeHE
	modeRD
	modeVR
	modeLD
	modeVL
	modeHD
	modeHU
	modes
)

// plane is one colour of a picture with a border of one pixel above and to the
// left, and four more to the right of the row above.
type plane struct {
	pix    []uint8
	stride int
}

func newPlane(w, h int) plane {
	p := plane{make([]uint8, (w+5)*(h+1)), w + 5}
	for i := range p.stride {
		p.pix[i] = 127
	}
	for y := 1; y <= h; y++ {
		p.pix[y*p.stride] = 129
	}
	return p
}

// at gives where a pixel is.
func (p plane) at(x, y int) int { return (y+1)*p.stride + x + 1 }

// square predicts n by n pixels from those above and to the left.
func (p plane) square(out []uint8, mode, n, x, y int) {
	at := p.at(x, y)
	above := p.pix[at-p.stride : at-p.stride+n]
	corner := int32(p.pix[at-p.stride-1])
	flat := uint8(0)
	if mode == modeDC {
		flat = p.mean(n, x, y)
	}
	for j := range n {
		row := out[j*n : j*n+n]
		left := p.pix[at+j*p.stride-1]
		switch mode {
		case modeVE:
			copy(row, above)
		case modeTM:
			for i := range row {
				row[i] = clip(int32(left) + int32(above[i]) - corner)
			}
		case modeHE:
			fill(row, left)
		default:
			fill(row, flat)
		}
	}
}

// mean averages the pixels that there are above and to the left.
func (p plane) mean(n, x, y int) uint8 {
	at := p.at(x, y)
	sum, count := 0, 0
	if y > 0 {
		for _, v := range p.pix[at-p.stride : at-p.stride+n] {
			sum += int(v)
		}
		count += n
	}
	if x > 0 {
		for j := range n {
			sum += int(p.pix[at+j*p.stride-1])
		}
		count += n
	}
	if count == 0 {
		return 128
	}
	return uint8((sum + count/2) / count)
}

// edge is what a small block is predicted from: four pixels on the left from
// the lowest up, the corner, eight above.
type edge [13]int32

// small predicts four by four pixels (12.3).
func (e *edge) small(out *[16]uint8, mode int) {
	switch mode {
	case modeDC:
		sum := int32(4)
		for i := range 4 {
			sum += e[i] + e[5+i]
		}
		fill(out[:], uint8(sum>>3))
	case modeTM:
		for i := range out {
			out[i] = clip(e[3-i/4] + e[5+i%4] - e[4])
		}
	case modeVE:
		for i := range out {
			out[i] = e.three(4 + i%4)
		}
	case modeHE:
		for j := range 4 {
			v := uint8((e[1] + 3*e[0] + 2) >> 2)
			if j < 3 {
				v = e.three(2 - j)
			}
			fill(out[4*j:4*j+4], v)
		}
	default:
		e.slanted(out, mode)
	}
}

// slanted are the six modes that follow a line.
func (e *edge) slanted(out *[16]uint8, mode int) {
	for i := range out {
		x, y := i%4, i/4
		var v uint8
		switch mode {
		case modeRD:
			v = e.three(3 - y + x)
		case modeLD:
			v = uint8((e[11] + 3*e[12] + 2) >> 2)
			if x+y < 6 {
				v = e.three(5 + x + y)
			}
		case modeVR:
			v = e.steep(2*x-y, 4+x-y/2, y)
		case modeVL:
			v = e.lean(x, y)
		case modeHD:
			v = e.gentle(2*y-x, 3-y+x/2, x)
		case modeHU:
			v = e.up(x + 2*y)
		}
		out[i] = v
	}
}

// three averages three pixels of the edge from i on, the middle one twice.
func (e *edge) three(i int) uint8 { return uint8((e[i] + 2*e[i+1] + e[i+2] + 2) >> 2) }

func (e *edge) two(i int) uint8 { return uint8((e[i] + e[i+1] + 1) >> 1) }

// steep is the line that falls to the right, two rows a column: d is twice the
// column less the row, and what lies before the corner comes from the left.
func (e *edge) steep(d, i, y int) uint8 {
	switch {
	case d < -1:
		return e.three(4 - y)
	case y&1 == 1:
		return e.three(i - 1)
	}
	return e.two(i)
}

// gentle is the line that falls to the right, two columns a row.
func (e *edge) gentle(d, i, x int) uint8 {
	switch {
	case d < -1:
		return e.three(2 + x)
	case x&1 == 1:
		return e.three(i)
	}
	return e.two(i)
}

// lean is the line that falls to the left, two rows a column.
func (e *edge) lean(x, y int) uint8 {
	switch {
	case x == 3 && y >= 2:
		return e.three(7 + y)
	case y&1 == 1:
		return e.three(5 + x + y/2)
	}
	return e.two(5 + x + y/2)
}

// up is the line that rises to the right; below the last pixel it is flat.
func (e *edge) up(d int) uint8 {
	switch {
	case d > 5:
		return uint8(e[0])
	case d == 5:
		return uint8((e[1] + 3*e[0] + 2) >> 2)
	case d&1 == 1:
		return e.three(1 - d/2)
	}
	return e.two(2 - d/2)
}

func clip(v int32) uint8 { return uint8(min(max(v, 0), 255)) }

func fill(row []uint8, v uint8) {
	for i := range row {
		row[i] = v
	}
}
