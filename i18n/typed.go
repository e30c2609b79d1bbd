package i18n

import (
	"strings"
	"unicode"

	"agora/country"
	"agora/fault"
)

// ParseDecimal reads an amount as a person typed it, in any script's digits and
// with any common grouping ("1 450,50", "۱۴۵۰", "1,45,000"), into a plain
// decimal for money.Parse. The last mark is the decimal one, unless it is of
// the kind that stood before it, or stands alone before exactly three digits:
// money has two decimals, so "1,450" and "1.450" are thousands.
func (l *Locale) ParseDecimal(s string) (string, error) {
	bad := fault.New(fault.Invalid, "fault.number")
	var digits strings.Builder
	var marks []rune // their kinds
	at, sign := -1, ""
	for _, r := range country.Digits(strings.TrimSpace(s)) {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteByte(byte(r))
		case r == '.' || r == ',' || r == '٫':
			marks, at = append(marks, r), digits.Len()
		case (r == '-' || r == '−') && digits.Len() == 0 && sign == "":
			sign = "-"
		case unicode.IsSpace(r), r == '\'', r == '’', r == '٬', r == '_', r == '\u200e', r == '\u200f':
		default:
			return "", bad
		}
	}
	plain := digits.String()
	if plain == "" {
		return "", bad
	}
	if !decimal(marks, plain, at) {
		return sign + plain, nil
	}
	return sign + plain[:at] + "." + plain[at:], nil
}

// decimal reports whether the last mark, before digits[at:], parts whole and
// fraction.
func decimal(marks []rune, digits string, at int) bool {
	n := len(marks)
	switch {
	case n == 0 || at == len(digits):
		return false
	case n > 1:
		return marks[n-1] != marks[n-2]
	}
	whole := strings.TrimLeft(digits[:at], "0")
	return len(digits)-at != 3 || whole == "" || marks[0] == '٫'
}
