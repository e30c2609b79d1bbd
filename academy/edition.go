package academy

import (
	"slices"
	"strconv"

	"agora/course"
)

// Edition is the outline of one version of a course: everything but what the lessons say,
// the questions and the files.
type Edition struct {
	Slug      string      `json:"id"`
	Version   int64       `json:"version"`
	Licence   string      `json:"licence,omitempty"`
	Author    string      `json:"author,omitempty"`
	Source    string      `json:"source,omitempty"`
	Languages []string    `json:"languages"`
	Title     course.Text `json:"title"`
	About     course.Text `json:"about,omitempty"`
	Requires  []string    `json:"requires,omitempty"`
	Open      bool        `json:"open,omitempty"` // what is right may go out with it
	Modules   []Module    `json:"modules"`
}

// Module is a chapter of an outline.
type Module struct {
	ID      string      `json:"id"`
	Title   course.Text `json:"title"`
	Lessons []Lesson    `json:"lessons"`
}

// Lesson is one lesson of an outline.
type Lesson struct {
	ID        string        `json:"id"`
	Minutes   int64         `json:"minutes,omitempty"`
	Title     course.Text   `json:"title"`
	Questions int64         `json:"questions,omitempty"` // that are asked at a time
	Pass      int64         `json:"pass,omitempty"`      // so many right ones pass
	Tasks     []course.Task `json:"tasks,omitempty"`
	Work      course.Work   `json:"work,omitzero"`
}

// Part is what there is to do in a lesson.
type Part string

// Parts of a lesson. Its tasks are TaskPart(0) and so on.
const (
	Read Part = "read"
	Quiz Part = "quiz"
)

// TaskPart is the part of a task of a lesson, by its place there.
func TaskPart(i int) Part { return Part("task" + strconv.Itoa(i)) }

// Parts are those of a lesson, in their order.
func (l Lesson) Parts() []Part {
	parts := []Part{Read}
	if l.Questions > 0 {
		parts = append(parts, Quiz)
	}
	for i := range l.Tasks {
		parts = append(parts, TaskPart(i))
	}
	return parts
}

// Lessons are all of an edition, in their order.
func (e Edition) Lessons() (list []Lesson) {
	for _, m := range e.Modules {
		list = append(list, m.Lessons...)
	}
	return list
}

// Lesson finds a lesson, and those before and after it; "" for none.
func (e Edition) Lesson(id string) (l Lesson, before, after string, ok bool) {
	list := e.Lessons()
	i := slices.IndexFunc(list, func(l Lesson) bool { return l.ID == id })
	if i < 0 {
		return l, "", "", false
	}
	if i > 0 {
		before = list[i-1].ID
	}
	if i+1 < len(list) {
		after = list[i+1].ID
	}
	return list[i], before, after, true
}

// outline is the edition of a course.
func outline(c *course.Course) Edition {
	e := Edition{Slug: c.ID, Version: c.Version, Licence: c.Licence, Author: c.Author, Source: c.Source,
		Languages: c.Languages, Title: c.Title, About: c.About, Requires: c.Requires, Open: c.Open}
	for _, m := range c.Modules {
		out := Module{ID: m.ID, Title: m.Title}
		for _, l := range m.Lessons {
			asked := int64(len(l.Quiz.Questions))
			if l.Quiz.Draw > 0 {
				asked = min(asked, l.Quiz.Draw)
			}
			out.Lessons = append(out.Lessons, Lesson{ID: l.ID, Minutes: l.Minutes, Title: l.Title, Questions: asked, Pass: l.Quiz.Pass, Tasks: l.Tasks, Work: l.Work})
		}
		e.Modules = append(e.Modules, out)
	}
	return e
}
