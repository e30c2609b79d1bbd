package e2e

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"agora/academy/starter"
	"agora/course/stick"
	"agora/i18n"
)

// TestACourseOpensFromAMemoryStick walks all pages of the starter course from disk, by
// its links: nothing is asked of any host, all pictures show, and every page is open to
// everybody.
func TestACourseOpensFromAMemoryStick(t *testing.T) {
	t.Parallel()
	dir, pages := unpackedStick(t)
	v := visit(t, openBrowser(t), view{script: true, width: 375, lang: "ur"}, "stick")
	asked := askedFor(v)
	seen := map[string]bool{}
	next := []string{"file://" + dir + "/index.html"}
	for len(next) > 0 {
		address := next[0]
		next = next[1:]
		if seen[address] {
			continue
		}
		seen[address] = true
		v.do("open "+address, chromedp.Navigate(address))
		v.fits(v.width)
		ask[int](v, `Promise.all(Array.from(document.images, i => (i.loading = "eager", i.decode()))).then(l => l.length)`, chromedp.EvalAwaitPromise) // fails when a picture can't be shown
		next = append(next, ask[[]string](v, `Array.from(document.querySelectorAll("a[href]"), a => a.href.replace(/#.*/, "")).filter(h => h.startsWith("file:"))`)...)
	}
	if len(seen) != pages {
		t.Errorf("%d pages are led to, of %d", len(seen), pages)
	}
	urls := asked()
	if len(urls) < pages {
		t.Errorf("only %d requests were seen for %d pages", len(urls), pages)
	}
	for _, url := range urls {
		if !strings.HasPrefix(url, "file://"+dir+"/") && !strings.HasPrefix(url, "data:") {
			t.Errorf("asks for %s", url)
		}
	}
	for _, name := range []string{"index.html", "lessons/price.en.html", "lessons/price.ur.html"} {
		v.do("open "+name, chromedp.Navigate("file://"+dir+"/"+name))
		v.audit("stick " + name)
		v.shot(strings.ReplaceAll(name, "/", "-"))
	}
}

// unpackedStick writes the starter course as for a stick and unpacks it, as a teacher does.
func unpackedStick(t *testing.T) (dir string, pages int) {
	t.Helper()
	c, err := starter.Course()
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := stick.Write(&b, c, words.Locale); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(z, ".", func(name string, _ fs.DirEntry, err error) error {
		if filepath.Ext(name) == ".html" {
			pages++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir, pages
}

// askedFor notes every request of a window from now on.
func askedFor(v *visitor) func() []string {
	v.Helper()
	var mu sync.Mutex
	var urls []string
	v.do("watch requests", command(network.Enable, network.EnableParams{}))
	if err := chromedp.Listen(v.ctx, func(ev any) {
		if r, ok := ev.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			defer mu.Unlock()
			urls = append(urls, r.Request.URL)
		}
	}); err != nil {
		v.fail("watch requests", err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(urls)
	}
}
