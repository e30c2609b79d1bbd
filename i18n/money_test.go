package i18n

import (
	"math"
	"testing"

	"github.com/bojanz/currency"
	"pgregory.net/rapid"

	"agora/country"
	"agora/money"
)

// TestMoneyIsWrittenAsCLDRDoes compares the quick way with the patterns, in
// our languages and in some with other grouping, digits or places of the sign.
func TestMoneyIsWrittenAsCLDRDoes(t *testing.T) {
	var codes []money.Currency
	for _, c := range country.All() {
		codes = append(codes, c.Currency)
	}
	codes = append(codes, "USD", "EUR", "CHF")
	for _, lang := range []string{"en", "ru", "zh", "ur", "hi", "fa", "ps", "kk", "uz", "tr", "az", "hy", "mn", "ne", "km", "ar-EG", "es", "de-CH", "my"} {
		f := newMoneyFormat(lang)
		rapid.Check(t, func(r *rapid.T) {
			a := money.Of(rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(r, "minor"), rapid.SampledFrom(codes).Draw(r, "code"))
			if rapid.Bool().Draw(r, "small") {
				a.Minor %= 100_000_000
			}
			if got, want := f.exact.write(a), f.exact.ask(a); got != want {
				r.Fatalf("%s: %q, CLDR has %q", lang, got, want)
			}
			a.Minor -= a.Minor % 100
			if got, want := f.short.write(a), f.short.ask(a); got != want {
				r.Fatalf("%s: %q, CLDR has %q", lang, got, want)
			}
		})
	}
	for _, lang := range []string{"en", "ru", "ur", "fa", "hy", "ne"} {
		if w := newMoneyFormat(lang).exact; w.shape("PKR") == nil {
			t.Errorf("%s takes the slow way", lang)
		}
	}
}

func TestMoneyOfEveryCountryHasTwoDecimals(t *testing.T) {
	for _, c := range country.All() {
		if d, ok := currency.GetDigits(string(c.Currency)); !ok || d != money.Digits {
			t.Errorf("%s has %d decimals", c.Currency, d)
		}
	}
}

func TestMoneyAtTheEdges(t *testing.T) {
	l := load(t).Locale("en")
	for _, c := range []struct {
		a           money.Amount
		short, long string
	}{
		{money.Of(0, "KGS"), "KGS 0", "KGS 0.00"}, {money.Of(5, "PKR"), "₨0.05", "₨0.05"}, {money.Of(-5, "PKR"), "-₨0.05", "-₨0.05"},
		{money.Of(99_900, "PKR"), "₨999", "₨999.00"}, {money.Of(100_000, "PKR"), "₨1,000", "₨1,000.00"},
		{money.Of(1_350_900, "XQQ"), "13509.00 XQQ", "13509.00 XQQ"}, {money.Amount{}, "0.00", "0.00"},
		{money.Of(math.MinInt64, "PKR"), "-₨92,233,720,368,547,758.08", "-₨92,233,720,368,547,758.08"},
	} {
		if got := plainSpaces(l.Money(c.a)); got != c.short {
			t.Errorf("%v is %q, want %q", c.a, got, c.short)
		}
		if got := plainSpaces(l.MoneyExact(c.a)); got != c.long {
			t.Errorf("%v is exactly %q, want %q", c.a, got, c.long)
		}
		if got := plainSpaces(l.Exact().Money(c.a)); got != c.long {
			t.Errorf("%v in an exact room is %q, want %q", c.a, got, c.long)
		}
	}
}
