package money

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

var policies = []Rounding{HalfUp, HalfEven, Down, Up}

func TestNetAndTaxAreGross(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		gross := Of(rapid.Int64Range(-1<<50, 1<<50).Draw(r, "gross"), "KGS")
		rate := Bps(rapid.Int64Range(0, 10_000).Draw(r, "rate"))
		net, tax, err := rapid.SampledFrom(policies).Draw(r, "policy").Included(gross, rate)
		if err != nil || net.Minor+tax.Minor != gross.Minor {
			r.Fatalf("%s + %s is not %s (%v)", net, tax, gross, err)
		}
	})
}

func TestPartsAddUpAndAreFair(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		total := rapid.Int64Range(-1<<40, 1<<40).Draw(r, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1<<20), 1, 40).Draw(r, "weights")
		parts := Split(total, weights)
		var sum, all int64
		for i := range parts {
			sum += parts[i]
			all += weights[i]
		}
		if sum != total {
			r.Fatalf("%v sums to %d, not %d", parts, sum, total)
		}
		for i, p := range parts {
			if all > 0 && math.Abs(float64(p)-float64(total)*float64(weights[i])/float64(all)) > 1 {
				r.Fatalf("part %d of %v by %v is off by more than a unit", i, parts, weights)
			}
		}
	})
}

func TestMulDivIsTheNearest(t *testing.T) {
	for _, c := range []struct {
		value, num, den            int64
		halfUp, halfEven, down, up int64
	}{
		{5, 1, 2, 3, 2, 2, 3}, {7, 1, 2, 4, 4, 3, 4}, {-5, 1, 2, -3, -2, -2, -3},
		{1, 1, 3, 0, 0, 0, 1}, {2, 1, 3, 1, 1, 0, 1}, {-1, 1, 3, 0, 0, 0, -1}, {5, 1, -2, -3, -2, -2, -3}, {6, 1, 3, 2, 2, 2, 2},
	} {
		for i, want := range []int64{c.halfUp, c.halfEven, c.down, c.up} {
			if got, err := policies[i].MulDiv(c.value, c.num, c.den); err != nil || got != want {
				t.Errorf("%s: %d × %d ÷ %d = %d, want %d (%v)", policies[i], c.value, c.num, c.den, got, want, err)
			}
		}
	}
	if _, err := HalfUp.MulDiv(math.MaxInt64, 2, 1); err == nil {
		t.Error("a result beyond 63 bits must fail")
	}
}

func TestSumsNeverWrapOrMix(t *testing.T) {
	big := Of(math.MaxInt64, "PKR")
	if _, err := big.Add(Of(1, "PKR")); err == nil {
		t.Error("overflow")
	}
	if _, err := big.Times(2); err == nil {
		t.Error("overflow of a product")
	}
	if _, err := Of(1, "PKR").Add(Of(1, "KGS")); err == nil {
		t.Error("two currencies were added")
	}
	if _, err := Of(0, "PKR").Sub(Of(math.MinInt64, "PKR")); err == nil {
		t.Error("the smallest amount has no negative")
	}
	if sum, err := Sum(Amount{}, Of(5, "PKR"), Of(-7, "PKR")); err != nil || sum != Of(-2, "PKR") {
		t.Errorf("%v, %v", sum, err)
	}
}

func TestConvertThereAndBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := Of(rapid.Int64Range(0, 1<<40).Draw(r, "minor"), "KGS")
		there := Rate{From: "KGS", To: "USD", Value: rapid.Int64Range(RateScale/1000, 1000*RateScale).Draw(r, "rate")}
		back, err := Cross(there, Same("KGS"))
		if err != nil {
			r.Fatal(err)
		}
		b, err := HalfUp.Convert(a, there)
		if err != nil {
			r.Fatal(err)
		}
		c, err := HalfUp.Convert(b, back)
		if err != nil {
			r.Fatal(err)
		}
		// one half unit of the foreign money, plus the ninth decimal of the way back
		slack := float64(RateScale)/float64(there.Value)/2 + float64(b.Minor)/RateScale + 1
		if math.Abs(float64(c.Minor-a.Minor)) > slack {
			r.Fatalf("%s became %s, then %s", a, b, c)
		}
	})
}

func TestPlainIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := Of(rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(r, "minor"), "IRR")
		if b, err := Parse(a.Plain(), a.Currency); err != nil || a != b {
			r.Fatalf("%s is read as %s (%v)", a.Plain(), b, err)
		}
	})
	if _, err := Parse("92233720368547758.08", "IRR"); err == nil {
		t.Error("one unit beyond 63 bits was read")
	}
}

func TestRatesAreDecimalsOnly(t *testing.T) {
	for s, want := range map[string]int64{"3.2152": 3_215_200_000, " 1 ": RateScale, ".5": RateScale / 2, "0.000000001": 1} {
		if got, err := ParseRate(s); err != nil || got != want {
			t.Errorf("%q is %d, want %d (%v)", s, got, want, err)
		}
	}
	for _, s := range []string{"", ".", "0", "-1", "+1", "1/3", "1e9", "1E9", "1p3", "0x10", "1_000", "0.0000000001", "10000000000", "1.2.3", "١"} {
		if got, err := ParseRate(s); err == nil {
			t.Errorf("%q was read as %d", s, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1450", "12.5", "-3.07", "", ".", "-", "9223372036854775807", "0.001", "1e5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := Parse(s, "KGS")
		if err != nil {
			return
		}
		if b, err := Parse(a.Plain(), "KGS"); err != nil || a != b {
			t.Errorf("%q is %s is %s (%v)", s, a, b, err)
		}
	})
}

func FuzzParseRate(f *testing.F) {
	for _, s := range []string{"3.2152", "0", "-1", "1/3", "0.000000001", "1e9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseRate(s)
		if err != nil {
			return
		}
		if again, err := ParseRate((Rate{Value: v}).String()); err != nil || again != v {
			t.Errorf("%q is %d is %d (%v)", s, v, again, err)
		}
	})
}
