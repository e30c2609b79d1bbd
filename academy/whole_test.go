package academy_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	. "agora/academy"
	"agora/academy/starter"
	"agora/course"
	"agora/db"
	"agora/fault"
)

// said draws a text in some of the languages, the first among them.
func said(t *rapid.T, langs []string, what string) course.Text {
	out := course.Text{}
	for i, lang := range langs {
		if i == 0 || rapid.Bool().Draw(t, what+lang) {
			out[lang] = rapid.OneOf(rapid.StringMatching(`[a-zа-яءاب<>&"'\\]{1,12}( [a-z0-9]{1,8}){0,3}`),
				rapid.SampledFrom([]string{"null", " lead", "trail\n", "a\u2028b", "ی\u200cب", "🧵", "%d $1", "\ttab"})).Draw(t, what)
		}
	}
	return out
}

// maybe draws a text, or none.
func maybe(t *rapid.T, langs []string, what string) course.Text {
	if rapid.Bool().Draw(t, "has "+what) {
		return said(t, langs, what)
	}
	return nil
}

func anyQuestion(t *rapid.T, id string, langs []string) course.Question {
	q := course.Question{ID: id, Kind: rapid.SampledFrom([]course.Kind{course.Single, course.Multiple, course.Order, course.Numeric, course.Short}).Draw(t, "kind"),
		Ask: said(t, langs, "ask"), Why: maybe(t, langs, "why")}
	switch q.Kind {
	case course.Numeric:
		q.Answer, q.Tolerance, q.Unit = "2824.80", rapid.SampledFrom([]string{"", "0.5"}).Draw(t, "tolerance"), maybe(t, langs, "unit")
	case course.Short:
		q.Accept = map[string][]string{langs[0]: {"felt", "wool"}}
	default:
		for range rapid.IntRange(2, 4).Draw(t, "choices") {
			q.Choices = append(q.Choices, course.Choice{Text: said(t, langs, "choice"), Right: rapid.Bool().Draw(t, "right")})
		}
	}
	return q
}

func anyLesson(t *rapid.T, id string, langs []string) course.Lesson {
	l := course.Lesson{ID: id, Minutes: rapid.Int64Range(0, 60).Draw(t, "minutes"), Title: said(t, langs, "lesson"), Body: said(t, langs, "body")}
	for i := range rapid.IntRange(0, 3).Draw(t, "questions") {
		l.Quiz.Questions = append(l.Quiz.Questions, anyQuestion(t, fmt.Sprint("q", i), langs))
		l.Quiz.Pass, l.Quiz.Draw = 1, rapid.Int64Range(0, int64(i)+1).Draw(t, "draw")
	}
	for range rapid.IntRange(0, 2).Draw(t, "tasks") {
		l.Tasks = append(l.Tasks, course.Task{Check: string(ProductsPriced), Need: rapid.Int64Range(1, 9).Draw(t, "need"), Say: said(t, langs, "task")})
	}
	if rapid.Bool().Draw(t, "work") {
		l.Work = course.Work{Say: said(t, langs, "work"), Peers: rapid.Int64Range(0, 3).Draw(t, "peers")}
		for i := range rapid.IntRange(0, 2).Draw(t, "rubric") {
			l.Work.Rubric = append(l.Work.Rubric, course.Criterion{ID: fmt.Sprint("c", i), Points: 3, Say: said(t, langs, "criterion")})
		}
	}
	return l
}

// anyCourse draws a course that has all that a course may have, or less.
func anyCourse(t *rapid.T) *course.Course {
	langs := rapid.SampledFrom([][]string{{"en"}, {"ru", "en"}, {"ur", "ky", "uz-Cyrl"}}).Draw(t, "languages")
	c := &course.Course{ID: rapid.StringMatching(`[ab]`).Draw(t, "id"), Version: rapid.Int64Range(1, 1<<20).Draw(t, "version"),
		Licence: rapid.SampledFrom([]string{"", "CC-BY-4.0"}).Draw(t, "licence"), Author: "Asel", Source: rapid.SampledFrom([]string{"", "A book."}).Draw(t, "source"),
		Languages: langs, Title: said(t, langs, "title"), About: maybe(t, langs, "about"), Open: rapid.Bool().Draw(t, "open")}
	if rapid.Bool().Draw(t, "requires") {
		c.Requires = []string{"before", "and-that"}
	}
	for _, path := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"pictures/сүрөт 1.png", "sound/x.en.txt", "LICENSE"}), rapid.ID[string]).Draw(t, "files") {
		if c.Files == nil {
			c.Files = map[string][]byte{}
		}
		c.Files[path] = []byte(rapid.SampledFrom([]string{"", "same", "\x89PNG\r\n\x1a\n\x00"}).Draw(t, "file"))
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "lessons") {
		if i == 0 || rapid.Bool().Draw(t, "new module") {
			c.Modules = append(c.Modules, course.Module{ID: fmt.Sprint("m", i), Title: said(t, langs, "module")})
		}
		m := &c.Modules[len(c.Modules)-1]
		m.Lessons = append(m.Lessons, anyLesson(t, fmt.Sprint("l", 9-i), langs))
	}
	return c
}

// TestWholeIsWhatWasKept keeps random courses, versions of one among them, and reads each
// back.
func TestWholeIsWhatWasKept(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, _ CourseID, now *time.Time) {
		rapid.Check(t, func(r *rapid.T) {
			same(t.Context(), r, s, anyCourse(r))
		})
	})
}

// TestOwnCoursesAreWhole keeps the courses of the program and reads them back.
func TestOwnCoursesAreWhole(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, id CourseID, now *time.Time) {
		for _, own := range []func() (*course.Course, error){starter.Course, starter.Book} {
			c, err := own()
			must(t, err)
			same(t.Context(), t, s, c)
		}
		if _, err := s.Whole(t.Context(), id, 99); !fault.Is(err, fault.NotFound) {
			t.Errorf("a version that is none: %v", err)
		}
	})
}

func same(ctx context.Context, t rapid.TB, s *Service, c *course.Course) {
	t.Helper()
	id, version, err := s.Keep(ctx, teacher, c)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Whole(ctx, id, version)
	if err != nil {
		t.Fatal(err)
	}
	want := *c
	want.Version = version
	if d := cmp.Diff(&want, again); d != "" {
		t.Fatalf("%s is read otherwise than kept:\n%s", c.ID, d)
	}
}
