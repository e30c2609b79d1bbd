package market

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestReferenceNamesItsGroup(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.Int64Range(0, 1<<refBits-1).Draw(r, "n")
		got, err := parseRef(" " + strings.ToLower(ref(n)))
		if err != nil || got != n {
			r.Fatalf("%d is %s is %d, %v", n, ref(n), got, err)
		}
	})
}

func TestReferenceWithOneWrongCharacterIsRefused(t *testing.T) {
	for n := range int64(200) {
		good := ref(n)
		for i := 3; i < len(good); i++ {
			for _, c := range alphabet {
				if wrong := good[:i] + string(c) + good[i+1:]; wrong != good {
					if _, err := parseRef(wrong); err == nil {
						t.Fatalf("%s for %s was accepted", wrong, good)
					}
				}
			}
		}
	}
}

func FuzzParseRef(f *testing.F) {
	f.Add("AG-0000000")
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := parseRef(s); err == nil {
			if back, err := parseRef(ref(n)); err != nil || back != n {
				t.Fatalf("%q is %d is %s", s, n, ref(n))
			}
		}
	})
}
