package cartridge

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"agora/course"
	"agora/prose"
)

// maxPage bounds a page of HTML before it is read; what comes of it is a lesson.
const maxPage = 1 << 20

// Is reports whether a zip looks like a cartridge.
func Is(files map[string][]byte) bool { return files[manifestFile] != nil }

// Read makes a course of the files of a cartridge, as course.Unpack gives them. What makes
// it refuse the whole is an error, what could not be taken is in the report.
func Read(files map[string][]byte) (*course.Course, course.Report, error) {
	m, err := readManifest(files)
	if err != nil {
		return nil, course.Report{}, err
	}
	r := &reader{m: m, files: files, ids: map[string]bool{}, moduleIDs: map[string]bool{}, pages: map[string]string{}, used: map[string]bool{manifestFile: true},
		taken: map[string]string{}}
	r.c = &course.Course{Version: m.version, Licence: m.licence, Author: m.author, Source: m.source, Files: map[string][]byte{}}
	r.head()
	r.lessons()
	r.rest()
	if err := r.c.Check().Err(); err != nil {
		return nil, r.report, err
	}
	return r.c, r.report, nil
}

// reader is a cartridge while it is read.
type reader struct {
	m         *manifest
	files     map[string][]byte
	c         *course.Course
	lang      string
	report    course.Report
	ids       map[string]bool   // of lessons
	moduleIDs map[string]bool   //
	pages     map[string]string // the lesson of a page, by its file
	used      map[string]bool   // files that came into the course, or into the report
	taken     map[string]string // files of the course by their name in the cartridge
	leaves    int               // entries that were read
}

func (r *reader) note(file, at string, why course.Reason, detail string) {
	r.report.Note(course.Problem{Path: file, At: at, Reason: why, Detail: detail})
}

func (r *reader) head() {
	r.lang = r.m.language
	if !course.IsLanguage(r.lang) {
		r.lang = "en"
		r.note(manifestFile, "language", course.BadLanguage, "en is taken in its place")
	}
	title := r.m.title
	if title == "" {
		title = "Course"
		r.note(manifestFile, "title", course.Required, "Course is taken in its place")
	}
	r.c.ID = identifier(strings.TrimPrefix(r.m.id, coursePrefix), "course", map[string]bool{})
	r.c.Languages = []string{r.lang}
	r.c.Title = course.Text{r.lang: title}
	if r.m.about != "" {
		r.c.About = course.Text{r.lang: r.m.about}
	}
	if r.c.Author == "" {
		r.c.Author = "Unknown"
		r.note(manifestFile, "lifeCycle.contribute", course.Required, "Unknown is taken in its place")
	}
	if r.m.licence == "" {
		r.note(manifestFile, "rights", course.NoLicence, "")
	}
}

var notID = regexp.MustCompile(`[^a-z0-9_-]+`)

// identifier makes a name of ours of one of theirs, which nobody else has yet.
func identifier(from, instead string, taken map[string]bool) string {
	id := strings.Trim(notID.ReplaceAllString(strings.ToLower(from), "-"), "-")
	if len(id) > 50 {
		id = id[:50]
	}
	if id == "" || id[0] == '_' {
		id = instead
	}
	for n, base := 2, id; taken[id] || course.Reserved(id); n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	taken[id] = true
	return id
}

// leaf is an entry that something of the course is made of.
type leaf struct {
	entry
	r  *resource
	id string // of the lesson, for pages
}

// lessons gives each page its lesson first, so that links between them are found.
func (r *reader) lessons() {
	tree := r.m.tree
	if len(tree) == 0 {
		r.note(manifestFile, "organization", course.Missing, "pages come in the order of the manifest")
		for _, res := range r.m.order {
			if res.kind == webContent && isPage(res.href) {
				tree = append(tree, entry{id: res.id, ref: res.id})
			}
		}
	}
	var folders []folder
	r.walk(tree, "", "", &folders)
	for _, f := range folders {
		r.module(f)
	}
}

// folder is a run of leaves under one title.
type folder struct {
	id, title string
	leaves    []*leaf
}

// walk lays the tree flat: a folder in a folder becomes a module with both titles.
func (r *reader) walk(list []entry, id, title string, out *[]folder) {
	fresh := true
	for _, e := range list {
		if e.ref == "" {
			r.walk(e.kids, e.id, strings.TrimPrefix(title+": "+e.title, ": "), out)
			fresh = true
			continue
		}
		if l := r.leaf(e); l != nil {
			if fresh {
				*out, fresh = append(*out, folder{id: id, title: title}), false
			}
			last := &(*out)[len(*out)-1]
			last.leaves = append(last.leaves, l)
		}
		if len(e.kids) > 0 { // a page with pages below
			r.walk(e.kids, e.id, strings.TrimPrefix(title+": "+e.title, ": "), out)
			fresh = true
		}
	}
}

// maxLeaves bounds how many entries are read: a course has no more lessons, with a quiz and
// a work each.
const maxLeaves = 3 * course.MaxLessons

// leaf finds the resource of an entry, and gives a page its lesson.
func (r *reader) leaf(e entry) *leaf {
	if r.leaves++; r.leaves > maxLeaves {
		if r.leaves == maxLeaves+1 {
			r.note(manifestFile, "organization", course.TooMany, strconv.Itoa(maxLeaves)+" at most")
		}
		return nil
	}
	res := r.m.resources[e.ref]
	if res == nil {
		r.note(manifestFile, "item "+course.Shorten(e.id), course.Missing, course.Shorten(e.ref))
		return nil
	}
	l := &leaf{entry: e, r: res}
	if (res.kind == webContent || res.kind == associated) && isPage(res.href) && !res.handedIn && r.pages[res.href] == "" {
		l.id = identifier(strings.TrimSuffix(path.Base(res.href), path.Ext(res.href)), "lesson", r.ids)
		r.pages[res.href] = l.id
	}
	return l
}

func isPage(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}

// module makes a module of a folder.
func (r *reader) module(f folder) {
	title := f.title
	if title == "" {
		title = r.c.Title[r.lang]
	}
	m := course.Module{ID: identifier(strings.TrimPrefix(f.id, modulePrefix), "module", r.moduleIDs), Title: course.Text{r.lang: title}}
	for _, l := range f.leaves {
		r.add(&m, l)
	}
	if len(m.Lessons) == 0 {
		delete(r.moduleIDs, m.ID)
		return
	}
	r.c.Modules = append(r.c.Modules, m)
}

// add brings a leaf into a module: as a lesson, or as the quiz or work of the one before.
func (r *reader) add(m *course.Module, l *leaf) {
	r.used[l.r.href] = true
	switch {
	case l.r.kind == assessment:
		r.quiz(m, l)
	case l.r.kind == assignment:
		if e := r.xml(l.r.href); e != nil {
			r.work(m, l, r.markdown(l.r.href, "", e.child("text").Text))
		}
	case l.r.kind == webLink:
		r.webLink(m, l)
	case l.r.kind == topic:
		if e := r.xml(l.r.href); e != nil {
			r.note(l.r.href, "", course.Otherwise, "a topic of talk; its text is a lesson")
			r.lesson(m, l, r.markdown(l.r.href, "", e.child("text").Text))
		}
	case isPage(l.r.href) && (l.r.kind == webContent || l.r.kind == associated):
		r.page(m, l)
	case l.r.kind == webContent:
		r.file(m, l)
	default:
		r.note(l.r.href, "item "+course.Shorten(l.title), course.NotShown, "a resource of type "+course.Shorten(l.r.typed))
	}
}

func (r *reader) page(m *course.Module, l *leaf) {
	body := r.files[l.r.href]
	if len(body) > maxPage {
		r.note(l.r.href, "", course.TooLarge, fmt.Sprintf("%d KiB at most", maxPage>>10))
		return
	}
	md := r.markdown(l.r.href, l.title, string(body))
	if l.r.handedIn {
		r.work(m, l, md)
		return
	}
	r.lesson(m, l, md)
}

// lesson adds a lesson of a text.
func (r *reader) lesson(m *course.Module, l *leaf, md string) *course.Lesson {
	id, title := l.id, l.title
	if id == "" {
		id = identifier(strings.TrimSuffix(path.Base(l.r.href), path.Ext(l.r.href)), "lesson", r.ids)
	}
	if title == "" {
		title = strings.TrimSuffix(path.Base(l.r.href), path.Ext(l.r.href))
	}
	if strings.TrimSpace(md) == "" {
		md, _ = prose.Lines(prose.Escape(title))
		md += "\n"
	}
	m.Lessons = append(m.Lessons, course.Lesson{ID: id, Title: course.Text{r.lang: title}, Body: course.Text{r.lang: md}})
	return &m.Lessons[len(m.Lessons)-1]
}

// work gives the lesson before a work, or makes a lesson that has it.
func (r *reader) work(m *course.Module, l *leaf, md string) {
	last := len(m.Lessons) - 1
	if last >= 0 && len(m.Lessons[last].Work.Say) == 0 {
		if md != "" {
			m.Lessons[last].Work.Say = course.Text{r.lang: md}
		}
		return
	}
	lesson := r.lesson(m, l, "")
	if md != "" {
		lesson.Work.Say = course.Text{r.lang: md}
	}
}

func (r *reader) webLink(m *course.Module, l *leaf) {
	e := r.xml(l.r.href)
	if e == nil {
		return
	}
	to, ok := prose.Address(e.child("url").attr("href"))
	if !ok {
		r.note(l.r.href, "url", course.BadLink, course.Shorten(e.child("url").attr("href")))
		return
	}
	title := e.child("title").text()
	if title == "" {
		title = to
	}
	md, _ := prose.Lines(prose.Link(prose.Escape(title), to))
	r.lesson(m, l, md+"\n")
}

// file is a leaf that is a picture, sound or film: a lesson that shows it.
func (r *reader) file(m *course.Module, l *leaf) {
	name := r.take(l.r.href, l.r.href)
	if name == "" {
		return
	}
	words, _ := prose.OneLine(prose.Escape(l.title))
	r.lesson(m, l, "!["+words+"]("+prose.Destination(name)+")\n")
}

// xml reads a document of the cartridge; one that can't be read is named.
func (r *reader) xml(name string) *element {
	e, err := parse(r.files[name])
	if err != nil {
		r.note(name, "", course.Unreadable, err.Error())
		return nil
	}
	return e
}

// rest takes the files that are named as ours, and names what was not taken.
func (r *reader) rest() {
	for _, res := range r.m.order {
		for _, name := range append([]string{res.href}, res.files...) {
			if name == "" || r.used[name] {
				continue
			}
			r.used[name] = true
			if course.MediaType(name) != "" && r.takeAs(name, name) {
				continue
			}
			r.note(name, "", course.LeftOut, "no lesson shows it")
		}
	}
	if len(r.c.Files) == 0 {
		r.c.Files = nil
	}
}

// take brings a file into the course and gives its name there; "" when it is of no kind
// that a lesson shows. Where is the file that asks for it.
func (r *reader) take(name, where string) string {
	if as, ok := r.taken[name]; ok {
		return as
	}
	r.used[name] = true
	as := name
	if course.MediaType(as) == "" {
		as = homeOf(name)
	}
	for n, base := 2, as; r.c.Files[as] != nil; n++ {
		ext := path.Ext(base)
		as = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(base, ext), n, ext)
	}
	if !r.takeAs(name, as) {
		r.note(where, "", course.NotShown, course.Shorten(name))
		as = ""
	}
	r.taken[name] = as
	return as
}

func (r *reader) takeAs(name, as string) bool {
	body := r.files[name]
	if as == "" || body == nil {
		return false
	}
	if why, detail := course.Suits(as, body); why != "" {
		r.note(name, "", why, detail)
		return false
	}
	r.c.Files[as] = body
	return true
}

// homeOf is where a file of its ending lies in a course.
func homeOf(name string) string {
	for _, folder := range []string{"pictures", "sound", "film"} {
		if as := folder + "/" + path.Base(name); course.MediaType(as) != "" {
			return as
		}
	}
	return ""
}
