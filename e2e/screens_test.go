package e2e

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

//go:embed screens.js
var screens string

// looked are the languages in which pages are measured: one of each script
// and length. Those that the program does not speak are left out.
var looked = []string{"en", "ru", "ur", "zh-Hans", "hi", "km", "ky"}

// screen is a page that is looked at.
type screen struct{ name, path string }

// TestScreensHoldTheirWords measures the gallery and the pages of guest,
// seller and operator: no text is cut, leaves its box or lies on another, no
// page is wider than its window, targets can be hit, nothing jumps. Pictures
// for the eye come with AGORA_SHOTS.
func TestScreensHoldTheirWords(t *testing.T) {
	ctx := openBrowser(t)
	at := view{true, 375, "en"}
	t.Run("guest", func(t *testing.T) {
		v := visit(t, ctx, at, "guest")
		v.open("/")
		for _, product := range []string{"/s/hala/ajrak", "/s/krama/kampot-pepper"} {
			v.open(product)
			v.press(intoCart)
		}
		v.open("/checkout")
		(sale{view: at, pay: "transfer"}).writeAddress(v)
		v.press(`button[name="do"][value="place"]`)
		order := v.path()
		v.open("/s/hala/ajrak")
		v.press(intoCart)
		v.look(screen{"gallery", "/gallery"}, screen{"home", "/"}, screen{"search", "/search?q=honey"}, screen{"nothing", "/search?q=nothingofthekind"},
			screen{"shop", "/s/felt"}, screen{"product", "/s/krama/kampot-pepper"}, screen{"cart", "/cart"}, screen{"checkout", "/checkout"},
			screen{"order", order}, screen{"sign-up", "/account/sign-up"})
	})
	t.Run("seller", func(t *testing.T) {
		v := visit(t, ctx, at, "seller")
		v.signIn("aizada", "/desk")
		desk := v.path()
		v.look(screen{"desk", desk}, screen{"orders", desk + "/orders"}, screen{"new-product", desk + "/products/new"}, screen{"money", desk + "/money"})
	})
	t.Run("operator", func(t *testing.T) {
		v := visit(t, ctx, at, "operator")
		v.signIn("operator", "/console")
		v.look(screen{"console", "/console"})
	})
}

// look measures pages in all languages, on a phone and on a desk.
func (v *visitor) look(pages ...screen) {
	v.Helper()
	for _, lang := range looked {
		if v.lang = lang; !v.speaks(lang) {
			continue
		}
		for _, p := range pages {
			v.resize(375)
			v.width = 375
			v.open(p.path)
			v.still(p.name)
			v.measure(p.name)
			if p.name == "gallery" || p.name == "checkout" {
				v.unhidden(p.name)
			}
			v.resize(1280)
			v.width = 1280
			v.measure(p.name)
			if lang == "ur" && v.name == "guest" && slices.Contains([]string{"gallery", "product"}, p.name) {
				v.lighten(p.name)
			}
			if lang == "ky" || lang == "ur" && p.name == "gallery" {
				v.strain(p.name)
			}
		}
	}
}

// lighten measures the light page, which has words where pictures are.
func (v *visitor) lighten(page string) {
	v.Helper()
	v.resize(375)
	v.width = 375
	v.press(`form[action="/light"] button`)
	v.measure(page + "-light")
	v.press(`form[action="/light"] button`)
}

// speaks changes to a language, and reports whether there is one.
func (v *visitor) speaks(lang string) bool {
	v.Helper()
	v.open("/help?lang=" + lang)
	return v.attribute("html", "lang") == lang
}

func (v *visitor) measure(page string) {
	v.Helper()
	v.fits(v.width)
	if wrong := ask[[]string](v, screens); len(wrong) > 0 {
		v.Errorf("%s in %s at %d px:\n    %s", page, v.lang, v.width, strings.Join(wrong[:min(len(wrong), 12)], "\n    "))
	}
	v.shot(page)
}

// mostShift is how much of the window may move while a page comes.
const mostShift = 0.1

// still wants that nothing jumped while the page came.
func (v *visitor) still(page string) {
	v.Helper()
	const shift = `new Promise(done => { let sum = 0;
		new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) sum += e.value; }).observe({type: "layout-shift", buffered: true});
		requestAnimationFrame(() => setTimeout(() => done(sum), 0)); })`
	if sum := ask[float64](v, shift, chromedp.EvalAwaitPromise); sum > mostShift {
		v.Errorf("%s in %s moved by %.2f while it came", page, v.lang, sum)
	}
}

// strain measures with the widest spacing of text that somebody may ask for,
// at twice the size, and in windows between phone and wall.
func (v *visitor) strain(page string) {
	v.Helper()
	const spaced = `(() => { const s = new CSSStyleSheet(); s.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}");
		document.adoptedStyleSheets = [s]; return true; })()`
	for _, width := range []int64{640, 1600} {
		v.resize(width)
		v.width = width
		v.measure(page + "-wide")
	}
	v.width = 375
	v.resize(375)
	ask[bool](v, spaced)
	v.fits(375)
	wrong := slices.DeleteFunc(ask[[]string](v, screens), func(s string) bool { return !strings.HasPrefix(s, "cut") && !strings.HasPrefix(s, "leaves") })
	if len(wrong) > 0 {
		v.Errorf("%s in %s with wide spacing:\n    %s", page, v.lang, strings.Join(wrong[:min(len(wrong), 8)], "\n    "))
	}
}

// unhidden goes over everything that takes the focus; nothing that stays at
// an edge of the window may lie over it.
func (v *visitor) unhidden(page string) {
	v.Helper()
	const hidden = `(() => { const out = [];
		for (const e of document.querySelectorAll("main :is(a[href], button, summary, select, textarea, input:not([type=hidden]))")) {
			if (!e.checkVisibility() || e.disabled) continue;
			e.focus();
			const r = e.getBoundingClientRect(), top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
			if (document.activeElement !== e || top?.closest(".bar, .pay, .top")) out.push(e.outerHTML.slice(0, 120));
		}
		return out; })()`
	if list := ask[[]string](v, hidden); len(list) > 0 {
		v.Errorf("%s in %s: the focus is hidden on\n    %s", page, v.lang, strings.Join(list[:min(len(list), 6)], "\n    "))
	}
}

// emulate pretends that the person has asked her system for something.
func (v *visitor) emulate(feature, value string) {
	v.Helper()
	v.do("emulate "+feature, command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: feature, Value: value}}}))
	if !ask[bool](v, fmt.Sprintf("matchMedia('(%s: %s)').matches", feature, value)) {
		v.fail("emulate", fmt.Errorf("the page does not see %s: %s", feature, value))
	}
}

// TestPaperIsReadable prints an order, the slip that goes with it and a
// statement: no buttons, no bars, black on white even at night.
func TestPaperIsReadable(t *testing.T) {
	v := visit(t, openBrowser(t), view{true, 720, "en"}, "paper")
	v.signIn("aizada", "/desk")
	desk := v.path()
	v.open(desk + "/orders")
	v.press(`main a[href*="/orders/"]:not([href$=".pdf"])`)
	order := v.path()
	for _, path := range []string{order, order + "/slip", desk + "/money"} {
		v.open(path)
		v.do("print", command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print",
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}))
		v.fits(720)
		const left = `Array.from(document.querySelectorAll(".top, .bar, .foot, .tabs, .btn, .skip")).filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 100))`
		if list := ask[[]string](v, left); len(list) > 0 {
			v.Errorf("%s prints\n    %s", path, strings.Join(list, "\n    "))
		}
		if ink := ask[string](v, "getComputedStyle(document.body).color"); ink != "rgb(27, 32, 64)" {
			v.Errorf("%s is printed in %s", path, ink)
		}
		v.shot("print")
		v.do("screen", command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}))
	}
}

// TestRefusedFormLeadsToItsFaults wants the list of faults above the form
// focused, script or not, each leading to its field.
func TestRefusedFormLeadsToItsFaults(t *testing.T) {
	ctx := openBrowser(t)
	for _, script := range []bool{true, false} {
		v := visit(t, ctx, view{script, 375, "ur"}, "refused")
		v.open("/account/sign-up?lang=ur")
		ask[bool](v, `document.querySelector("main form").noValidate = true`)
		if status := v.pressed(`main form[action^="/account/sign-up"] button`); status != 422 {
			v.fail("send an empty form", fmt.Errorf("status %d", status))
		}
		role := ""
		for range 200 { // the browser gives the focus once it has drawn the page
			if role = ask[string](v, `document.activeElement.getAttribute("role") ?? document.activeElement.outerHTML`); role == "alert" {
				break
			}
		}
		if role != "alert" {
			v.Errorf("script %v: the focus is on %s", script, role)
		}
		for _, to := range v.attributes(`[role=alert] a`, "href") {
			if v.number(to) != 1 {
				v.fail("follow "+to, errors.New("no field has this name"))
			}
		}
	}
}
