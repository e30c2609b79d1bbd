package course

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Read reads a course in the native format from a folder. What makes it refuse the
// course is an error, a Problem or Problems; what is worth knowing is in the report.
func Read(folder fs.FS) (*Course, Report, error) {
	files, err := collect(folder)
	if err != nil {
		return nil, Report{}, err
	}
	return ReadFiles(files)
}

// ReadZip reads a course in the native format from a zip.
func ReadZip(body []byte) (*Course, Report, error) {
	files, err := Unpack(body)
	if err != nil {
		return nil, Report{}, err
	}
	return ReadFiles(files)
}

// reader puts a course together from its files.
type reader struct {
	files   map[string][]byte
	c       *Course
	lessons map[string]*Lesson
	minutes []stated
	pieces  int // of YAML so far
	bad     Problems
	report  Report
}

// stated is how long a lesson takes, as one file says.
type stated struct {
	file, id string
	minutes  int64
}

// ReadFiles reads a course in the native format from its files, as Unpack gives them, and
// takes it only when Check finds nothing.
func ReadFiles(files map[string][]byte) (*Course, Report, error) {
	r := &reader{files: lifted(files), c: &Course{}, lessons: map[string]*Lesson{}}
	if r.head(); r.bad == nil {
		names := slices.Sorted(maps.Keys(r.files))
		for _, name := range names {
			r.file(name)
		}
		r.compareMinutes()
	}
	if err := r.bad.Err(); err != nil {
		return nil, r.report, err
	}
	k := &checker{c: r.c, lessons: map[string]bool{}, shown: map[string]bool{}, report: r.report}
	k.head()
	k.modules()
	k.files()
	if err := k.bad.Err(); err != nil {
		return nil, k.report, err
	}
	return r.c, k.report, nil
}

// lifted takes a course out of the one folder in which people zip it.
func lifted(files map[string][]byte) map[string][]byte {
	if _, ok := files[courseFile]; ok {
		return files
	}
	top := ""
	for name := range files {
		if folder, rest, _ := strings.Cut(name, "/"); rest == courseFile && !litter(name) {
			top = folder + "/"
		}
	}
	up := make(map[string][]byte, len(files))
	for name, body := range files {
		if rest, ok := strings.CutPrefix(name, top); ok {
			up[rest] = body
		} else if litter(name) {
			up[name] = body
		} else {
			return files
		}
	}
	return up
}

// litter are files that systems leave behind.
func litter(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini"
}

// text gives a file as text.
func (r *reader) text(name string) (string, bool) {
	s, composed, ok := text(r.files[name])
	if !ok {
		r.bad.add(name, "", NotText, "")
		return "", false
	}
	if composed {
		r.report.add(name, "", Normalized, "")
	}
	return s, true
}

// yaml reads a file of YAML.
func (r *reader) yaml(name string, into any) bool {
	s, ok := r.text(name)
	if !ok {
		return false
	}
	why, detail := TooMany, "lists, maps and words; "+most(maxPieces)+" in all files"
	if r.pieces += pieces(s); r.pieces <= maxPieces {
		why, detail = unmarshal(s, into)
	}
	if why != "" {
		r.bad.add(name, "", why, detail)
	}
	return why == ""
}

// head reads course.yaml, which says which lessons there are.
func (r *reader) head() {
	var y courseYAML
	if _, ok := r.files[courseFile]; !ok {
		r.bad.add(courseFile, "", Missing, "")
		return
	}
	if !r.yaml(courseFile, &y) {
		return
	}
	*r.c = Course{ID: y.ID, Version: y.Version, Licence: string(y.Licence), Author: string(y.Author), Source: string(y.Source),
		Languages: y.Languages, Title: y.Title.text(), About: y.About.text(), Requires: y.Requires, Open: y.Open}
	for i, m := range y.Modules {
		module := Module{ID: m.ID, Title: m.Title.text(), Lessons: make([]Lesson, len(m.Lessons))}
		for j, id := range m.Lessons {
			if r.lessons[id] != nil {
				r.bad.add(courseFile, fmt.Sprintf("modules[%d].lessons[%d]", i, j), Twice, Shorten(id))
			}
			module.Lessons[j].ID = id
			r.lessons[id] = &module.Lessons[j]
		}
		r.c.Modules = append(r.c.Modules, module)
	}
	if len(r.lessons) > MaxLessons {
		r.bad.add(courseFile, "lessons", TooMany, most(MaxLessons))
	}
}

// file reads one file into its place.
func (r *reader) file(name string) {
	folder, base := path.Split(name)
	switch {
	case name == courseFile:
	case name == tasksFile:
		r.tasks()
	case name == worksFile:
		r.works()
	case litter(name):
		r.report.add(name, "", LeftOut, "")
	case folder == "lessons/" && strings.HasSuffix(base, ".md"):
		id, lang, _ := strings.Cut(strings.TrimSuffix(base, ".md"), ".")
		r.lesson(name, id, lang)
	case folder == "quizzes/" && strings.HasSuffix(base, ".yaml"):
		r.quiz(name, strings.TrimSuffix(base, ".yaml"))
	case MediaType(name) != "":
		if r.c.Files == nil {
			r.c.Files = map[string][]byte{}
		}
		r.c.Files[name] = r.files[name]
	default:
		r.bad.add(name, "", UnknownFile, "")
	}
}

// lesson reads a lesson in one language: its title and minutes between two lines of
// hyphens, then its text.
func (r *reader) lesson(name, id, lang string) {
	l := r.lessons[id]
	if l == nil {
		r.bad.add(name, "", UnknownLesson, Shorten(id))
		return
	}
	if !slices.Contains(r.c.Languages, lang) {
		r.bad.add(name, "", OtherLanguage, Shorten(lang))
		return
	}
	s, ok := r.text(name)
	if !ok {
		return
	}
	rest, ok := strings.CutPrefix(s, "---\n")
	front, body, ok2 := strings.Cut(rest, "\n---\n")
	if !ok || !ok2 || len(front) > maxFront {
		r.bad.add(name, "", NoFrontMatter, "")
		return
	}
	var y frontYAML
	if why, detail := unmarshal(front, &y); why != "" {
		r.bad.add(name, "", why, detail)
		return
	}
	if l.Title == nil {
		l.Title, l.Body = Text{}, Text{}
	}
	l.Title[lang], l.Body[lang] = string(y.Title), body
	if lang == r.c.Languages[0] {
		l.Minutes = y.Minutes
	}
	r.minutes = append(r.minutes, stated{name, id, y.Minutes})
}

// compareMinutes reports languages that say another time than the first, which counts.
func (r *reader) compareMinutes() {
	for _, s := range r.minutes {
		if m := r.lessons[s.id].Minutes; m != s.minutes {
			r.report.add(s.file, "minutes", OtherMinutes, fmt.Sprintf("%d, not %d", m, s.minutes))
		}
	}
}

func (r *reader) quiz(name, id string) {
	l := r.lessons[id]
	if l == nil {
		r.bad.add(name, "", UnknownLesson, Shorten(id))
		return
	}
	var y quizYAML
	if !r.yaml(name, &y) {
		return
	}
	if len(y.Questions) == 0 {
		r.bad.add(name, "questions", Required, "")
	}
	l.Quiz = quizOf(y)
}

func (r *reader) tasks() {
	var list []taskYAML
	if !r.yaml(tasksFile, &list) {
		return
	}
	for i, y := range list {
		l := r.lessons[y.Lesson]
		if l == nil {
			r.bad.add(tasksFile, fmt.Sprintf("[%d].lesson", i), UnknownLesson, Shorten(y.Lesson))
			continue
		}
		l.Tasks = append(l.Tasks, Task{Check: y.Check, Need: y.Need, Say: y.Say.text()})
	}
}

func (r *reader) works() {
	var list []workYAML
	if !r.yaml(worksFile, &list) {
		return
	}
	seen := map[string]bool{}
	for i, y := range list {
		l := r.lessons[y.Lesson]
		switch at := fmt.Sprintf("[%d].lesson", i); {
		case l == nil:
			r.bad.add(worksFile, at, UnknownLesson, Shorten(y.Lesson))
			continue
		case seen[y.Lesson]:
			r.bad.add(worksFile, at, Twice, y.Lesson)
		case len(y.Say) == 0:
			r.bad.add(worksFile, fmt.Sprintf("[%d].say", i), Required, "")
		}
		seen[y.Lesson] = true
		l.Work = workOf(y)
	}
}
