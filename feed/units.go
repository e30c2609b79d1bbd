package feed

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"agora/fault"
)

// grams are in one of each unit of weight, by the signs that files use.
var grams = map[string]float64{"g": 1, "gr": 1, "gram": 1, "grams": 1, "г": 1, "гр": 1, "kg": 1000, "kgs": 1000, "кг": 1000,
	"mg": 0.001, "t": 1e6, "lb": 453.59237, "lbs": 453.59237, "oz": 28.349523125}

// millimetres are in one of each unit of length, likewise.
var millimetres = map[string]float64{"mm": 1, "мм": 1, "cm": 10, "см": 10, "m": 1000, "м": 1000, "in": 25.4, "inch": 25.4,
	"ft": 304.8, "yd": 914.4}

// measure reads a cell such as "1.2" or "1.2 kg" in whole units of the table,
// rounded up; one is what a bare number counts.
func measure(cell string, units map[string]float64, one float64) (int64, error) {
	cell = strings.TrimSpace(cell)
	number := strings.TrimRightFunc(cell, func(r rune) bool { return unicode.IsLetter(r) || r == ' ' || r == '.' && cell[len(cell)-1] == '.' })
	if sign := strings.ToLower(strings.Trim(cell[len(number):], " .")); sign != "" {
		unit, ok := units[sign]
		if !ok {
			return 0, fault.New(fault.Invalid, "fault.number")
		}
		one = unit
	}
	number = strings.Replace(number, ",", ".", 1)
	if strings.ContainsFunc(number, func(r rune) bool { return r != '.' && r != '-' && (r < '0' || r > '9') }) {
		return 0, fault.New(fault.Invalid, "fault.number")
	}
	x, err := strconv.ParseFloat(number, 64)
	if err != nil || math.Abs(x*one) > 1<<53 {
		return 0, fault.New(fault.Invalid, "fault.number")
	}
	return int64(math.Ceil(x*one - 1e-6)), nil
}

// unitIn reads the unit of a header such as "Weight (kg)"; 0 when it names none.
func unitIn(name string, units map[string]float64) float64 {
	_, rest, _ := strings.Cut(name, "(")
	sign, _, _ := strings.Cut(rest, ")")
	return units[strings.TrimSpace(sign)]
}
