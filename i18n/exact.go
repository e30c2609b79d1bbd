package i18n

// Exact gives the locale for rooms where money is worked on: every amount is
// written with both decimals.
func (l *Locale) Exact() *Locale {
	exact := *l
	exact.money.short = l.money.exact
	return &exact
}
