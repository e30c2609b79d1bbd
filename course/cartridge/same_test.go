package cartridge

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"agora/course"
)

// words draws what a teacher types in one line.
func words(t *rapid.T, what string) string {
	return rapid.StringMatching(`[A-Za-zа-яء-ي][a-z0-9а-яء-ي]{0,8}( [-a-z0-9*_&<>"'|\[\](){}#+=.,:;!?~$%é№₸]{1,7}){0,4} [a-z.?]{1,4}`).Draw(t, what)
}

// body draws Markdown of all kinds of blocks that lessons have.
func body(t *rapid.T, lessons []string) string {
	parts := rapid.SliceOfN(rapid.OneOf(
		rapid.StringMatching(`[A-Za-zа-я]{1,9}( [a-zа-я,.]{1,9}){0,9}`),
		rapid.SampledFrom([]string{"## Heading", "### Below", "- one\n- two **b**", "- one\n\n- two\n\n  more", "1. a\n2. b\n   - c", "3. x\n4. y", "| a | b |\n|---|---:|\n| 1 \\| 2 | **2** |\n| | x |",
			"> said\n>\n> - in a list", "a[^1] b[^1] c[^2]\n\n[^1]: note *x*\n\n[^2]: other", "```\ncode <b>\n\n  x\n```", "a `x y` b", "*em* **strong** ***both*** ~~gone~~", "<https://example.com/a_b>", "---",
			"[post](https://example.com/a?b=c&d)", "a\\\nb", "![felt](pictures/a.svg)", "![](pictures/a.svg) and ![wind](sound/x.ogg)", "1\\. no list", "5 * 3 * 2", "\\<b>", "&amp; &lt;", "# Top", "* a\n\n- b"}),
		rapid.Map(rapid.SampledFrom(lessons), func(id string) string { return "[see *it*](lesson:" + id + ")" }),
	), 1, 8).Draw(t, "body")
	return strings.Join(parts, "\n\n") + "\n"
}

func question(t *rapid.T, id string) course.Question {
	q := course.Question{ID: id, Kind: rapid.SampledFrom([]course.Kind{course.Single, course.Multiple, course.Short}).Draw(t, "kind"), Ask: course.Text{"ru": words(t, "ask")}}
	if rapid.Bool().Draw(t, "two lines") {
		q.Ask["ru"] += "\n" + words(t, "line")
	}
	if rapid.Bool().Draw(t, "explained") {
		q.Why = course.Text{"ru": words(t, "why")}
	}
	if q.Kind == course.Short {
		q.Accept = map[string][]string{"ru": rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) string { return words(t, "word") }), 1, 3, rapid.ID[string]).Draw(t, "accept")}
		return q
	}
	right := rapid.IntRange(0, 2).Draw(t, "right")
	for i := range rapid.IntRange(3, 5).Draw(t, "choices") {
		q.Choices = append(q.Choices, course.Choice{Text: course.Text{"ru": fmt.Sprint(i) + " " + words(t, "choice")}, Right: i == right || q.Kind == course.Multiple && rapid.Bool().Draw(t, "too")})
	}
	return q
}

// within draws a course of what a cartridge has.
func within(t *rapid.T) *course.Course {
	c := &course.Course{ID: "a-course", Version: rapid.Int64Range(1, 1e9).Draw(t, "version"), Licence: rapid.SampledFrom([]string{"", "CC-BY-4.0", "CC0-1.0"}).Draw(t, "licence"),
		Author: rapid.SampledFrom([]string{"Asel", "Nurai, of Naryn & sons"}).Draw(t, "author"), Languages: []string{"ru"}, Title: course.Text{"ru": words(t, "title")},
		Files: map[string][]byte{"pictures/a.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>`), "sound/x.ogg": []byte("OggS"), "sound/x.ru.txt": []byte("wind"), "LICENSE": []byte("free")}}
	if c.Licence != "" {
		c.Source = rapid.SampledFrom([]string{"", "A book of ours, https://example.org."}).Draw(t, "source")
	}
	if rapid.Bool().Draw(t, "about") {
		c.About = course.Text{"ru": words(t, "about")}
	}
	lessons := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z][a-z0-9]{0,6}`), 1, 5, rapid.ID[string]).Draw(t, "lessons")
	for i, id := range lessons {
		if i == 0 || rapid.Bool().Draw(t, "new module") {
			c.Modules = append(c.Modules, course.Module{ID: fmt.Sprintf("m%d", i), Title: course.Text{"ru": words(t, "module")}})
		}
		m := &c.Modules[len(c.Modules)-1]
		l := course.Lesson{ID: id, Title: course.Text{"ru": words(t, "lesson")}, Body: course.Text{"ru": body(t, lessons)}}
		for n := range rapid.IntRange(0, 4).Draw(t, "questions") {
			l.Quiz.Questions = append(l.Quiz.Questions, question(t, fmt.Sprintf("q%d", n)))
			l.Quiz.Pass = passMark(n + 1)
		}
		if rapid.Bool().Draw(t, "work") {
			l.Work.Say = course.Text{"ru": body(t, lessons)}
		}
		m.Lessons = append(m.Lessons, l)
	}
	return c
}

// drawn puts what the Markdown of a course draws in its place, for two texts that draw
// the same are the same lesson.
func drawn(c *course.Course) *course.Course {
	o := course.Options{Lesson: func(id string) string { return id }, Medium: func(m course.Medium) string { return "(" + m.Path + ": " + m.Words + ")" }}
	for i := range c.Modules {
		for j := range c.Modules[i].Lessons {
			l := &c.Modules[i].Lessons[j]
			for _, t := range []course.Text{l.Body, l.Work.Say} {
				for lang, md := range t {
					t[lang], _ = course.Draw(md, o)
				}
			}
		}
	}
	return c
}

// TestWrittenAndRead writes random courses and reads them again.
func TestWrittenAndRead(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := within(r)
		var b bytes.Buffer
		report, err := Write(&b, c, "")
		if err != nil {
			r.Fatal(err)
		}
		again, notes, err := readZip(b.Bytes())
		if err != nil {
			r.Fatal(err)
		}
		for _, n := range append(report.Notes, notes.Notes...) {
			if n.Reason != course.NoLicence {
				r.Error(n.Error())
			}
		}
		var twice bytes.Buffer
		if _, err := Write(&twice, again, ""); err != nil {
			r.Fatal(err)
		}
		if d := cmp.Diff(drawn(c), drawn(again)); d != "" {
			r.Fatal(d)
		}
	})
}

// TestBook writes the book that comes with the program and reads it again: but for the
// minutes it is the same.
func TestBook(t *testing.T) {
	packed, err := os.ReadFile("../../academy/starter/openstax-entrepreneurship.zip")
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := course.ReadZip(packed)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := Write(&b, c, ""); err != nil {
		t.Fatal(err)
	}
	again, report, err := readZip(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range report.Notes {
		t.Error(n.Error())
	}
	for i := range c.Modules {
		for j := range c.Modules[i].Lessons {
			c.Modules[i].Lessons[j].Minutes = 0
		}
	}
	if d := cmp.Diff(drawn(c), drawn(again)); d != "" {
		t.Error(d)
	}
}
