package wording

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"agora/fault"
	"agora/i18n"
)

// Line is one text in one language.
type Line struct {
	Key      string
	English  i18n.Entry // of the program
	Written  i18n.Entry // of the program, in the language
	Now      i18n.Entry // as pages show it
	Own      bool       // corrected here
	Unfit    bool       // a correction that this program's text has outgrown: Now is the program's
	Reviewed bool       // a native reader has confirmed Now
}

// Only narrows a list.
type Only string

// The narrowings.
const (
	All          Only = ""
	Unreviewed   Only = "unreviewed"
	Own          Only = "own"
	Untranslated Only = "untranslated"
)

// Filter finds texts: those whose key, English or wording contains Text, in any
// case.
type Filter struct {
	Text          string
	Only          Only
	Offset, Limit int
}

// Locale gives a language as the pages speak it.
func (s *Service) Locale(lang string) *i18n.Locale { return s.words.Locale(lang) }

// List gives the texts of a language that a filter finds, by key, and how many
// there are in all.
func (s *Service) List(lang string, f Filter) (lines []Line, found int) {
	l, base, rows := s.words.Locale(lang), s.words.Locale(i18n.Base), s.of(lang)
	text := strings.ToLower(f.Text)
	for _, key := range s.words.Keys() {
		line := lineOf(l, base, rows, key)
		if !line.fits(f.Only) || !line.has(text) {
			continue
		}
		if found >= f.Offset && len(lines) < f.Limit {
			lines = append(lines, line)
		}
		found++
	}
	return lines, found
}

// Find gives one text.
func (s *Service) Find(lang, key string) (Line, error) {
	l := s.words.Locale(lang)
	if _, ok := l.Written(key); !ok || l.Lang() != lang {
		return Line{}, fault.New(fault.NotFound, "fault.not_found")
	}
	return lineOf(l, s.words.Locale(i18n.Base), s.of(lang), key), nil
}

func lineOf(l, base *i18n.Locale, rows map[string]row, key string) Line {
	line := Line{Key: key, Reviewed: l.Reviewed(key)}
	line.English, _ = base.Written(key)
	line.Written, _ = l.Written(key)
	line.Now, _ = l.Entry(key)
	if r, ok := rows[key]; ok {
		fits := reflect.DeepEqual(r.entry, line.Now)
		line.Own, line.Unfit = r.own, r.own && !fits
		if fits {
			line.Reviewed = r.reviewed
		}
	}
	return line
}

// Same reports whether the text is still the English one, although it has
// several words to translate besides its placeholders.
func (l Line) Same() bool {
	text := l.English.Text + l.English.Forms["other"]
	if text != l.Now.Text+l.Now.Forms["other"] {
		return false
	}
	words := 0
	for word := range strings.FieldsSeq(text) {
		if len(word) > 2 && !strings.ContainsAny(word, "{}") {
			words++
		}
	}
	return words > 1
}

func (l Line) fits(only Only) bool {
	switch only {
	case Unreviewed:
		return !l.Reviewed
	case Own:
		return l.Own
	case Untranslated:
		return l.Same()
	}
	return true
}

func (l Line) has(text string) bool {
	if text == "" || strings.Contains(l.Key, text) {
		return true
	}
	for _, e := range []i18n.Entry{l.English, l.Now} {
		if strings.Contains(strings.ToLower(e.Text), text) {
			return true
		}
		for _, form := range e.Forms {
			if strings.Contains(strings.ToLower(form), text) {
				return true
			}
		}
	}
	return false
}

// Standing is how far a language is.
type Standing struct {
	Lang, Name, Dir                  string
	Texts, Translated, Reviewed, Own int64
}

// Standings tells how far the languages are.
func (s *Service) Standings() []Standing {
	base, keys := s.words.Locale(i18n.Base), s.words.Keys()
	var list []Standing
	for _, lang := range s.words.Langs() {
		l, rows := s.words.Locale(lang), s.of(lang)
		st := Standing{Lang: lang, Name: l.Name(), Dir: l.Dir(), Texts: int64(len(keys))}
		for _, key := range keys {
			line := lineOf(l, base, rows, key)
			st.Translated += flag(lang == i18n.Base || !line.Same())
			st.Reviewed += flag(line.Reviewed)
			st.Own += flag(line.Own)
		}
		list = append(list, st)
	}
	return list
}

// Export writes the texts of a language as they are now, in the form of its
// catalogue file.
func (s *Service) Export(lang string) ([]byte, error) {
	texts := map[string]i18n.Entry{}
	for _, key := range s.words.Keys() {
		texts[key], _ = s.words.Locale(lang).Entry(key)
	}
	return s.file(lang, texts)
}

// ExportReviewed writes the keys whose texts are reviewed, in the form of the
// file beside the catalogue.
func (s *Service) ExportReviewed(lang string) ([]byte, error) {
	l, base, rows := s.words.Locale(lang), s.words.Locale(i18n.Base), s.of(lang)
	keys := []string{}
	for _, key := range s.words.Keys() {
		if lineOf(l, base, rows, key).Reviewed {
			keys = append(keys, key)
		}
	}
	return s.file(lang, keys)
}

func (s *Service) file(lang string, v any) ([]byte, error) {
	if s.words.Locale(lang).Lang() != lang {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}
