package webp

// distance adds up the squared differences of a guess of n by n pixels.
func (p plane) distance(guess []uint8, n, x, y int) (sum int64) {
	for j := range n {
		row := p.pix[p.at(x, y+j):][:n]
		for i, v := range guess[j*n : j*n+n] {
			d := int32(row[i]) - int32(v)
			sum += int64(d * d)
		}
	}
	return sum
}

// error adds up the squared differences of two planes in n by n pixels.
func (p plane) error(q plane, n, x, y int) (sum int64) {
	for j := range n {
		a, b := p.pix[p.at(x, y+j):][:n], q.pix[q.at(x, y+j):][:n]
		for i := range a {
			d := int32(a[i]) - int32(b[i])
			sum += int64(d * d)
		}
	}
	return sum
}

// difference is what a guess of four by four pixels lacks; stride is that of
// the guess.
func (p plane) difference(guess []uint8, stride, x, y int) (b block) {
	for j := range 4 {
		row := p.pix[p.at(x, y+j):][:4]
		for i := range 4 {
			b[4*j+i] = int32(row[i]) - int32(guess[j*stride+i])
		}
	}
	return b
}

// add puts a guess and what it lacks into the plane.
func (p plane) add(b *block, guess []uint8, stride, x, y int) {
	for j := range 4 {
		row := p.pix[p.at(x, y+j):][:4]
		for i := range 4 {
			row[i] = clip(int32(guess[j*stride+i]) + b[4*j+i])
		}
	}
}

// copy keeps sixteen by sixteen pixels, and paste brings them back.
func (p plane) copy(x, y int) (kept [256]uint8) {
	for j := range 16 {
		copy(kept[16*j:16*j+16], p.pix[p.at(x, y+j):])
	}
	return kept
}

func (p plane) paste(kept *[256]uint8, x, y int) {
	for j := range 16 {
		copy(p.pix[p.at(x, y+j):], kept[16*j:16*j+16])
	}
}
