package storefront

import (
	"regexp"
	"strings"
	"testing"

	"agora/identity"
)

// A video is a link with words and the name of its host; nothing is loaded from
// there.
func TestVideosAreLinks(t *testing.T) {
	b := newBazaar(t)
	p, _, err := b.Catalog.Product(t.Context(), "loom", "mat")
	b.must(err)
	if r := b.ask("/s/loom/mat?lang=en", nil); strings.Contains(r.body, "Watch the video") {
		t.Error("a video that nobody named")
	}
	b.must(b.Catalog.SetVideos(t.Context(), identity.System(), b.shop.ID, p.ID, []string{"https://youtu.be/dQw4w9WgXcQ", "https://film.example/mat.mp4?a=1&b=2"}))
	r := b.ask("/s/loom/mat?lang=en", nil)
	for _, want := range []string{`href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener noreferrer`, `href="https://film.example/mat.mp4?a=1&amp;b=2"`,
		"Watch the video", "<bdi>YouTube</bdi>", "<bdi>film.example</bdi>"} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if m := regexp.MustCompile(`<(iframe|video|embed|object)|(src|srcset|poster)="https?:`).FindString(r.body); m != "" {
		t.Errorf("the page loads something from elsewhere: %s", m)
	}
}
