package relief

import "testing"

// TestSpotsMeetHoweverTheyAreWritten compares places as people type them.
func TestSpotsMeetHoweverTheyAreWritten(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"KULOB", "kulob", true}, {"Душанбе", "Dushanbe", true}, {"Dushanbe, airport", "Dushanbe", true}, {"Кӯлоб", "Kulob", true}, {"Kulob (TJ)", "Kulob", true},
		{"Osh", "Oshoba", false}, {"Osh", "Batken", false}, {"Kulob, AF", "Kulob", false}, {"TJ", "Kulob", false}, {"", "Kulob", false},
	} {
		if got := spotOf(c.a, "").near([]spot{spotOf(c.b, "TJ")}); got != c.same {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
	if !spotOf("Kashgar, CN", "").near([]spot{spotOf("kashgar CN", "")}) || spotOf("Kashgar, CN", "").near([]spot{spotOf("kashgar KG", "")}) {
		t.Error("countries are not compared")
	}
}
