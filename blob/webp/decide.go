package webp

// decide chooses how each macroblock is predicted, and what of the rest is
// kept: the way whose error and bits together cost least.
func (e *frame) decide() {
	for my := range e.down {
		e.have.left = [9]bool{}
		for mx := range e.across {
			m := &e.macros[my*e.across+mx]
			e.luminance(m, mx, my)
			e.colours(m, mx, my)
			m.skip = m.empty()
			m.tell(&e.have, mx, &e.statistics)
		}
	}
}

func (m *macro) empty() bool {
	for i := range m.levels {
		if m.levels[i] != [16]int16{} {
			return false
		}
	}
	return true
}

// luminance tries a macroblock as one and as sixteen blocks.
func (e *frame) luminance(m *macro, mx, my int) {
	one := *m
	costOne := e.whole(&one, mx, my)
	kept := e.out[0].copy(16*mx, 16*my)
	many := *m
	if e.pieces(&many, mx, my, costOne) {
		*m = many
		return
	}
	*m = one
	e.out[0].paste(&kept, 16*mx, 16*my)
}

// whole predicts a macroblock as one and gives what it costs.
func (e *frame) whole(m *macro, mx, my int) int64 {
	x, y := 16*mx, 16*my
	var best, try [256]uint8
	m.whole, m.mode = true, modeDC
	least := int64(1 << 62)
	for mode := modeDC; mode <= modeHE; mode++ {
		e.out[0].square(try[:], mode, 16, x, y)
		if d := e.src[0].distance(try[:], 16, x, y); d < least {
			least, best, m.mode = d, try, mode
		}
	}
	for i := range m.small {
		m.small[i] = m.mode
	}
	var parts [16]block
	var first block
	for i := range parts {
		parts[i] = e.src[0].difference(best[i/4*64+i%4*4:], 16, x+i%4*4, y+i/4*4)
		parts[i].forward()
		first[i] = parts[i][0]
	}
	first.gather()
	m.levels[24] = e.first.quantize(&first, 0)
	first.scatter()
	e.bits = cost{probs: &startProbs}
	walk(&m.levels[24], 0, planeFirst, e.have.context(mx, 8, 8), &e.bits)
	for i := range parts {
		m.levels[i] = e.luma.quantize(&parts[i], 1)
		parts[i][0] = first[i]
		parts[i].inverse()
		e.out[0].add(&parts[i], best[i/4*64+i%4*4:], 16, x+i%4*4, y+i/4*4)
		walk(&m.levels[i], 1, planeRest, e.nearby(m, mx, i), &e.bits)
	}
	return e.src[0].error(e.out[0], 16, x, y)<<16 + int64(e.bits.sum+3*256)*e.trade
}

// nearby is about how many of the blocks above and to the left have levels; the
// true count is known when the macroblock is decided.
func (e *frame) nearby(m *macro, mx, i int) int {
	_, first := m.kind(i)
	n := 0
	if i%4 > 0 && m.any(i-1, first) || i%4 == 0 && e.have.left[i/4] {
		n++
	}
	if i >= 4 && m.any(i-4, first) || i < 4 && e.have.above[mx][i] {
		n++
	}
	return n
}

func (m *macro) any(i, first int) bool {
	for _, v := range m.levels[i][first:] {
		if v != 0 {
			return true
		}
	}
	return false
}

// pieces predicts a macroblock block by block; it gives up, and reports false,
// once that costs more than most.
func (e *frame) pieces(m *macro, mx, my int, most int64) bool {
	m.whole, m.levels[24] = false, [16]int16{}
	sum := int64(0)
	for i := range 16 {
		x, y := 16*mx+i%4*4, 16*my+i/4*4
		at := e.edge(mx, my, i)
		above, left := e.around(m, mx, my, i)
		sum += e.piece(m, i, x, y, &at, modeProbs[(above*modes+left)*9:], e.nearby(m, mx, i))
		if sum >= most {
			return false
		}
	}
	return true
}

// piece chooses the mode of a small block among the three nearest.
func (e *frame) piece(m *macro, i, x, y int, at *edge, probs []uint8, context int) int64 {
	var guess [modes][16]uint8
	var far [modes]int64
	for mode := range modes {
		at.small(&guess[mode], mode)
		far[mode] = e.src[0].distance(guess[mode][:], 4, x, y)<<16 + int64(modeCost(mode, probs))*e.trade/3
	}
	least := int64(1 << 62)
	var kept block
	for range 3 {
		mode := 0
		for other := range modes {
			if far[other] < far[mode] {
				mode = other
			}
		}
		far[mode] = 1 << 62
		rest := e.src[0].difference(guess[mode][:], 4, x, y)
		rest.forward()
		levels := e.luma.quantize(&rest, 0)
		rest.inverse()
		e.bits = cost{&startProbs, modeCost(mode, probs)}
		walk(&levels, 0, planeWhole, context, &e.bits)
		e.out[0].add(&rest, guess[mode][:], 4, x, y)
		if c := e.src[0].error(e.out[0], 4, x, y)<<16 + int64(e.bits.sum)*e.trade; c < least {
			least, kept, m.small[i], m.levels[i] = c, rest, mode, levels
		}
	}
	e.out[0].add(&kept, guess[m.small[i]][:], 4, x, y)
	return least
}

// around gives the modes of the blocks above and to the left of the ith.
func (e *frame) around(m *macro, mx, my, i int) (above, left int) {
	switch {
	case i >= 4:
		above = m.small[i-4]
	case my > 0:
		above = e.macros[(my-1)*e.across+mx].small[12+i]
	}
	switch {
	case i%4 > 0:
		left = m.small[i-1]
	case mx > 0:
		left = e.macros[my*e.across+mx-1].small[i+3]
	}
	return above, left
}

// edge gives what the ith small block is predicted from. To the right of a
// macroblock the row above it stands in for rows that are not there yet.
func (e *frame) edge(mx, my, i int) (at edge) {
	p := e.out[0]
	x, y := 16*mx+i%4*4, 16*my+i/4*4
	here := p.at(x, y)
	for j := range 4 {
		at[j] = int32(p.pix[here+(3-j)*p.stride-1])
	}
	for j := range 5 {
		at[4+j] = int32(p.pix[here-p.stride-1+j])
	}
	right := here - p.stride + 4
	if i%4 == 3 {
		right = p.at(x+4, 16*my-1)
	}
	for j := range 4 {
		at[9+j] = int32(p.pix[right+j])
		if i%4 == 3 && my > 0 && mx == e.across-1 {
			at[9+j] = int32(p.pix[right-1])
		}
	}
	return at
}

// colours predicts both colours of a macroblock and keeps what is left.
func (e *frame) colours(m *macro, mx, my int) {
	x, y := 8*mx, 8*my
	var best, try [2][64]uint8
	least := int64(1 << 62)
	for mode := modeDC; mode <= modeHE; mode++ {
		d := int64(0)
		for c := range 2 {
			e.out[1+c].square(try[c][:], mode, 8, x, y)
			d += e.src[1+c].distance(try[c][:], 8, x, y)
		}
		if d < least {
			least, best, m.colour = d, try, mode
		}
	}
	for i := range 8 {
		c, bx, by := i/4, i%2*4, i%4/2*4
		rest := e.src[1+c].difference(best[c][by*8+bx:], 8, x+bx, y+by)
		rest.forward()
		m.levels[16+i] = e.chroma.quantize(&rest, 0)
		rest.inverse()
		e.out[1+c].add(&rest, best[c][by*8+bx:], 8, x+bx, y+by)
	}
}
