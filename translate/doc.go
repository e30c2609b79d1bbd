// Package translate asks machines for translations. It knows no shops and no
// products: texts go out and texts come back. It has no tables.
//
// Invariants: only the address that an operator has set is called; what is sent
// and what is taken is bounded; an answer is taken whole or not at all, one text
// for each that was sent.
package translate

import (
	"context"
	"errors"
	"strings"
)

// Provider is a machine that translates.
type Provider interface {
	// Languages gives the pairs that it translates: by the language of a text
	// those into which it can be turned, as the provider names them.
	Languages(ctx context.Context) (Pairs, error)
	// Translate gives texts in another language, in their order. Languages are
	// named as Languages names them.
	Translate(ctx context.Context, from, into string, texts []string) ([]string, error)
}

// Pairs are the languages into which each language can be turned.
type Pairs map[string][]string

// The bounds of one call.
const (
	MaxTexts   = 20
	MaxLetters = 9_000 // of all its texts together
)

// ErrRefused is a call that would be refused again: a wrong key, a language
// that the provider does not know. Other errors may pass.
var ErrRefused = errors.New("translate: refused")

// Pair gives the names that a provider has for two languages by BCP 47; ok tells
// whether it translates between them.
func (p Pairs) Pair(from, into string) (f, t string, ok bool) {
	for _, f := range names(from) {
		for _, t := range names(into) {
			for _, known := range p[f] {
				if known == t {
					return f, t, f != t
				}
			}
		}
	}
	return "", "", false
}

// names gives what a provider may call a language: its tag, and the tag with the
// script that goes without saying, or without it. Another script is another
// language here: Uzbek in Cyrillic letters is none in Latin ones.
func names(tag string) []string {
	base, rest, _ := strings.Cut(tag, "-")
	list := []string{tag}
	switch {
	case tag == "zh" || tag == "zh-Hans":
		list = append(list, "zh-Hans", "zh")
	case len(rest) == 2: // a region
		list = append(list, base)
	}
	return list
}
