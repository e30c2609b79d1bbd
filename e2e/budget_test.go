package e2e

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// The budgets, in bytes on the wire and in requests, with an empty cache.
const (
	mostHTML         = 14 << 10  // one congestion window
	mostPage         = 50 << 10  // all but pictures
	mostPictured     = 100 << 10 // with the pictures of the first view
	mostThumb        = 6 << 10   // one picture of a list
	mostRequests     = 6         // without pictures
	mostWithPictures = 14
	mostLight        = 30 << 10 // for those who spare data
	mostLightAsked   = 3
)

// bounds of the walk: so many pages of one language, so many queries of one path.
const (
	mostPages   = 800
	mostQueries = 3
)

// TestEveryPublicPageKeepsItsBudget walks over the site map and every link
// that a stranger can follow, in each language of the interface, as a browser
// with an empty cache and as one that spares data.
func TestEveryPublicPageKeepsItsBudget(t *testing.T) {
	for i, lang := range tongues(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			w := walk{client: newClient(t, "127.0.1."+strconv.Itoa(1+i)), lang: lang, seen: map[string]bool{}, queries: map[string]int{},
				files: map[string]page{}, anchors: map[string]map[string]bool{}, leads: map[string]string{}}
			w.fillCart()
			w.sitemap()
			for w.follow("/", "/"); len(w.todo) > 0 && w.pages < mostPages; {
				path := w.todo[0]
				w.todo = w.todo[1:]
				w.look(path)
			}
			for _, path := range []string{w.orderPage(), "/no/such/page"} {
				w.look(path)
			}
			w.checkAnchors()
			t.Logf("%d pages and %d files; the heaviest HTML is %d bytes (%s), the heaviest page %d without pictures (%s) and %d with (%s), light %d (%s)",
				w.pages, len(w.files), w.html.bytes, w.html.path, w.plain.bytes, w.plain.path, w.full.bytes, w.full.path, w.lightest.bytes, w.lightest.path)
			if w.pages < 80 {
				t.Errorf("only %d pages were found", w.pages)
			}
		})
	}
}

// tongues are the languages of the interface, as the page of languages offers
// them.
func tongues(t *testing.T) (list []string) {
	p := newClient(t, "127.0.1.250").get("/locale")
	for _, n := range p.elements("button") {
		if value(n, "name") == "lang" {
			list = append(list, value(n, "value"))
		}
	}
	if len(list) < 3 {
		t.Fatalf("only %q are offered", list)
	}
	return list
}

// walk is one walk over the public pages.
type walk struct {
	*client
	lang                        string
	todo                        []string
	seen                        map[string]bool
	queries                     map[string]int
	files                       map[string]page            // what pages load, by path
	anchors                     map[string]map[string]bool // the ids of each page
	leads                       map[string]string          // links to a part of a page, and a page that has them
	pages                       int
	html, plain, full, lightest record
}

// sitemap takes all pages of the site map into the list.
func (w *walk) sitemap() {
	var index, part struct {
		Parts []string `xml:"sitemap>loc"`
		Pages []string `xml:"url>loc"`
	}
	read := func(path string, v any) {
		p := w.get(path)
		if err := xml.Unmarshal(p.body, v); err != nil || p.status != http.StatusOK {
			w.Errorf("%s: %d %v", path, p.status, err)
		}
	}
	read("/sitemap.xml", &index)
	for _, loc := range index.Parts {
		part.Pages = nil
		read(strings.TrimPrefix(loc, node.url), &part)
		for _, loc := range part.Pages {
			w.follow("/sitemap.xml", strings.TrimPrefix(loc, node.url))
		}
	}
	if w.Failed() || len(w.todo) < 80 {
		w.Errorf("the site map has only %d pages", len(w.todo))
	}
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

// follow takes a link of a page into the list, unless it was there or leads
// outside.
func (w *walk) follow(from, link string) {
	u, err := url.Parse(link)
	if err != nil {
		w.Errorf("%s: link %q: %v", from, link, err)
		return
	}
	if u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/assets/") || strings.HasPrefix(u.Path, "/media/") {
		return
	}
	if u.Path == "" {
		here, _ := url.Parse(from)
		u.Path = here.Path
		if u.RawQuery == "" {
			u.RawQuery = here.RawQuery
		}
	}
	if u.Query().Has("lang") { // the same page in another language
		return
	}
	if u.Fragment != "" {
		w.leads[u.String()] = from
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

// checkAnchors wants every part of a page that a link leads to.
func (w *walk) checkAnchors() {
	for link, from := range w.leads {
		path, id, _ := strings.Cut(link, "#")
		if ids, looked := w.anchors[path]; looked && !ids[id] {
			w.Errorf("%s leads to %s: there is no such part", from, link)
		}
	}
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
	w.checkValid(p)
	w.weigh(p)
	w.weighLight(path)
	if p.status == http.StatusOK {
		for _, a := range p.elements("a") {
			if href, ok := attr(a, "href"); ok {
				w.follow(path, href)
			}
		}
	}
}

// checkFrame looks at language, direction, title, heading and pictures.
func (w *walk) checkFrame(p page) {
	dir := "ltr"
	if slices.Contains([]string{"ur", "fa", "ps"}, w.lang) {
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
		if _, src := attr(n, "src"); n.Data == "style" || n.Data == "script" && !src && value(n, "type") != "application/ld+json" {
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
	plain := needs(p)
	var pictures []string
	for _, n := range p.elements("img") {
		for _, file := range variants(n) {
			if f := w.load(p, file); value(n, "class") != "archpic" && value(n, "width") == "240" && f > mostThumb {
				w.Errorf("%s: picture %s of %d bytes in a list, at most %d", p.path, file, f, mostThumb)
			}
		}
		if value(n, "loading") != "lazy" {
			pictures = append(pictures, w.heaviest(p, variants(n)))
		}
	}
	bytes, requests := w.sum(p, plain)
	bytes += p.wire
	if requests++; bytes > mostPage || requests > mostRequests {
		w.Errorf("%s: %d bytes in %d requests without pictures, at most %d in %d", p.path, bytes, requests, mostPage, mostRequests)
	}
	more, asked := w.sum(p, pictures)
	if bytes+more > mostPictured || requests+asked > mostWithPictures {
		w.Errorf("%s: %d bytes in %d requests with the pictures of the first view, at most %d in %d",
			p.path, bytes+more, requests+asked, mostPictured, mostWithPictures)
	}
	w.html.note(p.wire, p.path)
	w.plain.note(bytes, p.path)
	w.full.note(bytes+more, p.path)
}

// needs are the files that a page loads besides its pictures.
func needs(p page) (files []string) {
	for _, n := range p.elements("link", "script") {
		src := value(n, "src")
		switch rel := value(n, "rel"); {
		case rel == "stylesheet", rel == "icon", rel == "manifest", strings.Contains(rel, "preload"):
			src = value(n, "href")
		}
		files = append(files, src)
	}
	for _, n := range p.elements("use") {
		file, _, _ := strings.Cut(value(n, "href"), "#")
		files = append(files, file)
	}
	return files
}

// variants are the files of which a browser loads one for a picture.
func variants(img *html.Node) []string {
	files := []string{value(img, "src")}
	sets := []string{value(img, "srcset")}
	if img.Parent.Data == "picture" {
		for n := range img.Parent.ChildNodes() {
			sets = append(sets, value(n, "srcset"))
		}
	}
	for _, set := range sets {
		for part := range strings.SplitSeq(set, ",") {
			if file, _, _ := strings.Cut(strings.TrimSpace(part), " "); file != "" {
				files = append(files, file)
			}
		}
	}
	return files
}

func (w *walk) heaviest(p page, files []string) string {
	return slices.MaxFunc(files, func(a, b string) int { return w.load(p, a) - w.load(p, b) })
}

// weighLight asks for a page as somebody who spares data.
func (w *walk) weighLight(path string) {
	w.light = true
	p := w.get(path)
	w.light = false
	if p.root == nil {
		return
	}
	for _, n := range p.elements("img", "picture", "video", "audio", "iframe", "script", "object", "embed") {
		if value(n, "type") != "application/ld+json" {
			w.Errorf("%s: a light page has %s %s", path, n.Data, value(n, "src"))
		}
	}
	bytes, requests := w.sum(p, needs(p))
	bytes += p.wire
	if requests++; bytes > mostLight || requests > mostLightAsked {
		w.Errorf("%s: light, %d bytes in %d requests, at most %d in %d", path, bytes, requests, mostLight, mostLightAsked)
	}
	w.lightest.note(bytes, path)
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
		if !strings.Contains(f.header.Get("Cache-Control"), "immutable") && !strings.HasPrefix(f.header.Get("Content-Type"), "application/manifest") {
			w.Errorf("%s may not be kept: %q", file, f.header.Get("Cache-Control"))
		}
	}
	return f.wire
}
