package money

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// MulDiv gives what exact numbers give, at the edges of 63 bits, too.
func TestMulDivAgreesWithExactNumbers(t *testing.T) {
	edges := rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, 2, math.MaxInt64 - 1, math.MaxInt64}), rapid.Int64Range(-1000, 1000))
	rapid.Check(t, func(t *rapid.T) {
		value, num, den := edges.Draw(t, "value"), edges.Draw(t, "num"), edges.Draw(t, "den")
		if den == 0 {
			t.Skip("nothing to divide by")
		}
		r := rapid.SampledFrom([]Rounding{HalfUp, HalfEven, Down, Up}).Draw(t, "policy")
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(value), big.NewInt(num)), big.NewInt(den))
		want := rounded(r, exact)
		got, err := r.MulDiv(value, num, den)
		if (err == nil) != want.IsInt64() || err == nil && got != want.Int64() {
			t.Fatalf("%s: %d × %d ÷ %d is %d (%v), want %s", r, value, num, den, got, err, want)
		}
	})
}

func rounded(r Rounding, x *big.Rat) *big.Int {
	q, m := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	half := new(big.Int).Abs(m)
	c := half.Lsh(half, 1).Cmp(x.Denom())
	if m.Sign() != 0 && (r == Up || r == HalfUp && c >= 0 || r == HalfEven && (c > 0 || c == 0 && q.Bit(0) == 1)) {
		q.Add(q, big.NewInt(int64(m.Sign())))
	}
	return q
}
