package i18n_test

import (
	"testing"

	"agora/i18n"
	"agora/money"
)

// TestNamesDoNotTurnTheSentenceAroundThem writes values of the other direction.
func TestNamesDoNotTurnTheSentenceAroundThem(t *testing.T) {
	b, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	sum := money.Of(487_661, "PKR") // ends in no round rupee
	for _, c := range []struct{ lang, ref, want string }{
		{"en", "AG-0000000", "Pay ₨4,876.61 to the courier when the parcel comes. Say AG-0000000."},
		{"en", "نمدہ", "Pay ₨4,876.61 to the courier when the parcel comes. Say \u2068نمدہ\u2069."},
		{"ur", "AG-0000000", "پارسل آنے پر کوریئر کو \u2068₨4,876.61\u2069 دیں اور \u2068AG-0000000\u2069 بتائیں۔"},
		{"ur", "", "پارسل آنے پر کوریئر کو \u2068₨4,876.61\u2069 دیں اور  بتائیں۔"},
	} {
		if got := b.Locale(c.lang).T("pay.cash.how", "amount", sum, "ref", c.ref); got != c.want {
			t.Errorf("%s: %q, not %q", c.lang, got, c.want)
		}
	}
}
