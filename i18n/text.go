package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// text is one message: a single phrase, or one for each plural category.
type text struct {
	phrase
	forms map[string]phrase // by CLDR plural category; nil for a single phrase
}

// phrase is a message cut at its placeholders: parts[0] {names[0]} parts[1]…
type phrase struct {
	parts []string
	names []string
}

func parseText(raw json.RawMessage) (t text, err error) {
	if n := len(raw); n > 1 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 { // most are so plain
		t.phrase, err = parsePhrase(string(raw[1 : n-1]))
		return t, err
	}
	var e Entry
	if err := e.UnmarshalJSON(raw); err != nil {
		return t, err
	}
	return e.parse()
}

// parse cuts an entry at its placeholders.
func (e Entry) parse() (t text, err error) {
	if e.Forms == nil {
		t.phrase, err = parsePhrase(e.Text)
		return t, err
	}
	if e.Forms["other"] == "" {
		return t, errors.New(`no form "other"`)
	}
	t.forms = make(map[string]phrase, len(e.Forms))
	for category, s := range e.Forms {
		if t.forms[category], err = parsePhrase(s); err != nil {
			return t, err
		}
	}
	t.phrase = t.forms["other"]
	return t, nil
}

func parsePhrase(s string) (p phrase, err error) {
	for {
		before, rest, open := strings.Cut(s, "{")
		p.parts = append(p.parts, before)
		if !open {
			return p, nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || name == "" {
			return p, errors.New("a placeholder is not closed")
		}
		p.names = append(p.names, name)
		s = after
	}
}

// fill puts the arguments, name and value in turn, into the placeholders.
func (p phrase) fill(l *Locale, args []any) string {
	if len(p.names) == 0 {
		return p.parts[0]
	}
	var room [256]byte
	b := room[:0]
	part := p.parts[0]
	for i, name := range p.names {
		value := l.argument(name, args)
		b = append(append(b, part...), value...)
		if part = p.parts[i+1]; strings.HasSuffix(value, ".") { // "28 нояб." at the end of a sentence has its dot
			part = strings.TrimPrefix(part, ".")
		}
	}
	return string(append(b, part...))
}

// String gives the phrase as its catalogue writes it.
func (p phrase) String() string {
	var b strings.Builder
	for i, name := range p.names {
		b.WriteString(p.parts[i] + "{" + name + "}")
	}
	b.WriteString(p.parts[len(p.parts)-1])
	return b.String()
}

func (t text) entry() Entry {
	if t.forms == nil {
		return Entry{Text: t.String()}
	}
	e := Entry{Forms: make(map[string]string, len(t.forms))}
	for category, p := range t.forms {
		e.Forms[category] = p.String()
	}
	return e
}

// eachPair calls do for the members of a JSON object in their order, and
// refuses a name that comes twice, which encoding/json would pass over.
func eachPair(raw []byte, do func(name string, value json.RawMessage) error) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil {
		return err
	} else if open != json.Delim('{') {
		return errors.New("no object")
	}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return err
		}
		if seen[name] {
			return fmt.Errorf("%s stands there twice", name)
		}
		seen[name] = true
		if err := do(name, value); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}
