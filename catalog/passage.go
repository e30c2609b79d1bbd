package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Passage is one text of a product, or of a shop, that can be said in several
// languages.
type Passage struct {
	Field string // names it in its product: "title", "attribute.0.value", "option.1.value.KEY", "picture.KEY"
	Max   int    // characters
	Texts Texts  // is only read

	at *Texts
}

// The fields of passages that have no number or key.
const (
	FieldTitle       = "title"
	FieldDescription = "description"
	FieldTagline     = "tagline"
	FieldStory       = "story"
)

// Kind gives the field without its numbers and keys: "attribute.value".
func (p Passage) Kind() string {
	parts := strings.SplitN(p.Field, ".", 4)
	switch {
	case parts[0] == "picture":
		return parts[0]
	case len(parts) > 2:
		return parts[0] + "." + parts[2]
	}
	return p.Field
}

// Number gives which attribute or option a field is of, from 0.
func (p Passage) Number() int {
	parts := strings.SplitN(p.Field, ".", 3)
	if len(parts) < 3 {
		return 0
	}
	n, _ := strconv.Atoi(parts[1])
	return n
}

// Passages gives the texts of a product that are there in any language, in the
// order of its page.
func (p Product) Passages() []Passage {
	return spoken(&p.Title, &p.Description, p.Attributes, p.Options, p.Media)
}

// Passages gives the texts in which a shop speaks of itself.
func (s Shop) Passages() []Passage { return aboutItself(&s.Tagline, &s.Story) }

func aboutItself(tagline, story *Texts) []Passage {
	return there([]Passage{{Field: FieldTagline, Max: MaxShort, at: tagline}, {Field: FieldStory, Max: MaxDescription, at: story}})
}

func spoken(title, description *Texts, attributes []Attribute, options []Option, media []Media) []Passage {
	list := []Passage{{Field: FieldTitle, Max: MaxTitle, at: title}, {Field: FieldDescription, Max: MaxDescription, at: description}}
	for i := range attributes {
		a := &attributes[i]
		at := "attribute." + strconv.Itoa(i)
		list = append(list, Passage{Field: at + ".name", Max: MaxShort, at: &a.Name}, Passage{Field: at + ".value", Max: MaxDescription, at: &a.Value})
	}
	for i := range options {
		o := &options[i]
		at := "option." + strconv.Itoa(i)
		list = append(list, Passage{Field: at + ".name", Max: MaxShort, at: &o.Name})
		for j := range o.Values {
			list = append(list, Passage{Field: at + ".value." + o.Values[j].Key, Max: MaxShort, at: &o.Values[j].Name})
		}
	}
	for i := range media {
		list = append(list, Passage{Field: "picture." + media[i].Key, Max: MaxShort, at: &media[i].Alt})
	}
	return there(list)
}

// there leaves out what is said in no language.
func there(list []Passage) []Passage {
	kept := list[:0]
	for _, p := range list {
		if p.Texts = *p.at; !p.Texts.Empty() {
			kept = append(kept, p)
		}
	}
	return kept
}

// Source gives the text from which to translate into a language, with its
// language: the shop's own where there is one, else the next there is.
func (p Passage) Source(shop Shop, into string) (text, lang string) {
	other := make(Texts, len(p.Texts))
	for l, s := range p.Texts {
		if l != into {
			other[l] = s
		}
	}
	return other.In(shop.Lang(), shop.Languages...)
}

// Hash names a text by what it says, so that a file or a form can tell that it
// is another now. It is the same for every way to compose its letters.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(norm.NFC.String(text)))
	return hex.EncodeToString(sum[:8])
}

// Marks tell which texts a machine made that no person has confirmed: for each
// language the hashes of such texts. They go by what a text says, so a person's
// change of it ends its mark, and moving it keeps it.
type Marks map[string][]string

// markOf is how a text of a passage is marked. Texts of one kind that say the
// same are one: a person's word for it is a word for all.
func markOf(kind, text string) string { return Hash(kind + "\x00" + text) }

// Has reports whether a machine made the text of a passage in a language.
func (m Marks) Has(p Passage, lang string) bool {
	list := m[lang]
	if len(list) == 0 || p.Texts[lang] == "" {
		return false
	}
	mark := markOf(p.Kind(), p.Texts[lang])
	for _, h := range list {
		if h == mark {
			return true
		}
	}
	return false
}

// of gives the marks of those of the passages that have one: what was changed
// or taken away loses its own.
func (m Marks) of(list []Passage) Marks {
	var kept Marks
	for lang := range m {
		seen := map[string]bool{}
		for _, p := range list {
			if mark := markOf(p.Kind(), p.Texts[lang]); m.Has(p, lang) && !seen[mark] {
				seen[mark] = true
				if kept == nil {
					kept = Marks{}
				}
				kept[lang] = append(kept[lang], mark)
			}
		}
	}
	return kept
}
