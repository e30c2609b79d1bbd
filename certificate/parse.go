package certificate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Bounds of a document of others.
const (
	maxDocument = 128 << 10 // bytes
	maxList     = 1 << 20   // bytes, of one that tells what was taken back
	maxDepth    = 24
	maxParts    = 2000 // words and values
)

// errTooMuch is a document that is larger, deeper or more tangled than a certificate.
var errTooMuch = errors.New("certificate: it is too large, too deep or says a thing twice")

// errNoJSON is what is no JSON object.
var errNoJSON = errors.New("certificate: it is no JSON")

// parser reads a document of somebody whom nobody knows.
type parser struct {
	d     *json.Decoder
	parts int
}

// parse reads JSON of so many bytes at most. A word stands once in a part, and is a plain word of
// a vocabulary: a whole address, or a word of JSON-LD itself, could say the same as a
// word for which programs look, and hide it from them.
func parse(raw []byte, most int) (map[string]any, error) {
	if len(raw) > most {
		return nil, errTooMuch
	}
	if !utf8.Valid(raw) {
		return nil, errNoJSON
	}
	p := parser{d: json.NewDecoder(bytes.NewReader(raw))}
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if _, err := p.d.Token(); !errors.Is(err, io.EOF) {
		return nil, errNoJSON
	}
	doc, ok := v.(map[string]any)
	if !ok {
		return nil, errNoJSON
	}
	return doc, nil
}

func (p *parser) value(depth int) (any, error) {
	t, err := p.d.Token()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoJSON, err)
	}
	if p.parts++; depth > maxDepth || p.parts > maxParts {
		return nil, errTooMuch
	}
	switch t {
	case json.Delim('{'):
		return p.object(depth + 1)
	case json.Delim('['):
		list := []any{}
		for p.d.More() {
			v, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := p.d.Token()
		return list, err
	}
	return t, nil
}

func (p *parser) object(depth int) (any, error) {
	m := map[string]any{}
	for p.d.More() {
		t, err := p.d.Token()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errNoJSON, err)
		}
		word, ok := t.(string)
		if !ok {
			return nil, errNoJSON
		}
		if _, twice := m[word]; twice {
			return nil, errTooMuch
		}
		if !plain(word, depth) {
			return nil, fmt.Errorf("%w: %.60q", errForeign, word)
		}
		if m[word], err = p.value(depth); err != nil {
			return nil, err
		}
	}
	_, err := p.d.Token()
	return m, err
}

// plain reports whether a word may stand at a depth.
func plain(word string, depth int) bool {
	switch word {
	case "@context":
		return depth == 1
	case "@value", "@language", "@direction": // of a text in a language
		return depth > 1
	}
	return word != "" && !strings.ContainsAny(word, ":@/#")
}

// part, list, text and texts read what may be anything.
func part(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// text reads a text, also one in a language; of several the English one, else the first.
func text(v any) string {
	first := ""
	for _, one := range list(v) {
		s, ok := one.(string)
		if !ok {
			s, _ = part(one)["@value"].(string)
		}
		if ok || part(one)["@language"] == "en" {
			return s
		}
		if first == "" {
			first = s
		}
	}
	return first
}

func has(v any, want ...string) bool {
	for _, one := range list(v) {
		for _, w := range want {
			if one == w {
				return true
			}
		}
	}
	return false
}

// idOf reads who or what something is, written as its id or as a part with one.
func idOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	s, _ := part(v)["id"].(string)
	return s
}
