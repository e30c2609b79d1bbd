package e2e

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/chromedp"
)

// A person on a phone, with nobody beside her, needs about this long. The
// figures are on the slow side of what is measured on touch screens: a person
// who types two letters a second, looks at each field, and finds her photo.
const (
	perLetter = 500 * time.Millisecond
	perField  = 2 * time.Second
	perTap    = 3 * time.Second
	perPhoto  = 12 * time.Second
	perPage   = 4 * time.Second // reading it, on a line of 400 kbit/s
	mostTime  = 3 * time.Minute
)

// opener is a person who opens a shop, and what it costs her.
type opener struct {
	*visitor
	taps, fields, letters, photos, pages int
}

func (o *opener) write(name, text string) {
	o.Helper()
	o.fill(name, text)
	o.fields++
	o.letters += utf8.RuneCountInString(text)
}

func (o *opener) tap(selector string) {
	o.Helper()
	o.press(selector)
	o.taps++
	o.pages++
}

func (o *opener) took() time.Duration {
	return time.Duration(o.taps)*perTap + time.Duration(o.fields)*perField + time.Duration(o.letters)*perLetter +
		time.Duration(o.photos)*perPhoto + time.Duration(o.pages)*perPage
}

func TestFirstRun(t *testing.T) {
	t.Parallel()
	ctx := openBrowser(t)
	for i, v := range []view{{true, 375, "en"}, {false, 375, "ur"}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			name := fmt.Sprintf("Clay House %d", i+1)
			o := &opener{visitor: visit(t, ctx, v, "opener")}
			o.opensShop(name, fmt.Sprintf("nargiza%d@example.org", i+1))
			t.Logf("%d taps, %d fields with %d letters, %d pages: about %s", o.taps, o.fields, o.letters, o.pages, o.took())
			if o.took() > mostTime {
				t.Errorf("opening a shop takes about %s", o.took())
			}
			desk := o.path()
			if v.script {
				o.isOnlyAsked(desk)
			}
			approves(visit(t, ctx, view{v.script, 1280, "en"}, "operator"), name)
			sells(visit(t, ctx, v, "buyer"), name)
		})
	}
}

// opensShop signs up and answers what is asked, and nothing else.
func (o *opener) opensShop(name, login string) {
	o.Helper()
	o.open("/")
	o.tap(`footer a[href="/desk/open"]`)
	o.tap(`main a[href^="/account/sign-up"]`)
	o.write("name", "Nargiza Alieva")
	o.write("login", login)
	o.write("password", "clay and water 7")
	o.tap(`main form[action^="/account/sign-up"] button`)

	o.shot("open")
	if got := o.attribute(`select[name="country"] option[selected]`, "value"); got != "PK" {
		o.fail("guess the country", errors.New(got))
	}
	o.counts(1)
	o.write("name", name)
	o.tap(`main form[action="/desk/open"] > button`)

	o.counts(2)
	o.do("choose a photo", chromedp.SetUploadFiles(chromedp.CSS(`main [name="picture"]`), []string{photoFile(o)}))
	o.taps, o.photos = o.taps+1, o.photos+1
	o.write("title", "Blue bowl")
	o.write("price", "1450")
	o.write("grams", "600")
	o.shot("product")
	o.tap(`main form[action$="/start/product"] > button`)

	// She leaves, and finds on Today where she was.
	o.counts(3)
	o.open("/desk")
	o.shot("today")
	o.press(`main a[href$="/start/delivery"]`)
	o.write("origin.phone", "0301 5567812")
	o.choose("origin.province", home["province"])
	o.taps++
	o.write("origin.street", "Potters' lane 4")
	o.write("origin.city", "Lahore")
	o.shot("delivery")
	o.tap(`main form[action$="/start/delivery"] > button`)

	o.counts(4)
	o.write("payout", "HBL 0042 7991 2063")
	o.shot("pay")
	o.tap(`main form[action$="/start/pay"] > button`)

	o.counts(5)
	o.shot("review")
	if text := o.words("main"); !strings.Contains(text, name) || !strings.Contains(text, "Blue bowl") {
		o.fail("review", errors.New("what was said is not shown"))
	}
	o.tap(`main form[action$="/start/review"] > button`)
	o.shot("asked")
}

// counts wants the page to say where on the way it is.
func (o *opener) counts(n int) {
	o.Helper()
	if got := o.number(`.steps li.done`); n > 1 && got < n-1 {
		o.fail("see the steps", fmt.Errorf("%d are done", got))
	}
	o.need(fmt.Sprintf(`.steps li:nth-child(%d)[aria-current="step"]`, n))
}

// isOnlyAsked wants nothing to be asked twice: the way is over.
func (o *opener) isOnlyAsked(desk string) {
	o.Helper()
	o.open(desk + "/start")
	if o.path() != desk {
		o.fail("go the way again", errors.New(o.path()))
	}
}

// approves opens the shop as the operator.
func approves(v *visitor, name string) {
	v.Helper()
	v.signIn("operator", "/console/shops?status=submitted")
	row := ask[int](v, `Array.from(document.querySelectorAll("main tbody tr")).findIndex(r => r.textContent.includes(`+quote(name)+`)) + 1`)
	if row == 0 {
		v.fail("find the shop", errors.New(name))
	}
	v.shot("console-shops")
	v.press(fmt.Sprintf(`main tbody tr:nth-child(%d) form:has([value="approve"]) button`, row))
}

// sells buys what the new shop has put up, to the door and paid.
func sells(v *visitor, name string) {
	v.Helper()
	v.settle("PK")
	v.typeInto(`form.find [name="q"]`, "blue bowl")
	v.press("form.find button")
	v.press(`main a[href^="/s/` + strings.ReplaceAll(strings.ToLower(name), " ", "-") + `/"]`)
	if src := v.attribute("main .pic img, main .bigpic img", "src"); !strings.HasPrefix(src, "/media/") {
		v.fail("see the photo", errors.New(src))
	}
	v.press(intoCart)
	v.open("/checkout")
	s := sale{view: v.view, pay: "play"}
	s.writeAddress(v)
	v.press(`button[name="do"][value="place"]`)
	if !strings.HasPrefix(v.path(), "/orders/") {
		v.fail("buy", errors.New(v.path()))
	}
	v.shot("bought")
}

// photoFile is a photo as a phone makes one.
func photoFile(t testing.TB) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 1600, 1200))
	for y := range 1200 {
		for x := range 1600 {
			m.SetRGBA(x, y, color.RGBA{uint8(x / 8), uint8(y / 6), 160, 255})
		}
	}
	path := filepath.Join(t.TempDir(), "bowl.jpg")
	f, err := os.Create(path)
	if err == nil {
		err = errors.Join(jpeg.Encode(f, m, nil), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}
