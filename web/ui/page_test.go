package ui

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"agora/i18n"
	"agora/money"
)

func render(t *testing.T, lang string, c templ.Component) string {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := c.Render(With(context.Background(), words.Locale(lang)), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func testPage(t *testing.T, lang string, main templ.Component) string {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return render(t, lang, Page(Frame{Locale: words.Locale(lang), Title: "T", Languages: []Option{{Value: "ur", Text: "اردو", Lang: "ur", Dir: "rtl"}}}, main))
}

func TestPageCarriesTheIconsItUsesAndNoOthers(t *testing.T) {
	html := testPage(t, "en", Note("leaf", "truck"))
	for _, use := range regexp.MustCompile(`href="#(i-\w+)"`).FindAllStringSubmatch(html, -1) {
		if !strings.Contains(html, `<symbol id="`+use[1]+`"`) {
			t.Errorf("the page uses %s and does not carry it", use[1])
		}
	}
	if !strings.Contains(html, `id="i-truck"`) || strings.Contains(html, `id="i-mic"`) {
		t.Error("the page lacks an icon it uses or carries one it does not")
	}
}

func TestEveryIconCanBeDrawn(t *testing.T) {
	for name, symbol := range symbols() {
		if got := render(t, "en", Icon(name)); !strings.Contains(got, "viewBox") || !strings.Contains(symbol, "</symbol>") {
			t.Errorf("%s is %q", name, got)
		}
	}
	if err := Icon("nonsense").Render(context.Background(), &strings.Builder{}); err == nil {
		t.Error("an icon that is not there was drawn")
	}
}

func TestPageRunsInTheDirectionOfItsLanguage(t *testing.T) {
	if html := testPage(t, "ur", Empty("x", "")); !strings.Contains(html, `<html lang="ur" dir="rtl">`) {
		t.Error("a page in Urdu does not run from right to left")
	}
}

func TestPageLeadsOnlyToPlacesThatExist(t *testing.T) {
	html := testPage(t, "en", Empty("x", ""))
	for _, link := range regexp.MustCompile(`href="(/[^"#]*)"`).FindAllStringSubmatch(html, -1) {
		switch path, _, _ := strings.Cut(link[1], "?"); {
		case strings.HasPrefix(path, "/assets/"):
		case !slices.Contains([]string{"/", "/shops", "/events", "/academy", "/relief", "/help", "/account", "/cart", "/desk/open", "/rates", "/fees", "/locale", "/manifest.webmanifest"}, path):
			t.Errorf("the page leads to %s", path)
		}
	}
}

func TestAmountsReadLeftToRight(t *testing.T) {
	a := money.Of(992900, "PKR")
	for name, c := range map[string]templ.Component{
		"amount": Amount(a), "estimate": Est(a), "ledger": Ledger([]Row{{What: "x", Amount: a}}), "door": DoorLine(Door{Total: a}, true),
	} {
		if html := render(t, "ur", c); !regexp.MustCompile(`<bdi dir="ltr">[^<]*9,?929`).MatchString(html) {
			t.Errorf("%s: %s", name, html)
		}
	}
	if html := render(t, "en", Est(a)); !strings.Contains(html, `class="est e1"`) {
		t.Errorf("an estimate does not look like one: %s", html)
	}
}

func TestFieldTiesItsErrorAndHint(t *testing.T) {
	html := render(t, "en", Input(Field{Name: "address.city", Label: "City", Value: `Lah"ore`, Hint: "h", Error: "Write it"}))
	for _, want := range []string{`for="f-address-city"`, `id="f-address-city"`, `aria-invalid="true"`, `aria-describedby="f-address-city-e f-address-city-h"`,
		`id="f-address-city-e"`, `id="f-address-city-h"`, `value="Lah&#34;ore"`} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is not in %s", want, html)
		}
	}
}

func TestWhatPeopleTypeIsNeverMarkup(t *testing.T) {
	bad := `"><script>alert(1)</script>`
	for name, c := range map[string]templ.Component{
		"card": Card(Product{URL: "javascript:alert(1)//", Title: bad, Shop: bad, Badge: bad}), "note": Run(bad, bad, bad),
		"field": Input(Field{Name: "x", Value: bad, Type: "area"}), "crumbs": Crumbs([]Link{{URL: "/", Text: bad}, {Text: bad}}),
	} {
		if html := render(t, "en", c); strings.Contains(html, "<script") || strings.Contains(html, "javascript:") {
			t.Errorf("%s: %s", name, html)
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Ak-Kiyiz": "AK", "Lalita Looms": "LL", "ساجد": "س", "": "", "a b c": "AB"} {
		if got := Initials(name); got != want {
			t.Errorf("%q gives %q", name, got)
		}
	}
}
