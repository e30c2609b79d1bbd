package i18n

import (
	"strconv"
	"strings"
)

// Tenths writes a number of tenths with one decimal: 49 is "4.9".
func (l *Locale) Tenths(n int64) string { return l.number.number(n/10, strconv.FormatInt(n%10, 10)) }

// Decimal writes a plain decimal ("3642.2764", "-0.5") with the locale's digits,
// groups and point.
func (l *Locale) Decimal(plain string) string {
	whole, rest, _ := strings.Cut(plain, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n == 0 && strings.HasPrefix(whole, "-") || strings.Trim(rest, "0123456789") != "" {
		return l.Digits(plain)
	}
	return l.number.number(n, rest)
}
