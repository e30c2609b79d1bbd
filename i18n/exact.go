package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/money"
)

// Exact gives the locale for rooms where money is worked on: every amount is
// written with both decimals.
func (l *Locale) Exact() *Locale {
	exact := *l
	exact.money.short = l.money.exact
	return &exact
}

// Figure writes an amount with both decimals and without its currency, for
// tables whose rows or heads name it.
func (l *Locale) Figure(a money.Amount) string {
	s, sign := l.MoneyExact(a), ""
	if a.Minor < 0 {
		s, sign = l.MoneyExact(a.Neg()), "-"
	}
	from, to := strings.IndexFunc(s, unicode.IsDigit), strings.LastIndexFunc(s, unicode.IsDigit)
	if from < 0 {
		return a.Plain()
	}
	_, size := utf8.DecodeRuneInString(s[to:])
	return sign + s[from:to+size]
}
