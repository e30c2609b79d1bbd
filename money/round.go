package money

import (
	"math/big"
	"math/bits"
)

// Rounding is a rounding policy by name; the name is recorded on the order.
type Rounding string

// The policies.
const (
	HalfUp   Rounding = "half_up"   // ties away from zero; the default of tax offices and of Agora
	HalfEven Rounding = "half_even" // ties to the even neighbour (banker's)
	Down     Rounding = "down"      // toward zero
	Up       Rounding = "up"        // away from zero
)

// MulDiv gives value × num ÷ den rounded by the policy, exact inside; den must
// not be zero. It fails only when the result leaves 63 bits.
func (r Rounding) MulDiv(value, num, den int64) (int64, error) {
	negative := (value < 0) != (num < 0) != (den < 0)
	d := magnitude(den)
	high, low := bits.Mul64(magnitude(value), magnitude(num))
	if high >= d {
		return 0, ErrOverflow
	}
	q, m := bits.Div64(high, low, d)
	if q > 1<<63 {
		return 0, ErrOverflow
	}
	if m != 0 && r.awayFromZero(q, m, d) {
		q++
	}
	switch {
	case negative && q <= 1<<63:
		return -int64(q), nil
	case !negative && q < 1<<63:
		return int64(q), nil
	}
	return 0, ErrOverflow
}

// magnitude is a number without its sign; that of the smallest fits, too.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// awayFromZero decides whether the truncated quotient q with remainder m moves
// one step away from zero.
func (r Rounding) awayFromZero(q, m, d uint64) bool {
	switch r {
	case Down:
		return false
	case Up:
		return true
	}
	switch {
	case m != d-m: // twice m against d, without leaving 64 bits
		return m > d-m
	case r == HalfEven:
		return q&1 == 1
	}
	return true
}

// Bps is a rate in hundredths of a percent: 18 % is 1800.
type Bps int64

// Part gives the share of a: 18 % of 100.00 is 18.00.
func (r Rounding) Part(a Amount, rate Bps) (Amount, error) {
	m, err := r.MulDiv(a.Minor, int64(rate), 10_000)
	return Amount{m, a.Currency}, err
}

// Included splits a gross amount into net and the tax inside it. The net is
// rounded and the tax derived by subtraction, so net + tax = gross always.
func (r Rounding) Included(gross Amount, rate Bps) (net, tax Amount, err error) {
	n, err := r.MulDiv(gross.Minor, 10_000, 10_000+int64(rate))
	return Amount{n, gross.Currency}, Amount{gross.Minor - n, gross.Currency}, err
}

// Split divides total by weights so that the parts add up to it exactly: each
// part is rounded down, and the units left over go to the largest remainders,
// earlier parts first. Weights must not be negative; all zero counts as equal.
func Split(total int64, weights []int64) []int64 {
	parts := make([]int64, len(weights))
	if len(weights) == 0 {
		return parts
	}
	sum := new(big.Int)
	for _, w := range weights {
		sum.Add(sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		equal := make([]int64, len(weights))
		for i := range equal {
			equal[i] = 1
		}
		return Split(total, equal)
	}
	sign, rest := int64(1), new(big.Int).Abs(big.NewInt(total))
	if total < 0 {
		sign = -1
	}
	abs, remainders := new(big.Int).Set(rest), make([]*big.Int, len(weights))
	for i, w := range weights {
		q, m := new(big.Int).QuoRem(new(big.Int).Mul(abs, big.NewInt(w)), sum, new(big.Int))
		parts[i], remainders[i] = sign*q.Int64(), m
		rest.Sub(rest, q)
	}
	for left := rest.Int64(); left > 0; left-- {
		best := 0
		for i := range remainders {
			if remainders[i].Cmp(remainders[best]) > 0 {
				best = i
			}
		}
		parts[best] += sign
		remainders[best] = big.NewInt(-1)
	}
	return parts
}
