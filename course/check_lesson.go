package course

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"agora/prose"
)

func (k *checker) lesson(l *Lesson) {
	k.address(courseFile, "lessons", l.ID)
	if l.Minutes < 0 || l.Minutes > maxMinutes {
		k.bad.add(lessonFile(l.ID, k.first()), "minutes", OutOfRange, most(maxMinutes))
	}
	k.bodies(l)
	k.quiz(l)
	k.tasks(l)
	k.work(l)
}

// first gives the language in which there is everything.
func (k *checker) first() string {
	if len(k.c.Languages) == 0 {
		return "en"
	}
	return k.c.Languages[0]
}

// bodies checks a lesson in each language: a file of it has title and text.
func (k *checker) bodies(l *Lesson) {
	for _, t := range []Text{l.Title, l.Body} {
		for _, lang := range slices.Sorted(maps.Keys(t)) {
			if !slices.Contains(k.c.Languages, lang) {
				k.bad.add(lessonFile(l.ID, Shorten(lang)), "", OtherLanguage, Shorten(lang))
			}
		}
	}
	for i, lang := range k.c.Languages {
		file := lessonFile(l.ID, lang)
		title, hasTitle := l.Title[lang]
		body, hasBody := l.Body[lang]
		if !hasTitle && !hasBody {
			if i == 0 {
				k.bad.add(file, "", Missing, "")
			} else {
				k.report.add(file, "", LacksLanguage, lang)
			}
			continue
		}
		if why, detail := checkText(title, maxWords); why != "" {
			k.bad.add(file, "title", why, detail)
		}
		if len(body) > MaxLesson {
			k.bad.add(file, "", TooLong, bytesOf(MaxLesson))
		} else if why, detail := checkText(body, MaxLesson); why != "" {
			k.bad.add(file, "text", why, detail)
		} else {
			k.markdown(file, lang, body, frontLines(l.Minutes))
		}
	}
}

// frontLines counts the lines before the text of a lesson.
func frontLines(minutes int64) int {
	if minutes > 0 {
		return 4
	}
	return 3
}

// markdown checks where a text leads and what it shows.
func (k *checker) markdown(file, lang, md string, front int) {
	if what := tooMany(md); what != "" {
		k.bad.add(file, "", TooMany, what)
		return
	}
	source := []byte(md)
	for n := range below(parse(source)) {
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			k.bad.add(file, line(n, source, front), HTML, "")
		case *ast.Link:
			k.link(file, line(n, source, front), destination(n.Destination))
		case *ast.AutoLink:
			if _, ok := prose.Address(string(n.URL(source))); n.AutoLinkType == ast.AutoLinkURL && !ok {
				k.bad.add(file, line(n, source, front), BadLink, Shorten(string(n.URL(source))))
			}
		case *ast.Image:
			k.medium(file, line(n, source, front), lang, destination(n.Destination), words(n, source))
		}
	}
}

func (k *checker) link(file, at, to string) {
	if id, ok := lessonLink(to); ok {
		if !k.lessons[id] {
			k.bad.add(file, at, UnknownLesson, Shorten(id))
		}
		return
	}
	if _, ok := prose.Address(to); !ok {
		k.bad.add(file, at, BadLink, Shorten(to))
	}
}

func (k *checker) medium(file, at, lang, name, words string) {
	if _, ok := k.c.Files[name]; !ok || notices[name] {
		k.bad.add(file, at, NoSuchFile, Shorten(name))
		return
	}
	k.shown[name] = true
	if strings.TrimSpace(words) == "" {
		k.report.add(file, at, NoWords, name)
	}
	if strings.HasPrefix(name, "pictures/") {
		return
	}
	found := false
	for _, t := range Transcripts(name, lang) {
		if _, ok := k.c.Files[t]; ok {
			found, k.shown[t] = true, true
		}
	}
	if !found {
		k.report.add(file, at, NoTranscript, name)
	}
}

// Transcripts gives the files in which the words of a sound or film are in a language:
// captions first, then plain text.
func Transcripts(name, lang string) []string {
	base := strings.TrimSuffix(name, path.Ext(name)) + "." + lang
	return []string{base + ".vtt", base + ".txt"}
}

func (k *checker) tasks(l *Lesson) {
	if len(l.Tasks) > MaxTasks {
		k.bad.add(tasksFile, l.ID, TooMany, most(MaxTasks))
	}
	for i, t := range l.Tasks {
		at := fmt.Sprintf("%s[%d]", l.ID, i)
		k.id(tasksFile, at+".check", t.Check)
		if t.Need < 1 || t.Need > maxNeed {
			k.bad.add(tasksFile, at+".need", OutOfRange, fmt.Sprintf("1 to %d", maxNeed))
		}
		k.text(tasksFile, at+".say", t.Say, maxParagraph, true)
	}
}

func (k *checker) work(l *Lesson) {
	w := l.Work
	if len(w.Say) == 0 {
		if len(w.Rubric) > 0 || w.Peers != 0 {
			k.bad.add(worksFile, l.ID+".say", Required, "")
		}
		return
	}
	k.text(worksFile, l.ID+".say", w.Say, MaxLesson, true)
	for _, lang := range slices.Sorted(maps.Keys(w.Say)) {
		if len(w.Say[lang]) > MaxLesson {
			k.bad.add(worksFile, l.ID+".say."+lang, TooLong, bytesOf(MaxLesson))
		} else {
			k.markdown(worksFile, lang, w.Say[lang], 0)
		}
	}
	if w.Peers < 0 || w.Peers > maxPeers {
		k.bad.add(worksFile, l.ID+".peers", OutOfRange, most(maxPeers))
	}
	if len(w.Rubric) > MaxCriteria {
		k.bad.add(worksFile, l.ID+".rubric", TooMany, most(MaxCriteria))
	}
	seen := map[string]bool{}
	for i, r := range w.Rubric {
		at := fmt.Sprintf("%s.rubric[%d]", l.ID, i)
		k.id(worksFile, at+".id", r.ID)
		if seen[r.ID] {
			k.bad.add(worksFile, at+".id", Twice, r.ID)
		}
		seen[r.ID] = true
		if r.Points < 1 || r.Points > maxPoints {
			k.bad.add(worksFile, at+".points", OutOfRange, fmt.Sprintf("1 to %d", maxPoints))
		}
		k.text(worksFile, at+".say", r.Say, maxParagraph, true)
	}
}
