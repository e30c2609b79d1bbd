package cartridge

import (
	"cmp"
	"fmt"
	"html"
	"io"
	"maps"
	"slices"
	"strings"

	"agora/course"
)

// Names that are told apart from those of other systems when a cartridge comes back.
const (
	coursePrefix = "agora-"
	modulePrefix = "module-"
)

// Write writes a course as a cartridge in one of its languages, "" for its first. What
// a cartridge does not have is named in the report.
func Write(out io.Writer, c *course.Course, lang string) (course.Report, error) {
	if err := c.Check().Err(); err != nil {
		return course.Report{}, err
	}
	lang = cmp.Or(lang, c.Languages[0])
	if !slices.Contains(c.Languages, lang) {
		return course.Report{}, fmt.Errorf("the course is not in %q; it is in %s", lang, strings.Join(c.Languages, ", "))
	}
	w := &writer{c: c, lang: lang, files: maps.Clone(c.Files)}
	if w.files == nil {
		w.files = map[string][]byte{}
	}
	w.head()
	for _, m := range c.Modules {
		w.module(m)
	}
	w.files[manifestFile] = w.manifest()
	return w.report, course.Pack(out, w.files)
}

// writer is a cartridge while it is written.
type writer struct {
	c      *course.Course
	lang   string
	files  map[string][]byte
	report course.Report
	tree   []itemXML
	list   []resourceXML
}

// say is a text in the language that is written, or in the course's first.
func (w *writer) say(t course.Text) string { return cmp.Or(t[w.lang], t[w.c.Languages[0]]) }

func (w *writer) left(file, at, detail string) {
	w.report.Note(course.Problem{Path: file, At: at, Reason: course.LeftOut, Detail: detail})
}

// changed names what is there in another way.
func (w *writer) changed(file, at, detail string) {
	w.report.Note(course.Problem{Path: file, At: at, Reason: course.Otherwise, Detail: detail})
}

// head names what the course as a whole loses.
func (w *writer) head() {
	for _, l := range w.c.Languages {
		if l != w.lang {
			w.left("course.yaml", "languages", l+": a cartridge has one language")
		}
	}
	if len(w.c.Requires) > 0 {
		w.left("course.yaml", "requires", strings.Join(w.c.Requires, ", "))
	}
	if w.c.Open {
		w.left("course.yaml", "open", "a cartridge always has the answers")
	}
	for _, name := range slices.Sorted(maps.Keys(w.c.Files)) {
		w.list = append(w.list, resourceXML{ID: fmt.Sprintf("file-%d", len(w.list)+1), Type: string(webContent), Href: href(name), Files: []fileXML{{href(name)}}})
	}
}

func (w *writer) module(m course.Module) {
	item := itemXML{ID: modulePrefix + m.ID, Title: w.say(m.Title)}
	for _, l := range m.Lessons {
		item.Items = append(item.Items, w.lesson(l)...)
	}
	w.tree = append(w.tree, item)
}

// lesson writes the page of a lesson, and after it its quiz and its work.
func (w *writer) lesson(l course.Lesson) []itemXML {
	title := w.say(l.Title)
	items := []itemXML{w.page("lesson-"+l.ID, "lessons/"+l.ID+".html", title, w.say(l.Body), "")}
	if len(l.Quiz.Questions) > 0 {
		if item, ok := w.quiz(l, title); ok {
			items = append(items, item)
		}
	}
	if len(l.Work.Say) > 0 {
		items = append(items, w.page("work-"+l.ID, "works/"+l.ID+".html", title, w.say(l.Work.Say)+w.rubric(l.Work), "assignment"))
		if l.Work.Peers > 0 {
			w.left("works.yaml", l.ID+".peers", "learners who look at each other's works")
		}
	}
	if l.Minutes > 0 {
		w.left("lessons", "minutes", "a cartridge has none")
	}
	if len(l.Tasks) > 0 {
		w.left("tasks.yaml", l.ID, "tasks that a node checks in the learner's own shop")
	}
	return items
}

// rubric is how a work is judged, as a table below it.
func (w *writer) rubric(work course.Work) string {
	if len(work.Rubric) == 0 {
		return ""
	}
	w.changed("works.yaml", "rubric", "is a table of the page, which nobody can fill in")
	var b strings.Builder
	b.WriteString("\n\n| | |\n|---|---:|\n")
	for _, r := range work.Rubric {
		words := strings.Join(strings.Fields(w.say(r.Say)), " ")
		fmt.Fprintf(&b, "| %s | %d |\n", strings.ReplaceAll(words, "|", `\|`), r.Points)
	}
	return b.String()
}

// page writes a text as HTML and gives its row in the tree.
func (w *writer) page(id, file, title, md, use string) itemXML {
	files := []fileXML{{file}}
	body, _ := course.Draw(md, course.Options{
		Lesson: func(id string) string { return "../lessons/" + id + ".html" },
		Medium: func(m course.Medium) string {
			files = append(files, fileXML{href(m.Path)})
			return shown(m)
		},
	})
	w.files[file] = []byte(fmt.Sprintf("<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n</head>\n<body>\n%s%s</body>\n</html>\n",
		w.lang, html.EscapeString(title), body, w.foot()))
	slices.SortFunc(files[1:], func(a, b fileXML) int { return strings.Compare(a.Href, b.Href) })
	w.list = append(w.list, resourceXML{ID: "r-" + id, Type: string(webContent), Href: file, Use: use, Files: slices.Compact(files)})
	return itemXML{ID: id, Ref: "r-" + id, Title: title}
}

// foot is licence, author and source, which stand on every page; they come back from the
// manifest, so that a reader leaves this out.
func (w *writer) foot() string {
	words := slices.DeleteFunc([]string{w.c.Author, w.c.Licence, w.c.Source}, func(s string) bool { return s == "" })
	if len(words) == 0 {
		return ""
	}
	return "<footer class=\"" + footClass + "\"><p>" + html.EscapeString(strings.Join(words, ". ")) + "</p></footer>\n"
}

// footClass marks the foot of pages that are ours.
const footClass = "agora-attribution"

// shown is the element that shows a file of the course on a page.
func shown(m course.Medium) string {
	source, words := html.EscapeString("../"+href(m.Path)), html.EscapeString(m.Words)
	switch kind, _, _ := strings.Cut(m.Type, "/"); kind {
	case "audio", "video":
		return fmt.Sprintf("<%s controls preload=\"none\" title=\"%s\" src=\"%s\"></%s>", kind, words, source, kind)
	}
	return fmt.Sprintf("<img src=\"%s\" alt=\"%s\">", source, words)
}
