package hall

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/assembly"
	"agora/slide/slidetest"
)

// sends posts a file as a form does.
func (h *house) sends(s assembly.Seat, place, field, name string, content []byte, more ...string) reply {
	h.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(more); i += 2 {
		h.must(w.WriteField(more[i], more[i+1]))
	}
	part, err := w.CreateFormFile(field, name)
	h.must(err)
	_, err = part.Write(content)
	h.must(err)
	h.must(w.Close())
	r, err := http.NewRequestWithContext(h.Context(), http.MethodPost, h.server.URL+h.path(s, place), &body)
	h.must(err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	answer, err := http.DefaultTransport.RoundTrip(r)
	h.must(err)
	defer answer.Body.Close()
	var said bytes.Buffer
	_, err = said.ReadFrom(answer.Body)
	h.must(err)
	return reply{answer.StatusCode, answer.Header.Get("Location"), said.String(), answer.Header}
}

// deck sends three slides, and prepares them as a job would.
func (h *house) deck() assembly.Deck {
	h.Helper()
	if r := h.sends(h.host, "/slides/add", "file", "Prices.pdf", slidetest.PDF(slidetest.Page{Text: "Cover"}, slidetest.Page{Text: "What a <b>buyer asks"}, slidetest.Page{Text: "The end"})); r.status != http.StatusSeeOther || !strings.HasSuffix(r.to, "#deck") {
		h.Fatalf("sending slides: %d to %q", r.status, r.to)
	}
	list, err := h.Decks(h.Context(), h.hostAt)
	h.must(err)
	d := list[len(list)-1]
	if body := h.ask(http.MethodGet, h.path(h.host, "/slides"), nil).body; !strings.Contains(body, "Being prepared…") {
		h.Error("nobody is told that slides are being prepared")
	}
	h.must(h.PrepareDeck(h.Context(), assembly.DeckWork{Event: h.event.ID, Session: h.session.ID}, d.ID))
	return d
}

// TestSlidesWithoutScript shows slides by forms, and reads what the pages say.
func TestSlidesWithoutScript(t *testing.T) {
	h := newHouse(t)
	d := h.deck()
	desk := h.ask(http.MethodGet, h.path(h.host, "/slides"), nil).body
	for _, w := range []string{"Prices.pdf", "Slides: 3", "/slide?k=", "No slide is shown now."} {
		if !strings.Contains(desk, w) {
			t.Errorf("the desk lacks %q", w)
		}
	}
	h.shows(h.guest, "-Slide 1 of", "/slides?k=", "mode=slides")
	h.does(h.host, "/slide", "deck", number(int64(d.ID)), "page", "1")
	h.shows(h.guest, "Slide 1 of 3", `alt="Cover"`, "-See the slide before", `-name="turn"`)
	h.shows(h.host, "Slide 1 of 3", `name="turn"`, `name="away"`)
	h.does(h.host, "/slide", "turn", "1")
	page := h.shows(h.guest, "Slide 2 of 3", "What a &lt;b&gt;buyer asks", "See the slide before", "-See the slide after")

	src := regexp.MustCompile(`<img src="([^"]+640.webp[^"]*)" srcset="([^"]+) 640w, ([^"]+) 1280w"`).FindStringSubmatch(page)
	if src == nil {
		t.Fatal("the slide has no picture in two widths")
	}
	for i, most := range []int{20 << 10, 20 << 10, 60 << 10} {
		r := h.ask(http.MethodGet, strings.ReplaceAll(src[1+min(i, 2)], "&amp;", "&"), nil)
		if r.status != 200 || r.header.Get("Content-Type") != "image/webp" || !strings.HasPrefix(r.header.Get("Cache-Control"), "private") || len(r.body) > most {
			t.Errorf("%s: %d, %d bytes, %v", src[1+min(i, 2)], r.status, len(r.body), r.header)
		}
	}
	back := regexp.MustCompile(`href="([^"]+)" data-leaf="1"`).FindStringSubmatch(page)
	if back == nil {
		t.Fatal("no way back")
	}
	before := h.ask(http.MethodGet, strings.ReplaceAll(strings.Split(back[1], "#")[0], "&amp;", "&"), nil).body
	for _, w := range []string{"Slide 1 of 3", "See the slide after", "To the slide shown now", "Cover"} {
		if !strings.Contains(before, w) {
			t.Errorf("the slide before lacks %q", w)
		}
	}
	if strings.Contains(before, "The end") {
		t.Error("a listener reads a slide that was not shown")
	}
	h.shows(h.guest, "Slide 2 of 3") // as everybody

	log, err := h.Showings(t.Context(), h.sitsAt)
	h.must(err)
	if len(log) != 2 || log[1].Page != 2 {
		t.Errorf("the log is %v", log)
	}
	h.does(h.host, "/slide", "away", "1")
	h.shows(h.guest, "-Slide 2 of 3")
	if r := h.ask(http.MethodPost, h.path(h.host, "/slides/remove"), url.Values{"deck": {number(int64(d.ID))}}); r.status != http.StatusSeeOther {
		t.Errorf("taking slides away: %d", r.status)
	}
	if body := h.ask(http.MethodGet, h.path(h.host, "/slides"), nil).body; !strings.Contains(body, "No slides yet.") {
		t.Error("slides that were taken away are listed")
	}
}

// TestSlidesOnly is a hall in few bytes: one small picture, captions, questions.
func TestSlidesOnly(t *testing.T) {
	h := newHouse(t)
	d := h.deck()
	h.must(h.Begin(t.Context(), h.hostAt))
	h.must(h.ShowSlide(t.Context(), h.hostAt, d.ID, 2))
	r := h.get(h.guest, "&mode=slides")
	for _, w := range []string{"640.webp", `data-part="caption"`, `data-part="question"`, "Everything", "mode=slides", "What a &lt;b&gt;buyer"} {
		if !strings.Contains(r.body, w) {
			t.Errorf("slides only: no %q", w)
		}
	}
	for _, w := range []string{"srcset=\"/attend", "1280.webp", `data-part="chat"`, "data-join", `data-part="poll"`} {
		if strings.Contains(r.body, w) {
			t.Errorf("slides only: there is %q", w)
		}
	}
	asked := h.ask(http.MethodPost, h.path(h.guest, "/ask")+"&mode=slides", url.Values{"ask": {"Why?"}})
	if asked.status != http.StatusSeeOther || !strings.Contains(asked.to, "mode=slides") {
		t.Errorf("asking leads to %q", asked.to)
	}
	saving := h.ask(http.MethodGet, h.path(h.guest, ""), nil, "Save-Data", "on").body
	if strings.Contains(saving, "<img src=\"/attend") || !regexp.MustCompile(`<a class="tap" href="[^"]+640.webp`).MatchString(saving) {
		t.Error("who saves data gets a picture before she taps")
	}
}

// TestSlidesAreForSeats keeps strangers and listeners from what is not theirs.
func TestSlidesAreForSeats(t *testing.T) {
	h := newHouse(t)
	d := h.deck()
	h.must(h.ShowSlide(t.Context(), h.hostAt, d.ID, 1))
	at := func(page int64, file string) string { return fmt.Sprintf("/slides/%d/%d/%s", d.ID, page, file) }
	for place, want := range map[string]int{at(1, "640.webp"): 200, at(1, "1280.webp"): 200, at(2, "640.webp"): 404, at(1, "641.webp"): 404, "/slides/77/1/640.webp": 404} {
		if r := h.ask(http.MethodGet, h.path(h.guest, place), nil); r.status != want {
			t.Errorf("%s for a listener: %d, want %d", place, r.status, want)
		}
		bare, _, _ := strings.Cut(h.path(h.guest, place), "?")
		if r := h.ask(http.MethodGet, bare, nil); r.status != 404 {
			t.Errorf("%s for a stranger: %d", place, r.status)
		}
	}
	if r := h.ask(http.MethodGet, h.path(h.host, at(2, "640.webp")), nil); r.status != 200 {
		t.Errorf("the next page for the host: %d", r.status)
	}
	for _, place := range []string{"/slide", "/slides/remove"} {
		if r := h.ask(http.MethodPost, h.path(h.guest, place), url.Values{"deck": {number(int64(d.ID))}, "page": {"2"}}); r.status != 403 {
			t.Errorf("a listener posts to %s: %d", place, r.status)
		}
	}
	for what, c := range map[string]struct {
		file  []byte
		words string
	}{"no PDF": {[]byte("PK a presentation"), "no PDF that can be read"}, "nothing": {nil, "f-file-e"}} {
		if r := h.sends(h.host, "/slides/add", "file", "a.pdf", c.file); r.status != 422 || !strings.Contains(r.body, c.words) || !strings.Contains(r.body, `href="#f-file"`) {
			t.Errorf("%s: %d", what, r.status)
		}
	}
	if r := h.ask(http.MethodPost, h.path(h.host, "/slide"), url.Values{"deck": {number(int64(d.ID))}, "page": {"9"}}); r.status != 422 || !strings.Contains(r.body, "1 to 3") || !strings.Contains(r.body, `value="9"`) {
		t.Errorf("a page that is not there: %d", r.status)
	}
}

// TestHandoutsAreDownloads hands a file out, and slides as theirs.
func TestHandoutsAreDownloads(t *testing.T) {
	h := newHouse(t)
	d := h.deck()
	if r := h.sends(h.host, "/handouts", "handout", "Цены <1>.html", []byte("<script>alert(1)</script>")); r.status != http.StatusSeeOther {
		t.Fatalf("handing out: %d", r.status)
	}
	if r := h.ask(http.MethodPost, h.path(h.host, "/handouts"), url.Values{"offer": {number(int64(d.ID))}}); r.status != http.StatusSeeOther {
		t.Errorf("offering slides: %d", r.status)
	}
	page := h.shows(h.guest, "Цены 1.html", "Prices.pdf", "Hand-outs")
	link := regexp.MustCompile(`href="([^"]+/handouts/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(link) != 2 {
		t.Fatalf("%d links", len(link))
	}
	to := strings.ReplaceAll(link[0][1], "&amp;", "&")
	r := h.ask(http.MethodGet, to, nil)
	if r.status != 200 || r.body != "<script>alert(1)</script>" || r.header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("a hand-out: %d as %v", r.status, r.header)
	}
	if r := h.ask(http.MethodGet, strings.Split(to, "?")[0], nil); r.status != 404 {
		t.Errorf("for a stranger: %d", r.status)
	}
	if r := h.ask(http.MethodPost, h.path(h.guest, "/handouts"), url.Values{"offer": {number(int64(d.ID))}}); r.status != 403 {
		t.Errorf("a listener hands out: %d", r.status)
	}
	if r := h.sends(h.host, "/handouts", "handout", "big", make([]byte, assembly.MaxHandout+1)); r.status != 413 || !strings.Contains(r.body, `href="#f-handout"`) {
		t.Errorf("too large: %d", r.status)
	}
}
