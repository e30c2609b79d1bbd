package ui

import (
	"context"
	"strings"
	"time"

	"agora/i18n"
	"agora/money"
)

type localeKey struct{}

// With puts the locale of a page into its context. Page does it; tests and
// fragments that stand alone do it themselves.
func With(ctx context.Context, l *i18n.Locale) context.Context {
	return context.WithValue(ctx, localeKey{}, l)
}

// Locale gives the locale of the page that is being written.
func Locale(ctx context.Context) *i18n.Locale {
	l, _ := ctx.Value(localeKey{}).(*i18n.Locale)
	return l
}

// T gives the message of a key in the page's language; args are name, value
// pairs.
func T(ctx context.Context, key string, args ...any) string {
	return Locale(ctx).T(key, args...)
}

// N gives the message of a key in the plural form of n.
func N(ctx context.Context, key string, n int64, args ...any) string {
	return Locale(ctx).N(key, n, args...)
}

// Date gives a day in the page's language.
func Date(ctx context.Context, t time.Time) string { return Locale(ctx).Date(t) }

// Cash gives an amount as plain text, for places that cannot hold a <bdi>
// (titles, labels); elsewhere take Amount.
func Cash(ctx context.Context, a money.Amount) string { return Locale(ctx).Money(a) }

// DirOf gives the direction in which a language is written.
func DirOf(tag string) string {
	base, rest, _ := strings.Cut(tag, "-")
	switch {
	case strings.HasPrefix(rest, "Arab"), base == "ur", base == "fa", base == "ps", base == "ar", base == "sd", base == "ug", base == "ckb":
		if !strings.HasPrefix(rest, "Latn") && !strings.HasPrefix(rest, "Cyrl") {
			return "rtl"
		}
	}
	return "ltr"
}
