package letters

import (
	"os"
	"path/filepath"
	"testing"
	"unicode"
)

// TestEveryLetterOfTheCatalogues: what the interface can say, a paper can say.
func TestEveryLetterOfTheCatalogues(t *testing.T) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../i18n/messages/*.json")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d catalogues: %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lacks := map[rune]bool{}
		for _, r := range string(text) {
			if unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) && set.Has(r) == nil {
				lacks[r] = true
			}
		}
		for r := range lacks {
			t.Errorf("%s has %c (%U), which no font has", filepath.Base(name), r, r)
		}
	}
}
