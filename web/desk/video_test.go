package desk

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestVideosAreGivenByLink(t *testing.T) {
	b := newBench(t)
	product := b.desk(b.shop) + "/products/" + number(int64(b.cap().ID))
	if r := b.ask("sadia", product, nil); !strings.Contains(r.body, `name="videos.2"`) {
		t.Fatal("nowhere to give them")
	}
	form := url.Values{"videos.0": {"https://youtu.be/dQw4w9WgXcQ"}, "videos.1": {""}, "videos.2": {"https://evil.example/watch?v=1"}}
	if r := b.ask("sadia", product+"/videos", form); r.status != 422 || !strings.Contains(r.body, "f-videos-2-e") || strings.Contains(r.body, "f-videos-0-e") ||
		!strings.Contains(r.body, "https://evil.example/watch?v=1") || b.cap().Videos != nil {
		t.Errorf("one that is none: %d", r.status)
	}
	form.Set("videos.2", "https://vimeo.com/76979871")
	if r := b.ask("sadia", product+"/videos", form); r.status != 303 {
		t.Fatalf("saved: %d %s", r.status, r.body)
	}
	if v := b.cap().Videos; !slices.Equal(v, []string{"https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://vimeo.com/76979871"}) {
		t.Errorf("kept %v", v)
	}
	rest := url.Values{"title.en": {"Cap"}, "status": {"active"}, "variants.0.price": {"500"}, "variants.0.grams": {"90"}, "variants.0.on_hand": {"5"}}
	if r := b.ask("sadia", product, rest); r.status != 303 || len(b.cap().Videos) != 2 {
		t.Errorf("the rest of the product: %d, %v", r.status, b.cap().Videos)
	}
	if r := b.ask("sadia", product+"/videos", url.Values{"videos.0": {""}}); r.status != 303 || len(b.cap().Videos) != 0 {
		t.Errorf("taken away: %d, %v", r.status, b.cap().Videos)
	}
}
