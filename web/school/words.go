package school

import (
	"slices"
	"strings"

	"agora/academy"
	"agora/catalog"
	"agora/course"
	"agora/web"
	"agora/web/ui"
)

// tongue is the language in which a course is read.
type tongue struct {
	r     *web.Request
	lang  string
	asked bool // by the address, and so carried along
}

// wishes are the languages that a reader asks for, the best first.
func wishes(r *web.Request) []string {
	return slices.Concat([]string{r.Query("in"), r.Locale.Lang()}, r.Reads())
}

// tongueOf chooses the language of a course for a reader.
func tongueOf(r *web.Request, e academy.Edition) tongue {
	return tongue{r, e.Speaks(wishes(r)...), r.Query("in") != ""}
}

// say gives a text in the language of the course, marked where the page has another.
func (t tongue) say(text course.Text) ui.Link {
	if s := text[t.lang]; s != "" {
		return t.marked(s)
	}
	return t.r.Words(catalog.Texts(text))
}

// marked marks words of the course with their language, when the page has another.
func (t tongue) marked(s string) ui.Link {
	l := ui.Link{Text: s}
	if t.lang != t.r.Locale.Lang() {
		l.Lang, l.Dir = t.lang, ui.DirOf(t.lang)
	}
	return l
}

// url carries a language that was asked for along.
func (t tongue) url(path string) string {
	if t.asked {
		return path + "?in=" + t.lang
	}
	return path
}

// chips switch between the languages of a course on one page; none for one language.
func (t tongue) chips(e academy.Edition, path string) (list []ui.Link) {
	if len(e.Languages) < 2 {
		return nil
	}
	for i, name := range t.r.LanguageNames(e.Languages) {
		lang := e.Languages[i]
		list = append(list, ui.Link{URL: path + "?in=" + lang, Text: name, Lang: lang, Dir: ui.DirOf(lang), Current: lang == t.lang})
	}
	return list
}

// elsewhere says that a course has not the language of the page; "" when it has.
func (t tongue) elsewhere() string {
	if t.asked || t.lang == t.r.Locale.Lang() {
		return ""
	}
	return t.r.T("academy.not_in_yours", "language", t.r.LanguageNames([]string{t.lang})[0])
}

// credit is whose work a course is: it stands on every page of it.
type credit struct{ author, licence, link, source string }

func creditOf(e academy.Edition) credit {
	return credit{e.Author, e.Licence, licences[e.Licence], e.Source}
}

// licences are the pages of those that courses mostly have.
var licences = map[string]string{
	"CC-BY-4.0":       "https://creativecommons.org/licenses/by/4.0/",
	"CC-BY-SA-4.0":    "https://creativecommons.org/licenses/by-sa/4.0/",
	"CC-BY-NC-4.0":    "https://creativecommons.org/licenses/by-nc/4.0/",
	"CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
	"CC0-1.0":         "https://creativecommons.org/publicdomain/zero/1.0/",
}

// size of a course: how many lessons, and how long they take.
func sizeOf(r *web.Request, e academy.Edition) (facts []string) {
	var minutes int64
	for _, l := range e.Lessons() {
		minutes += l.Minutes
	}
	facts = append(facts, r.N("academy.lessons", int64(len(e.Lessons()))))
	if minutes > 0 {
		facts = append(facts, r.N("console.minutes", minutes))
	}
	return facts
}

// progress is how far a learner is.
type progress struct {
	done, all int64
	words     string
}

func progressOf(r *web.Request, at academy.Standing) progress {
	done, all := at.Of()
	return progress{done, all, r.T("academy.done_of", "done", done, "all", all)}
}

// withQuery adds a value to an address that may have others.
func withQuery(url, pair string) string {
	if strings.Contains(url, "?") {
		return url + "&" + pair
	}
	return url + "?" + pair
}
