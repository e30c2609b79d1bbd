package certificate

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestANumberIsReadAsPeopleTypeIt(t *testing.T) {
	n := fresh()
	for _, typed := range []string{string(n), n.String(), " " + strings.ToLower(n.String()) + " ", strings.ReplaceAll(n.String(), "-", " ")} {
		if got, ok := Parse(typed); !ok || got != n {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
	cyrillic := strings.NewReplacer("A", "А", "B", "В", "C", "С", "E", "Е", "H", "Н", "K", "К", "M", "М", "P", "Р", "T", "Т", "X", "Х", "Y", "У")
	if got, ok := Parse(cyrillic.Replace(n.String())); !ok || got != n {
		t.Errorf("typed on a Cyrillic keyboard it is %q", got)
	}
	for _, typed := range []string{"", "A", string(n) + "A", string(n)[1:], strings.Repeat("-", 5000), "<script>", "O0O0O0O0O0O0"} {
		if _, ok := Parse(typed); ok {
			t.Errorf("%q is a number", typed)
		}
	}
}

// TestNoSlipGoesUnseen changes a sign, or swaps two, in a number.
func TestNoSlipGoesUnseen(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		was := fresh()
		now := []byte(was)
		i, j := rapid.IntRange(0, length-1).Draw(rt, "at"), rapid.IntRange(0, length-1).Draw(rt, "other")
		if rapid.Bool().Draw(rt, "swap") {
			now[i], now[j] = now[j], now[i]
		} else {
			now[i] = rapid.SampledFrom([]byte(signs)).Draw(rt, "sign")
		}
		if _, ok := Parse(string(now)); ok != (string(now) == string(was)) {
			rt.Fatalf("%s typed as %s: %v", was, now, ok)
		}
	})
}

func TestNumbersAreNotAlike(t *testing.T) {
	seen, used := map[Number]bool{}, map[rune]bool{}
	for range 2000 {
		n := fresh()
		if seen[n] {
			t.Fatalf("%s twice", n)
		}
		seen[n] = true
		for _, c := range string(n) {
			used[c] = true
		}
	}
	if len(used) != len(signs) {
		t.Errorf("%d of %d signs are used", len(used), len(signs))
	}
}
