package money

import (
	"math/big"
	"strings"
	"time"

	"agora/fault"
)

// RateScale is the number of parts of one in Rate.Value: nine decimals, so
// that the cheapest currency (rial, som) keeps six figures against the dearest.
const RateScale = 1_000_000_000

// Rate is an exchange rate of one day: one unit of From is Value/RateScale
// units of To. A rate is a dated fact: it carries its day and its source, and
// an order keeps the rate it was quoted at.
type Rate struct {
	From, To Currency
	Value    int64     // RateScale is 1.0
	Day      time.Time // midnight UTC of the day it is for
	Source   string    // who published it
}

// Same is the rate of a currency to itself.
func Same(c Currency) Rate { return Rate{From: c, To: c, Value: RateScale} }

// ParseRate reads a decimal with up to nine decimals ("3.2152").
func ParseRate(s string) (int64, error) {
	bad := fault.New(fault.Invalid, "fault.rate_format")
	s = strings.TrimSpace(s)
	// big.Rat would also take fractions, exponents and other bases, and a
	// short exponent makes a number of a million digits
	if len(s) > 64 || strings.ContainsFunc(s, notDecimal) {
		return 0, bad
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok || r.Sign() <= 0 {
		return 0, bad
	}
	r.Mul(r, big.NewRat(RateScale, 1))
	if !r.IsInt() || !r.Num().IsInt64() {
		return 0, bad
	}
	return r.Num().Int64(), nil
}

func notDecimal(r rune) bool { return r != '.' && (r < '0' || r > '9') }

// String gives the rate as a decimal without trailing zeros: "3.2152".
func (r Rate) String() string {
	s := new(big.Rat).SetFrac64(r.Value, RateScale).FloatString(9)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Convert changes a into r.To by the policy; a must be in r.From.
func (p Rounding) Convert(a Amount, r Rate) (Amount, error) {
	if a.Currency != r.From {
		return Amount{}, fault.New(fault.Invalid, "fault.money_currency", "have", string(a.Currency), "want", string(r.From))
	}
	m, err := p.MulDiv(a.Minor, r.Value, RateScale)
	return Amount{m, r.To}, err
}

// CrossAbove is Cross with a margin on top, rounded up: whoever is charged by
// it one way and back again never gains, whatever was rounded. Without a margin
// it is Cross.
func CrossAbove(a, b Rate, margin Bps) (Rate, error) {
	r, err := Cross(a, b)
	if err != nil || margin <= 0 {
		return r, err
	}
	const whole = 10_000
	num := new(big.Int).Mul(big.NewInt(b.Value), big.NewInt(RateScale))
	num.Mul(num, big.NewInt(whole+int64(margin)))
	den := new(big.Int).Mul(big.NewInt(a.Value), big.NewInt(whole))
	v, rest := new(big.Int).QuoRem(num, den, new(big.Int))
	if rest.Sign() > 0 {
		v.Add(v, big.NewInt(1))
	}
	if !v.IsInt64() {
		return Rate{}, ErrOverflow
	}
	r.Value = v.Int64()
	return r, nil
}

// Cross gives the rate from a.To to b.To, both quoted for one unit of the same
// currency. Its day and source are those of the older quote, since a chain is
// as fresh as its oldest link; Same has no day and is never the older.
func Cross(a, b Rate) (Rate, error) {
	if a.From != b.From {
		return Rate{}, fault.New(fault.Invalid, "fault.money_currency", "have", string(a.From), "want", string(b.From))
	}
	v, err := HalfUp.MulDiv(b.Value, RateScale, a.Value)
	if err != nil || v == 0 {
		return Rate{}, ErrOverflow
	}
	older := a
	if a.Day.IsZero() || !b.Day.IsZero() && b.Day.Before(a.Day) {
		older = b
	}
	return Rate{From: a.To, To: b.To, Value: v, Day: older.Day, Source: older.Source}, nil
}
