package catalog

import (
	"strconv"
	"strings"

	"agora/fault"
)

// Unit is a unit in which a number of a trait is written; "" is a plain count.
// Texts name it by "unit." and itself.
type Unit string

// dimensions are the units by what they measure, smallest first. size is in the
// smallest of its dimension, whose thousandths are what is kept.
var dimensions = [...][]struct {
	unit Unit
	size int64
}{
	{{"", 1}},
	{{"gram", 1}, {"kilogram", 1000}},
	{{"millimetre", 1}, {"centimetre", 10}, {"metre", 1000}},
	{{"square_centimetre", 1}, {"square_metre", 10_000}},
	{{"millilitre", 1}, {"litre", 1000}},
	{{"watt", 1}, {"kilowatt", 1000}},
	{{"volt", 1}},
	{{"celsius", 1}},
	{{"minute", 1}, {"hour", 60}},
}

// MaxMeasure bounds the number of a trait, in thousandths of the smallest unit.
const MaxMeasure = 1_000_000_000_000_000

// find gives the place of a unit in dimensions.
func (u Unit) find() (dimension, at int, ok bool) {
	for d, list := range dimensions {
		for i, one := range list {
			if one.unit == u {
				return d, i, true
			}
		}
	}
	return 0, 0, false
}

// Valid reports whether u is one of the units.
func (u Unit) Valid() bool { _, _, ok := u.find(); return ok }

// Same reports whether two units measure the same.
func (u Unit) Same(other Unit) bool {
	a, _, known := u.find()
	b, _, too := other.find()
	return known && too && a == b
}

// Kin gives the units that measure the same as u, smallest first.
func (u Unit) Kin() []Unit {
	d, _, ok := u.find()
	if !ok {
		return nil
	}
	list := make([]Unit, len(dimensions[d]))
	for i, one := range dimensions[d] {
		list[i] = one.unit
	}
	return list
}

// Units gives every unit, by what it measures and then by size.
func Units() (list []Unit) {
	for _, d := range dimensions {
		for _, one := range d {
			list = append(list, one.unit)
		}
	}
	return list
}

// Measure turns a plain decimal ("1.25") in this unit into thousandths of the
// smallest unit of its dimension. More figures than can be kept are a fault, so
// that what is shown is what was written.
func (u Unit) Measure(plain string) (int64, error) {
	d, at, ok := u.find()
	if !ok {
		return 0, fault.New(fault.Invalid, "fault.choice")
	}
	digits, minus := strings.CutPrefix(plain, "-")
	whole, rest, _ := strings.Cut(digits, ".")
	if rest = strings.TrimRight(rest, "0"); len(rest) > 6 || whole == "" || strings.Trim(whole+rest, "0123456789") != "" {
		return 0, fault.New(fault.Invalid, "fault.measure")
	}
	n, err := strconv.ParseInt(whole+rest+strings.Repeat("0", 6-len(rest)), 10, 64) // millionths
	if size := dimensions[d][at].size; err != nil || n > MaxMeasure/size*1000 {
		return 0, fault.New(fault.Invalid, "fault.measure")
	} else if n *= size; n%1000 != 0 {
		return 0, fault.New(fault.Invalid, "fault.measure")
	}
	if n /= 1000; minus {
		n = -n
	}
	return n, nil
}

// Plain writes thousandths of the smallest unit as a plain decimal in a unit
// that suits the eye: u itself, a smaller one for less than one of it, a larger
// one from a thousand on. Measure reads exactly n back: a unit in which n has no
// end or a long one is not taken.
func (u Unit) Plain(n int64) (plain string, in Unit) {
	d, at, ok := u.find()
	if !ok {
		d, at = 0, 0
	}
	list, size := dimensions[d], max(n, -n)
	for at > 0 && size != 0 && (size < list[at].size*1000 || size*1000%list[at].size != 0) {
		at--
	}
	for at+1 < len(list) && size >= list[at].size*1000*1000 && size%list[at+1].size == 0 {
		at++
	}
	return decimal(n, list[at].size*1000), list[at].unit
}

// decimal writes n/by, of which Plain knows that it ends within six figures.
func decimal(n, by int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	text, rest := sign+strconv.FormatInt(n/by, 10), n%by
	if rest != 0 {
		text += "."
	}
	for ; rest != 0; rest = rest * 10 % by {
		text += strconv.FormatInt(rest*10/by, 10)
	}
	return text
}
