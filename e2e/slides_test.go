package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"agora/assembly"
	"agora/slide/slidetest"
)

// slidesLink is the page of slides of a hall.
func slidesLink(hall string) string { return strings.Replace(hall, "?", "/slides?", 1) }

// paints waits until the picture of the slide is there, in one of its widths.
func (v *visitor) paints() {
	v.Helper()
	for end := time.Now().Add(patience); ask[int](v, `document.querySelector(".slides img").naturalWidth`) < 200; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			v.fail("wait for a slide", errors.New("its picture did not come"))
		}
	}
}

// TestSlidesAreShownLive has a speaker send slides and turn them with the arrow keys.
// Somebody with script sees them turn, leafs back for herself and comes back; somebody
// without sees them when she loads her page; somebody on a slow line sees little else.
func TestSlidesAreShownLive(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	ctx := openBrowser(t)
	_, speaking := h.seat("Saima", "PK", assembly.OnStage)
	guest, link := h.seat("Nilufar", "TJ", assembly.Attendee)
	host, _ := h.seat("Olga", "BY", assembly.HostRole)
	h.must(h.node.Assembly.Begin(t.Context(), host))
	file := filepath.Join(t.TempDir(), "Prices in Lahore.pdf")
	h.must(os.WriteFile(file, slidetest.PDF(slidetest.Page{Text: "Prices in Lahore"}, slidetest.Page{Text: "What a buyer asks"}, slidetest.Page{Text: "Thank you"}), 0o600))

	speaker := enters(t, ctx, view{true, 1280, "en"}, "slides-speaker", slidesLink(speaking))
	speaker.do("choose slides", chromedp.SetUploadFiles(chromedp.CSS("#f-file"), []string{file}))
	speaker.press(`form[action*="/slides/add"] button`)
	speaker.sees(`[data-part="deck"]`, "Slides: 3")
	speaker.press(`[data-part="deck"] form[action*="/slide?"] button`)
	speaker.sees(`[data-part="slide"]`, "Slide 1 of 3")

	one := enters(t, ctx, view{true, 375, "en"}, "slides-guest", link)
	few := enters(t, ctx, view{true, 375, "en"}, "slides-only", link+"&mode=slides")
	for _, v := range []*visitor{speaker, one, few} {
		ask[bool](v, "window.stayed = true")
	}
	one.sees(`[data-part="slide"]`, "Slide 1 of 3")
	speaker.hit(kb.ArrowRight)
	for _, v := range []*visitor{speaker, one, few} {
		v.sees(`[data-part="slide"]`, "Slide 2 of 3")
		v.paints()
		v.shot("shown")
	}
	speaker.sees(`[data-part="pages"]`, "What a buyer asks")
	plain := enters(t, ctx, view{false, 375, "en"}, "slides-plain", link)
	plain.sees(`[data-part="slide"]`, "Slide 2 of 3")

	one.tick(`[data-leaf="1"]`)
	one.sees(`[data-part="slide"]`, "Slide 1 of 3")
	speaker.hit(kb.ArrowRight)
	few.sees(`[data-part="slide"]`, "Slide 3 of 3")
	one.sees(`[data-part="slide"]`, "Slide 1 of 3")
	one.shot("leafed")
	one.tick(`[data-leaf=""]`)
	one.sees(`[data-part="slide"]`, "Slide 3 of 3")
	for _, v := range []*visitor{speaker, one, few} {
		if !ask[bool](v, "window.stayed === true") {
			t.Error("a page was loaded again")
		}
		v.audit("slides")
	}
	plain.press(`.slides-all a`)
	plain.press(`[data-part="pages"] a`)
	plain.sees(`[data-part="slide"]`, "Slide 1 of 3")
	plain.shot("leafed")

	log, err := h.node.Assembly.Showings(t.Context(), guest)
	h.must(err)
	if len(log) != 3 || log[2].Page != 3 || log[2].Text != "Thank you" {
		t.Errorf("the log is %+v", log)
	}
	other := enters(t, ctx, view{true, 1280, "ur"}, "slides-ur", speaking)
	other.shot("hall")
	other.audit("slides in a hall")
}
