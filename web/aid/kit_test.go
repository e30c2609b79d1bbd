package aid

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"agora/i18n"
)

// kitLangs are the languages in which every page of the kit is.
var kitLangs = []string{"en", "ru", "ur"}

// TestKitPages reads each page over the wire: it is small, whole without script, and says
// where it is from and of which day.
func TestKitPages(t *testing.T) {
	o := newOffice(t)
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range kitLangs {
		list := o.get("", kitURL+"?lang="+lang)
		for _, name := range kitNames {
			text := kitTexts()[name][lang]
			if !strings.Contains(list.body, `href="/relief/kit/`+name+`"`) || !strings.Contains(list.body, html.EscapeString(text.title)) {
				t.Errorf("the list in %s does not lead to %s", lang, name)
			}
			r := o.get("", kitURL+"/"+name+"?lang="+lang)
			if r.status != http.StatusOK || len(r.body) > 30<<10 || !strings.Contains(r.body, `<article class="wordy">`) {
				t.Errorf("%s in %s: %d, %d bytes", name, lang, r.status, len(r.body))
			}
			said := []string{text.title, text.source, text.local, words.Locale(lang).Date(text.day)}
			for _, b := range text.blocks {
				said = append(said, b.lines...)
			}
			for _, s := range said {
				if !strings.Contains(r.body, html.EscapeString(s)) {
					t.Errorf("%s in %s does not say %q", name, lang, s)
				}
			}
		}
	}
	for _, name := range []string{"nothing", "need", "bag.en"} {
		if r := o.get("", kitURL+"/"+name); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, r.status)
		}
	}
}

// TestKitInAnotherLanguage marks a text whose language is not the page's.
func TestKitInAnotherLanguage(t *testing.T) {
	o := newOffice(t)
	for lang, want := range map[string]string{"fa": `dir="ltr" lang="en"`, "ky": `dir="ltr" lang="ru"`, "zh-Hans": `dir="ltr" lang="en"`} {
		if body := o.get("", kitURL+"/water?lang="+lang).body; !strings.Contains(body, `<article class="wordy" `+want+`>`) {
			t.Errorf("the text in a page of %s is not marked %s", lang, want)
		}
	}
}

// TestKitIsFound leads there from the list of crises and from each crisis.
func TestKitIsFound(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	for _, path := range []string{"/relief", "/relief" + strings.TrimPrefix(desk, "/aid")} {
		if !strings.Contains(o.get("", path).body, `href="/relief/kit"`) {
			t.Errorf("%s does not lead to the kit", path)
		}
	}
}

// TestKitIsWhole has each text in each language, with the same parts, in 200 words.
func TestKitIsWhole(t *testing.T) {
	if got, want := len(kitTexts()), len(kitNames); got != want {
		t.Errorf("%d pages, want %d", got, want)
	}
	for _, name := range kitNames {
		english := kitTexts()[name]["en"]
		if len(kitTexts()[name]) != len(kitLangs) {
			t.Errorf("%s is in %d languages, want %d", name, len(kitTexts()[name]), len(kitLangs))
		}
		for _, lang := range kitLangs {
			text, ok := kitTexts()[name][lang]
			if !ok || text.day != english.day || len(text.blocks) != len(english.blocks) {
				t.Errorf("%s in %s: %s, %d parts, in English %d", name, lang, text.day, len(text.blocks), len(english.blocks))
				continue
			}
			count := len(strings.Fields(text.title + " " + text.local))
			for i, b := range text.blocks {
				if e := english.blocks[i]; b.kind != e.kind || len(b.lines) != len(e.lines) {
					t.Errorf("%s in %s, part %d: %s of %d, in English %s of %d", name, lang, i, b.kind, len(b.lines), e.kind, len(e.lines))
				}
				count += len(strings.Fields(strings.Join(b.lines, " ")))
			}
			if count > 200 {
				t.Errorf("%s in %s has %d words", name, lang, count)
			}
		}
	}
}

// TestReadKit refuses what would be shown wrong.
func TestReadKit(t *testing.T) {
	const head = "---\ntitle: T\nsource: S\nday: 2026-11-28\nlocal: L\n---\n\n"
	for raw, want := range map[string]string{
		head + "One.\n\n## Two\n\n- a\n- b\n\n1. c\n2. d\n\n- [ ] e\n": "",
		"One.": "no front matter",
		head:   "no text",
		strings.Replace(head, "T", "", 1) + "One.":          "missing",
		strings.Replace(head, "-28", "-31", 1) + "One.":     "out of range",
		strings.Replace(head, "local", "Local", 1) + "One.": `no "Local"`,
		head + "One.\n- a\n":                                "empty line",
		head + "## One\nTwo.\n":                             "empty line",
		head + "1. a\n- b\n":                                "empty line",
		head + "A **loud** word.\n":                         "not known",
		head + "<b>One</b>\n":                               "not known",
		head + "### One\n":                                  "not known",
		head + "A [link](/relief)\n":                        "not known",
	} {
		_, err := readKit(raw)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", raw, err, want)
		}
	}
}
