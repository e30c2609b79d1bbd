package e2e

import (
	"errors"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The desk is walked by keys, on a keyboard of any script, and a key never
// traps or steals what is typed.
func TestDeskByKeys(t *testing.T) {
	t.Parallel()
	v := visit(t, openBrowser(t), view{true, 1280, "en"}, "keys")
	v.signIn("aizada", "/desk")
	desk := v.path()
	v.open(desk + "/orders")
	v.hit("j")
	first := v.focused("href")
	v.hit("j")
	second := v.focused("href")
	v.hit("k")
	if v.focused("href") != first || first == second || !strings.Contains(first, "/orders/") {
		v.fail("walk", errors.New(first+" "+second))
	}
	v.hit("?")
	v.need("dialog[open] kbd")
	v.hit("j") // not behind the list
	v.hit("\x1b")
	if v.number("dialog[open]") > 0 || v.focused("href") != first {
		v.fail("close the list", errors.New("it stays, or takes the focus"))
	}
	v.load("open by Enter", chromedp.KeyEvent("\r"))
	if v.path() != first {
		v.fail("open", errors.New(v.path()))
	}
	v.open(desk + "/products")
	v.hit("/")
	if got := v.focused("name"); got != "q" {
		v.fail("search", errors.New(got))
	}
	v.hit("j")
	if got := ask[string](v, "document.activeElement.value"); !strings.HasSuffix(got, "j") {
		v.fail("write", errors.New("a letter is lost: "+got))
	}
	v.open(desk)
	v.hit("j")
	if v.number(`.todo:focus-within form[action$="/accept"]`) != 1 {
		v.fail("walk to an order", errors.New(v.focused("href")))
	}
}

// hit presses a key.
func (v *visitor) hit(key string) {
	v.Helper()
	v.do("hit "+key, chromedp.KeyEvent(key))
}

// focused gives an attribute of what has the focus.
func (v *visitor) focused(attribute string) string {
	v.Helper()
	return ask[string](v, `document.activeElement?.getAttribute(`+quote(attribute)+`) ?? ""`)
}
