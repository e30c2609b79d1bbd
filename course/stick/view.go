package stick

import (
	"html/template"
	"slices"
	"strings"

	"agora/course"
	"agora/i18n"
)

// view is what every page of a language shows.
type view struct {
	Lang, Dir, Title, Course, Home string
	Author, Licence, Source, About string
	Others                         []other
	Style                          template.CSS
	Labels                         labels
	words                          *i18n.Locale
}

// labels are the words around a course.
type labels struct{ Author, Licence, Transcript, Tasks, Work, Quiz, OnSite, Answer string }

func labelsIn(l *i18n.Locale) labels {
	return labels{
		Author: l.T("academy.author"), Licence: l.T("academy.licence"), Transcript: l.T("academy.transcript"),
		Tasks: l.T("academy.tasks"), Work: l.T("academy.work"), Quiz: l.T("academy.quiz"),
		OnSite: l.T("academy.stick_answers"), Answer: l.T("academy.answer"),
	}
}

// Arrow points back or on, as the language runs.
func (v view) Arrow(back bool) string {
	if back == (v.Dir == "rtl") {
		return "→"
	}
	return "←"
}

// other is the same page in another language.
type other struct {
	Lang, Dir, Name, To string
	Here                bool
}

// said is a text in the language in which it is there.
type said struct{ Lang, Dir, Words string }

// link leads to a lesson.
type link struct{ Lang, Dir, Title, To, Minutes string }

// say chooses a text for a reader: in her language, else in the first of the course.
func (s *stick) say(t course.Text, lang string) said {
	words, ok := t[lang]
	if !ok {
		lang = s.c.Languages[0]
		words = t[lang]
	}
	return said{lang, direction(lang), words}
}

// direction is how a language runs.
func direction(lang string) string {
	base, rest, _ := strings.Cut(lang, "-")
	script, _, _ := strings.Cut(rest, "-")
	rtl := slices.Contains(strings.Fields("ar arc ckb dv fa he nqo pnb ps sd syr ug ur yi"), base)
	if len(script) == 4 {
		rtl = slices.Contains(strings.Fields("Adlm Arab Hebr Nkoo Syrc Thaa"), script)
	}
	if rtl {
		return "rtl"
	}
	return "ltr"
}

func (s *stick) view(lang string) view {
	title := s.say(s.c.Title, lang).Words
	words := s.locale(lang)
	return view{Lang: lang, Dir: direction(lang), Title: title, Course: title, About: s.say(s.c.About, lang).Words,
		Home: indexFile(s.c, lang), Author: s.c.Author, Licence: s.c.Licence, Source: s.c.Source, Style: s.style, Labels: labelsIn(words), words: words}
}

// others are the languages of a page.
func (s *stick) others(here string, to func(lang string) string) (list []other) {
	for _, lang := range s.c.Languages {
		name := lang
		if l := s.locale(lang); l.Lang() == lang {
			name = l.Name()
		}
		list = append(list, other{lang, direction(lang), name, to(lang), lang == here})
	}
	return list
}

// index is the page of contents.
type index struct {
	view
	Modules []module
}

type module struct {
	Lang, Dir, Title string
	Lessons          []link
}

func (s *stick) index(v view) index {
	page := index{view: v}
	page.Others = s.others(v.Lang, func(lang string) string { return indexFile(s.c, lang) })
	for _, m := range s.c.Modules {
		t := s.say(m.Title, v.Lang)
		list := module{Lang: t.Lang, Dir: t.Dir, Title: t.Words}
		for _, l := range m.Lessons {
			to := s.link(&l, v, lessonFile(l.ID, v.Lang))
			list.Lessons = append(list.Lessons, to)
		}
		page.Modules = append(page.Modules, list)
	}
	return page
}

func (s *stick) link(l *course.Lesson, v view, to string) link {
	t := s.say(l.Title, v.Lang)
	minutes := ""
	if l.Minutes > 0 {
		minutes = v.words.N("console.minutes", l.Minutes)
	}
	return link{t.Lang, t.Dir, t.Words, to, minutes}
}
