package country

import "testing"

// TestCountriesAreThoseOfTheWorld counts what ISO 3166-1 lists, and Kosovo.
func TestCountriesAreThoseOfTheWorld(t *testing.T) {
	if n := len(Nations()); n != 249+1 {
		t.Errorf("%d countries", n)
	}
	for _, c := range []Code{"KG", "AF", "TL", "SS", "MM", "VA", "XK"} {
		if !c.Real() {
			t.Errorf("%s is none", c)
		}
	}
	for _, c := range []Code{"", "K", "KGZ", "kg", "ZZ", "QO", "EU", "SU", "UK", "001", "K G", "ÄÖ"} {
		if c.Real() {
			t.Errorf("%q is one", c)
		}
	}
}
