// Package i18n turns keys, numbers, dates and money into the words of a
// language. A language's catalogue is the JSON file messages/LANGUAGE.json; the
// keys of it that a native reader has confirmed are listed in
// reviewed/LANGUAGE.json, and glossary/LANGUAGE.json keeps its words of trade.
//
// It has no tables. Invariants: every language that is offered has the keys of
// English, the same placeholders, and the plural forms its CLDR rule asks for
// (tests prove it for the files, Check for corrections); a text without
// arguments is one map look-up.
package i18n

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"golang.org/x/text/language"
)

//go:embed messages/*.json reviewed/*.json
var files embed.FS

// Base is the language that every text exists in.
const Base = "en"

// Bundle is all languages. It is safe for use by many; only Correct changes it.
type Bundle struct {
	locales map[string]*Locale
	langs   []string
	matcher language.Matcher
}

// Load reads the catalogues of the program.
func Load() (*Bundle, error) { return LoadFS(files) }

// LoadFS reads catalogues from messages/LANGUAGE.json. A language without a
// file, or whose file lacks a text, is left out: a page is all in one language.
func LoadFS(files fs.FS) (*Bundle, error) {
	b := &Bundle{locales: map[string]*Locale{}}
	for _, s := range spoken {
		texts, err := readTexts(files, s.lang)
		if err != nil {
			return nil, err
		}
		if s.lang != Base && len(b.lacks(texts)) > 0 {
			continue
		}
		l := newLocale(s, texts)
		if l.reviewed, err = readReviewed(files, s.lang); err != nil {
			return nil, err
		}
		b.add(l)
	}
	b.matcher = newMatcher(b.langs)
	return b, nil
}

func (b *Bundle) add(l *Locale) {
	b.locales[l.lang] = l
	b.langs = append(b.langs, l.lang)
}

// lacks gives the keys of English that texts do not have.
func (b *Bundle) lacks(texts map[string]text) []string {
	var keys []string
	for key := range b.locales[Base].words.file {
		if _, ok := texts[key]; !ok {
			keys = append(keys, key)
		}
	}
	return keys
}

// readTexts reads one catalogue; nil when there is none.
func readTexts(files fs.FS, lang string) (map[string]text, error) {
	raw, err := fs.ReadFile(files, "messages/"+lang+".json")
	if errors.Is(err, fs.ErrNotExist) && lang != Base {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	texts := map[string]text{}
	err = eachPair(raw, func(key string, value json.RawMessage) (err error) {
		if texts[key], err = parseText(value); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", lang, err)
	}
	return texts, nil
}

// readReviewed reads which keys a native reader has confirmed.
func readReviewed(files fs.FS, lang string) (map[string]bool, error) {
	raw, err := fs.ReadFile(files, "reviewed/"+lang+".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var keys []string
	if err == nil {
		err = json.Unmarshal(raw, &keys)
	}
	if err != nil {
		return nil, fmt.Errorf("reviewed: %s: %w", lang, err)
	}
	set := make(map[string]bool, len(keys))
	for _, key := range keys {
		set[key] = true
	}
	return set, nil
}

// Locale gives a language, English for one that is not spoken.
func (b *Bundle) Locale(lang string) *Locale {
	if l, ok := b.locales[lang]; ok {
		return l
	}
	return b.locales[Base]
}

// Langs lists the languages, the base first.
func (b *Bundle) Langs() []string { return slices.Clone(b.langs) }
