package cnxml

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"agora/course"
	"agora/prose"
)

// wordsPerMinute is how fast somebody reads whose first language it is not.
const wordsPerMinute = 180

// Read makes a course of a book: a folder, or an archive of one, with collections/,
// modules/ and, where the book has its pictures, media/.
func Read(files fs.FS) (*course.Course, *Report, error) {
	files = within(files)
	col, err := readCollection(files)
	if err != nil {
		return nil, nil, err
	}
	report := &Report{Drawn: map[string]int{}}
	b := &book{files: files, col: col, report: report, x: &index{map[string]*document{}, map[[2]string]target{}},
		media: media{files, map[string][]byte{}}}
	if err := b.parse(); err != nil {
		return nil, nil, err
	}
	c, err := b.course()
	if err == nil {
		err = c.Check().Err()
	}
	if err != nil {
		return nil, nil, err
	}
	report.finish(c)
	return c, report, nil
}

// book is a book while it is read.
type book struct {
	files  fs.FS
	col    *collection
	report *Report
	x      *index
	media  media
}

// parse reads all documents, so that links find what stands after them.
func (b *book) parse() error {
	alone := &numbers{}
	for _, ch := range b.col.chapters {
		count := &numbers{}
		if ch.number == 0 {
			count = alone
		}
		for _, name := range ch.documents {
			root, err := open(b.files, documentPath(name))
			if err == nil && (root.name != "document" || titleOf(root) == "") {
				err = fmt.Errorf("%s: is no CNXML document with a title", documentPath(name))
			}
			if err != nil {
				return err
			}
			d := &document{name: name, chapter: ch.number, root: root, title: titleOf(root)}
			b.x.documents[name] = d
			b.x.label(d, count)
		}
	}
	return nil
}

func (b *book) course() (*course.Course, error) {
	lang := b.col.language
	c := &course.Course{ID: "openstax-" + b.col.slug, Version: 1, Licence: b.col.licence, Author: b.col.author(),
		Languages: []string{lang}, Title: course.Text{lang: b.col.title}, Files: b.media.taken}
	for i, ch := range b.col.chapters {
		m := course.Module{ID: fmt.Sprintf("part-%d", i+1), Title: course.Text{lang: ch.title}}
		if ch.number > 0 {
			m.ID = fmt.Sprintf("chapter-%d", ch.number)
		}
		for _, name := range ch.documents {
			lessons, err := b.lessons(b.x.documents[name])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", documentPath(name), err)
			}
			m.Lessons = append(m.Lessons, lessons...)
		}
		if ch.number == 0 {
			m.Title = course.Text{lang: b.x.documents[ch.documents[0]].title}
		}
		if len(m.Lessons) > 0 {
			c.Modules = append(c.Modules, m)
		}
	}
	c.Source = b.col.source(len(c.Files) > 0)
	c.About = course.Text{lang: fmt.Sprintf("A textbook of OpenStax: %d modules in %d parts.", len(b.x.documents), len(c.Modules))}
	if text, err := fs.ReadFile(b.files, "LICENSE"); err == nil {
		c.Files["LICENSE"] = []byte(prose.Clean(strings.ReplaceAll(string(text), "\r\n", "\n")))
	}
	return c, nil
}

// lessons makes one lesson of a document, or several where it is too long for one.
func (b *book) lessons(d *document) ([]course.Lesson, error) {
	w := &writer{x: b.x, d: d, report: b.report, files: b.media}
	pieces := w.document()
	if len(pieces) == 0 {
		return nil, errors.New("has no text")
	}
	texts, err := split(pieces, w.notes)
	if err != nil {
		return nil, err
	}
	lang := b.col.language
	lessons := make([]course.Lesson, len(texts))
	for i, text := range texts {
		words := countWords(text)
		b.report.Words += words
		l := course.Lesson{ID: d.name, Title: course.Text{lang: d.title}, Body: course.Text{lang: text},
			Minutes: int64(words/wordsPerMinute + 1)}
		if i > 0 {
			l.ID = fmt.Sprintf("%s-%d", d.name, i+1)
		}
		if len(texts) > 1 {
			l.Title[lang] = fmt.Sprintf("%s (%d/%d)", d.title, i+1, len(texts))
		}
		lessons[i] = l
	}
	lessons[len(lessons)-1].Quiz = w.quizOf(lang)
	return lessons, nil
}

// document makes the pieces of a whole document.
func (w *writer) document() []piece {
	root := w.d.root
	w.drew(root)
	var pieces []piece
	title := root.child("title") // the lesson's
	w.drew(title)
	title.seenBelow(w)
	for _, k := range root.kids {
		switch k.name {
		case "metadata":
			w.leaveAll(k, "about the document, not of its text")
		case "content":
			w.drew(k)
			pieces = append(pieces, w.body(k, 1)...)
		case "glossary":
			pieces = append(pieces, w.glossary(k)...)
		}
	}
	if rest := strings.TrimSpace(w.rest(root)); rest != "" {
		pieces = append(pieces, piece{text: w.lines(rest)})
	}
	return pieces
}

// leaveAll counts an element and all below it as left.
func (w *writer) leaveAll(n *node, why string) {
	n.seen = true
	if n.name != "" {
		w.report.left(w.d.name, n.name, course.LeftOut, why)
	}
	for _, k := range n.kids {
		w.leaveAll(k, why)
	}
}

// rest is what stands where nobody looked: elements in places that CNXML does not give
// them. Their words come at the end of the lesson.
func (w *writer) rest(n *node) string {
	var b strings.Builder
	for _, k := range n.kids {
		if !k.seen && k.name != "" {
			w.leave(k, "stands where it has no place; its words are at the end of the lesson")
		} else if !k.seen {
			k.seen = true
			b.WriteString(" " + prose.Escape(prose.Squeeze(k.text)) + " ")
		}
		b.WriteString(w.rest(k))
	}
	return b.String()
}

// countWords counts what a reader reads: not where links lead, nor numbers of footnotes.
func countWords(md string) int {
	n := 0
	for word := range strings.FieldsSeq(md) {
		if before, _, ok := strings.Cut(word, "]("); ok {
			word = before
		}
		if strings.ContainsFunc(word, isWord) && !strings.HasPrefix(word, "[^") {
			n++
		}
	}
	return n
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
