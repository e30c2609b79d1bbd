package sheet_test

import (
	"io"
	"strings"
	"testing"

	"agora/fault"
	"agora/sheet"
)

// TestOpenTakesWhatSpreadsheetsWrite reads the three ways in which cells are parted, and
// refuses what is no list.
func TestOpenTakesWhatSpreadsheetsWrite(t *testing.T) {
	for _, list := range []string{"a,b;c\n1,2\n", "\ufeffa;b\n1;2,5\n", "a\tb\n1\t2\n3\n"} {
		in, err := sheet.Open(strings.NewReader(list), 100)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := in.ReadAll()
		if err != nil || len(rows[0]) != 2 || rows[0][0] != "a" {
			t.Errorf("%q: %q, %v", list, rows, err)
		}
	}
	for list, key := range map[string]string{strings.Repeat("x", 101): "fault.feed_large", "\xff\xfea": "fault.feed_utf16", "a\xfe": "fault.feed_encoding", "a\x00": "fault.feed_encoding"} {
		if _, err := sheet.Open(strings.NewReader(list), 100); !fault.HasKey(err, key) {
			t.Errorf("%.9q: %v", list, err)
		}
	}
	if _, err := sheet.Open(io.MultiReader(), 100); err != nil {
		t.Errorf("nothing: %v", err)
	}
}

// FuzzGuard wants that no cell begins a formula, and that each is what it was again.
func FuzzGuard(f *testing.F) {
	f.Add("=1+1")
	f.Add("'=x")
	f.Fuzz(func(t *testing.T, cell string) {
		got := sheet.Guard(cell)
		if got != "" && strings.ContainsRune("=+-@\t\r", rune(got[0])) || got != cell && sheet.Unguard(got) != cell {
			t.Fatalf("%q becomes %q", cell, got)
		}
	})
}
