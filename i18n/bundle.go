// Package i18n turns keys, numbers, dates and money into the words of a
// language. A language's catalogue is the JSON file messages/LANGUAGE.json.
//
// It has no tables. Invariants: every language has exactly the keys of English,
// the same placeholders, and the plural forms its CLDR rule asks for (tests
// prove it); a text without arguments is one map look-up.
package i18n

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/ru"
	"github.com/go-playground/locales/ur"
	"golang.org/x/text/language"
)

//go:embed messages
var messages embed.FS

// Base is the language that every text exists in.
const Base = "en"

// spoken are the languages of the interface, the base first.
var spoken = []struct {
	lang, name, dir string
	cldr            func() locales.Translator
}{
	{"en", "English", "ltr", en_GB.New}, // day before month, as all of the market's countries write it
	{"ru", "Русский", "ltr", ru.New},
	{"ur", "اردو", "rtl", ur.New},
}

// Bundle is all languages; it is read-only and safe for use by many.
type Bundle struct {
	locales map[string]*Locale
	langs   []string
	matcher language.Matcher
}

// Load reads the catalogues of the program.
func Load() (*Bundle, error) {
	sub, err := fs.Sub(messages, "messages")
	if err != nil {
		return nil, err
	}
	return LoadFS(sub)
}

// LoadFS reads catalogues from files named by language.
func LoadFS(files fs.FS) (*Bundle, error) {
	b := &Bundle{locales: map[string]*Locale{}}
	var tags []language.Tag
	for _, s := range spoken {
		texts, err := readCatalogue(files, s.lang)
		if err != nil {
			return nil, err
		}
		l := &Locale{lang: s.lang, name: s.name, dir: s.dir, cldr: s.cldr(), texts: texts}
		if base := b.locales[Base]; base != nil {
			l.base = base
		}
		l.money = newMoneyFormat(s.lang)
		b.locales[s.lang] = l
		b.langs = append(b.langs, s.lang)
		tags = append(tags, language.MustParse(s.lang))
	}
	b.matcher = language.NewMatcher(tags)
	return b, nil
}

// readCatalogue reads one language; one that has no file speaks English.
func readCatalogue(files fs.FS, lang string) (map[string]text, error) {
	raw, err := fs.ReadFile(files, lang+".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, fmt.Errorf("%s: %w", lang, err)
	}
	texts := make(map[string]text, len(entries))
	for key, value := range entries {
		if texts[key], err = parseText(value); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", lang, key, err)
		}
	}
	return texts, nil
}

// Locale gives a language, English for one that is not spoken.
func (b *Bundle) Locale(lang string) *Locale {
	if l, ok := b.locales[lang]; ok {
		return l
	}
	return b.locales[Base]
}

// Report has f called for every text that is asked for and not there, once for
// each asking. It is for development, and is set before the bundle is used.
func (b *Bundle) Report(f func(lang, key string)) {
	for _, l := range b.locales {
		l.missing = f
	}
}

// Langs lists the languages, the base first.
func (b *Bundle) Langs() []string { return slices.Clone(b.langs) }

// Match picks a language from wishes in their order: explicit choices, then an
// Accept-Language header. What cannot be met gives English.
func (b *Bundle) Match(wishes ...string) string {
	for _, w := range wishes {
		if _, ok := b.locales[w]; ok {
			return w
		}
		tags, _, err := language.ParseAcceptLanguage(w)
		if err != nil || len(tags) == 0 {
			continue
		}
		if _, at, sure := b.matcher.Match(tags...); sure != language.No {
			return b.langs[at]
		}
	}
	return Base
}
