package hall

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestSlidesStandByTheFilm shows slides before a recording and in it, and reads them
// on its page without script: at the begin, by the link of a chapter, and as the part
// that a script asks for.
func TestSlidesStandByTheFilm(t *testing.T) {
	h := newHouse(t)
	d := h.deck()
	h.must(h.ShowSlide(t.Context(), h.hostAt, d.ID, 1))
	r := h.records(false)
	h.must(h.ShowSlide(t.Context(), h.hostAt, d.ID, 2))
	h.must(h.OfferDeck(t.Context(), h.hostAt, d.ID, true))
	began := time.Now()
	r.runs(200 * time.Second)
	h.must(h.End(t.Context(), h.hostAt))

	page := h.ask(http.MethodGet, h.path(h.guest, "/replay"), nil).body
	for _, want := range []string{`alt="Cover"`, "640.webp", `class="stage film cols cols-even"`, "Slide 2 of 3", "What a &lt;b&gt;buyer asks</bdi>", "Prices.pdf", `&#34;slides&#34;:[{&#34;t&#34;:0,&#34;id&#34;:&#34;at-slide-`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(page, "The end") {
		t.Error("a slide that was not shown is there")
	}
	chapter := regexp.MustCompile(`<li id="at-(slide-\d+-2)">\s*<a class="moment" href="([^"]+)"`).FindStringSubmatch(page)
	if chapter == nil {
		t.Fatal("no chapter leads to the second slide")
	}
	later := h.ask(http.MethodGet, strings.ReplaceAll(strings.TrimSuffix(chapter[2], "#film"), "&amp;", "&"), nil).body
	if !strings.Contains(later, `<figure id="`+chapter[1]+`"`) || strings.Contains(later, `alt="Cover"`) || !strings.Contains(later, "#t=") {
		t.Error("the chapter leads to another slide")
	}
	sound := h.ask(http.MethodGet, h.path(h.guest, "/replay")+"&sound=1&channel=ky&t=80", nil).body
	if !strings.Contains(sound, `<figure id="`+chapter[1]+`"`) {
		t.Error("who listens sees no slide")
	}
	minute := h.ask(http.MethodGet, h.path(h.guest, "/replay")+"&minute="+number(began.Unix()/60+2), nil).body
	if at := regexp.MustCompile(`#t=(\d+)"`).FindStringSubmatch(minute); at == nil || !strings.Contains(minute, `<figure id="`+chapter[1]+`"`) {
		t.Error("a minute of the clock on the wall is not found in the film")
	} else if s, err := strconv.Atoi(at[1]); err != nil || s < 58 || s > 121 {
		t.Errorf("the next but one minute begins at %d s", s)
	}
	part := func(name string) string {
		return h.ask(http.MethodGet, h.path(h.guest, "/replay")+"&part=slide&slide="+name, nil).body
	}
	if got := part(chapter[1]); !strings.HasPrefix(got, `<div class="slides" data-part="slide"`) || !strings.Contains(got, `<figure id="`+chapter[1]+`"`) {
		t.Errorf("the part is %s", got)
	}
	if got := part(strings.TrimSuffix(chapter[1], "2") + "3"); strings.Contains(got, "figure") {
		t.Errorf("a slide that was not shown is given: %s", got)
	}
}
