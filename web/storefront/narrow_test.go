package storefront

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
)

// TestASearchIsNarrowedAndCompleted asks the index through the pages: another
// script, a slip, counts, and completions.
func TestASearchIsNarrowedAndCompleted(t *testing.T) {
	b := newBazaar(t)
	i := b.Catalog.NewIndexer(filepath.Join(t.TempDir(), "search.db"), slog.New(slog.DiscardHandler))
	if _, err := i.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.must(i.Open())
	t.Cleanup(func() { i.Close() }) //nolint:errcheck // of a test
	page := b.ask("/search?q=cap", nil).body
	for _, want := range []string{"Best match", "Found: 1", "Comes to me"} {
		if !strings.Contains(page, want) {
			t.Errorf("a search lacks %q", want)
		}
	}
	if strings.Contains(page, "Uzbekistan") {
		t.Error("a country with nothing is offered")
	}
	if page := b.ask("/search?q=چٹائی", nil).body; !strings.Contains(page, "/s/"+b.shop.Handle+"/mat") {
		t.Error("a title in Urdu is not found")
	}
	if page := b.ask("/search?q=xyzzyplugh", nil).body; strings.Contains(page, "Found:") {
		t.Error("nothing is counted")
	}
	if missed, err := b.Catalog.Missed(10); err != nil || len(missed) != 0 { // it is written with the next step
		t.Errorf("%v, %v", missed, err)
	}
	if r := b.ask("/search/suggest?q=ca", nil); r.status != 200 || !strings.Contains(r.body, `"cap"`) {
		t.Errorf("completions: %d %s", r.status, r.body)
	}
	if r := b.ask("/search/suggest?q="+strings.Repeat("x", 300), nil); r.status != 200 || strings.TrimSpace(r.body) != "[]" {
		t.Errorf("of something too long: %d %s", r.status, r.body)
	}
	if r := b.ask("/search?q=cap&t.material=wool&t.=x", nil); r.status != 200 {
		t.Errorf("a value that nothing has: %d", r.status)
	}
}
