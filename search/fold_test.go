package search

import "testing"

// forms folds a text that is one word.
func forms(t *testing.T, text string) Word {
	t.Helper()
	w := Words(text)
	if len(w) != 1 {
		t.Fatalf("Words(%q) = %v, want one word", text, w)
	}
	return w[0]
}

func TestTwoAlphabetsGiveOneLatinForm(t *testing.T) {
	for _, same := range [][]string{
		{"рўмол", "ro'mol", "roʻmol", "ro`mol"},
		{"қымыз", "qymyz", "kymyz"},
		{"绿茶", "綠茶", "lücha"},
		{"чай", "chai", "chay", "çay", "چای", "चाय", "չայ"},
		{"चूड़ी", "choori", "churi", "چوڑی"},
	} {
		want := ""
		for _, s := range same {
			ws := Words(s)
			got := ""
			for _, w := range ws {
				if len(w.Latin) > len(got) {
					got = w.Latin
				}
			}
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("%s is %q, %s is %q", same[0], want, s, got)
			}
		}
	}
}
