package webp

// head writes the first partition: how the frame is made, and the modes (9.2
// to 9.11, 11). It settles the probabilities that body uses.
func (e *frame) head() []byte {
	w := newWriter()
	w.number(0, 2) // colours as usual, values are clipped
	w.number(0, 1) // no segments
	w.number(0, 1) // the normal filter
	w.number(e.filter(), 6)
	w.number(0, 3) // sharpness
	w.number(0, 1) // the filter is the same everywhere
	w.number(0, 2) // one partition of tokens
	w.number(e.coarse, 7)
	w.number(0, 5) // no step differs from its table
	w.number(0, 1) // probabilities are not kept: there is no next frame
	for at := range startProbs {
		p, saved := e.statistics.fit(at)
		if w.bit(saved > 0, changeProbs[at]); saved > 0 {
			w.number(int(p), 8)
		}
	}
	w.number(1, 1)
	busy := e.busy()
	w.number(int(busy), 8)
	for i := range e.macros {
		e.modes(w, i, busy)
	}
	return w.end()
}

// filter smooths the seams of blocks, the more the coarser they are.
func (e *frame) filter() int {
	if !e.smooth {
		return 0
	}
	return min(int(stepsAC[e.coarse])*3/10, 63)
}

// busy is the chance in 256 that a macroblock has any level.
func (e *frame) busy() uint8 {
	n := 0
	for i := range e.macros {
		if !e.macros[i].skip {
			n++
		}
	}
	return uint8(min(max(n*256/len(e.macros), 1), 255))
}

// body writes the tokens of all macroblocks.
func (e *frame) body() []byte {
	probs := startProbs
	for at := range probs {
		if p, saved := e.statistics.fit(at); saved > 0 {
			probs[at] = p
		}
	}
	out := coder{newWriter(), &probs}
	have := newMarks(e.across)
	for i := range e.macros {
		if i%e.across == 0 {
			have.left = [9]bool{}
		}
		e.macros[i].tell(&have, i%e.across, out)
	}
	return out.end()
}

// modes writes how a macroblock is predicted.
func (e *frame) modes(w *writer, i int, busy uint8) {
	m := &e.macros[i]
	w.bit(m.skip, busy)
	w.bit(m.whole, 145)
	if m.whole {
		switch m.mode {
		case modeDC, modeVE:
			w.bit(false, 156)
			w.bit(m.mode == modeVE, 163)
		default:
			w.bit(true, 156)
			w.bit(m.mode == modeTM, 128)
		}
	} else {
		for b := range 16 {
			above, left := e.around(m, i%e.across, i/e.across, b)
			probs := modeProbs[(above*modes+left)*9:]
			for _, step := range modePaths[m.small[b]] {
				w.bit(step.on, probs[step.at])
			}
		}
	}
	if w.bit(m.colour != modeDC, 142); m.colour != modeDC {
		if w.bit(m.colour != modeVE, 114); m.colour != modeVE {
			w.bit(m.colour == modeTM, 183)
		}
	}
}

// step is a turn in the tree of modes.
type step struct {
	at int
	on bool
}

// modePaths are the ways through the tree to each mode (11.2).
var modePaths = [modes][]step{
	modeDC: {{0, false}},
	modeTM: {{0, true}, {1, false}},
	modeVE: {{0, true}, {1, true}, {2, false}},
	modeHE: {{0, true}, {1, true}, {2, true}, {3, false}, {4, false}},
	modeRD: {{0, true}, {1, true}, {2, true}, {3, false}, {4, true}, {5, false}},
	modeVR: {{0, true}, {1, true}, {2, true}, {3, false}, {4, true}, {5, true}},
	modeLD: {{0, true}, {1, true}, {2, true}, {3, true}, {6, false}},
	modeVL: {{0, true}, {1, true}, {2, true}, {3, true}, {6, true}, {7, false}},
	modeHD: {{0, true}, {1, true}, {2, true}, {3, true}, {6, true}, {7, true}, {8, false}},
	modeHU: {{0, true}, {1, true}, {2, true}, {3, true}, {6, true}, {7, true}, {8, true}},
}

// modeCost is what a mode of a small block takes, in 256ths of a bit.
func modeCost(mode int, probs []uint8) (sum int32) {
	for _, s := range modePaths[mode] {
		sum += price(s.on, probs[s.at])
	}
	return sum
}
