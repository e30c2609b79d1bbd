package certificate

import (
	"crypto/rand"
	"strings"
)

// Number names a certificate: twelve signs, of which the last one checks the
// others.
type Number string

// signs are those of a number: none looks like another, and a prime number of
// them lets one sign check all.
const signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

const (
	length = 12
	group  = 4 // signs between two hyphens
)

// fresh gives a number that nobody can guess: 54 bits of chance.
func fresh() Number {
	body := Chance(length - 1)
	return Number(body + string(checkSign([]byte(body))))
}

// Chance gives so many signs that nobody can guess, five bits each, for whatever people
// read out and Signs reads.
func Chance(n int) string {
	const fair = 256 - 256%len(signs) // bytes from here on would favour some signs
	out := make([]byte, 0, n)
	for pool := make([]byte, 1); len(out) < n; {
		if rand.Read(pool); int(pool[0]) < fair { //nolint:errcheck // it never fails
			out = append(out, signs[int(pool[0])%len(signs)])
		}
	}
	return string(out)
}

// checkSign gives the sign that brings the weighted sum of a number to a multiple
// of 31. The weights differ, so that no swap and no single slip goes unseen.
func checkSign(body []byte) byte {
	sum := 0
	for i, c := range body {
		sum += (length - i) * strings.IndexByte(signs, c)
	}
	return signs[(len(signs)-sum%len(signs))%len(signs)]
}

// lookalike makes of what people type the sign they mean: small letters, and those
// of the Cyrillic alphabet that look the same.
var lookalike = strings.NewReplacer("А", "A", "В", "B", "С", "C", "Е", "E", "Н", "H", "К", "K", "М", "M", "Р", "P", "Т", "T", "У", "Y", "Х", "X",
	" ", "", "-", "", "–", "", "\u00a0", "")

// Signs gives the signs that people mean by what they type.
func Signs(typed string) string { return lookalike.Replace(strings.ToUpper(strings.TrimSpace(typed))) }

// Parse reads a number as people type it; ok is false for what can't be one.
func Parse(typed string) (n Number, ok bool) {
	if len(typed) > 4*length {
		return "", false
	}
	s := Signs(typed)
	if len(s) != length || strings.Trim(s, signs) != "" || checkSign([]byte(s[:length-1])) != s[length-1] {
		return "", false
	}
	return Number(s), true
}

// String writes a number for people, in groups: "7KQ2-X9MA-…".
func (n Number) String() string {
	var b strings.Builder
	for i, c := range string(n) {
		if i > 0 && i%group == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(c)
	}
	return b.String()
}
