package e2e

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// The budgets, in bytes on the wire and in requests, with an empty cache.
const (
	mostHTML     = 14 << 10  // one congestion window
	mostPage     = 50 << 10  // all but pictures
	mostPictured = 100 << 10 // with the pictures of the first view
	mostThumb    = 6 << 10   // one picture of a list
	mostRequests = 6         // without pictures
)

// bounds of the walk: so many pages of one language, so many queries of one path.
const (
	mostPages   = 400
	mostQueries = 3
)

// TestEveryPublicPageKeepsItsBudget walks from the home page over every link
// that a stranger can follow, in each language of the interface.
func TestEveryPublicPageKeepsItsBudget(t *testing.T) {
	for i, lang := range []string{"en", "ur", "ru"} {
		t.Run(lang, func(t *testing.T) {
			w := walk{client: newClient(t, "127.0.0.2"+string(rune('0'+i))), lang: lang,
				seen: map[string]bool{}, queries: map[string]int{}, files: map[string]page{}}
			w.fillCart()
			for w.follow("/"); len(w.todo) > 0 && w.pages < mostPages; {
				path := w.todo[0]
				w.todo = w.todo[1:]
				w.look(path)
			}
			for _, path := range []string{w.orderPage(), "/no/such/page"} {
				w.look(path)
			}
			t.Logf("%d pages and %d files; the heaviest HTML is %d bytes (%s), the heaviest page %d without pictures (%s) and %d with (%s)",
				w.pages, len(w.files), w.html.bytes, w.html.path, w.plain.bytes, w.plain.path, w.full.bytes, w.full.path)
			if w.pages < 80 {
				t.Errorf("only %d pages were found", w.pages)
			}
		})
	}
}

// walk is one walk over the public pages.
type walk struct {
	*client
	lang              string
	todo              []string
	seen              map[string]bool
	queries           map[string]int
	files             map[string]page // what pages load, by path
	pages             int
	html, plain, full record
}

// record is the heaviest so far.
type record struct {
	bytes int
	path  string
}

func (r *record) note(bytes int, path string) {
	if bytes > r.bytes {
		*r = record{bytes, path}
	}
}

// follow takes a link into the list, unless it was there or leads outside.
func (w *walk) follow(link string) {
	u, err := url.Parse(link)
	if err != nil {
		w.Errorf("link %q: %v", link, err)
		return
	}
	if u.Host != "" || u.Path == "" || strings.HasPrefix(u.Path, "/assets/") || strings.HasPrefix(u.Path, "/media/") {
		return
	}
	if u.Query().Has("lang") { // the same page in another language
		return
	}
	u.Fragment = ""
	if w.seen[u.String()] || u.RawQuery != "" && w.queries[u.Path] >= mostQueries {
		return
	}
	w.seen[u.String()] = true
	if u.RawQuery != "" {
		w.queries[u.Path]++
	}
	w.todo = append(w.todo, u.String())
}

// look asks for one page and holds it to everything.
func (w *walk) look(path string) {
	p := w.get(path)
	w.pages++
	switch {
	case p.status == http.StatusSeeOther && strings.HasPrefix(p.header.Get("Location"), "/account/sign-in"):
		return // a door for those who have an account
	case path == "/no/such/page":
		if p.status != http.StatusNotFound {
			w.Errorf("%s: status %d", path, p.status)
		}
	case p.status != http.StatusOK:
		w.Errorf("%s: status %d", path, p.status)
		return
	}
	if p.root == nil {
		return
	}
	w.checkFrame(p)
	w.checkStrict(p)
	w.weigh(p)
	if p.status == http.StatusOK {
		for _, a := range p.elements("a") {
			if href, ok := attr(a, "href"); ok {
				w.follow(href)
			}
		}
	}
}

// checkFrame looks at language, direction, title, heading and pictures.
func (w *walk) checkFrame(p page) {
	dir := "ltr"
	if w.lang == "ur" {
		dir = "rtl"
	}
	root := p.elements("html")[0]
	if value(root, "lang") != w.lang || value(root, "dir") != dir {
		w.Errorf("%s is in %q running %q", p.path, value(root, "lang"), value(root, "dir"))
	}
	for _, name := range []string{"title", "main", "h1"} {
		if n := len(p.elements(name)); n < 1 || name != "title" && n > 1 { // pictures drawn in the page may have titles
			w.Errorf("%s has %d of %s", p.path, n, name)
		}
	}
	for _, img := range p.elements("img") {
		for _, name := range []string{"src", "width", "height", "alt"} {
			if v, ok := attr(img, name); !ok || v == "" && name != "alt" {
				w.Errorf("%s: picture %s has no %s", p.path, value(img, "src"), name)
			}
		}
	}
	ids := map[string]bool{}
	for n := range p.root.Descendants() {
		if id, ok := attr(n, "id"); ok && n.Type == html.ElementNode {
			if ids[id] {
				w.Errorf("%s has two elements with the id %q", p.path, id)
			}
			ids[id] = true
		}
	}
}

// checkStrict wants nothing in the page that a strict policy would refuse.
func (w *walk) checkStrict(p page) {
	policy := p.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		w.Errorf("%s: policy %q", p.path, policy)
	}
	if p.header.Get("X-Content-Type-Options") != "nosniff" {
		w.Errorf("%s: media types may be guessed", p.path)
	}
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if _, src := attr(n, "src"); n.Data == "style" || n.Data == "script" && !src {
			w.Errorf("%s has an inline %s", p.path, n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.TrimSpace(a.Val), "javascript:") {
				w.Errorf("%s: <%s %s=%q>", p.path, n.Data, a.Key, a.Val)
			}
		}
	}
}

// weigh adds up what a first visit loads.
func (w *walk) weigh(p page) {
	if p.wire > mostHTML {
		w.Errorf("%s: %d bytes of HTML, at most %d", p.path, p.wire, mostHTML)
	}
	plain := []string{}
	for _, n := range p.elements("link", "script") {
		src := value(n, "src")
		if rel := value(n, "rel"); rel == "stylesheet" || rel == "icon" || strings.Contains(rel, "preload") {
			src = value(n, "href")
		}
		plain = append(plain, src)
	}
	for _, n := range p.elements("use") {
		file, _, _ := strings.Cut(value(n, "href"), "#")
		plain = append(plain, file)
	}
	var pictures []string
	for _, n := range p.elements("img", "source") {
		if value(n, "loading") != "lazy" {
			pictures = append(pictures, value(n, "src"))
		} else {
			w.load(p, value(n, "src")) // it must be there all the same
		}
	}
	bytes, requests := w.sum(p, plain)
	bytes += p.wire
	if requests++; bytes > mostPage || requests > mostRequests {
		w.Errorf("%s: %d bytes in %d requests without pictures, at most %d in %d", p.path, bytes, requests, mostPage, mostRequests)
	}
	more, _ := w.sum(p, pictures)
	if bytes+more > mostPictured {
		w.Errorf("%s: %d bytes with the pictures of the first view, at most %d", p.path, bytes+more, mostPictured)
	}
	w.html.note(p.wire, p.path)
	w.plain.note(bytes, p.path)
	w.full.note(bytes+more, p.path)
}

// sum loads files, each once, and adds them up.
func (w *walk) sum(p page, files []string) (bytes, requests int) {
	slices.Sort(files)
	for _, file := range slices.Compact(files) {
		if file != "" && !strings.HasPrefix(file, "data:") {
			bytes += w.load(p, file)
			requests++
		}
	}
	return bytes, requests
}

// load gives the bytes of a file that a page needs; one that is not there, or
// may not be kept for ever, is a fault.
func (w *walk) load(p page, file string) int {
	f, ok := w.files[file]
	if !ok {
		f = w.get(file)
		w.files[file] = f
		if f.status != http.StatusOK {
			w.Errorf("%s needs %s: status %d", p.path, file, f.status)
		}
		if !strings.Contains(f.header.Get("Cache-Control"), "immutable") {
			w.Errorf("%s may not be kept: %q", file, f.header.Get("Cache-Control"))
		}
	}
	return f.wire
}
