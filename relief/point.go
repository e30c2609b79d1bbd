package relief

import (
	"math"
	"strconv"
	"strings"

	"agora/country"
)

// ReadPoint reads where something is, in degrees north and east times 100,000, as a map
// or a person writes it: "38.543, 68.825", "38,543 N 68,825 E" or "33.9° S 18.4° E".
// Nothing is no point; ok is false for what cannot be read.
func ReadPoint(text string) (lat, lon int64, ok bool) {
	text = strings.TrimSpace(country.Digits(text))
	if text == "" {
		return 0, 0, true
	}
	text = strings.NewReplacer("°", " ", "−", "-", "٫", ".", "،", ";", "\u200e", "", "\u200f", "").Replace(text)
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == ' ' || r == '\t' || r == '\u00a0' })
	if len(parts) == 1 {
		parts = strings.Split(parts[0], ",")
	}
	var numbers []float64
	var sides []byte
	for _, p := range parts {
		p = strings.ToUpper(strings.Trim(p, ","))
		side := byte(0)
		if n := len(p) - 1; n >= 0 && strings.IndexByte("NSEW", p[n]) >= 0 {
			side, p = p[n], p[:n]
		}
		if p == "" { // a letter by itself belongs to the number before
			if side == 0 || len(numbers) == 0 || sides[len(sides)-1] != 0 {
				return 0, 0, false
			}
			sides[len(sides)-1] = side
			continue
		}
		n, good := decimal(p)
		if !good {
			return 0, 0, false
		}
		numbers, sides = append(numbers, n), append(sides, side)
	}
	if len(numbers) != 2 {
		return 0, 0, false
	}
	if sides[0] == 'E' || sides[0] == 'W' {
		numbers[0], numbers[1], sides[0], sides[1] = numbers[1], numbers[0], sides[1], sides[0]
	}
	lat, northern := side(numbers[0], sides[0], 'N', 'S', 90)
	lon, eastern := side(numbers[1], sides[1], 'E', 'W', 180)
	return lat, lon, northern && eastern
}

// decimal reads "38.543" or "38,543".
func decimal(s string) (float64, bool) {
	s = strings.Replace(s, ",", ".", 1)
	if strings.Trim(s, "-.0123456789") != "" || len(s) > 20 {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// side puts a number of degrees on its side of the earth.
func side(n float64, is, plus, minus byte, most float64) (int64, bool) {
	if is != 0 && is != plus && is != minus || is != 0 && n < 0 || math.Abs(n) > most {
		return 0, false
	}
	if is == minus {
		n = -n
	}
	return int64(math.Round(n * degree)), true
}

// Point writes where a facility is; "" where that is not known.
func (p Profile) Point() string {
	if !p.Placed() {
		return ""
	}
	return degrees(p.Lat) + ", " + degrees(p.Lon)
}

// degrees writes a coordinate with a point.
func degrees(n int64) string { return strconv.FormatFloat(float64(n)/degree, 'f', -1, 64) }
