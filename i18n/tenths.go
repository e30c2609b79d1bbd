package i18n

import "strconv"

// Tenths writes a number of tenths with one decimal: 49 is "4.9".
func (l *Locale) Tenths(n int64) string { return l.number.number(n/10, strconv.FormatInt(n%10, 10)) }
