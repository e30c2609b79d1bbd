package e2e

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBuyAndSellByKeyboard goes from the first page to an accepted order with
// no pointer: everything is reached by Tab, in the order of the page, and what
// has the focus is never covered.
func TestBuyAndSellByKeyboard(t *testing.T) {
	t.Parallel()
	ctx := openBrowser(t)
	for _, look := range []view{{true, 375, "en"}, {false, 1280, "ur"}} {
		t.Run(look.String(), func(t *testing.T) {
			t.Parallel()
			buyer := visit(t, ctx, look, "keyboard-buyer")
			ref := buyByKeyboard(buyer)
			seller := visit(t, ctx, look, "keyboard-seller")
			acceptByKeyboard(seller, ref)
		})
	}
}

func buyByKeyboard(v *visitor) (ref string) {
	v.open("/?lang=" + v.lang)
	v.onto("a.skip") // the first thing that Tab reaches leads to the main part
	v.write(`form.find [name="q"]`, map[string]string{"en": "felt lamb", "ur": "نمدے"}[v.lang])
	v.enter(`form.find [name="q"]`)
	v.open("/s/felt/lamb")
	v.enter(intoCart)
	v.enter(`a[href="/checkout"]`)
	v.write(`[name="contact.email"]`, "keys@example.org")
	for _, part := range []string{"name", "phone", "province", "street", "landmark", "city", "postcode"} {
		field := named("address." + part)
		if v.number("select"+field) > 0 {
			v.onto(field)
			v.do("choose the second", chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown))
			continue
		}
		v.write(field, home[part])
	}
	v.onto(`[name="pay"]`)
	if look := v.attribute(`[name="pay"]:checked`, "value"); look != "play" {
		v.fail("choose how to pay", fmt.Errorf("%s is chosen at first", look))
	}
	v.enter(`button[name="do"][value="place"]`)
	if !strings.HasPrefix(v.path(), "/orders/") {
		v.fail("place by keyboard", errors.New("no order"))
	}
	return v.words("main section.sheet h2 bdi[dir=ltr]")
}

func acceptByKeyboard(v *visitor, ref string) {
	v.open("/account/sign-in?lang=" + v.lang + "&next=/desk")
	v.write(`main [name="login"]`, "aizada@demo.agora.example")
	v.write(`main [name="password"]`, password)
	v.enter(`main [name="password"]`)
	v.enter(`nav.tabs a[href$="/orders"]`)
	v.enter(`main a[href=` + ask[string](v, `JSON.stringify(Array.from(document.querySelectorAll("main table a")).find(a => a.textContent.includes(`+quote(ref)+`)).getAttribute("href"))`) + `]`)
	v.enter(`form[action$="/accept"] button`)
	if v.number(`form[action$="/accept"]`) > 0 {
		v.fail("accept by keyboard", errors.New("it can be done again"))
	}
}

// covered says what lies over the element that has the focus.
const covered = `(() => { const e = document.activeElement, box = (e.closest("label") ?? e).getBoundingClientRect();
	if (box.width < 2) return "";
	const x = Math.min(box.x + box.width / 2, innerWidth - 1), over = document.elementFromPoint(x, box.y + box.height / 2);
	return !over ? "it is outside of the window" : e.contains(over) || over.contains(e) || over.closest("label")?.contains(e) ? "" : over.outerHTML.slice(0, 150); })()`

// onto presses Tab until something has the focus.
func (v *visitor) onto(selector string) {
	v.Helper()
	is := "document.activeElement.matches(" + quote(selector) + ")"
	for range 200 {
		v.do("press Tab", chromedp.KeyEvent(kb.Tab))
		if !ask[bool](v, is) {
			continue
		}
		if over := ask[string](v, covered); over != "" && selector != "a.skip" {
			v.Errorf("%s: %s has the focus under %s", v.path(), selector, over)
			v.shot("hidden-focus")
		}
		return
	}
	v.fail("reach "+selector+" by Tab", errors.New("it is not reached"))
}

// write reaches a field and types into it.
func (v *visitor) write(selector, text string) {
	v.Helper()
	v.onto(selector)
	ask[bool](v, "document.activeElement.select?.() ?? true")
	v.do("type", command(input.InsertText, input.InsertTextParams{Text: text}))
}

// enter reaches something unless it has the focus, and presses Enter, which
// leads to another page.
func (v *visitor) enter(selector string) {
	v.Helper()
	if !ask[bool](v, "document.activeElement.matches("+quote(selector)+")") {
		v.onto(selector)
	}
	if status := v.load("press Enter on "+selector, chromedp.KeyEvent(kb.Enter)); status != 200 {
		v.fail("press Enter on "+selector, fmt.Errorf("status %d", status))
	}
}
