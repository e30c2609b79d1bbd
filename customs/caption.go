package customs

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"agora/country"
)

//go:embed captions.json
var captionFile []byte

// captions are the words of the forms by language; read once.
var captions = sync.OnceValue(func() map[string]map[string]string {
	var m map[string]map[string]string
	if err := json.Unmarshal(captionFile, &m); err != nil {
		panic("customs: captions.json: " + err.Error()) // the file is part of the program
	}
	return m
})

// caption gives a word of the forms in a language or its parent; "" when it has
// none, which leaves the reader with the English beside it.
func caption(key, lang string) string {
	for l := lang; l != ""; l = l[:max(0, strings.LastIndexByte(l, '-'))] {
		if c, ok := captions()[l]; ok {
			return c[key]
		}
	}
	if strings.HasPrefix(lang, "zh") {
		return captions()["zh-Hans"][key]
	}
	return ""
}

// Speaks reports whether the forms have captions in a language.
func Speaks(lang string) bool { return caption("sender", lang) != "" }

// words are the captions in all languages of a paper.
type words []string

// say gives a caption in each language of the paper, each text once.
func (w words) say(key string) string { return strings.Join(w.each(key), " · ") }

// each is say as a list.
func (w words) each(key string) (list []string) {
	seen := map[string]bool{"": true}
	for _, lang := range w {
		if s := caption(key, lang); !seen[s] {
			seen[s] = true
			list = append(list, s)
		}
	}
	return list
}

// short gives it in English and French only, where a form has no room.
func (w words) short(key string) string { return words{"en", "fr"}.say(key) }

// Spoken gives the first languages of both countries that the forms have captions
// in, besides English and French, which stand on all of them.
func Spoken(codes ...country.Code) (list []string) {
	for _, code := range codes {
		found, _ := country.Find(code)
		for _, lang := range found.Languages {
			if lang != "en" && lang != "fr" && Speaks(lang) && !slices.Contains(list, lang) {
				list = append(list, lang)
				break
			}
		}
	}
	return list
}
