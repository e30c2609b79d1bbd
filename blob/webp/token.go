package webp

// Planes of coefficients (13.3).
const (
	planeRest = iota // luma whose first coefficients are in planeFirst
	planeFirst
	planeColour
	planeWhole // luma with its first coefficient
)

// tokens is the number of adaptive probabilities: planes, bands, contexts,
// nodes of the tree.
const tokens = 4 * 8 * 3 * 11

// bands gives the band of the nth coefficient; one past the end is never read.
var bands = [17]int{0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0}

// zigzag gives the place of the nth coefficient.
var zigzag = [16]int{0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15}

// Large values have extra bits with fixed chances (13.2).
var (
	large    = [4][]uint8{{173, 148, 140}, {176, 155, 140, 135}, {180, 157, 141, 134, 130}, {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}}
	fiveSix  = []uint8{159}
	sevenTen = []uint8{165, 145}
)

// sink takes the bits of tokens: at is the adaptive probability of the bit, -1
// when it has the fixed chance p.
type sink interface {
	token(on bool, at int, p uint8)
}

// walk gives the tokens of a block to out: levels in zigzag order, of which the
// first are left out. It reports whether the block has any.
func walk(levels *[16]int16, first, plane, context int, out sink) bool {
	last := 15
	for last >= first && levels[last] == 0 {
		last--
	}
	node := func(n, context int) int { return ((plane*8+bands[n])*3 + context) * 11 }
	at := node(first, context)
	out.token(last >= first, at, 0)
	if last < first {
		return false
	}
	for n := first; n <= last; n++ {
		v := int(levels[n])
		negative := v < 0
		if negative {
			v = -v
		}
		out.token(v != 0, at+1, 0)
		if v == 0 {
			at = node(n+1, 0)
			continue
		}
		size(v, at, out)
		out.token(negative, -1, 128)
		if n == 15 {
			break
		}
		at = node(n+1, min(v, 2))
		out.token(n < last, at, 0)
	}
	return true
}

// size gives the tokens of a value that is not zero.
func size(v, at int, out sink) {
	out.token(v > 1, at+2, 0)
	if v == 1 {
		return
	}
	out.token(v > 4, at+3, 0)
	if v <= 4 {
		if out.token(v > 2, at+4, 0); v > 2 {
			out.token(v == 4, at+5, 0)
		}
		return
	}
	out.token(v > 10, at+6, 0)
	switch {
	case v <= 6:
		out.token(false, at+7, 0)
		extra(v-5, fiveSix, out)
	case v <= 10:
		out.token(true, at+7, 0)
		extra(v-7, sevenTen, out)
	default:
		kind := 0
		for kind < 3 && v >= 3+8<<(kind+1) {
			kind++
		}
		out.token(kind >= 2, at+8, 0)
		out.token(kind&1 == 1, at+9+kind>>1, 0)
		extra(v-3-8<<kind, large[kind], out)
	}
}

func extra(v int, chances []uint8, out sink) {
	for i, p := range chances {
		out.token(v>>(len(chances)-1-i)&1 == 1, -1, p)
	}
}

// cost adds up what tokens would take, in 256ths of a bit.
type cost struct {
	probs *[tokens]uint8
	sum   int32
}

func (c *cost) token(on bool, at int, p uint8) {
	if at >= 0 {
		p = c.probs[at]
	}
	c.sum += price(on, p)
}

// census counts the zeros and ones of each adaptive probability.
type census [tokens][2]int32

func (c *census) token(on bool, at int, _ uint8) {
	switch {
	case at < 0:
	case on:
		c[at][1]++
	default:
		c[at][0]++
	}
}

// fit gives the chance that suits the counts, and what changing to it saves.
func (c *census) fit(at int) (p uint8, saved int32) {
	zeros, ones := int64(c[at][0]), int64(c[at][1])
	if zeros+ones == 0 {
		return startProbs[at], 0
	}
	p = uint8(min(max(zeros*256/(zeros+ones), 1), 255))
	with := func(p uint8) int64 { return zeros*int64(price(false, p)) + ones*int64(price(true, p)) }
	change := int64(8*256 + price(true, changeProbs[at]) - price(false, changeProbs[at]))
	return p, int32(min(with(startProbs[at])-with(p)-change, 1<<30))
}

// coder writes tokens.
type coder struct {
	*writer
	probs *[tokens]uint8
}

func (c coder) token(on bool, at int, p uint8) {
	if at >= 0 {
		p = c.probs[at]
	}
	c.bit(on, p)
}
