package i18n

import (
	"strings"

	"github.com/go-playground/locales/en_GB"
)

// The pseudo-languages, for tests and for those who work on the program: words
// of English with accents, in brackets and longer by four tenths, as German or
// Kyrgyz would be; and the same from right to left. What a page shows without
// brackets is not in the catalogues.
const (
	Accented = "en-XA"
	Mirrored = "ar-XB"
)

// AddPseudo adds the pseudo-languages. They are spoken to who asks for one by
// its name, and offered to nobody. It is called before the bundle is used.
func (b *Bundle) AddPseudo() {
	for _, t := range []tongue{
		{lang: Accented, name: "⟦Ȧǥǿřȧ⟧", dir: "ltr", cldr: en_GB.New, figures: Base},
		{lang: Mirrored, name: "⟦Mirrored⟧", dir: "rtl", cldr: en_GB.New, figures: Base},
	} {
		texts := map[string]text{}
		for key, was := range b.locales[Base].words.file {
			texts[key] = t.dressUp(was)
		}
		b.locales[t.lang] = newLocale(t, texts)
	}
}

func (t tongue) dressUp(was text) text {
	is := text{phrase: t.dressPhrase(was.phrase)}
	if was.forms != nil {
		is.forms = map[string]phrase{}
		for form, p := range was.forms {
			is.forms[form] = t.dressPhrase(p)
		}
	}
	return is
}

func (t tongue) dressPhrase(was phrase) phrase {
	size := 0
	is := phrase{names: was.names, parts: make([]string, len(was.parts))}
	for i, part := range was.parts {
		size += len(part)
		if is.parts[i] = part; t.lang == Accented {
			is.parts[i] = accents.Replace(part)
		}
	}
	const start, end = "\u202e", "\u202c" // override the direction, and end that
	last := len(is.parts) - 1
	if t.lang == Mirrored {
		for i := range is.parts {
			if is.parts[i] != "" {
				is.parts[i] = start + is.parts[i] + end
			}
		}
	} else {
		is.parts[last] += strings.Repeat("·", (size*4+9)/10)
	}
	is.parts[0] = "⟦" + is.parts[0]
	is.parts[last] += "⟧"
	return is
}

var accents = strings.NewReplacer("a", "ȧ", "b", "ƀ", "c", "ƈ", "d", "ḓ", "e", "ḗ", "g", "ɠ", "h", "ħ", "i", "ī", "k", "ķ", "l", "ŀ",
	"n", "ƞ", "o", "ǿ", "p", "ƥ", "r", "ř", "s", "ş", "t", "ŧ", "u", "ŭ", "w", "ẇ", "y", "ẏ", "A", "Ȧ", "C", "Ƈ", "E", "Ḗ", "I", "Ī",
	"N", "Ƞ", "O", "Ǿ", "S", "Ş", "T", "Ŧ", "U", "Ŭ", "Y", "Ẏ")
