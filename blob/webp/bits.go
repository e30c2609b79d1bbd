package webp

import "math"

// writer is the boolean coder of section 7: it writes bits of which one is
// likelier than the other in less than a bit.
type writer struct {
	out   []byte
	low   uint32
	span  uint32
	count int // bits until the next byte
}

func newWriter() *writer { return &writer{span: 255, count: 24} }

// bit writes a bit that is zero with a chance of p in 256.
func (w *writer) bit(on bool, p uint8) {
	split := 1 + (w.span-1)*uint32(p)>>8
	if on {
		w.low += split
		if w.low < split {
			w.carry()
		}
		w.span -= split
	} else {
		w.span = split
	}
	for w.span < 128 {
		w.span <<= 1
		w.shift()
	}
}

func (w *writer) shift() {
	if w.low&(1<<31) != 0 {
		w.carry()
	}
	w.low <<= 1
	if w.count--; w.count == 0 {
		w.out = append(w.out, byte(w.low>>24))
		w.low &= 1<<24 - 1
		w.count = 8
	}
}

// carry adds one to what is written.
func (w *writer) carry() {
	for i := len(w.out) - 1; i >= 0; i-- {
		if w.out[i]++; w.out[i] != 0 {
			return
		}
	}
}

// number writes n bits of v, the highest first.
func (w *writer) number(v, n int) {
	for n--; n >= 0; n-- {
		w.bit(v>>n&1 == 1, 128)
	}
}

// end writes what is held back.
func (w *writer) end() []byte {
	for range 32 {
		w.number(0, 1)
	}
	return w.out
}

// prices are the costs of a zero by its chance in 256, in 256ths of a bit; of a
// one it is that of 256 less the chance.
var prices = func() (t [257]int32) {
	t[0] = 8 * 256
	for p := 1; p <= 256; p++ {
		t[p] = int32(math.Round(-256 * math.Log2(float64(p)/256)))
	}
	return t
}()

func price(on bool, p uint8) int32 {
	if on {
		return prices[256-int(p)]
	}
	return prices[p]
}
