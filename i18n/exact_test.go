package i18n

import (
	"testing"

	"agora/money"
)

func TestExactAmounts(t *testing.T) {
	b := load(t)
	for _, c := range []struct {
		minor       int64
		currency    money.Currency
		whole, bare string
	}{
		{145000, "PKR", "₨1,450.00", "1,450.00"},
		{-905000050, "IRR", "", "-9,050,000.50"},
		{0, "KGS", "", "0.00"},
	} {
		a := money.Of(c.minor, c.currency)
		l := b.Locale("en").Exact()
		if got := l.Money(a); c.whole != "" && got != c.whole {
			t.Errorf("%s is written %q", a, got)
		}
		if got := l.Figure(a); got != c.bare {
			t.Errorf("%s is written %q, want %q", a, got, c.bare)
		}
	}
	if b.Locale("en").Money(money.Of(145000, "PKR")) == "₨1,450.00" {
		t.Error("the plain locale became exact, too")
	}
}
