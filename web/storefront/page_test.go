package storefront

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"agora/web"
)

// shown are the pages a stranger sees.
var shown = []string{"/", "/search", "/search?q=cap&sort=price_up&min=1&max=9000&country=PK", "/c/felt", "/shops", "/s/loom", "/s/loom/mat", "/s/loom/cap?o0=l",
	"/cart", "/checkout", "/account/sign-in", "/account/sign-up", "/rates", "/help", "/fees"}

var loads = regexp.MustCompile(`(?:src|href)="(/(?:assets|media)/[^"]+)"`)

func TestPagesAreSmallWholeAndStrict(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(1)
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range shown {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			r := b.ask(path+sep+"lang="+lang, nil)
			name := lang + " " + path
			if r.status != 200 || !strings.Contains(r.body, `<html lang="`+lang+`"`) || !strings.Contains(r.body, "</html>") {
				t.Errorf("%s: %d", name, r.status)
				continue
			}
			if r.wire > 14<<10 {
				t.Errorf("%s: %d bytes on the wire", name, r.wire)
			}
			for _, bad := range []string{" style=", "<script>", "<style", " onclick=", "store.", "ui.", "{n}", "{country}", "!(", "%!"} {
				if i := strings.Index(r.body, bad); i >= 0 && !strings.HasPrefix(r.body[i:], "ui.js") {
					t.Errorf("%s holds %q: …%s…", name, bad, r.body[max(0, i-40):min(len(r.body), i+40)])
				}
			}
			files := map[string]bool{}
			for _, m := range loads.FindAllStringSubmatch(r.body, -1) {
				files[m[1]] = strings.HasPrefix(m[1], "/media/")
			}
			core := 1
			for file, picture := range files {
				if !picture {
					core++
				}
				if got := b.ask(file, nil); got.status != 200 {
					t.Errorf("%s loads %s: %d", name, file, got.status)
				}
			}
			if core > 6 {
				t.Errorf("%s needs %d requests without its pictures", name, core)
			}
		}
	}
}

func TestEveryIDOfAPageIsThereOnce(t *testing.T) {
	b := newBazaar(t)
	b.fillCart(1)
	id := regexp.MustCompile(` id="([^"]+)"`)
	for _, path := range shown {
		seen := map[string]bool{}
		body := b.ask(path, nil).body
		for _, m := range id.FindAllStringSubmatch(body, -1) {
			if seen[m[1]] {
				t.Errorf("%s has two %q", path, m[1])
			}
			seen[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`(?: for|aria-describedby)="([^"]+)"`).FindAllStringSubmatch(body, -1) {
			for part := range strings.FieldsSeq(m[1]) {
				if !seen[part] {
					t.Errorf("%s speaks of %q, which is not there", path, part)
				}
			}
		}
	}
}

func TestWhatSellersWriteIsNeverMarkup(t *testing.T) {
	b := newBazaar(t)
	for _, path := range []string{"/", "/s/loom/mat", "/search?q=" + "%3Cscript%3Ealert(1)%3C/script%3E", "/s/loom"} {
		if body := b.ask(path, nil).body; strings.Contains(body, "<script>alert") {
			t.Errorf("%s runs what a seller wrote", path)
		}
	}
}

func TestWhatIsNotThere(t *testing.T) {
	b := newBazaar(t)
	for _, path := range []string{"/s/nobody", "/s/loom/nothing", "/c/nothing", "/orders/1?k=x", "/media/nonsense", "/media/..%2f..%2fetc", "/x"} {
		if r := b.ask(path, nil); r.status != 404 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	if r := b.ask("/search?cursor=nonsense", nil); r.status != 303 {
		t.Errorf("an old cursor: %d", r.status)
	}
}

func TestPostsOfOtherSitesAreRefused(t *testing.T) {
	b := newBazaar(t)
	for _, route := range b.edge.Routes() {
		if route.Method != http.MethodPost {
			continue
		}
		path := strings.ReplaceAll(route.Pattern, "{id}", "7")
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.server.URL+path, strings.NewReader("a=b"))
		b.must(err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "https://evil.example")
		w, err := b.newVisitor().Do(r)
		b.must(err)
		w.Body.Close()
		if w.StatusCode != http.StatusForbidden {
			t.Errorf("%s of another site: %d", path, w.StatusCode)
		}
	}
}

// TestRoutes is the list of ways in; whoever adds one states here who may use
// it, a second time.
func TestRoutes(t *testing.T) {
	want := map[string]web.Access{"GET /orders/{id}": web.Link, "GET /orders/{id}/pay": web.Link, "GET /orders/{id}/track": web.Link, "GET /orders/{id}/proof/{order}": web.Link, "POST /orders/{id}/receive": web.Link, "POST /orders/{id}/cancel": web.Link, "POST /orders/{id}/push": web.Link,
		"POST /orders/{id}/review": web.Link, "GET /orders/{id}/claim/{order}": web.Link, "POST /orders/{id}/claim/{order}": web.Link,
		"GET /orders/{id}/confirm": web.Link, "POST /orders/{id}/confirm": web.Link, "POST /orders/{id}/confirm/again": web.Link,
		"GET /enquiries/{id}": web.Link, "POST /enquiries/{id}/withdraw": web.Link, "GET /enquiries/{id}/checkout": web.Link, "POST /enquiries/{id}/checkout": web.Link,
		"POST /orders/{id}/claim/{order}/move": web.Link, "GET /orders/{id}/claim/{order}/file/{file}": web.Link, "POST /s/{handle}/{product}/ask": web.Buyer, "GET /attend/{event}/{id}/pay": web.Link, "POST /attend/{event}/{id}/pay": web.Link}
	for _, route := range (&Store{}).Routes() {
		name := route.Method + " " + route.Pattern
		access, ok := want[name]
		if !ok {
			access = web.Anyone
		}
		if route.Access != access {
			t.Errorf("%s is for %s, expected %s", name, route.Access, access)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("not there: %v", want)
	}
}
