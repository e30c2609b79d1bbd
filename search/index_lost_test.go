package search

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestAnIndexThatCannotBeOpenedIsTriedAgain puts in the way of a new index what
// no file can be made of, and takes it away again.
func TestAnIndexThatCannotBeOpenedIsTriedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "search.db")
	synonyms := NewSynonyms(nil)
	x, err := OpenIndex(path, synonyms)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := os.MkdirAll(filepath.Join(path+builtEnd, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second finds nothing that waits, and no file
		if taken, err := x.Swap(); err == nil || taken {
			t.Fatalf("taken %t, %v", taken, err)
		}
		if x.Ready() {
			t.Error("ready without a file")
		}
		if _, err := x.Suggest(t.Context(), "fe", 5); !errors.Is(err, ErrNotReady) {
			t.Errorf("suggest: %v", err)
		}
	}
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if taken, err := x.Swap(); err != nil || taken || x.Ready() {
		t.Fatalf("taken %t, ready %t, %v", taken, x.Ready(), err)
	}
	if err := Build(path, synonyms, 7, func(func([]Document) error) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if taken, err := x.Swap(); err != nil || !taken || !x.Ready() || x.Cursor() != 7 {
		t.Errorf("taken %t, ready %t, cursor %d, %v", taken, x.Ready(), x.Cursor(), err)
	}
}
