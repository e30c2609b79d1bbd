package stick

import (
	"fmt"
	"hash/fnv"
	"html"
	"html/template"
	"net/url"
	"regexp"
	"strings"

	"agora/course"
)

// lesson is the page of a lesson.
type lesson struct {
	view
	Heading, BodyLang, BodyDir string
	Body                       template.HTML
	Transcripts                []transcript
	Tasks                      []said
	Work                       *work
	Questions                  []question
	Open                       bool
	Before, After              *link
}

// transcript is what is said in a sound or film.
type transcript struct{ Of, Words string }

type work struct {
	Lang, Dir string
	Say       template.HTML
	Rubric    []said
}

func (s *stick) lesson(v view, i int) lesson {
	l := &s.list[i]
	title := s.say(l.Title, v.Lang)
	page := lesson{view: v, Heading: title.Words, BodyLang: title.Lang, BodyDir: title.Dir, Open: s.c.Open}
	page.Title, page.Home = title.Words+" · "+v.Course, "../"+v.Home
	page.Others = s.others(v.Lang, func(lang string) string { return l.ID + "." + lang + ".html" })
	page.Body = s.draw(&page, l.Body[title.Lang], v, title.Lang, "")
	for _, t := range l.Tasks {
		page.Tasks = append(page.Tasks, s.say(t.Say, v.Lang))
	}
	if len(l.Work.Say) > 0 {
		page.Work = s.work(&page, l, v)
	}
	page.Questions = s.questions(l, v)
	if i > 0 {
		page.Before = s.turn(i-1, v)
	}
	if i+1 < len(s.list) {
		page.After = s.turn(i+1, v)
	}
	return page
}

func (s *stick) turn(i int, v view) *link {
	l := &s.list[i]
	to := s.link(l, v, l.ID+"."+v.Lang+".html")
	return &to
}

func (s *stick) work(page *lesson, l *course.Lesson, v view) *work {
	say := s.say(l.Work.Say, v.Lang)
	w := &work{Lang: say.Lang, Dir: say.Dir, Say: s.draw(page, say.Words, v, say.Lang, "work-")}
	for _, r := range l.Work.Rubric {
		one := s.say(r.Say, v.Lang)
		one.Words += fmt.Sprintf(" (%s)", v.words.Number(r.Points))
		w.Rubric = append(w.Rubric, one)
	}
	return w
}

// draw makes HTML of a text. Pictures are in the page, since a disk is quick; sound and
// film are loaded when they are played.
func (s *stick) draw(page *lesson, md string, v view, lang, prefix string) template.HTML {
	out, _ := course.Draw(md, course.Options{
		Lesson: func(id string) string { return id + "." + v.Lang + ".html" },
		Medium: func(m course.Medium) string { return s.medium(page, m, v, lang) },
		Prefix: prefix,
		Back:   v.words.T("academy.footnote_back"),
	})
	return template.HTML(out) //nolint:gosec // Draw makes nothing that runs
}

func (s *stick) medium(page *lesson, m course.Medium, v view, lang string) string {
	body, ok := s.c.Files[m.Path]
	if !ok {
		return ""
	}
	src, words := "../"+escaped(m.Path), html.EscapeString(m.Words)
	kind, _, _ := strings.Cut(m.Type, "/")
	if kind == "image" {
		return fmt.Sprintf(`<img src="%s" alt="%s" loading="lazy">`, src, words)
	}
	for _, name := range course.Transcripts(m.Path, lang) {
		if text, ok := s.c.Files[name]; ok {
			page.Transcripts = append(page.Transcripts, transcript{m.Words, spoken(string(text))})
			break
		}
	}
	tag := map[string]string{"audio": "audio", "video": "video"}[kind]
	if tag == "" {
		return ""
	}
	return fmt.Sprintf(`<%s controls preload="none" src="%s" title="%s"></%s> %s <small>%s</small>`, tag, src, words, tag, words, html.EscapeString(size(v, len(body))))
}

// size says how heavy a file is.
func size(v view, n int) string {
	if n < 1e6 {
		return v.words.T("store.kb", "n", (n+999)/1000)
	}
	return v.words.T("hall.replay_mb", "n", (n+5e5)/1e6)
}

// escaped is a path as an address.
func escaped(name string) string {
	parts := strings.Split(name, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return html.EscapeString(strings.Join(parts, "/"))
}

// timing is a line of captions that is not said.
var timing = regexp.MustCompile(`(?m)^(?:WEBVTT.*|NOTE.*|[0-9]+|.*-->.*)$\n?|<[^>\n]*>`)

// spoken gives the words of a transcript or of captions.
func spoken(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.HasPrefix(text, "WEBVTT") {
		text = timing.ReplaceAllString(text, "")
	}
	return strings.TrimSpace(text)
}

// seed mixes the choices of a lesson, always in the same way.
func seed(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // a hash never fails
	return h.Sum64()
}
