package pricewatch

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"agora/money"
)

// TestALimitIsNeverBelowWhatIsExact compares the limit with exact fractions: it is never
// less than they say, and more by no more than the rounding of its steps.
func TestALimitIsNeverBelowWhatIsExact(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		base := rapid.Int64Range(1, 10_000_000).Draw(r, "base")
		over := rapid.Int64Range(0, maxOver).Draw(r, "over")
		units := rapid.Int64Range(1, 100_000).Draw(r, "units")
		of := rapid.SampledFrom([]int64{1, 1000}).Draw(r, "of")
		rate := rapid.Int64Range(1_000_000, 100*money.RateScale).Draw(r, "rate")
		got, ok := limit(money.Of(base, "TJS"), over, units, of, money.Rate{From: "TJS", To: "KGS", Value: rate})
		if !ok || got.Currency != "KGS" {
			r.Fatalf("%+v %v", got, ok)
		}
		exact := new(big.Rat).Mul(big.NewRat(base, 1), big.NewRat(100+over, 100))
		exact.Mul(exact, big.NewRat(units, of)).Mul(exact, big.NewRat(rate, money.RateScale))
		slack := new(big.Rat).Mul(big.NewRat(units, of), big.NewRat(rate, money.RateScale)) // one minor unit of one unit
		slack.Add(slack, big.NewRat(rate, money.RateScale)).Add(slack, big.NewRat(1, 1))
		if n := new(big.Rat).SetInt64(got.Minor); n.Cmp(exact) < 0 || n.Cmp(exact.Add(exact, slack)) > 0 {
			r.Fatalf("%d is not near %s", got.Minor, exact.FloatString(3))
		}
	})
	if _, ok := limit(money.Of(1<<62, "TJS"), 900, 1, 1, money.Same("TJS")); ok {
		t.Error("more than can be counted is a limit")
	}
	if _, ok := limit(money.Of(1, "TJS"), 0, 0, 1000, money.Same("TJS")); ok {
		t.Error("what weighs nothing has a limit")
	}
}
