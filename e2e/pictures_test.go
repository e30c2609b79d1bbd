package e2e

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// slant is a picture unlike others, as a camera sends it.
func slant(t testing.TB, name string, w, h, shift int) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{uint8(x*255/w + shift), uint8(y * 255 / h), uint8(shift), 255})
		}
	}
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err == nil {
		err = errors.Join(jpeg.Encode(f, m, &jpeg.Options{Quality: 98}), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// product opens the editor of the first product of the felt shop.
func (v *visitor) product() {
	v.Helper()
	v.signIn("aizada", "/desk")
	v.open(v.path() + "/products")
	v.press(`main th a[href*="/products/"]`)
}

const added = `#pictures li input[name$=".key"]`

// script waits for the script that makes pictures small: it is fetched once more,
// from memory.
const script = `(u => !!u && import(u).then(() => true))(performance.getEntriesByType("resource").map(r => r.name).find(n => n.includes("/pictures.")))`

// TestManyPicturesFromAPhone sends pictures one by one: a large one is made small
// before, one that is none is refused by name, and one that a broken line lost
// stays chosen.
func TestManyPicturesFromAPhone(t *testing.T) {
	v := visit(t, openBrowser(t), view{script: true, width: 375, lang: "en"}, "pictures")
	k := keeper{visitor: v}
	v.product()
	had := v.number(added)
	none := filepath.Join(t.TempDir(), "notes.jpg")
	if err := os.WriteFile(none, []byte("these are notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	large := slant(t, "large.jpg", 4000, 3000, 7)
	before, err := os.Stat(large)
	if err != nil {
		t.Fatal(err)
	}
	k.until("the script is there", script)
	v.do("choose", chromedp.SetUploadFiles(chromedp.CSS("#f-picture"), []string{large, none, slant(t, "small.jpg", 640, 480, 90), slant(t, "lost.jpg", 800, 600, 180)}))
	k.until("they are small", `(i => !!i.small && i.small.then(() => true))(document.getElementById("f-picture"))`)
	if after := ask[int64](v, `document.getElementById("f-picture").files[0].size`); after*2 > before.Size() {
		t.Errorf("the large one was made of %d bytes %d", before.Size(), after)
	}
	ask[bool](v, `(() => { const real = fetch; let n = 0; window.fetch = (...a) => ++n == 4 ? Promise.reject(new Error("no line")) : real(...a); return true })()`)
	v.tick("form[data-each] button")
	k.until("three are sent", `document.querySelector("form[data-each] [role=status]").textContent != "" && !document.querySelector("form[data-each]").busy`)
	v.shot("one-is-lost")
	said := v.words("form[data-each] [role=status]")
	if want := "\u2068notes.jpg\u2069: This is no picture we can take. Send a JPEG, PNG, WebP or GIF. The line broke. What did not arrive is still chosen: press again."; said != want {
		t.Errorf("it says %q", said)
	}
	if left := ask[string](v, `Array.from(document.getElementById("f-picture").files, f => f.name).join()`); left != "lost.jpg" {
		t.Errorf("still chosen: %s", left)
	}
	ask[bool](v, `window.before = true`)
	v.tick("form[data-each] button")
	k.until("the page is new", `!window.before && document.readyState == "complete"`)
	if got := v.number(added); got != had+3 {
		t.Errorf("%d pictures, there were %d", got, had)
	}
	v.shot("pictures")
	v.audit("product with pictures")
}

// TestAPictureIsCutByAFinger cuts by a stroke and taps what one looks at.
func TestAPictureIsCutByAFinger(t *testing.T) {
	v := visit(t, openBrowser(t), view{script: true, width: 375, lang: "ur"}, "cut")
	k := keeper{visitor: v}
	v.product()
	k.until("the script is there", script)
	v.do("choose", chromedp.SetUploadFiles(chromedp.CSS("#f-picture"), []string{slant(t, "wide.jpg", 1200, 600, 33)}))
	ask[bool](v, `window.before = true`)
	v.tick("form[data-each] button")
	k.until("it is there", `!window.before && document.readyState == "complete"`)
	v.press(`#pictures li:last-child a[href*="/pictures/"]`)
	v.shot("editor")
	v.audit("picture editor")
	k.until("the script is there", `!!document.querySelector("[data-crop] div")`)
	v.reach("[data-crop] img")
	box := ask[[]float64](v, `(r => [r.x, r.y, r.width, r.height])(document.querySelector("[data-crop] img").getBoundingClientRect())`)
	at := func(kind input.DispatchMouseEventType, x, y float64) {
		t.Helper()
		v.do("point", command(input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: box[0] + x*box[2], Y: box[1] + y*box[3],
			Button: "left", Buttons: 1, ClickCount: 1}))
	}
	at(input.DispatchMouseEventTypeMousePressed, 0.75, 0.75)
	at(input.DispatchMouseEventTypeMouseMoved, 0.5, 0.5)
	at(input.DispatchMouseEventTypeMouseMoved, 0.25, 0.25)
	at(input.DispatchMouseEventTypeMouseReleased, 0.25, 0.25)
	at(input.DispatchMouseEventTypeMousePressed, 0.6, 0.4)
	at(input.DispatchMouseEventTypeMouseReleased, 0.6, 0.4)
	for name, want := range map[string]int{"left": 250, "top": 250, "right": 250, "bottom": 250, "at_x": 600, "at_y": 400} {
		if got := ask[int](v, fmt.Sprintf(`Number(document.querySelector('[name="%s"]').value)`, name)); got < want-6 || got > want+6 {
			t.Errorf("%s is %d, not about %d", name, got, want)
		}
	}
	v.shot("cut")
	v.press(`form:has([data-crop]) button`)
	v.shot("saved")
	if got := ask[int](v, `Number(document.querySelector('[name="left"]').value)`); got < 244 || got > 256 {
		t.Errorf("kept is %d", got)
	}
}

// TestManyPicturesWithoutScript sends them in one form.
func TestManyPicturesWithoutScript(t *testing.T) {
	v := visit(t, openBrowser(t), view{width: 375, lang: "en"}, "pictures")
	v.product()
	had := v.number(added)
	v.do("choose", chromedp.SetUploadFiles(chromedp.CSS("#f-picture"), []string{slant(t, "a.jpg", 300, 200, 20), slant(t, "b.jpg", 300, 200, 60)}))
	v.press("form[data-each] button")
	if got := v.number(added); got != had+2 {
		t.Errorf("%d pictures, there were %d", got, had)
	}
	v.need(`main a[href*="/pictures/"]`)
}
