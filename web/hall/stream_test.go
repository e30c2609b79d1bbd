package hall

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/assembly"
	"agora/reel"
)

// TestASessionIsWatchedBeyondItsRoom plays the stream as a player does: the page, the
// list, the start, the pieces; then the end.
func TestASessionIsWatchedBeyondItsRoom(t *testing.T) {
	h := newHouse(t)
	h.shows(h.guest, "-/stream")
	r := h.records(true)
	page := h.ask(http.MethodGet, h.link(h.shows(h.guest, "Watch the stream"), "/stream"), nil)
	if page.status != http.StatusOK || !strings.Contains(page.header.Get("Content-Security-Policy"), "media-src 'self' blob:") {
		t.Fatalf("%d %v", page.status, page.header)
	}
	list := h.link(page.body, "/list.m3u8")
	beside := func(name string) reply {
		return h.ask(http.MethodGet, strings.Replace(list, "list.m3u8", name, 1), nil)
	}
	if got := h.ask(http.MethodGet, list, nil); got.status != http.StatusOK || !strings.HasPrefix(got.body, "#EXTM3U\n") || strings.Contains(got.body, "#EXTINF") {
		t.Errorf("before the first piece: %d %s", got.status, got.body)
	}
	r.runs(61 * time.Second)
	got := h.ask(http.MethodGet, list, nil)
	if n := strings.Count(got.body, "#EXTINF:2.00000,\n"); n != assembly.Window || !strings.Contains(got.body, "#EXT-X-MEDIA-SEQUENCE:11\n") || !strings.HasSuffix(got.body, "\n30.m4s\n") ||
		got.header.Get("Content-Type") != "application/vnd.apple.mpegurl" || !strings.Contains(got.body, `#EXT-X-MAP:URI="start.mp4"`) || !strings.Contains(got.body, "#EXT-X-PROGRAM-DATE-TIME:20") {
		t.Errorf("%d pieces of %s %v", n, got.body, got.header)
	}
	if start := beside("start.mp4"); start.status != http.StatusOK || !strings.HasPrefix(start.body[4:], "ftyp") {
		t.Errorf("the start: %d", start.status)
	}
	piece := beside("30.m4s")
	if piece.status != http.StatusOK || !strings.HasPrefix(piece.body[4:], "moof") || !strings.Contains(piece.header.Get("Cache-Control"), "immutable") {
		t.Errorf("a piece: %d %v", piece.status, piece.header)
	}
	sound := h.link(h.ask(http.MethodGet, h.path(h.guest, "/stream")+"&channel=ky&sound=1", nil).body, "/list.m3u8")
	if got := h.ask(http.MethodGet, strings.Replace(sound, "list.m3u8", "30.m4s", 1), nil); got.status != http.StatusOK || len(got.body) >= len(piece.body) {
		t.Errorf("its sound: %d, %d bytes of %d", got.status, len(got.body), len(piece.body))
	}
	for _, name := range []string{"2.m4s", "31.m4s", "x.m4s", "-1.m4s", "other.mp4"} {
		if got := beside(name); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if n := h.room.Streams.Watching(h.session.ID); n != 1 {
		t.Errorf("%d watch", n)
	}
	attended, err := h.Attended(t.Context(), boss, h.event.ID, h.guest.ID)
	if err != nil || attended.Total < 1 {
		t.Errorf("who watched attended %v, %v", attended, err)
	}
	if f, err := h.Turnout(t.Context(), boss, h.event.ID); err != nil || len(f.Channels) != 1 || f.Channels[0].Of != reel.Floor {
		t.Errorf("she listened to %v, %v", f.Channels, err)
	}
	h.room.Streams.Clock = func() time.Time { return time.Now().Add(switched) }
	h.ask(http.MethodGet, sound, nil)
	if f, err := h.Turnout(t.Context(), boss, h.event.ID); err != nil || !slices.ContainsFunc(f.Channels, func(s assembly.Share) bool { return s.Of == "ky" }) {
		t.Errorf("then she listened to %v, %v", f.Channels, err)
	}
	h.room.Streams.Clock = nil
	h.must(h.End(t.Context(), h.hostAt))
	if got := h.ask(http.MethodGet, list, nil); strings.Contains(got.body, "ENDLIST") {
		t.Error("it ends before the last piece")
	}
	h.room.Streams.Clock = func() time.Time { return time.Now().Add(10 * time.Second) }
	if got := h.ask(http.MethodGet, list, nil); !strings.HasSuffix(got.body, "#EXT-X-ENDLIST\n") {
		t.Errorf("after it: %s", got.body)
	}
	if got := h.ask(http.MethodGet, h.path(h.guest, "/stream"), nil); got.status != http.StatusSeeOther {
		t.Errorf("the page after the end: %d", got.status)
	}
}

// TestAStreamHasCaptions reads the last lines on the page of a stream, in the language
// that is chosen, and as the part that a script asks for.
func TestAStreamHasCaptions(t *testing.T) {
	h := newHouse(t)
	h.records(true).runs(9 * time.Second)
	h.must(h.Caption(t.Context(), h.hostAt, "en", "The price <i>at</i> my door"))
	h.must(h.Caption(t.Context(), h.hostAt, "ur", "دس دن"))
	page := h.ask(http.MethodGet, h.path(h.guest, "/stream")+"&channel=ky&in=en", nil).body
	if !strings.Contains(page, "The price &lt;i&gt;at&lt;/i&gt; my door") || !strings.Contains(page, `data-part="caption"`) || strings.Contains(page, "دس") {
		t.Error("the captions are not on the page")
	}
	other := h.ask(http.MethodGet, h.link(page, "in=ur"), nil).body
	if !strings.Contains(other, `lang="ur" dir="rtl">دس دن</p>`) || !strings.Contains(other, "/ky.picture/list.m3u8") {
		t.Error("in another language it goes on otherwise")
	}
	part := h.ask(http.MethodGet, h.path(h.guest, "/stream")+"&in=ur&part=caption", nil).body
	if !strings.HasPrefix(part, `<div data-part="caption"`) || !strings.Contains(part, "دس دن") {
		t.Errorf("the part is %s", part)
	}
}

// TestAStreamIsForWhoHasASeat tries addresses that nobody was given, and one whose
// holder was put out.
func TestAStreamIsForWhoHasASeat(t *testing.T) {
	h := newHouse(t)
	now := time.Now()
	h.room.Streams.Clock = func() time.Time { return now }
	h.records(true).runs(9 * time.Second)
	list := h.link(h.ask(http.MethodGet, h.path(h.guest, "/stream"), nil).body, "/list.m3u8")
	parts := strings.Split(list, "/") // "", stream, event, session, seat, until, key, what, file
	with := func(i int, text string) string {
		other := append([]string{}, parts...)
		other[i] = text
		return strings.Join(other, "/")
	}
	for what, path := range map[string]string{"another seat": with(4, number(int64(h.host.ID))), "another session": with(3, "7"), "another event": with(2, "7"), "more time": with(5, "9999999999"),
		"another key": with(6, "abc"), "no channel": with(7, "floor"), "nothing": with(2, "x")} {
		for _, file := range []string{"list.m3u8", "1.m4s", "start.mp4"} {
			if got := h.ask(http.MethodGet, strings.Replace(path, "list.m3u8", file, 1), nil); got.status != http.StatusForbidden {
				t.Errorf("%s, %s: %d", what, file, got.status)
			}
		}
	}
	for _, channel := range []string{"ru.sound", "picture.picture", ".sound"} {
		if got := h.ask(http.MethodGet, with(7, channel), nil); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", channel, got.status)
		}
	}
	see := func(want int) {
		t.Helper()
		if got := h.ask(http.MethodGet, list, nil); got.status != want {
			t.Errorf("%d, want %d", got.status, want)
		}
	}
	see(http.StatusOK)
	h.must(h.PutOut(context.Background(), boss, h.event.ID, h.guest.ID))
	now = now.Add(time.Minute)
	see(http.StatusForbidden)
	see(http.StatusForbidden)
	list = strings.Replace(list, "list.m3u8", "1.m4s", 1)
	see(http.StatusForbidden)

	list = h.link(h.ask(http.MethodGet, h.path(h.host, "/stream"), nil).body, "/list.m3u8")
	now = now.Add(watchFor)
	see(http.StatusOK)
	now = now.Add(time.Second)
	see(http.StatusForbidden)
}
