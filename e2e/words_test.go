package e2e

import (
	"errors"
	"strings"
	"testing"
)

// TestASellerTranslatesAProduct translates one into Urdu on a phone, with script
// and without, and reads it as a buyer does. At a desk the page runs both ways.
func TestASellerTranslatesAProduct(t *testing.T) {
	ctx := openBrowser(t)
	for _, c := range []struct {
		view
		title string
	}{{view{true, 375, "en"}, "ہاتھ کا نمدا"}, {view{false, 375, "ur"}, "اونی نمدا"}} {
		v := visit(t, ctx, c.view, "words")
		v.signIn("aizada", "/desk")
		desk := v.path()
		v.open(desk + "/words")
		v.fits(c.width)
		v.shot("languages")
		v.press(`main a[href$="in=ur"]`)
		v.shot("all")
		sheet := `main form section[id^="p-"]:not(#p-0)`
		product := strings.TrimPrefix(v.attribute(sheet, "id"), "p-")
		title := "t." + product + ".0"
		v.open(desk + "/words?in=kk&missing=1")
		v.fits(c.width)
		v.shot("missing")
		v.open(desk + "/words?in=ur&product=" + product)
		if lang, dir := v.attribute(`[name="`+title+`"]`, "lang"), v.attribute(`[name="`+title+`"]`, "dir"); lang != "ur" || dir != "rtl" {
			v.fail("the field", errors.New(lang+" "+dir))
		}
		v.fill(title, c.title)
		v.shot("typed")
		v.press("#p-" + product + " button[type=submit]")
		if got := v.attribute(`[name="`+title+`"]`, "value"); got != c.title {
			v.fail("saved", errors.New(got))
		}
		v.open(desk + "/products/" + product + "?lang=ur")
		v.press(`main a[href^="/s/"]`)
		if got := v.words("main h1"); got != c.title {
			v.fail("as buyers see it", errors.New(got))
		}
	}
	for _, lang := range []string{"en", "ur"} {
		v := visit(t, ctx, view{true, 1280, lang}, "words")
		v.signIn("aizada", "/desk")
		desk := v.path()
		for _, page := range [][2]string{{"languages", "/words"}, {"all", "/words?in=ur"}, {"products", "/products"}} {
			v.open(desk + page[1])
			v.fits(1280)
			v.shot(page[0])
		}
	}
}
