package i18n

import (
	"encoding/json"
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

func TestEveryLanguageIsOffered(t *testing.T) {
	b := load(t)
	if len(spoken) != 20 {
		t.Errorf("%d languages are known", len(spoken))
	}
	for _, s := range spoken {
		if slices.Contains(b.langs, s.lang) {
			continue
		}
		texts, err := readTexts(files, s.lang)
		t.Errorf("%s lacks %v (%v)", s.lang, b.lacks(texts), err)
	}
}

func TestEveryLanguageIsComplete(t *testing.T) {
	b := load(t)
	base := b.locales[Base].words.file
	for _, lang := range b.langs {
		l := b.locales[lang]
		for key, want := range base {
			got, ok := l.words.file[key]
			switch {
			case !ok:
				t.Errorf("%s: %s is missing", lang, key)
				continue
			case !slices.Equal(placeholders(got), placeholders(want)):
				t.Errorf("%s: %s has placeholders %v, English %v", lang, key, placeholders(got), placeholders(want))
			case (got.forms == nil) != (want.forms == nil):
				t.Errorf("%s: %s is plural in one of the two languages only", lang, key)
			}
			if err := l.Check(key, got.entry()); err != nil {
				t.Errorf("%s: %s: %v", lang, key, err)
			}
			for form := range got.forms {
				if !slices.Contains(l.forms, form) {
					t.Errorf("%s: %s has a form %q, which no number takes", lang, key, form)
				}
			}
		}
		for key := range l.words.file {
			if _, ok := base[key]; !ok {
				t.Errorf("%s: %s is not in English", lang, key)
			}
		}
		for key := range l.reviewed {
			if _, ok := base[key]; !ok {
				t.Errorf("%s: %s is reviewed and does not exist", lang, key)
			}
		}
	}
}

// TestTranslationsAreThere counts what is still English. It fails no build, so
// that a text may be written before its translations.
func TestTranslationsAreThere(t *testing.T) {
	b := load(t)
	for _, lang := range b.langs[1:] {
		n := 0
		for key, want := range b.locales[Base].words.file {
			got := b.locales[lang].words.file[key].phrase
			if want.forms != nil { // each language has its own; all have this one
				got, want.phrase = b.locales[lang].words.file[key].forms["other"], want.forms["other"]
			}
			if got.String() == want.phrase.String() && strings.Contains(got.String(), " ") {
				n++
			}
		}
		if n > 0 {
			t.Logf("%s: %d texts are in English", lang, n)
		}
	}
}

func TestEveryLanguageHasAGlossary(t *testing.T) {
	read := func(lang string) map[string]string {
		raw, err := os.ReadFile("glossary/" + lang + ".json")
		if err != nil {
			t.Error(err)
			return nil
		}
		words := map[string]string{}
		if err := eachPair(raw, func(word string, value json.RawMessage) error {
			words[word] = strings.Trim(string(value), `"`)
			return nil
		}); err != nil {
			t.Errorf("%s: %v", lang, err)
		}
		return words
	}
	base := read(Base)
	for _, s := range spoken {
		words := read(s.lang)
		for word := range base {
			if words[word] == "" {
				t.Errorf("%s has no word for %q", s.lang, word)
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

// eachSource calls do with the text of every source a person wrote.
func eachSource(t *testing.T, do func(path string, source []byte)) {
	t.Helper()
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
		if err == nil {
			do(path, source)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryKeyThatIsUsedExists(t *testing.T) {
	texts := load(t).locales[Base].words.file
	eachSource(t, func(path string, source []byte) {
		for _, m := range uses.FindAllSubmatch(source, -1) {
			if key := string(m[1]); !exists(texts, key) {
				t.Errorf("%s: %s exists in no catalogue", path, key)
			}
		}
	})
}

// literal finds what may be a key, or the beginning of some ("desk.st_").
var literal = regexp.MustCompile(`"([a-z_]+\.[a-z0-9_.]*)"`)

// families are the beginnings of keys that end in no "_", and keys whose parts
// the program puts together from an area and a state.
var families = []string{"setting.", "unit.", "landed.", "store.estimate", "store.guaranteed", "store.unknown"}

// TestEveryKeyIsUsed finds keys that no source names: whole, by a beginning, or
// by the name of the text above that they explain ("_words").
func TestEveryKeyIsUsed(t *testing.T) {
	named := map[string]bool{}
	begins := slices.Clone(families)
	eachSource(t, func(_ string, source []byte) {
		for _, m := range literal.FindAllSubmatch(source, -1) {
			if key := string(m[1]); strings.HasSuffix(key, "_") {
				begins = append(begins, key)
			} else {
				named[key] = true
			}
		}
	})
	for key := range load(t).locales[Base].words.file {
		begun := slices.ContainsFunc(begins, func(b string) bool { return strings.HasPrefix(key, b) })
		if !begun && !named[key] && !named[strings.TrimSuffix(key, "_words")] {
			t.Errorf("%s is used nowhere", key)
		}
	}
}
