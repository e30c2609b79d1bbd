package e2e

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tab "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"agora/assembly"
	"agora/blob"
	"agora/fault"
	"agora/identity"
	"agora/reel"
	"agora/slide/slidetest"
)

// tape takes the session of a hall down: silence and a still picture, on a clock
// that is ahead of the test's.
type tape struct {
	*hall
	files *blob.Store
	cut   *reel.Cutter
	now   time.Time
}

// records begins the session of a hall as one that is recorded and streamed.
func (h *hall) records(hosts assembly.Seated) *tape {
	h.Helper()
	files, err := blob.Beside(filepath.Join(h.data, "blobs", "private"))
	h.must(err)
	h.event, err = h.node.Assembly.Event(h.Context(), identity.System(), h.event.ID)
	h.must(err)
	h.event.Record, h.event.Broadcast = true, true
	h.event, err = h.node.Assembly.Save(h.Context(), identity.System(), h.event)
	h.must(err)
	h.must(h.node.Assembly.Begin(h.Context(), hosts))
	t := &tape{hall: h, files: files, now: time.Now().Truncate(time.Microsecond)}
	t.cut = reel.NewCutter(append([]string{reel.Floor}, h.event.Langs[1:]...), t.now, 0, 1, []byte(h.data))
	return t
}

// runs takes some time down. The node does the same by its own clock, and hears
// nothing: what it was quicker with stays, and this goes on behind it.
func (t *tape) runs(d time.Duration) {
	t.Helper()
	from := t.now
	t.now = t.now.Add(d)
	for {
		m, ok, err := t.cut.Cut(t.now)
		t.must(err)
		if !ok {
			return
		}
		k, _, err := t.files.Put(t.Context(), bytes.NewReader(m.Data), 1<<20)
		t.must(err)
		err = t.node.Assembly.AddPiece(t.Context(), t.event.ID, t.session.ID, m.At, m.Piece, k)
		if fault.Is(err, fault.Conflict) {
			t.must(t.files.Remove(t.Context(), k))
			t.goOn(from)
			continue
		}
		t.must(err)
		from = m.At.Add(time.Duration(m.Length) * time.Second / reel.Scale)
	}
}

// goOn begins to cut anew after the last piece that there is.
func (t *tape) goOn(from time.Time) {
	t.Helper()
	number, base, _, err := t.node.Assembly.NextPiece(t.Context(), t.event.ID, t.session.ID)
	t.must(err)
	t.cut = reel.NewCutter(append([]string{reel.Floor}, t.event.Langs[1:]...), from, base, number, []byte(t.data))
}

// deck has somebody send slides, and waits until they can be shown.
func (h *hall) deck(at assembly.Seated, pages ...slidetest.Page) assembly.DeckID {
	h.Helper()
	h.must(h.node.Assembly.AddDeck(h.Context(), at, "Prices.pdf", bytes.NewReader(slidetest.PDF(pages...))))
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		list, err := h.node.Assembly.Decks(h.Context(), at)
		h.must(err)
		if list[0].State == assembly.Ready {
			return list[0].ID
		}
		if time.Now().After(end) {
			h.Fatalf("slides are %+v", list)
		}
	}
}

// listens waits until so many hear what changes in the hall.
func (h *hall) listens(n int64) {
	h.Helper()
	for end := time.Now().Add(patience); h.node.Assembly.Present(h.session.ID) < n; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			h.Fatalf("not %d listen", n)
		}
	}
}

// kept counts the private files of a node.
func (h *hall) kept() (n int) {
	h.Helper()
	h.must(filepath.WalkDir(filepath.Join(h.data, "blobs", "private"), func(_ string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			n++
		}
		return err
	}))
	return n
}

// until waits for the page to find something true.
func (v *visitor) until(what, expression string) {
	v.Helper()
	for end := time.Now().Add(patience); !ask[bool](v, "!!("+expression+")"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			v.fail("wait until "+what, fmt.Errorf("%s", ask[string](v, `(f => f ? JSON.stringify({at: f.currentTime, length: f.duration, ready: f.readyState, error: f.error && f.error.message, src: f.currentSrc}) : "no film")(document.querySelector("video"))`)))
		}
	}
}

// TestAReplayPlays has a browser play a recording: as long as it was, from any
// moment, with captions at their times and in another channel; then it is dropped.
func TestAReplayPlays(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	ctx := openBrowser(t)
	hosts, _ := h.seat("Olga", "BY", assembly.HostRole)
	_, link := h.seat("Nilufar", "TJ", assembly.Attendee)
	deck := h.deck(hosts, slidetest.Page{Text: "Prices in Lahore"}, slidetest.Page{Text: "What a buyer asks"})
	h.must(h.node.Assembly.ShowSlide(t.Context(), hosts, deck, 1))
	others := h.kept()
	tape := h.records(hosts)
	h.must(h.node.Assembly.Caption(t.Context(), hosts, "en", "The <i>price</i> at my door"))
	v := enters(t, ctx, view{true, 1280, "en"}, "replay", link)
	v.sees(`[data-part="slide"]`, "Slide 1 of 2")
	h.listens(1)
	h.must(h.node.Assembly.ShowSlide(t.Context(), hosts, deck, 2))
	v.sees(`[data-part="slide"]`, "Slide 2 of 2")
	tape.runs(5 * time.Minute)
	h.must(h.node.Assembly.End(t.Context(), hosts))

	v.until("the recording is there", `document.querySelector('a[href*="/replay"]')`)
	v.press(`a[href*="/replay"]`)
	v.until("the film is there", `document.querySelector("video").readyState >= 1`)
	if length := ask[float64](v, `document.querySelector("video").duration`); length < 297 || length > 300.5 {
		t.Errorf("5 minutes last %v s", length)
	}
	ask[bool](v, `(f => { f.muted = true; f.currentTime = 200; f.play(); return true })(document.querySelector("video"))`)
	v.until("it plays from the middle", `(f => f.currentTime > 200.5 && f.currentTime < 260 && !f.paused)(document.querySelector("video"))`)
	v.sees(`[data-part="slide"]`, "Slide 2 of 2")
	v.paints()
	v.until("its chapter is marked", `document.querySelector('.chapters [id$="-2"][aria-current]')`)
	v.shot("slide")
	ask[bool](v, `(f => { f.pause(); f.currentTime = 0; return true })(document.querySelector("video"))`)
	v.sees(`[data-part="slide"]`, "Slide 1 of 2")
	v.tick(`.chapters [id$="-2"] a[data-t]`)
	v.sees(`[data-part="slide"]`, "Slide 2 of 2")
	v.shot("slide")
	if fetched := ask[float64](v, `(b => b.length ? b.start(0) : -1)(document.querySelector("video").buffered)`); fetched < 0 {
		t.Error("nothing is buffered")
	}
	if got := ask[string](v, `[...document.querySelector("video").textTracks].filter(t => t.mode === "showing").map(t => t.language).join()`); got != "en" {
		t.Errorf("captions in %q are shown", got)
	}
	v.tick(`.lines a[data-t]`)
	v.until("the first caption is shown", `(c => c && c.length === 1 && c[0].startTime < 1 && c[0].getCueAsHTML().textContent === "The <i>price</i> at my door")([...document.querySelector("video").textTracks].find(t => t.mode === "showing").activeCues)`)
	v.until("its line is marked", `document.querySelector(".lines [aria-current]")`)
	v.shot("replay")
	v.audit("replay")

	ask[bool](v, `(f => { f.pause(); f.currentTime = 123; return true })(document.querySelector("video"))`)
	v.press(`.chips a[lang="ru"][href*="channel=ru"]`)
	v.until("it goes on in the other channel", `(f => f.currentSrc.includes("channel=ru") && f.readyState >= 2 && Math.abs(f.currentTime - 123) < 1.5)(document.querySelector("video"))`)
	v.press(`[data-keep] a[href*="sound=1"]`)
	v.until("only sound goes on", `(f => f.currentSrc.includes("sound=1") && f.readyState >= 2 && f.videoWidth === 0 && Math.abs(f.currentTime - 123) < 2.5)(document.querySelector("video"))`)
	v.fill("q", "DOOR")
	v.press(`#said form button`)
	v.sees(".lines mark", "door")

	plain := enters(t, ctx, view{false, 375, "ur"}, "replay-plain", link)
	plain.press(`a[href*="/replay"]`)
	plain.fits(375)
	plain.shot("replay")
	plain.sees(`[data-part="slide"]`, "1")
	plain.press(`.chapters [id$="-2"] a[data-t]`)
	plain.paints()
	plain.until("the slide of that time is there", `document.querySelector('figure[id$="-2"]')`)
	plain.press(`.lines a`)
	plain.until("the moment is in the address of the film", `document.querySelector("video").src.includes("film.mp4")`)

	if h.kept() < 100 {
		t.Fatalf("%d files", h.kept())
	}
	c := newClient(t, "127.0.0.59")
	c.at = h.node.Addr()
	place := strings.TrimPrefix(strings.Replace(link, "?", "/replay?", 1), h.node.Addr())
	if status := c.get(place).status; status != http.StatusOK {
		t.Errorf("the page: %d", status)
	}
	if status := c.get(strings.Split(place, "?")[0]).status; status != http.StatusNotFound {
		t.Errorf("to a stranger: %d", status)
	}
	h.must(h.node.Assembly.Drop(t.Context(), identity.System(), h.event.ID, h.session.ID))
	for end := time.Now().Add(patience); h.kept() > others; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d files are left of what was dropped", h.kept()-others)
		}
	}
	for _, path := range []string{place, strings.Replace(place, "/replay?", "/replay/film.mp4?", 1), strings.Replace(place, "/replay?", "/replay/en.vtt?", 1)} {
		if status := c.get(path).status; status != http.StatusNotFound {
			t.Errorf("%s of what was dropped: %d", path, status)
		}
	}
}

// TestAStreamPlays has one browser play a stream by itself and another by the
// library, while more of it comes.
func TestAStreamPlays(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	ctx := openBrowser(t)
	hosts, _ := h.seat("Olga", "BY", assembly.HostRole)
	_, link := h.seat("Nilufar", "TJ", assembly.Attendee)
	_, other := h.seat("Bektur", "KG", assembly.Attendee)
	tape := h.records(hosts)
	tape.runs(30 * time.Second)

	v := enters(t, ctx, view{true, 1280, "en"}, "stream", link)
	v.sees(`[data-part="recording"]`, "Being recorded")
	v.shot("hall")
	v.audit("hall that is recorded")
	v.press(`a[href*="/stream"]`)
	plays := func(v *visitor) {
		t.Helper()
		ask[bool](v, `(f => { f.muted = true; f.play(); return true })(document.querySelector("video"))`)
		v.until("it plays", `(f => f.readyState >= 2 && f.currentTime > 0 && !f.paused)(document.querySelector("video"))`)
		before := ask[float64](v, `document.querySelector("video").currentTime`)
		v.until("it goes on", fmt.Sprintf(`document.querySelector("video").currentTime > %v + 1`, before))
		tape.runs(12 * time.Second)
		end := ask[float64](v, `(b => b.end(b.length - 1))(document.querySelector("video").buffered)`)
		v.until("more of it comes", fmt.Sprintf(`(b => b.end(b.length - 1) > %v + 3)(document.querySelector("video").buffered)`, end))
	}
	h.listens(1)
	h.must(h.node.Assembly.Caption(t.Context(), hosts, "en", "Wait ten days"))
	v.sees(`.film [data-part="caption"]`, "Wait ten days")
	plays(v)
	if v.number("[data-load]:not([hidden])") != 0 {
		t.Error("it offers a library that it needs not")
	}
	v.shot("stream")
	v.audit("stream")

	w := visit(t, ctx, view{true, 375, "ru"}, "stream-library")
	w.do("forget how to play streams", command(tab.AddScriptToEvaluateOnNewDocument, tab.AddScriptToEvaluateOnNewDocumentParams{
		Source: `HTMLMediaElement.prototype.canPlayType = () => ""`}))
	w.load("open the stream", chromedp.Navigate(strings.Replace(other, "?", "/stream?", 1)+"&lang=ru"))
	w.fits(375)
	w.tick("[data-load] button")
	plays(w)
	w.shot("stream")
	h.must(h.node.Assembly.End(t.Context(), hosts))
	v.until("it says that something is fresh, and plays on", `!document.getElementById("fresh").hidden && !document.querySelector("video").ended`)
}
