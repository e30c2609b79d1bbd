package gallery

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// elsewhere are components that every page shows, that others contain, or
// that carry no drawing of their own.
var elsewhere = map[string]bool{"Hidden": true}

// TestEveryComponentIsShown finds a component of package ui that the gallery
// forgot.
func TestEveryComponentIsShown(t *testing.T) {
	var page strings.Builder
	for _, name := range []string{"gallery.templ", "state.go"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		page.Write(b)
	}
	files, err := filepath.Glob("../ui/*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	component := regexp.MustCompile(`(?m)^templ ([A-Z]\w*)\(`)
	var source strings.Builder
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(b)
	}
	for _, m := range component.FindAllStringSubmatch(source.String(), -1) {
		name := m[1]
		within := strings.Contains(source.String(), "@"+name+"(")
		if !strings.Contains(page.String(), "ui."+name+"(") && !within && !elsewhere[name] {
			t.Errorf("the gallery does not show %s", name)
		}
	}
}

func TestSamplesAreWhole(t *testing.T) {
	for _, s := range samples() {
		for i, words := range []string{s.Lang, s.Noun, s.Long, s.Verb, s.No, s.Label, s.Hint, s.Wrong, s.Title, s.Shop, s.Town, s.Line, s.Tale} {
			if words == "" {
				t.Errorf("%s lacks sample %d", s.Lang, i)
			}
		}
	}
	if sampleOf("ru-KZ").Lang != "ru" || sampleOf("tg").Lang != "en" {
		t.Error("a language without samples takes those of another")
	}
}
