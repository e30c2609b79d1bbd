package e2e

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

//go:embed axe/axe.min.js
var axeCore string

// violation is one rule that a page breaks.
type violation struct {
	ID, Help string
	Nodes    []string // the first few elements, with why
}

const axeRun = `axe.run(document, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, resultTypes: ["violations"],
}).then(r => r.violations.map(v => ({ID: v.id, Help: v.help,
	Nodes: v.nodes.slice(0, 4).map(n => n.html.slice(0, 200) + "\n      " + (n.failureSummary ?? "").replace(/\s+/g, " ").slice(0, 300))})))`

// axeNight looks at what night changes: the colours.
func axeNight() string {
	return strings.Replace(axeRun, `runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}`, `runOnly: {type: "rule", values: ["color-contrast"]}`, 1)
}

// audit holds the page of the window to the rules of WCAG 2.2 AA, and lets it
// flow again in 320 px.
func (v *visitor) audit(page string) {
	v.Helper()
	ask[chromedp.Void](v, axeCore)
	v.accuse(page, axeRun)
	v.emulate("prefers-color-scheme", "dark")
	v.accuse(page+" at night", axeNight())
	v.emulate("prefers-color-scheme", "light")
	v.resize(320)
	v.fits(320)
	v.resize(v.width)
}

// accuse reports the rules that a page breaks.
func (v *visitor) accuse(page, run string) {
	v.Helper()
	for _, b := range ask[[]violation](v, run, chromedp.EvalAwaitPromise) {
		v.Errorf("%s (%s, %s): %s: %s\n    %s", page, v.view, v.path(), b.ID, b.Help, strings.Join(b.Nodes, "\n    "))
	}
}

// audited are the views in which each page is looked at.
var audited = []view{{true, 1280, "en"}, {true, 375, "ur"}}

func TestPagesAreOpenToEverybody(t *testing.T) {
	t.Parallel()
	ctx := openBrowser(t)
	for _, at := range audited {
		t.Run(at.String(), func(t *testing.T) {
			t.Parallel()
			auditGuest(visit(t, ctx, at, "guest"))
			auditSeller(visit(t, ctx, at, "seller"))
			auditOperator(visit(t, ctx, at, "operator"))
		})
	}
}

// auditGuest goes the way of a buyer, a refused form included.
func auditGuest(v *visitor) {
	v.open("/")
	v.audit("home")
	v.open("/gallery")
	v.audit("gallery")
	v.open("/search?q=honey")
	v.audit("search")
	v.open("/search?q=nothingofthekind")
	v.audit("search without result")
	v.open("/s/felt")
	v.audit("shop")
	v.open("/s/neel/lac-bangles")
	v.audit("product")
	v.open("/cart")
	v.audit("empty cart")
	for _, product := range []string{"/s/hala/ajrak", "/s/krama/kampot-pepper"} {
		v.open(product)
		v.press(intoCart)
	}
	v.audit("cart")
	v.open("/checkout")
	v.audit("checkout")
	(sale{view: v.view, pay: "transfer"}).writeAddress(v)
	v.fill("address.postcode", "5")
	if status := v.pressed(`button[name="do"][value="place"]`); status != 422 {
		v.fail("place with a wrong postcode", fmt.Errorf("status %d", status))
	}
	v.audit("refused checkout")
	v.fill("address.postcode", home["postcode"])
	v.press(`button[name="do"][value="place"]`)
	v.audit("order")
	for _, path := range []string{"/account/sign-in", "/account/sign-up", "/rates", "/fees", "/help"} {
		v.open(path)
		v.audit(path)
	}
	if status := v.load("open what is not there", navigate("/no/such/page")); status != 404 {
		v.fail("open what is not there", fmt.Errorf("status %d", status))
	}
	v.audit("no such page")
}

// auditSeller looks at the rooms of the felt shop.
func auditSeller(v *visitor) {
	v.signIn("aizada", "/desk")
	desk := v.path()
	if !strings.HasPrefix(desk, "/desk/") {
		v.fail("go to the desk", errors.New("it is elsewhere"))
	}
	v.audit("desk")
	for _, room := range []string{"/orders", "/products", "/products/new", "/words", "/words?in=kk&missing=1", "/money", "/import", "/shop"} {
		v.open(desk + room)
		v.audit("desk" + room)
	}
	v.open(desk + "/orders")
	for i, state := range v.firstOfEach(`main a[href*="/orders/"]`) {
		v.open(state)
		v.audit(fmt.Sprintf("desk order %d", i))
	}
	v.press(`main a[href$="/slip"]`)
	v.audit("packing slip")
	v.open(desk + "/products")
	v.press(`main article h3 a, main a[href*="/products/"]:not([href$="/new"])`)
	v.audit("product editor")
	v.open("/account")
	v.audit("account")
}

// firstOfEach gives a few of the addresses that links lead to.
func (v *visitor) firstOfEach(selector string) []string {
	list := v.attributes(selector, "href")
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), 3)]
}

// auditOperator looks at every room that the console's tabs lead to.
func auditOperator(v *visitor) {
	if !hasConsole(v) {
		return
	}
	v.signIn("operator", "/console")
	v.audit("console")
	for _, room := range v.attributes(`nav.tabs a`, "href") {
		v.open(room)
		v.audit(room)
	}
}
