package assembly

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzImportReads: whatever a file is, what is taken from it are people as the
// form would take them, and no cell that goes out is a formula.
func FuzzImportReads(f *testing.F) {
	for _, s := range []string{"", "name,email\nA,a@example.org\n", "\xef\xbb\xbfemail;name\n\"a@example.org\";\"=1\n+2\"\n", "name\temail\n\x00", "\"", "name,email\n\"a", "name,email\n,,,\n\n\n'@,-@x.y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, file string) {
		var out Imported
		people, err := out.read(strings.NewReader(file))
		if err != nil && len(people) > 0 {
			t.Fatal("people of a file that was refused")
		}
		if out.Refused == 0 && len(out.Faults) > 0 || len(out.Faults) > maxImportFaults+4 {
			t.Fatalf("%d refused with %d faults", out.Refused, len(out.Faults))
		}
		for _, a := range people {
			if again, err := a.checked(); err != nil || again != a || !utf8.ValidString(a.Name) {
				t.Fatalf("%+v: %v", a, err)
			}
			seat := Seat{Email: a.Email, Badge: Badge{Name: a.Name, Country: a.Country, Lang: a.Lang}}
			for i, cell := range seat.cells() {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Fatalf("%s goes out as %q", exportColumns[i], cell)
				}
			}
		}
	})
}
