package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// view is how somebody looks at the market.
type view struct {
	script bool
	width  int64 // CSS pixels
	lang   string
}

func (v view) String() string {
	s := "noscript"
	if v.script {
		s = "script"
	}
	return fmt.Sprintf("%s-%d-%s", s, v.width, v.lang)
}

// browser is the one browser of the tests.
var browser struct {
	once   sync.Once
	ctx    context.Context
	cancel context.CancelFunc
	err    error
}

var flags = []chromedp.ExecAllocatorOption{
	chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
	chromedp.Flag("headless", "new"), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
	chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("force-prefers-reduced-motion", true), chromedp.Flag("hide-scrollbars", true),
}

// chromium finds the browser of the system; without one the test is skipped,
// or fails when every test was asked for.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "no browser: install the Debian package chromium"
	if os.Getenv("AGORA_TEST_ALL") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

func openBrowser(t *testing.T) context.Context {
	t.Helper()
	path := chromium(t)
	browser.once.Do(func() {
		options := append(flags, chromedp.ExecPath(path))
		alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, stopTab := chromedp.NewContext(alloc)
		browser.ctx, browser.err = ctx, chromedp.Do(ctx)
		browser.cancel = func() { stopTab(); stopAlloc() }
	})
	if browser.err != nil {
		t.Fatalf("start the browser: %v", browser.err)
	}
	return browser.ctx
}

func closeBrowser() {
	if browser.cancel != nil {
		browser.cancel()
	}
}

// patience bounds each step.
const patience = 30 * time.Second

// visitor is a person with a window and cookies of her own.
type visitor struct {
	testing.TB
	view
	ctx   context.Context
	shots int
	name  string
}

// visit opens a window without cookies.
func visit(t testing.TB, parent context.Context, v view, name string) *visitor {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	w := &visitor{TB: t, view: v, ctx: ctx, name: name}
	if err := chromedp.Do(ctx); err != nil { // the first use of a window must have no bound
		t.Fatalf("open a window: %v", err)
	}
	w.resize(v.width)
	w.do("set language", command(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
		Headers: network.Headers{"Accept-Language": v.lang + "-PK," + v.lang}}))
	w.do("set script", command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !v.script}))
	return w
}

// resize makes the window as wide as a phone or a desk, in CSS pixels.
func (v *visitor) resize(width int64) {
	v.Helper()
	v.do("resize", window(width, 900))
}

func window(width, height int64) step {
	return command(emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

// command is a step that sends one command to the window.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, c, params)
		return err
	})
}

// step is what leads to no value.
type step = chromedp.Action[chromedp.Void]

// do runs actions within the bound of a step.
func (v *visitor) do(what string, actions ...step) {
	v.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		v.fail(what, err)
	}
}

// load runs actions that lead to another page and gives its status.
func (v *visitor) load(what string, actions ...step) int64 {
	v.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	r, err := chromedp.RunResponse(ctx, actions...)
	if err != nil {
		v.fail(what, err)
	}
	if r == nil {
		v.fail(what, errors.New("no page came"))
	}
	v.fits(v.width)
	return r.Status
}

// sticking lists what sticks out of the window.
const sticking = `Array.from(document.querySelectorAll("body *")).filter(e => { const r = e.getBoundingClientRect();
	return r.width > 0 && (r.right > innerWidth + 1 || r.left < -1) && !e.closest(".scroll, .run, .tabs, .vh"); })
	.slice(0, 6).map(e => e.outerHTML.slice(0, 120))`

// fits wants the page no wider than the window.
func (v *visitor) fits(width int64) {
	v.Helper()
	if got := ask[int64](v, "document.documentElement.scrollWidth"); got > width {
		v.Errorf("%s (%s) is %d px wide in a window of %d:\n    %s", v.path(), v.view, got, width, strings.Join(ask[[]string](v, sticking), "\n    "))
		v.shot("too-wide")
	}
}

func (v *visitor) fail(what string, err error) {
	v.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, 5*time.Second)
	defer cancel()
	url, _ := chromedp.Run(ctx, chromedp.Location())
	main, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("main")?.innerText ?? ""`))
	v.shot("failed")
	v.Fatalf("%s, at %s: %v\n%s", what, url, err, main[:min(len(main), 1500)])
}

// open goes to an address of the node; another status than 200 is a failure.
func (v *visitor) open(path string) {
	v.Helper()
	if status := v.load("open "+path, chromedp.Navigate(node.url+path)); status != 200 {
		v.fail("open "+path, fmt.Errorf("status %d", status))
	}
}

// press clicks something that leads to a page, which must be a good one.
func (v *visitor) press(selector string) {
	v.Helper()
	if status := v.pressed(selector); status != 200 {
		v.fail("press "+selector, fmt.Errorf("status %d", status))
	}
}

// pressed clicks something that leads to a page and gives its status.
func (v *visitor) pressed(selector string) int64 {
	v.Helper()
	v.reach(selector)
	return v.load("press "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// reach scrolls to something; nothing may lie over it then.
func (v *visitor) reach(selector string) {
	v.Helper()
	const cover = `(e => {
		if (!e) return "nothing matches";
		e.scrollIntoView({block: "center", behavior: "instant"});
		const r = e.getBoundingClientRect(), top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
		return !top ? "it is outside of the window" : e.contains(top) || top.contains(e) && top.closest("a, button, label") === e.closest("a, button, label") ? "" : "under " + top.outerHTML.slice(0, 200);
	})(document.querySelector(%s))`
	if over := ask[string](v, fmt.Sprintf(cover, quote(selector))); over != "" {
		v.fail("reach "+selector, errors.New(over))
	}
}

// tick clicks something that changes the page only.
func (v *visitor) tick(selector string) {
	v.Helper()
	v.reach(selector)
	v.do("tick "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// fill writes into the field of a name, after what is there is taken away.
func (v *visitor) fill(name, text string) {
	v.Helper()
	v.typeInto("main "+named(name), text)
}

func (v *visitor) typeInto(selector, text string) {
	v.Helper()
	field := chromedp.CSS(selector)
	v.do("focus "+selector, chromedp.Focus(field, chromedp.NodeVisible))
	ask[bool](v, "document.activeElement.select() ?? true") // what is written takes the place of all that is there
	v.do("fill "+selector, command(input.InsertText, input.InsertTextParams{Text: text}))
}

// choose sets the select of a name.
func (v *visitor) choose(name, value string) {
	v.Helper()
	v.do("choose "+name, chromedp.SetValue(chromedp.CSS("select"+named(name)), value))
}

func named(name string) string { return `[name="` + name + `"]` }

// ask evaluates an expression on the page; the page's own scripts may be off.
func ask[T any](v *visitor, expression string, options ...chromedp.EvaluateOption) T {
	v.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		v.fail("ask "+expression[:min(len(expression), 200)], err)
	}
	return value
}

// number counts what matches a selector.
func (v *visitor) number(selector string) int {
	v.Helper()
	return ask[int](v, "document.querySelectorAll("+quote(selector)+").length")
}

// need fails when nothing matches.
func (v *visitor) need(selector string) {
	v.Helper()
	if v.number(selector) == 0 {
		v.fail("look for "+selector, errors.New("it is not there"))
	}
}

// attribute gives an attribute of the first match.
func (v *visitor) attribute(selector, name string) string {
	v.Helper()
	v.need(selector)
	return v.attributes(selector, name)[0]
}

// attributes gives an attribute of all matches.
func (v *visitor) attributes(selector, name string) []string {
	v.Helper()
	return ask[[]string](v, "Array.from(document.querySelectorAll("+quote(selector)+"), e => e.getAttribute("+quote(name)+") ?? '')")
}

// words gives the text of the first match.
func (v *visitor) words(selector string) string {
	v.Helper()
	v.need(selector)
	return strings.Join(strings.Fields(ask[string](v, "document.querySelector("+quote(selector)+").textContent")), " ")
}

// path gives the address of the page without that of the node.
func (v *visitor) path() string {
	v.Helper()
	return ask[string](v, "location.pathname + location.search")
}

func quote(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a form in JSON
	}
	return string(text)
}

// shot keeps a picture of the whole page when pictures were asked for.
func (v *visitor) shot(page string) {
	dir := os.Getenv("AGORA_SHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	v.shots++
	height, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("document.documentElement.scrollHeight"))
	if err == nil { // a window as high as the page: what lies beyond a window is drawn wrongly from right to left
		err = chromedp.Do(ctx, window(v.width, height))
	}
	var png []byte
	if err == nil {
		png, err = chromedp.Run(ctx, chromedp.CaptureScreenshot())
	}
	if err == nil {
		err = errors.Join(chromedp.Do(ctx, window(v.width, 900)), os.MkdirAll(dir, 0o755))
	}
	if err == nil {
		name := fmt.Sprintf("%s-%s-%02d-%s.png", v.view, v.name, v.shots, page)
		err = os.WriteFile(filepath.Join(dir, name), png, 0o644)
	}
	if err != nil {
		v.Logf("picture of %s: %v", page, err)
	}
}

// settle chooses country and language on the page the band leads to, as a person
// would, and checks that the page is in them.
func (v *visitor) settle(country string) {
	v.Helper()
	v.open("/locale")
	v.choose("country", country)
	v.press(`form[action="/locale"].sheet button`)
	v.open("/locale")
	v.press(`form[action="/locale"] button[value="` + v.lang + `"]`)
	if lang := v.attribute("html", "lang"); lang != v.lang {
		v.fail("settle", fmt.Errorf("the page is in %q, not %q", lang, v.lang))
	}
	want := "ltr"
	if v.lang == "ur" {
		want = "rtl"
	}
	if dir := v.attribute("html", "dir"); dir != want {
		v.fail("settle", fmt.Errorf("the page runs %q, not %q", dir, want))
	}
}

// signIn enters as somebody of the demo and goes on to next.
func (v *visitor) signIn(who, next string) {
	v.Helper()
	v.open("/account/sign-in?lang=" + v.lang + "&next=" + next)
	v.fill("login", who+"@demo.agora.example")
	v.fill("password", password)
	v.press(`main form[action^="/account/sign-in"] button`)
}

func navigate(path string) step { return chromedp.Navigate(node.url + path) }
