package webp

import "image"

// macro is what was decided for sixteen by sixteen pixels.
type macro struct {
	whole  bool // predicted as one; else as sixteen small blocks
	mode   int
	small  [16]int // modes of the small blocks; mode's own when whole
	colour int
	skip   bool          // every level is zero
	levels [25][16]int16 // sixteen of luma, eight of colour, the first coefficients when whole
}

// frame is one picture on its way.
type frame struct {
	size       image.Point
	across     int      // macroblocks
	down       int      //
	src, out   [3]plane // what was given, and what a decoder will have
	coarse     int
	smooth     bool // decoders shall smooth the seams
	luma       quantizer
	first      quantizer // of the first coefficients of luma
	chroma     quantizer
	trade      int64 // squared error that one bit is worth, 65536ths for each 256th
	macros     []macro
	have       marks // which neighbours had levels, while deciding
	statistics census
	bits       cost // of the block that is being tried
}

func newFrame(size image.Point, coarse int) *frame {
	e := &frame{size: size, across: (size.X + 15) / 16, down: (size.Y + 15) / 16, coarse: coarse, smooth: true}
	for i := range 3 {
		n := 16
		if i > 0 {
			n = 8
		}
		e.src[i], e.out[i] = newPlane(n*e.across, n*e.down), newPlane(n*e.across, n*e.down)
	}
	dc, ac := stepsDC[coarse], stepsAC[coarse]
	e.luma = quantizer{dc, ac}
	e.first = quantizer{2 * dc, max(ac*155/100, 8)}
	e.chroma = quantizer{min(dc, 132), ac}
	e.trade = int64(ac) * int64(ac) * 12
	e.macros = make([]macro, e.across*e.down)
	e.have = newMarks(e.across)
	return e
}

// source takes the picture, in the colours of ITU-R BT.601 in which decoders
// show it; what lies beyond its right and lower side repeats it.
func (e *frame) source(img *image.RGBA) {
	pixel := func(x, y int) (r, g, b int32) {
		p := img.Pix[min(y, e.size.Y-1)*img.Stride+min(x, e.size.X-1)*4:]
		return int32(p[0]), int32(p[1]), int32(p[2])
	}
	for y := range 16 * e.down {
		at := e.src[0].at(0, y)
		for x := range 16 * e.across {
			r, g, b := pixel(x, y)
			e.src[0].pix[at+x] = uint8((16839*r + 33059*g + 6420*b + 16<<16 + 1<<15) >> 16)
		}
	}
	for y := range 8 * e.down {
		at := e.src[1].at(0, y)
		for x := range 8 * e.across {
			var r, g, b int32
			for i := range 4 {
				pr, pg, pb := pixel(2*x+i%2, 2*y+i/2)
				r, g, b = r+pr, g+pg, b+pb
			}
			e.src[1].pix[at+x] = clip((-9719*r - 19081*g + 28800*b + 128<<18 + 1<<17) >> 18)
			e.src[2].pix[at+x] = clip((28800*r - 24116*g - 4684*b + 128<<18 + 1<<17) >> 18)
		}
	}
}

// marks remember whether the blocks above and to the left have levels: four
// columns of luma, two of each colour, and the block of first coefficients.
type marks struct {
	above [][9]bool
	left  [9]bool
}

func newMarks(across int) marks { return marks{above: make([][9]bool, across)} }

func (m *marks) context(mx, above, left int) int {
	n := 0
	if m.above[mx][above] {
		n++
	}
	if m.left[left] {
		n++
	}
	return n
}

func (m *marks) set(mx, above, left int, on bool) {
	m.above[mx][above], m.left[left] = on, on
}

// clear is what a macroblock without levels leaves; the block of first
// coefficients stays when it has none.
func (m *marks) clear(mx int, whole bool) {
	a, l := m.above[mx][8], m.left[8]
	m.above[mx], m.left = [9]bool{}, [9]bool{}
	if !whole {
		m.above[mx][8], m.left[8] = a, l
	}
}

// place gives the marks of the ith block: luma 0 to 15, colours 16 to 23, first
// coefficients 24.
func place(i int) (above, left int) {
	switch {
	case i < 16:
		return i % 4, i / 4
	case i < 24:
		base := 4 + (i-16)/4*2
		return base + i%2, base + i%4/2
	}
	return 8, 8
}

// plane and first of the ith block.
func (m *macro) kind(i int) (plane, first int) {
	switch {
	case i == 24:
		return planeFirst, 0
	case i >= 16:
		return planeColour, 0
	case m.whole:
		return planeRest, 1
	}
	return planeWhole, 0
}

// tell gives all tokens of a macroblock to a sink, in the order of the format.
func (m *macro) tell(have *marks, mx int, out sink) {
	if m.skip {
		have.clear(mx, m.whole)
		return
	}
	one := func(i int) {
		plane, first := m.kind(i)
		above, left := place(i)
		have.set(mx, above, left, walk(&m.levels[i], first, plane, have.context(mx, above, left), out))
	}
	if m.whole {
		one(24)
	}
	for i := range 24 {
		one(i)
	}
}
