package rates

import (
	"math/big"
	"time"

	"agora/landed"
	"agora/money"
)

const dollar money.Currency = "USD"

// fresh is how old a sheet may be, in days, and still count where another bank
// has a newer one: banks rest over holidays, but one that fell silent must not
// hold a currency for ever.
const fresh = 10

// derive gives units for one dollar of each currency that some sheet tells of.
// A bank says what its own money is worth, so two of its rates meet over that
// money: for one unit of the pivot there are pivot ÷ currency. What the pivot is
// in dollars comes from the bank that is heard about it.
func derive(sheets map[string]Sheet, o Order, wanted []money.Currency) (list []landed.Given) {
	pivot, over, ok := pivotOf(sheets, o)
	if !ok {
		return nil
	}
	for _, c := range wanted {
		if c == dollar {
			continue
		}
		for _, key := range o.of(c) {
			s, known := sheets[key]
			one, okOne := s.Value(c)
			unit, okUnit := s.Value(o.Pivot)
			if !known || !okOne || !okUnit {
				continue
			}
			v := new(big.Rat).SetFrac64(unit, one)
			value, fits := whole(v.Mul(v, pivot))
			if !fits {
				continue
			}
			b, _ := Find(key)
			source := b.Name
			if over != "" && over != key {
				p, _ := Find(over)
				source += ", " + p.Name
			}
			list = append(list, landed.Given{Rate: money.Rate{From: dollar, To: c, Value: value, Day: s.Day, Source: source}, Bank: key})
			break
		}
	}
	return list
}

// pivotOf gives units of the pivot for one dollar, and the bank that says so; ""
// where nobody needs to.
func pivotOf(sheets map[string]Sheet, o Order) (*big.Rat, string, bool) {
	if o.Pivot == dollar {
		return big.NewRat(1, 1), "", true
	}
	for _, key := range o.of(o.Pivot) {
		s, known := sheets[key]
		us, okUS := s.Value(dollar)
		unit, okUnit := s.Value(o.Pivot)
		if known && okUS && okUnit {
			return new(big.Rat).SetFrac64(us, unit), key, true
		}
	}
	return nil, "", false
}

// whole rounds a rate half up to the nine decimals of money.RateScale.
func whole(v *big.Rat) (int64, bool) { return scaled(v, 1) }

// counts keeps of the sheets those that are not too old beside a day.
func counts(sheets map[string]Sheet, day time.Time) map[string]Sheet {
	out := map[string]Sheet{}
	for key, s := range sheets {
		if !s.Day.Before(day.AddDate(0, 0, -fresh)) && !s.Day.After(day) {
			out[key] = s
		}
	}
	return out
}
