package hall

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/blob"
	"agora/reel"
)

// tape is what takes a session of a test down: silence and a still picture.
type tape struct {
	*house
	files *blob.Store
	cut   *reel.Cutter
	now   time.Time
}

// records makes the session of a hall one that is recorded, or streamed too, and
// begins it.
func (h *house) records(broadcast bool) *tape {
	h.Helper()
	files, err := blob.Open(h.TempDir())
	h.must(err)
	h.KeepFiles(files)
	h.event, err = h.Event(h.Context(), boss, h.event.ID)
	h.must(err)
	h.event.Record, h.event.Broadcast = true, broadcast
	h.event, err = h.Save(h.Context(), boss, h.event)
	h.must(err)
	h.must(h.Begin(h.Context(), h.in(h.host)))
	t := &tape{house: h, files: files, now: time.Now().Truncate(time.Microsecond)}
	t.cut = reel.NewCutter([]string{reel.Floor, "en", "ky"}, t.now, 0, 1, []byte("hall"))
	return t
}

// runs takes some time down.
func (t *tape) runs(d time.Duration) {
	t.Helper()
	t.now = t.now.Add(d)
	for {
		m, ok, err := t.cut.Cut(t.now)
		t.must(err)
		if !ok {
			return
		}
		k, _, err := t.files.Put(t.Context(), bytes.NewReader(m.Data), 1<<20)
		t.must(err)
		t.must(t.AddPiece(t.Context(), t.event.ID, t.session.ID, m.At, m.Piece, k))
	}
}

// link finds an address in a page, as its reader would follow it.
func (h *house) link(body, with string) string {
	h.Helper()
	for _, m := range regexp.MustCompile(`(?:href|src)="([^"]+)"`).FindAllStringSubmatch(body, -1) {
		if url := strings.ReplaceAll(m[1], "&amp;", "&"); strings.Contains(url, with) {
			return url
		}
	}
	h.Fatalf("nothing leads to %s", with)
	return ""
}

// TestARecordedSessionIsWatchedLater says something, and reads it on the page of
// the recording, without script.
func TestARecordedSessionIsWatchedLater(t *testing.T) {
	h := newHouse(t)
	r := h.records(false)
	h.must(h.Caption(t.Context(), h.hostAt, "en", "The price <i>at</i> my door"))
	h.must(h.Caption(t.Context(), h.hostAt, "en", "Wait ten days"))
	h.must(h.Caption(t.Context(), h.hostAt, "ur", "دس دن"))
	if got := h.ask(http.MethodGet, h.path(h.guest, "/replay"), nil); got.status != http.StatusNotFound {
		t.Errorf("while it runs: %d", got.status)
	}
	r.runs(10 * time.Second) // as if that time had gone by
	h.must(h.End(t.Context(), h.hostAt))
	over := h.get(h.guest, "").body
	page := h.ask(http.MethodGet, h.link(over, "/replay"), nil)
	if page.status != http.StatusOK {
		t.Fatalf("%d %s", page.status, page.body)
	}
	for _, want := range []string{"<video controls", "The price &lt;i&gt;at&lt;/i&gt; my door", `srclang="ur"`, "Floor · ", `data-t="0.`, "Sound only, "} {
		if !strings.Contains(page.body, want) {
			t.Errorf("no %s", want)
		}
	}
	found := h.ask(http.MethodGet, h.path(h.guest, "/replay")+"&in=en&q=DOO", nil).body
	if !strings.Contains(found, "my <mark>door</mark>") || strings.Contains(found, "ten days") {
		t.Error("the search:", found[strings.Index(found, `id="said"`):])
	}
	if got := h.ask(http.MethodGet, h.path(h.guest, "/replay")+"&q=freight", nil).body; !strings.Contains(got, "Nothing was found") {
		t.Error("what nobody said is found")
	}

	film := h.link(page.body, "/film.mp4")
	whole := h.ask(http.MethodGet, film, nil)
	if whole.status != http.StatusOK || whole.header.Get("Content-Type") != "video/mp4" || !strings.HasPrefix(whole.body[4:], "ftyp") || whole.header.Get("Content-Encoding") != "" {
		t.Errorf("%d %v", whole.status, whole.header)
	}
	part := h.ask(http.MethodGet, film, nil, "Range", "bytes=1000-1999")
	if part.status != http.StatusPartialContent || part.body != whole.body[1000:2000] {
		t.Errorf("a part: %d, %d bytes", part.status, len(part.body))
	}
	sound := h.ask(http.MethodGet, h.path(h.guest, "/replay/film.mp4")+"&channel=ky&sound=1&save=1", nil)
	if sound.header.Get("Content-Type") != "audio/mp4" || len(sound.body) >= len(whole.body) || !strings.Contains(sound.header.Get("Content-Disposition"), "What a buyer asks - ky.mp4") {
		t.Errorf("%d bytes of %d, %v", len(sound.body), len(whole.body), sound.header)
	}
	vtt := h.ask(http.MethodGet, h.path(h.guest, "/replay/en.vtt"), nil)
	if !strings.HasPrefix(vtt.body, "WEBVTT\n\n00:00:00.") || !strings.Contains(vtt.body, "&lt;i&gt;at") || vtt.header.Get("Content-Type") != "text/vtt; charset=utf-8" {
		t.Errorf("%s %v", vtt.body, vtt.header)
	}
	if txt := h.ask(http.MethodGet, h.path(h.guest, "/replay/en.txt")+"&save=1", nil); !strings.HasPrefix(txt.body, "00:00:00  The price <i>at") || txt.header.Get("Content-Disposition") == "" {
		t.Errorf("%s %v", txt.body, txt.header)
	}
	for _, place := range []string{"/replay/fa.vtt", "/replay/en.doc", "/replay/en"} {
		if got := h.ask(http.MethodGet, h.path(h.guest, place), nil); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", place, got.status)
		}
	}
}

// TestAReplayIsForWhoHasASeat knocks at each of its addresses as others would, and
// when it was dropped.
func TestAReplayIsForWhoHasASeat(t *testing.T) {
	h := newHouse(t)
	r := h.records(false)
	r.runs(5 * time.Second)
	h.must(h.End(t.Context(), h.hostAt))
	places := []string{"/replay", "/replay/film.mp4", "/replay/en.vtt"}
	knock := func(s assembly.Seat, key string, want int) {
		t.Helper()
		for _, place := range places {
			path, _, _ := strings.Cut(h.path(s, place), "?")
			if got := h.ask(http.MethodGet, path+key, nil); got.status != want {
				t.Errorf("%s%s: %d, want %d", place, key, got.status, want)
			}
		}
	}
	own := "?k=seat" + number(int64(h.guest.ID))
	knock(h.guest, own, http.StatusOK)
	knock(h.guest, "", http.StatusNotFound)
	knock(h.host, own, http.StatusNotFound)
	h.must(h.PutOut(t.Context(), boss, h.event.ID, h.guest.ID))
	knock(h.guest, own, http.StatusForbidden)
	h.must(h.Drop(t.Context(), boss, h.event.ID, h.session.ID))
	knock(h.host, "?k=seat"+number(int64(h.host.ID)), http.StatusNotFound)
	if strings.Contains(h.get(h.host, "").body, "/replay") {
		t.Error("a link leads to what was dropped")
	}
}
