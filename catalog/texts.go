package catalog

import (
	"maps"
	"slices"
	"strings"
)

// Texts is one text in several languages, by BCP 47 tag ("ur", "uz-Cyrl").
type Texts map[string]string

// In gives the text in the best language there is: lang itself, lang without
// its region or script, a sibling of it, the fallbacks likewise, English, then
// the first by tag. It also gives the tag of what it found, for the page to
// mark; both are empty when there is no text at all.
func (t Texts) In(lang string, fallback ...string) (text, tag string) {
	if text, tag = t.near(lang); tag != "" {
		return text, tag
	}
	for _, f := range fallback {
		if text, tag = t.near(f); tag != "" {
			return text, tag
		}
	}
	if text, tag = t.near("en"); tag != "" {
		return text, tag
	}
	for _, k := range t.Languages() {
		if t[k] != "" {
			return t[k], k
		}
	}
	return "", ""
}

// near looks for a language, its parents and then its siblings.
func (t Texts) near(lang string) (text, tag string) {
	if lang == "" {
		return "", ""
	}
	for l := lang; l != ""; l = l[:max(0, strings.LastIndexByte(l, '-'))] {
		if s := t[l]; s != "" {
			return s, l
		}
	}
	base, _, _ := strings.Cut(lang, "-")
	best := ""
	for k, s := range t {
		if s != "" && strings.HasPrefix(k, base+"-") && (best == "" || k < best) {
			best = k
		}
	}
	return t[best], best
}

// Languages gives the tags in order.
func (t Texts) Languages() []string { return slices.Sorted(maps.Keys(t)) }

// Empty reports whether there is no text in any language.
func (t Texts) Empty() bool {
	for _, s := range t {
		if s != "" {
			return false
		}
	}
	return true
}

// clean trims every text, ends its lines in one way and drops the empty ones.
func (t Texts) clean() Texts {
	c := Texts{}
	for k, s := range t {
		if s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")); s != "" {
			c[k] = s
		}
	}
	if len(c) == 0 {
		return nil
	}
	return c
}
