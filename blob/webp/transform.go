package webp

// block is four by four pixels or coefficients, row by row.
type block [16]int32

// The two factors of the transform, in 65536ths: √2·cos(π/8) and √2·sin(π/8).
const (
	cosine = 85627
	sine   = 35468
)

// forward turns differences into coefficients; it is twice the orthonormal
// transform.
func (b *block) forward() {
	var m block
	for i := range 4 {
		r := b[4*i : 4*i+4]
		a, d := r[0]+r[3], r[0]-r[3]
		p, q := r[1]+r[2], r[1]-r[2]
		m[i], m[8+i] = (a+p)<<3, (a-p)<<3
		m[4+i] = int32((int64(d)*cosine + int64(q)*sine) >> 13)
		m[12+i] = int32((int64(d)*sine - int64(q)*cosine) >> 13)
	}
	for i := range 4 { // a row of m is a column of coefficients
		r := m[4*i : 4*i+4]
		a, d := r[0]+r[3], r[0]-r[3]
		p, q := r[1]+r[2], r[1]-r[2]
		b[i], b[8+i] = (a+p+8)>>4, (a-p+8)>>4
		b[4+i] = int32((int64(d)*cosine + int64(q)*sine + 1<<19) >> 20)
		b[12+i] = int32((int64(d)*sine - int64(q)*cosine + 1<<19) >> 20)
	}
}

// inverse is what every decoder does, to the bit (14.3): coefficients into
// differences.
func (b *block) inverse() {
	var m block
	for i := range 4 {
		p, q := b[i]+b[8+i], b[i]-b[8+i]
		c := times(b[4+i], sine) - times(b[12+i], cosine)
		d := times(b[4+i], cosine) + times(b[12+i], sine)
		m[i], m[4+i], m[8+i], m[12+i] = p+d, q+c, q-c, p-d
	}
	for i := range 4 {
		r := m[4*i : 4*i+4]
		p, q := r[0]+r[2]+4, r[0]-r[2]+4
		c := times(r[1], sine) - times(r[3], cosine)
		d := times(r[1], cosine) + times(r[3], sine)
		b[4*i], b[4*i+1], b[4*i+2], b[4*i+3] = (p+d)>>3, (q+c)>>3, (q-c)>>3, (p-d)>>3
	}
}

func times(v int32, factor int64) int32 { return int32(int64(v) * factor >> 16) }

// gather transforms the first coefficients of sixteen blocks once more.
func (b *block) gather() {
	var m block
	for i := range 4 {
		r := b[4*i : 4*i+4]
		p, q, s, t := r[0]+r[2], r[1]+r[3], r[0]-r[2], r[1]-r[3]
		m[4*i], m[4*i+1], m[4*i+2], m[4*i+3] = p+q, s+t, s-t, p-q
	}
	for i := range 4 {
		p, q, s, t := m[i]+m[8+i], m[4+i]+m[12+i], m[i]-m[8+i], m[4+i]-m[12+i]
		b[i], b[4+i], b[8+i], b[12+i] = (p+q)>>1, (s+t)>>1, (s-t)>>1, (p-q)>>1
	}
}

// scatter is its inverse in every decoder (14.3).
func (b *block) scatter() {
	var m block
	for i := range 4 {
		p, q, s, t := b[i]+b[12+i], b[4+i]+b[8+i], b[4+i]-b[8+i], b[i]-b[12+i]
		m[i], m[4+i], m[8+i], m[12+i] = p+q, s+t, p-q, t-s
	}
	for i := range 4 {
		r := m[4*i : 4*i+4]
		p, q, s, t := r[0]+r[3], r[1]+r[2], r[1]-r[2], r[0]-r[3]
		b[4*i], b[4*i+1], b[4*i+2], b[4*i+3] = (p+q+3)>>3, (s+t+3)>>3, (p-q+3)>>3, (t-s+3)>>3
	}
}

// quantizer holds the steps of the first coefficient and of the others.
type quantizer [2]int32

// quantize gives the levels of coefficients from the first on, in zigzag order,
// and puts into b what a decoder makes of them. What is nearer to zero than
// nought point six of a step is not worth its bits.
func (z quantizer) quantize(b *block, first int) (levels [16]int16) {
	const keep = 104 // of 256: a value rounds up from 1 - keep/256
	for n := first; n < 16; n++ {
		step := z[min(n, 1)]
		v := b[zigzag[n]]
		level := min((abs(v)+step*keep>>8)/step, 2047)
		if v < 0 {
			level = -level
		}
		levels[n] = int16(level)
		b[zigzag[n]] = level * step
	}
	return levels
}

func abs(v int32) int32 { return max(v, -v) }
