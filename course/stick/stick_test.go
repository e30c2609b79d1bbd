package stick

import (
	"archive/zip"
	"bytes"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"agora/academy/starter"
	"agora/course"
	"agora/i18n"
)

// written gives the files of a course on a stick.
func written(t *testing.T, c *course.Course) map[string]string {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, c, words.Locale); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(body)
	}
	return files
}

func starterCourse(t *testing.T) *course.Course {
	t.Helper()
	c, err := starter.Course()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// little is a course with what the starter course lacks.
func little() *course.Course {
	q := func(q course.Question) course.Question {
		q.Ask, q.Why = course.Text{"fr": "Quoi " + q.ID}, course.Text{"fr": "because-" + q.ID}
		return q
	}
	choice := func(s string, right bool) course.Choice {
		return course.Choice{Text: course.Text{"fr": s}, Right: right}
	}
	return &course.Course{ID: "little", Version: 1, Author: "A <b>&", Licence: "CC-BY-4.0", Source: "After a book, https://example.com/book", Languages: []string{"fr", "ar"},
		Title: course.Text{"fr": "Feutre"},
		Files: map[string][]byte{"sound/a b.ogg": append([]byte("OggS"), make([]byte, 1_500_000)...), "sound/a b.fr.vtt": []byte("WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Nurai>Take <i>wool</i>.\n"), "film/x.mp4": []byte("\x00\x00\x00\x18ftypmp42"), "film/x.fr.txt": []byte("\ufeffThey <felt> it.")},
		Modules: []course.Module{{ID: "m", Title: course.Text{"fr": "Un"}, Lessons: []course.Lesson{
			{ID: "one", Title: course.Text{"fr": "Un", "ar": "واحد"}, Body: course.Text{"fr": "![Nurai says](<sound/a b.ogg>) ![film](film/x.mp4)[^1]\n\n[^1]: note", "ar": "نص [x](lesson:two) [out](https://example.com/)"},
				Work: course.Work{Say: course.Text{"fr": "Show *it*."}, Rubric: []course.Criterion{{ID: "c", Points: 5, Say: course.Text{"fr": "clean"}}}},
				Quiz: course.Quiz{Pass: 1, Draw: 1, Questions: []course.Question{
					q(course.Question{ID: "n", Kind: course.Numeric, Answer: "77123.5"}), q(course.Question{ID: "s", Kind: course.Short, Accept: map[string][]string{"fr": {"secret-word"}}}),
					q(course.Question{ID: "o", Kind: course.Order, Choices: []course.Choice{choice("o1", false), choice("o2", false), choice("o3", false)}}),
					q(course.Question{ID: "c", Kind: course.Single, Choices: []course.Choice{choice("c1", true), choice("c2", false)}}),
				}}},
			{ID: "two", Title: course.Text{"fr": "Deux"}, Body: course.Text{"fr": "Texte."}}}}}}
}

func TestEveryLinkLeadsToAFileOfTheStick(t *testing.T) {
	for _, c := range []*course.Course{starterCourse(t), little()} {
		files := written(t, c)
		pages := 0
		for name, body := range files {
			if path.Ext(name) != ".html" {
				continue
			}
			pages++
			loads(t, files, name, body)
			for _, s := range []string{c.Author, c.Licence, c.Source} {
				if !strings.Contains(html.UnescapeString(body), s) {
					t.Errorf("%s does not name %q", name, s)
				}
			}
		}
		lessons := 0
		for _, m := range c.Modules {
			lessons += len(m.Lessons)
		}
		if want := (lessons + 1) * len(c.Languages); pages != want {
			t.Errorf("%d pages, want %d", pages, want)
		}
	}
}

// loads checks what a page loads and where it leads.
func loads(t *testing.T, files map[string]string, name, body string) {
	t.Helper()
	for z := html.NewTokenizer(strings.NewReader(body)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken:
			token := z.Token()
			if slices.Contains([]string{"script", "iframe", "form", "link", "object", "embed", "base", "input"}, token.Data) {
				t.Errorf("%s has <%s>", name, token.Data)
			}
			for _, a := range token.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcset" || a.Key == "poster":
					t.Errorf("%s has %s", name, a.Key)
				case a.Key == "href" && token.Data == "a" && (strings.HasPrefix(a.Val, "https://example.com/") || strings.HasPrefix(a.Val, "#")):
				case a.Key == "href" || a.Key == "src":
					plain, err := url.PathUnescape(a.Val)
					if _, ok := files[path.Join(path.Dir(name), plain)]; err != nil || !ok || strings.HasPrefix(plain, "/") {
						t.Errorf("%s: %s=%q leads nowhere", name, a.Key, a.Val)
					}
				}
			}
		}
	}
}

func TestWhatIsRightIsOnNoPage(t *testing.T) {
	c := little()
	page := written(t, c)["lessons/one.fr.html"]
	secrets := []string{"77123", "77 123", "secret-word", "because-"}
	for _, s := range secrets {
		if strings.Contains(page, s) {
			t.Errorf("the page says %q", s)
		}
	}
	row := func(page string) (list []int) {
		for _, s := range []string{"o1", "o2", "o3"} {
			list = append(list, strings.Index(page, ">"+s+"<"))
		}
		return list
	}
	if at := row(page); slices.IsSorted(at) || at[0] < 0 {
		t.Errorf("the order shows itself: %v", at)
	}
	if !strings.Contains(page, "You answer these questions on the site") || strings.Count(page, "Quoi") != 4 {
		t.Error("questions or their note are missing")
	}
	flipped := little() // the other choice is right, and nothing else differs
	flipped.Modules[0].Lessons[0].Quiz.Questions[3].Choices[0].Right = false
	flipped.Modules[0].Lessons[0].Quiz.Questions[3].Choices[1].Right = true
	if written(t, flipped)["lessons/one.fr.html"] != page {
		t.Error("the page depends on what is right")
	}
	c.Open = true
	page = written(t, c)["lessons/one.fr.html"]
	for _, s := range []string{"77,123.5", "secret-word", "because-s", "<details><summary>Answer"} {
		if !strings.Contains(page, s) {
			t.Errorf("the page of an open course lacks %q", s)
		}
	}
	if strings.Contains(page, "You answer these questions on the site") {
		t.Error("an open course sends people to the site")
	}
}

func TestSoundFilmAndLanguages(t *testing.T) {
	files := written(t, little())
	one, arabic, two := files["lessons/one.fr.html"], files["lessons/one.ar.html"], files["lessons/two.ar.html"]
	for _, s := range []string{`<audio controls preload="none" src="../sound/a%20b.ogg"`, "2 MB", `<video controls preload="none" src="../film/x.mp4"`, ">Take wool.</div>", ">They &lt;felt&gt; it.</div>", "<em>it</em>", "clean (5)", `<html lang="fr" dir="ltr">`, `rel="next" href="two.fr.html"`} {
		if !strings.Contains(one, s) {
			t.Errorf("the page lacks %s", s)
		}
	}
	if strings.Contains(one, "WEBVTT") || strings.Contains(one, "--&gt;") {
		t.Error("timings of captions are shown")
	}
	for _, s := range []string{`<html lang="ar" dir="rtl">`, `<a href="two.ar.html">x</a>`, `<a href="https://example.com/" rel="nofollow noopener">out</a>`, `rel="next" href="two.ar.html" lang="fr" dir="ltr"`} {
		if !strings.Contains(arabic, s) {
			t.Errorf("the page lacks %s", s)
		}
	}
	if !strings.Contains(two, `<article lang="fr" dir="ltr">`) || !strings.Contains(two, `rel="prev" href="one.ar.html" lang="ar" dir="rtl"><span aria-hidden="true">→`) {
		t.Error("a lesson that is not in the language is not shown in the first")
	}
}

func TestDirections(t *testing.T) {
	for lang, want := range map[string]string{"en": "ltr", "ur": "rtl", "ar-EG": "rtl", "uz-Arab": "rtl", "ur-Latn": "ltr", "az": "ltr", "ff-Adlm": "rtl", "he-IL": "rtl", "zh-Hans": "ltr"} {
		if got := direction(lang); got != want {
			t.Errorf("%s runs %s", lang, got)
		}
	}
}

func TestTheSameCourseGivesTheSameStick(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := Write(w, starterCourse(t), words.Locale); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("other bytes")
	}
	if err := Write(&a, &course.Course{}, words.Locale); err == nil {
		t.Error("a course that is wrong was written")
	}
}
