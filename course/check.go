package course

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Check gives all that is wrong with a course: the same rules for one that was read,
// brought over from another format, or written on the node.
func (c *Course) Check() Problems {
	k := &checker{c: c, lessons: map[string]bool{}, shown: map[string]bool{}}
	k.head()
	k.modules()
	k.files()
	return k.bad
}

// checker goes through a course once, for what is wrong and what is worth knowing.
type checker struct {
	c         *Course
	bad       Problems
	report    Report
	lessons   map[string]bool // ids that are there
	shown     map[string]bool // files that a lesson shows
	questions int
}

const (
	courseFile = "course.yaml"
	tasksFile  = "tasks.yaml"
	worksFile  = "works.yaml"
)

func lessonFile(id, lang string) string { return "lessons/" + id + "." + lang + ".md" }
func quizFile(id string) string         { return "quizzes/" + id + ".yaml" }

func (k *checker) head() {
	c := k.c
	k.address(courseFile, "id", c.ID)
	if c.Version < 1 || c.Version > maxVersion {
		k.bad.add(courseFile, "version", OutOfRange, "1 to "+strconv.Itoa(maxVersion))
	}
	k.languages()
	for _, f := range []struct{ at, s string }{{"licence", c.Licence}, {"author", c.Author}, {"source", c.Source}} {
		if f.s == "" && f.at != "author" {
			continue
		}
		if why, detail := checkText(f.s, maxParagraph); why != "" {
			k.bad.add(courseFile, f.at, why, detail)
		}
	}
	if c.Licence == "" {
		k.report.add(courseFile, "licence", NoLicence, "")
	}
	k.text(courseFile, "title", c.Title, maxWords, true)
	k.text(courseFile, "about", c.About, maxParagraph, false)
	if len(c.Requires) > maxRequires {
		k.bad.add(courseFile, "requires", TooMany, most(maxRequires))
	}
	for i, id := range c.Requires {
		at := fmt.Sprintf("requires[%d]", i)
		k.id(courseFile, at, id)
		if id == c.ID || slices.Contains(c.Requires[:i], id) {
			k.bad.add(courseFile, at, Twice, id)
		}
	}
}

func (k *checker) languages() {
	list := k.c.Languages
	if len(list) == 0 {
		k.bad.add(courseFile, "languages", Required, "")
	}
	if len(list) > MaxLanguages {
		k.bad.add(courseFile, "languages", TooMany, most(MaxLanguages))
	}
	for i, tag := range list {
		switch at := fmt.Sprintf("languages[%d]", i); {
		case !IsLanguage(tag):
			k.bad.add(courseFile, at, BadLanguage, tag)
		case slices.Contains(list[:i], tag):
			k.bad.add(courseFile, at, Twice, tag)
		}
	}
}

func (k *checker) modules() {
	if len(k.c.Modules) == 0 {
		k.bad.add(courseFile, "modules", Required, "")
	}
	if len(k.c.Modules) > MaxModules {
		k.bad.add(courseFile, "modules", TooMany, most(MaxModules))
	}
	seen := map[string]bool{}
	for i, m := range k.c.Modules {
		at := fmt.Sprintf("modules[%d]", i)
		k.id(courseFile, at+".id", m.ID)
		if seen[m.ID] {
			k.bad.add(courseFile, at+".id", Twice, m.ID)
		}
		seen[m.ID] = true
		k.text(courseFile, at+".title", m.Title, maxWords, true)
		if len(m.Lessons) == 0 {
			k.bad.add(courseFile, at+".lessons", Required, "")
		}
		for j, l := range m.Lessons {
			if k.lessons[l.ID] {
				k.bad.add(courseFile, fmt.Sprintf("%s.lessons[%d]", at, j), Twice, l.ID)
			}
			k.lessons[l.ID] = true
		}
	}
	if len(k.lessons) > MaxLessons {
		k.bad.add(courseFile, "lessons", TooMany, most(MaxLessons))
		return
	}
	for _, m := range k.c.Modules {
		for i := range m.Lessons {
			k.lesson(&m.Lessons[i])
		}
	}
	if k.questions > MaxAllQuestions {
		k.bad.add("quizzes", "", TooMany, fmt.Sprintf("%d questions; %s", k.questions, most(MaxAllQuestions)))
	}
}

// address checks an ID that is part of the address of a page.
func (k *checker) address(path, at, id string) {
	if k.id(path, at, id); Reserved(id) {
		k.bad.add(path, at, BadID, id)
	}
}

func (k *checker) id(path, at, id string) {
	if !goodID.MatchString(id) {
		k.bad.add(path, at, BadID, Shorten(id))
	}
}

// text checks what is said in several languages: it is there in the first one, and in
// none that the course doesn't list. Where others lack it the report says so.
func (k *checker) text(path, at string, t Text, longest int, must bool) {
	if len(t) == 0 {
		if must {
			k.bad.add(path, at, Required, "")
		}
		return
	}
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		if !slices.Contains(k.c.Languages, lang) {
			k.bad.add(path, at, OtherLanguage, Shorten(lang))
		} else if why, detail := checkText(t[lang], longest); why != "" {
			k.bad.add(path, at+"."+lang, why, detail)
		}
	}
	for i, lang := range k.c.Languages {
		switch _, ok := t[lang]; {
		case ok:
		case i == 0:
			k.bad.add(path, at+"."+lang, Required, "")
		default:
			k.report.add(path, "", LacksLanguage, lang)
		}
	}
}

// files checks what the course shows. Two names that differ by case would be one on some disks.
func (k *checker) files() {
	lower, sum := map[string]string{}, 0
	for _, name := range slices.Sorted(maps.Keys(k.c.Files)) {
		body := k.c.Files[name]
		sum += len(body)
		if !norm.NFC.IsNormalString(name) {
			k.bad.add(name, "", UnsafePath, "not in NFC")
		} else if err := cleanPath(name); err != nil {
			k.bad.add(Shorten(name), "", UnsafePath, err.Error())
			continue
		}
		if other, ok := lower[folded(name)]; ok {
			k.bad.add(name, "", SameName, other)
		}
		lower[folded(name)] = name
		why, detail := checkMedium(name, body)
		switch {
		case why != "":
			k.bad.add(name, "", why, detail)
		case notices[name]:
		case !k.shown[name]:
			k.report.add(name, "", Unused, "")
		case len(body) > heavyMedium:
			k.report.add(name, "", Heavy, fmt.Sprintf("%.1f MB", float64(len(body))/1e6))
		}
	}
	if sum > MaxMedia {
		k.bad.add("pictures, sound, film", "", TooLarge, bytesOf(MaxMedia)+" together")
	}
}

// Shorten keeps what is shown of a bad name readable.
func Shorten(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) > longest {
		return string([]rune(s)[:longest]) + "…"
	}
	return s
}
