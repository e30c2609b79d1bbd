package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// number is what tells pages of one kind apart.
var number = regexp.MustCompile(`\d{4,}`)

// TestPagesBehindTheSignInAreValid follows every link that a seller and an
// operator can follow, a few of each kind: none is broken, and each page keeps
// the rules that public pages keep.
func TestPagesBehindTheSignInAreValid(t *testing.T) {
	for _, at := range []struct{ who, from, home, lang, seat string }{
		{"aizada@demo.agora.example", "127.0.0.41", "/desk", "ur", "KG"},
		{"operator@demo.agora.example", "127.0.0.42", "/console", "en", "UZ"},
	} {
		t.Run(at.who, func(t *testing.T) {
			t.Parallel()
			w := walk{client: newClient(t, at.from), lang: at.lang, seen: map[string]bool{}, queries: map[string]int{},
				anchors: map[string]map[string]bool{}, leads: map[string]string{}}
			w.speak(at.lang, at.seat)
			in := w.post("/account/sign-in", url.Values{"login": {at.who}, "password": {password}, "next": {at.home}})
			if in.status != http.StatusSeeOther {
				t.Fatalf("sign in: %d", in.status)
			}
			kinds := map[string]int{}
			for w.follow("/", at.home); len(w.todo) > 0; {
				path := w.todo[0]
				w.todo = w.todo[1:]
				kind := number.ReplaceAllString(path, "N")
				if kinds[kind]++; !strings.HasPrefix(path, at.home) || kinds[kind] > mostQueries {
					continue
				}
				w.lookInside(path)
			}
			if w.checkAnchors(); w.pages < 15 {
				t.Errorf("only %d pages were found", w.pages)
			}
			t.Logf("%d pages", w.pages)
		})
	}
}

// lookInside looks at a page, but does not weigh it: the desk may be heavier.
func (w *walk) lookInside(path string) {
	p := w.get(path)
	if p.status == http.StatusSeeOther {
		w.follow(path, p.header.Get("Location"))
		return
	}
	if p.status != http.StatusOK {
		w.Errorf("%s: status %d", path, p.status)
	}
	if p.root == nil {
		return
	}
	w.pages++
	w.checkFrame(p)
	w.checkStrict(p)
	w.checkValid(p)
	for _, a := range p.elements("a") {
		if href, ok := attr(a, "href"); ok {
			w.follow(path, href)
		}
	}
}
