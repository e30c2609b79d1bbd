// Package stick writes a course as plain HTML for a memory stick: one zip that is opened
// from disk, without a server, without script and without a line.
//
// Invariants: a page of it loads nothing but files of the zip, by relative addresses; it
// names the author, the licence and the source; and what is right in a quiz is in no page
// unless the course is open.
package stick

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"maps"

	"agora/course"
	"agora/i18n"
)

//go:embed page.html style.css
var files embed.FS

// Write writes a course as a zip of pages, one for each lesson and language. Locale
// gives the words around them, in English where it doesn't speak a language.
func Write(w io.Writer, c *course.Course, locale func(lang string) *i18n.Locale) error {
	if err := c.Check().Err(); err != nil {
		return err
	}
	s, err := newStick(c, locale)
	if err != nil {
		return err
	}
	for _, lang := range c.Languages {
		if err := s.language(lang); err != nil {
			return fmt.Errorf("%s: %w", lang, err)
		}
	}
	return course.Pack(w, s.out)
}

// stick is a course on its way to pages.
type stick struct {
	c      *course.Course
	locale func(lang string) *i18n.Locale
	pages  *template.Template
	style  template.CSS
	list   []course.Lesson // all, in the order of reading
	out    map[string][]byte
}

func newStick(c *course.Course, locale func(lang string) *i18n.Locale) (*stick, error) {
	pages, err := template.ParseFS(files, "page.html")
	if err != nil {
		return nil, err
	}
	style, err := files.ReadFile("style.css")
	if err != nil {
		return nil, err
	}
	s := &stick{c: c, locale: locale, pages: pages, style: template.CSS(style), out: maps.Clone(c.Files)} //nolint:gosec // our own sheet
	if s.out == nil {
		s.out = map[string][]byte{}
	}
	for _, m := range c.Modules {
		s.list = append(s.list, m.Lessons...)
	}
	return s, nil
}

// language writes the pages of one language.
func (s *stick) language(lang string) error {
	v := s.view(lang)
	if err := s.write(indexFile(s.c, lang), "index", s.index(v)); err != nil {
		return err
	}
	for i := range s.list {
		if err := s.write(lessonFile(s.list[i].ID, lang), "lesson", s.lesson(v, i)); err != nil {
			return err
		}
	}
	return nil
}

func (s *stick) write(name, page string, data any) error {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, page, data); err != nil {
		return err
	}
	s.out[name] = b.Bytes()
	return nil
}

// indexFile is where the contents of a language are: of the first where one looks.
func indexFile(c *course.Course, lang string) string {
	if lang == c.Languages[0] {
		return "index.html"
	}
	return "index." + lang + ".html"
}

func lessonFile(id, lang string) string { return "lessons/" + id + "." + lang + ".html" }
