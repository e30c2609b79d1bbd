package storefront

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
	"agora/money"
)

// asks sends a request as a robot would, and counts the statements it takes.
func (b *bazaar) asks(method, path string, header ...string) (*http.Response, int) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), method, b.server.URL+path, nil)
	b.must(err)
	for n := 0; n < len(header); n += 2 {
		r.Header.Set(header[n], header[n+1])
	}
	asked := 0
	b.db.Watch(func(string) { asked++ })
	defer b.db.Watch(nil)
	answer, err := http.DefaultTransport.RoundTrip(r)
	b.must(err)
	b.Cleanup(func() { answer.Body.Close() })
	return answer, asked
}

// stocked puts so many more things into the shop, each with a long text.
func (b *bazaar) stocked(from, to int) {
	b.Helper()
	var list []catalog.Draft
	long := strings.Repeat("wool and felt ", 400)
	for n := from; n < to; n++ {
		list = append(list, catalog.Draft{Handle: fmt.Sprint("t-", n), Status: catalog.ProductActive, Title: catalog.Texts{"en": fmt.Sprint("Thing ", n)}, Description: catalog.Texts{"en": long},
			Variants: []catalog.VariantDraft{{Price: money.Of(100, "PKR"), OnHand: 1}}})
	}
	_, err := b.Catalog.SaveProducts(b.Context(), identity.System(), b.shop.ID, list)
	b.must(err)
}

// TestOffersAreWrittenPageByPage counts statements and memory of a feed, and asks
// again for what nobody changed.
func TestOffersAreWrittenPageByPage(t *testing.T) {
	const path = "/s/loom/feed/merchant.xml"
	b := newBazaar(t)
	b.stocked(0, 1000)
	answer, asked := b.asks("GET", path)
	body, err := io.ReadAll(answer.Body)
	b.must(err)
	if items := strings.Count(string(body), "<item>"); items != 1003 || !strings.HasSuffix(string(body), "</rss>\n") {
		t.Fatalf("%d items, %d bytes", items, len(body))
	}
	const pages = 6 // of 200, each a statement for products and one for their variants
	if asked > 2*pages+8 {
		t.Errorf("%d statements for 1002 things", asked)
	}
	tag := answer.Header.Get("ETag")
	again, asked := b.asks("GET", path, "If-None-Match", `"other", `+tag)
	if rest, _ := io.ReadAll(again.Body); again.StatusCode != http.StatusNotModified || len(rest) > 0 || asked > 6 {
		t.Errorf("what is known already: %d, %d bytes, %d statements", again.StatusCode, len(rest), asked)
	}
	head, asked := b.asks("HEAD", path)
	if rest, _ := io.ReadAll(head.Body); head.StatusCode != 200 || head.Header.Get("ETag") != tag || len(rest) > 0 || asked > 6 {
		t.Errorf("HEAD: %d, tag %s, %d bytes, %d statements", head.StatusCode, head.Header.Get("ETag"), len(rest), asked)
	}
	packed, _ := b.asks("GET", path, "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(packed.Body)
	b.must(err)
	if text, err := io.ReadAll(z); err != nil || string(text) != string(body) || packed.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("packed: %v, %d bytes of %d", err, len(text), len(body))
	}
	// A sale changes what is in stock, and so the feed.
	p, _, err := b.Catalog.Product(t.Context(), "loom", "mat")
	b.must(err)
	b.must(b.Catalog.SetStock(t.Context(), identity.System(), b.shop.ID, p.Variants[0].ID, 0))
	if now, _ := b.asks("GET", path, "If-None-Match", tag); now.StatusCode != 200 || now.Header.Get("ETag") == tag {
		t.Errorf("after a change: %d, tag %s", now.StatusCode, now.Header.Get("ETag"))
	}
	// Twice as many things do not need more memory at once.
	few := b.peak(path)
	b.stocked(1000, 3000)
	if many := b.peak(path); many > few+16<<20 {
		t.Errorf("three times as many things take %d MiB more", (many-few)>>20)
	}
}

// peak gives how much is on the heap while a feed is read, at most.
func (b *bazaar) peak(path string) (most uint64) {
	b.Helper()
	answer, _ := b.asks("GET", path)
	buffer := make([]byte, 256<<10)
	for n := 0; ; n++ {
		_, err := io.ReadFull(answer.Body, buffer)
		if n%8 == 0 {
			var now runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
		if err != nil {
			return most
		}
	}
}
