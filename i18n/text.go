package i18n

import (
	"encoding/json"
	"errors"
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
	var single string
	if json.Unmarshal(raw, &single) == nil {
		t.phrase, err = parsePhrase(single)
		return t, err
	}
	var forms map[string]string
	if err := json.Unmarshal(raw, &forms); err != nil {
		return t, err
	}
	if forms["other"] == "" {
		return t, errors.New(`no form "other"`)
	}
	t.forms = make(map[string]phrase, len(forms))
	for category, s := range forms {
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
	var b strings.Builder
	for i, name := range p.names {
		b.WriteString(p.parts[i])
		b.WriteString(l.argument(name, args))
	}
	b.WriteString(p.parts[len(p.parts)-1])
	return b.String()
}
