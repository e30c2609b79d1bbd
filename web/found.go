package web

import (
	"encoding/json"
	"strings"

	"agora/web/ui"
)

// Origin is what absolute addresses begin with: the node's own address, or
// that of the request.
func (r *Request) Origin() string {
	if r.s.o.Address != nil {
		if a := r.s.o.Address(); a != "" {
			return a
		}
	}
	scheme := "http://"
	if r.s.secure(r.R) {
		scheme = "https://"
	}
	return scheme + r.R.Host
}

// Found makes a public page known: its one address, its languages, and what it
// is about in the words of schema.org (nil for nothing). path is the page's own
// without what only changes the view.
func (r *Request) Found(path string, about any) *ui.Found {
	own := r.Origin() + path
	f := &ui.Found{Kind: "website", Canonical: own}
	if r.Query("lang") == r.Locale.Lang() {
		f.Canonical = inLang(own, r.Locale.Lang())
	}
	langs := r.s.o.Words.Langs()
	f.Others = make([]ui.Link, 0, len(langs)+1)
	for _, lang := range langs {
		f.Others = append(f.Others, ui.Link{Lang: lang, URL: inLang(own, lang)})
	}
	f.Others = append(f.Others, ui.Link{Lang: "x-default", URL: own})
	if about != nil {
		f.Data, _ = json.Marshal(about) // maps and texts; < and & come out escaped
	}
	return f
}

func inLang(address, lang string) string {
	if strings.Contains(address, "?") {
		return address + "&lang=" + lang
	}
	return address + "?lang=" + lang
}
