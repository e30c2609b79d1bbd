// Package money holds amounts as integer minor units, named rounding, and
// splitting that always adds up.
//
// Invariants: an amount never changes its currency silently; arithmetic on two
// currencies or beyond 63 bits is an error, never a wrap; every currency of
// the market has two decimals (ISO 4217), whatever a display table says.
package money

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"agora/fault"
)

// Currency is an ISO 4217 alphabetic code.
type Currency string

// Play is the currency of rehearsals, which never meets real money: ISO 4217
// keeps XTS for testing.
const Play Currency = "XTS"

// Digits is the number of decimals of a minor unit. ISO 4217 gives two for all
// currencies of the market; CLDR's display tables that say zero must never
// scale a ledger.
const Digits = 2

// perMajor is the number of minor units in one major unit.
const perMajor = 100

// Valid reports whether c looks like an ISO 4217 code.
func (c Currency) Valid() bool {
	if len(c) != 3 {
		return false
	}
	for _, r := range c {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

// Amount is a sum in minor units of one currency. The zero Amount has no
// currency and adds to any.
type Amount struct {
	Minor    int64 // tiyin, paisa, kopeck: hundredths of the unit
	Currency Currency
}

// Of makes an amount from minor units.
func Of(minor int64, c Currency) Amount { return Amount{minor, c} }

// ErrOverflow is arithmetic beyond 63 bits.
var ErrOverflow = fault.New(fault.Invalid, "fault.money_overflow")

// Parse reads a plain decimal ("1450", "12.5", "-3.07", with '.' as decimal
// mark) exactly. More than two decimals are refused unless they are zeros.
func Parse(s string, c Currency) (Amount, error) {
	bad := fault.New(fault.Invalid, "fault.money_format")
	t := strings.TrimSpace(s)
	neg := strings.HasPrefix(t, "-")
	t = strings.TrimPrefix(t, "-")
	whole, frac, dotted := strings.Cut(t, ".")
	if whole == "" && frac == "" || dotted && frac == "" && whole == "" {
		return Amount{}, bad
	}
	frac = strings.TrimRight(frac, "0")
	if len(frac) > Digits {
		return Amount{}, fault.New(fault.Invalid, "fault.money_decimals")
	}
	frac += strings.Repeat("0", Digits-len(frac))
	var minor int64
	for _, r := range whole + frac {
		if r < '0' || r > '9' {
			return Amount{}, bad
		}
		d := int64(r - '0')
		if minor > (math.MaxInt64-d)/10 {
			return Amount{}, ErrOverflow
		}
		minor = minor*10 + d
	}
	if neg {
		minor = -minor
	}
	return Amount{minor, c}, nil
}

// String gives the exact plain decimal with two digits and the code: "12.50 KGS".
func (a Amount) String() string { return a.Plain() + " " + string(a.Currency) }

// Plain gives the exact plain decimal with two digits; Parse reads it back.
func (a Amount) Plain() string {
	sign, m := "", a.Minor
	u := uint64(m)
	if m < 0 {
		sign, u = "-", uint64(-m) // the smallest int64 keeps its magnitude as uint64
	}
	return fmt.Sprintf("%s%d.%02d", sign, u/perMajor, u%perMajor)
}

// IsZero reports a sum of nothing.
func (a Amount) IsZero() bool { return a.Minor == 0 }

// Neg turns the sign.
func (a Amount) Neg() Amount { return Amount{-a.Minor, a.Currency} }

// Add sums two amounts of one currency.
func (a Amount) Add(b Amount) (Amount, error) {
	c, err := common(a, b)
	if err != nil {
		return Amount{}, err
	}
	sum := a.Minor + b.Minor
	if b.Minor > 0 && sum < a.Minor || b.Minor < 0 && sum > a.Minor {
		return Amount{}, ErrOverflow
	}
	return Amount{sum, c}, nil
}

// Sub subtracts b from a.
func (a Amount) Sub(b Amount) (Amount, error) {
	if b.Minor == math.MinInt64 { // its negative is beyond 63 bits
		return Amount{}, ErrOverflow
	}
	return a.Add(b.Neg())
}

// Times multiplies by a count.
func (a Amount) Times(n int64) (Amount, error) {
	p := new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(n))
	if !p.IsInt64() {
		return Amount{}, ErrOverflow
	}
	return Amount{p.Int64(), a.Currency}, nil
}

// Sum adds amounts of one currency; no amounts give the zero Amount.
func Sum(list ...Amount) (Amount, error) {
	var total Amount
	var err error
	for _, a := range list {
		if total, err = total.Add(a); err != nil {
			return Amount{}, err
		}
	}
	return total, nil
}

func common(a, b Amount) (Currency, error) {
	switch {
	case a.Currency == b.Currency, b.Currency == "" && b.Minor == 0:
		return a.Currency, nil
	case a.Currency == "" && a.Minor == 0:
		return b.Currency, nil
	}
	return "", fault.New(fault.Invalid, "fault.money_currency", "have", string(a.Currency), "want", string(b.Currency))
}
