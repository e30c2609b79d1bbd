package course

import (
	"math/big"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// goodDecimal is how a course writes a number.
var goodDecimal = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,12})?$`)

// maxNumber is how many characters of a number are read.
const maxNumber = 60

// decimal reads a number of a course.
func decimal(s string) (*big.Rat, bool) {
	if !goodDecimal.MatchString(s) {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// near reports whether a number that a learner wrote is within the tolerance of the
// right one, in one of the ways to read it, with or without the word of its unit.
func near(q Question, written string) bool {
	right, ok := decimal(q.Answer)
	if !ok || len([]rune(written)) > maxRead {
		return false
	}
	tolerance, ok := decimal(q.Tolerance)
	if !ok {
		tolerance = new(big.Rat)
	}
	for _, s := range withoutUnit(foldNumber(written), q.Unit) {
		for _, n := range readings(s) {
			if off := new(big.Rat).Sub(n, right); off.Abs(off).Cmp(tolerance) <= 0 {
				return true
			}
		}
	}
	return false
}

// foldNumber brings digits of all scripts, signs and separators to those of ASCII: the
// decimal comma of Arabic becomes ";", which no other script has, and its comma of
// thousands an apostrophe.
func foldNumber(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r): // marks of direction
			return -1
		case unicode.Is(unicode.Nd, r):
			return '0' + digit(r)
		}
		switch r {
		case '−', '‒', '–', '﹣':
			return '-'
		case '٫':
			return ';'
		case '٬', '،', '’', 'ʼ', '′', '＇':
			return '\''
		case '٪':
			return '%'
		}
		return r
	}, norm.NFKC.String(s))
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// digit is the value of a decimal digit: Unicode keeps them in rows of ten from zero.
func digit(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

// withoutUnit gives a text, and what is left of it when the unit stands before or after.
func withoutUnit(s string, unit Text) []string {
	list := []string{s}
	for _, u := range unit {
		u = foldNumber(u)
		if u == "" {
			continue
		}
		for _, t := range []string{s, strings.TrimRight(s, ".")} {
			if rest, ok := strings.CutSuffix(t, u); ok {
				list = append(list, strings.TrimSpace(rest))
			}
			if rest, ok := strings.CutPrefix(t, u); ok {
				list = append(list, strings.TrimSpace(rest))
			}
		}
	}
	return list
}

// readings gives the numbers that a text may mean. "1,450" is both 1450 and 1.45: who
// writes it so is right when either is. Otherwise there is one reading, or none.
func readings(s string) (list []*big.Rat) {
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		s, sign = strings.TrimSpace(rest), "-"
	} else {
		s = strings.TrimSpace(strings.TrimPrefix(s, "+"))
	}
	if s == "" || len(s) > maxNumber || strings.Trim(s, "0123456789.,;' ") != "" {
		return nil
	}
	add := func(whole, part string) {
		digits, ok := ungroup(whole)
		if !ok || strings.Trim(part, "0123456789") != "" || digits+part == "" {
			return
		}
		if n, ok := new(big.Rat).SetString(sign + "0" + digits + "." + part + "0"); ok {
			list = append(list, n)
		}
	}
	add(s, "")
	for _, point := range []string{".", ",", ";"} {
		if whole, part, ok := strings.Cut(s, point); ok && !strings.Contains(part, point) {
			add(whole, part)
		}
	}
	return list
}

// groups are digits in groups as people write them: of three, or in India of two and a last of three.
var groups = regexp.MustCompile(`^[0-9]{1,3}([., '][0-9]{2,3})*[., '][0-9]{3}$`)

// ungroup takes the separators out of the whole part of a number; they must all be the same.
func ungroup(s string) (digits string, ok bool) {
	separators := strings.Trim(s, "0123456789")
	digits = strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if separators == "" && digits == s {
		return digits, true
	}
	first := strings.IndexAny(s, "., '")
	return digits, groups.MatchString(s) && len(digits)+strings.Count(s, s[first:first+1]) == len(s)
}
