package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func load(t testing.TB) *Bundle {
	t.Helper()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryLanguageIsComplete(t *testing.T) {
	b := load(t)
	base := b.locales[Base].words.file
	for _, lang := range b.langs[1:] {
		texts := b.locales[lang].words.file
		for key, want := range base {
			got, ok := texts[key]
			if !ok {
				t.Errorf("%s: %s is missing", lang, key)
				continue
			}
			if !slices.Equal(placeholders(got), placeholders(want)) {
				t.Errorf("%s: %s has placeholders %v, English %v", lang, key, placeholders(got), placeholders(want))
			}
			if (got.forms == nil) != (want.forms == nil) {
				t.Errorf("%s: %s is plural in one of the two languages only", lang, key)
			}
		}
		for key := range texts {
			if _, ok := base[key]; !ok {
				t.Errorf("%s: %s is not in English", lang, key)
			}
		}
	}
}

func TestPluralsHaveTheFormsOfTheirLanguage(t *testing.T) {
	b := load(t)
	for _, lang := range b.langs {
		l := b.locales[lang]
		for key, text := range l.words.file {
			if text.forms == nil {
				continue
			}
			for _, form := range l.forms {
				if _, ok := text.forms[form]; !ok {
					t.Errorf("%s: %s has no form %q", lang, key, form)
				}
			}
		}
	}
}

// uses finds the keys that the program names literally.
var uses = regexp.MustCompile(`(?:\.T\(|\.N\(|fault\.New\(fault\.\w+, |fault\.Field\([^,"]*(?:"[^"]*")?[^,"]*, |\.Add\("[^"]*", |Key:\s+)"([a-z_]+(?:\.[a-z0-9_]+)+)"`)

// exists reports whether a key, or for the beginning of one ("state_") any key
// that begins so, is in a catalogue.
func exists(texts map[string]text, key string) bool {
	if !strings.HasSuffix(key, "_") && !strings.HasSuffix(key, ".") {
		return texts[key].parts != nil
	}
	for k := range texts {
		if strings.HasPrefix(k, key) {
			return true
		}
	}
	return false
}

func TestEveryKeyThatIsUsedExists(t *testing.T) {
	texts := load(t).locales[Base].words.file
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (strings.HasPrefix(e.Name(), ".") && path != ".." || e.Name() == "node_modules") {
			return fs.SkipDir
		}
		name := e.Name()
		if !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".templ") ||
			strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range uses.FindAllSubmatch(source, -1) {
			if key := string(m[1]); !exists(texts, key) {
				t.Errorf("%s: %s exists in no catalogue", path, key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
