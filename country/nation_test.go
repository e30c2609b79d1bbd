package assembly

import "testing"

// TestCountriesAreThoseOfTheWorld counts what ISO 3166-1 lists, and Kosovo.
func TestCountriesAreThoseOfTheWorld(t *testing.T) {
	if n := len(Nations()); n != 249+1 {
		t.Errorf("%d countries", n)
	}
	for _, c := range []string{"KG", "AF", "TL", "SS", "MM", "VA", "XK"} {
		if !nation(c) {
			t.Errorf("%s is none", c)
		}
	}
	for _, c := range []string{"", "K", "KGZ", "kg", "ZZ", "QO", "EU", "SU", "UK", "001", "K G", "ÄÖ"} {
		if nation(c) {
			t.Errorf("%q is one", c)
		}
	}
}
