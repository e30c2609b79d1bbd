package course

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// say draws a text of one to three languages; the first is always in it.
func say(t *rapid.T, langs []string, what string) Text {
	out := Text{}
	for i, lang := range langs {
		if i == 0 || rapid.Bool().Draw(t, what+lang) {
			out[lang] = phraseOf(t, what)
		}
	}
	return out
}

// phraseOf draws words as people and programs write them, with what YAML could misread.
func phraseOf(t *rapid.T, what string) string {
	return rapid.OneOf(
		rapid.StringMatching(`[a-zа-яءاب]{1,12}( [a-z0-9]{1,8}){0,3}`),
		rapid.SampledFrom([]string{"no", "null", "~", "1.50", "0x1F", "2026-11-28", "true", "- a", "a: b", "#x", "!tag", "&a", "*a", "{x", "[x",
			"'", "\"", "%", "@x", "`", "| x", "> y", "<<", "=", "?", ": ", " lead", "trail ", "two\nlines", "\nlead", "trail\n", "tab\tin", "a\u2028b", "a\u00a0b", "🧵 felt", "---", "...", "a\n\n  b\n c", "ی\u200cب", "\ttab"}),
		rapid.StringOfN(rapid.RuneFrom([]rune(" \n\t:#-'\"{}[]&*!|>%@`,?\\/abcé٣۴ы中🧵\u2028\u00a0\u200f")), 1, 20, -1),
	).Filter(func(s string) bool { why, _ := checkText(s, maxWords); return why == "" }).Draw(t, what)
}

// body draws Markdown that leads only where it may.
func body(t *rapid.T, files []string, lessons []string) string {
	parts := rapid.SliceOfN(rapid.OneOf(
		rapid.StringMatching(`[a-zа-я ]{1,30}`),
		rapid.SampledFrom([]string{"## Heading", "- one\n- two", "| a | b |\n|---|---:|\n| 1 | 2 |", "> said", "a[^1]\n\n[^1]: note", "```\ncode <b>\n```", "**bold** ~~gone~~", "<https://example.com/>", "---", "[post](https://example.com/a?b=c&d)"}),
		rapid.Map(rapid.SampledFrom(lessons), func(id string) string { return "[see](lesson:" + id + ")" }),
	), 1, 6).Draw(t, "body")
	for _, f := range files {
		if strings.Contains(f, "pictures/") && rapid.Bool().Draw(t, "shows") {
			parts = append(parts, "![words]("+f+")")
		}
	}
	return "Text.\n\n" + strings.Join(parts, "\n\n") + rapid.SampledFrom([]string{"", "\n", "\n\n"}).Draw(t, "end")
}

func ids(t *rapid.T, least, most int, what string) []string {
	return rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z0-9][a-z0-9_-]{0,8}`), least, most, rapid.ID[string]).Draw(t, what)
}

func question(t *rapid.T, id string, langs []string) Question {
	q := Question{ID: id, Kind: rapid.SampledFrom([]Kind{Single, Multiple, Order, Numeric, Short}).Draw(t, "kind"), Ask: say(t, langs, "ask")}
	if rapid.Bool().Draw(t, "explained") {
		q.Why = say(t, langs, "why")
	}
	switch q.Kind {
	case Numeric:
		q.Answer = rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{1,4})?`).Draw(t, "answer")
		q.Tolerance = rapid.StringMatching(`([0-9]{1,3}(\.[0-9]{1,2})?)?`).Draw(t, "tolerance")
		if rapid.Bool().Draw(t, "in") {
			q.Unit = say(t, langs, "unit")
		}
	case Short:
		q.Accept = map[string][]string{langs[0]: {"a " + phraseOf(t, "accept"), "b"}}
	default:
		n := rapid.IntRange(2, 6).Draw(t, "choices")
		for i := range n {
			text := say(t, langs, "choice")
			text[langs[0]] = fmt.Sprintf("%d %s", i, text[langs[0]])
			q.Choices = append(q.Choices, Choice{Text: text, Right: q.Kind != Order && (i == 0 || q.Kind == Multiple && rapid.Bool().Draw(t, "right"))})
		}
	}
	return q
}

var (
	littleSVG = []byte(`<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>`)
	littlePNG = []byte("\x89PNG\r\n\x1a\nrest")
)

// random draws a course that Check takes.
func random(t *rapid.T) *Course {
	langs := rapid.SampledFrom([][]string{{"en"}, {"ru", "en"}, {"ur", "ky", "uz-Cyrl"}}).Draw(t, "languages")
	c := &Course{ID: ids(t, 1, 1, "id")[0], Version: rapid.Int64Range(1, 1<<40).Draw(t, "version"), Licence: rapid.SampledFrom([]string{"", "CC-BY-4.0"}).Draw(t, "licence"),
		Author: phraseOf(t, "author"), Languages: langs, Title: say(t, langs, "title"), Open: rapid.Bool().Draw(t, "open")}
	if rapid.Bool().Draw(t, "has source") {
		c.Source = phraseOf(t, "source")
		c.About = say(t, langs, "about")
		c.Requires = []string{c.ID + "-before"}
	}
	files := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"pictures/a.svg", "pictures/сүрөт 1.png", "sound/x.en.txt", "LICENSE"}), 0, 3, rapid.ID[string]).Draw(t, "files")
	for _, f := range files {
		if c.Files == nil {
			c.Files = map[string][]byte{}
		}
		c.Files[f] = map[bool][]byte{true: littleSVG, false: []byte("text")}[strings.HasSuffix(f, ".svg")]
		if strings.HasSuffix(f, ".png") {
			c.Files[f] = littlePNG
		}
	}
	lessons := ids(t, 1, 6, "lessons")
	for i, id := range lessons {
		if i == 0 || rapid.Bool().Draw(t, "new module") {
			c.Modules = append(c.Modules, Module{ID: fmt.Sprintf("m%d", i), Title: say(t, langs, "module")})
		}
		m := &c.Modules[len(c.Modules)-1]
		l := Lesson{ID: id, Minutes: rapid.Int64Range(0, 60).Draw(t, "minutes"), Title: say(t, langs, "lesson"), Body: Text{}}
		for lang := range l.Title {
			l.Body[lang] = body(t, markdownNames(files), lessons)
		}
		for _, q := range ids(t, 0, 4, "questions") {
			l.Quiz.Questions = append(l.Quiz.Questions, question(t, q, langs))
		}
		if n := int64(len(l.Quiz.Questions)); n > 0 {
			l.Quiz.Draw = rapid.Int64Range(0, n).Draw(t, "draw")
			l.Quiz.Pass = rapid.Int64Range(1, max(1, l.Quiz.Draw)).Draw(t, "pass")
		}
		if rapid.Bool().Draw(t, "task") {
			l.Tasks = []Task{{Check: "orders_sent", Need: 2, Say: say(t, langs, "task")}, {Check: "orders_sent", Need: 3, Say: say(t, langs, "task")}}
		}
		if rapid.Bool().Draw(t, "work") {
			l.Work = Work{Say: Text{langs[0]: "Do it."}, Peers: rapid.Int64Range(0, 3).Draw(t, "peers"), Rubric: []Criterion{{ID: "a", Points: 3, Say: say(t, langs, "criterion")}}}
		}
		m.Lessons = append(m.Lessons, l)
	}
	return c
}

// markdownNames writes names as Markdown wants them.
func markdownNames(files []string) []string {
	out := make([]string, len(files))
	for i, f := range files {
		if out[i] = f; strings.Contains(f, " ") {
			out[i] = "<" + f + ">"
		}
	}
	return out
}
