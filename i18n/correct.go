package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync/atomic"

	"agora/fault"
)

// Entry is one text of a catalogue, as it is written: one string, or one for
// each plural category.
type Entry struct {
	Text  string
	Forms map[string]string // nil for a text without plural
}

// MarshalJSON writes the entry as a catalogue file holds it.
func (e Entry) MarshalJSON() ([]byte, error) {
	var value any = e.Text
	if e.Forms != nil {
		value = e.Forms
	}
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	err := to.Encode(value)
	return bytes.TrimSpace(b.Bytes()), err
}

// UnmarshalJSON reads an entry of a catalogue file.
func (e *Entry) UnmarshalJSON(raw []byte) error {
	*e = Entry{}
	if json.Unmarshal(raw, &e.Text) == nil {
		return nil
	}
	e.Forms = map[string]string{}
	return eachPair(raw, func(category string, value json.RawMessage) error {
		var s string
		if err := json.Unmarshal(value, &s); err != nil {
			return errors.New("neither a text nor plural forms")
		}
		e.Forms[category] = s
		return nil
	})
}

// words are the texts of a language: those of its file, and those that hold
// now. Locales that differ in something else share them.
type words struct {
	file map[string]text
	now  atomic.Pointer[map[string]text]
}

// Keys lists all keys, sorted.
func (b *Bundle) Keys() []string { return slices.Sorted(maps.Keys(b.locales[Base].words.file)) }

// Entry gives a text as it is now.
func (l *Locale) Entry(key string) (Entry, bool) {
	t, ok := l.find(key)
	if !ok {
		return Entry{}, false
	}
	return t.entry(), true
}

// Written gives a text as its catalogue file has it.
func (l *Locale) Written(key string) (Entry, bool) {
	t, ok := l.words.file[key]
	if !ok {
		return Entry{}, false
	}
	return t.entry(), true
}

// Reviewed reports whether a native reader has confirmed the text that the
// catalogue file has.
func (l *Locale) Reviewed(key string) bool { return l.reviewed[key] }

// entryBound bounds one text, in bytes.
const entryBound = 4000

// Check says what keeps an entry from standing in the place of a text: a field
// fault names "text", or "text.CATEGORY" of a plural.
func (l *Locale) Check(key string, e Entry) error {
	was, ok := l.words.file[key]
	if !ok {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	var f fault.Fields
	if was.forms == nil {
		f.Join("", checkPhrase("text", e.Text, was, true)) //nolint:errcheck // only faults come
		return f.Err()
	}
	for _, category := range l.forms {
		whole := category == "other"
		f.Join("", checkPhrase("text."+category, e.Forms[category], was, whole)) //nolint:errcheck // only faults come
	}
	return f.Err()
}

// checkPhrase checks one phrase against the text it shall stand for; whole ones
// need every placeholder, the others ("one") only know no strange one.
func checkPhrase(field, s string, was text, whole bool) error {
	p, err := parsePhrase(s)
	want := placeholders(was)
	switch {
	case s == "":
		return fault.Field(field, "fault.required")
	case len(s) > entryBound:
		return fault.Field(field, "fault.too_long", "max", entryBound)
	case err != nil:
		return fault.Field(field, "fault.placeholder_open")
	}
	have := placeholders(text{phrase: p})
	for _, n := range have {
		if !slices.Contains(want, n) {
			return fault.Field(field, "fault.placeholder_strange", "name", "{"+n+"}")
		}
	}
	for _, n := range want {
		if whole && !slices.Contains(have, n) && slices.Contains(was.names, n) {
			return fault.Field(field, "fault.placeholder_lost", "name", "{"+n+"}")
		}
	}
	return nil
}

// placeholders gives the names a text uses, sorted, each once.
func placeholders(t text) []string {
	names := map[string]bool{}
	for _, n := range t.names {
		names[n] = true
	}
	for _, f := range t.forms {
		for _, n := range f.names {
			names[n] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Correct puts corrections, all there are, in the place of the texts of a
// language's file, at once for every page that begins after it. Those that do
// not fit the program's texts any more are left out and given back.
func (b *Bundle) Correct(lang string, all map[string]Entry) (unfit []string) {
	l, ok := b.locales[lang]
	if !ok {
		return slices.Sorted(maps.Keys(all))
	}
	next := maps.Clone(l.words.file)
	for key, e := range all {
		t, err := e.parse()
		if err != nil || l.Check(key, e) != nil {
			unfit = append(unfit, key)
			continue
		}
		next[key] = t
	}
	l.words.now.Store(&next)
	slices.Sort(unfit)
	return unfit
}
