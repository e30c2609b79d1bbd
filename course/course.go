package course

// Text is something said in several languages, by BCP 47 tag.
type Text map[string]string

// Course is a whole course.
type Course struct {
	ID        string   // names it on every node: "from-your-hands"
	Version   int64    // from 1; a learner finishes the version she began
	Licence   string   // SPDX: "CC-BY-4.0"
	Author    string   // printed on every page
	Source    string   // the words of attribution that its licence asks for; "" for our own
	Languages []string // in which it is whole; of the first there is everything
	Title     Text
	About     Text
	Requires  []string // courses that are finished before this one is begun
	Open      bool     // what is right may go out with it, as on a memory stick
	Modules   []Module
	Files     map[string][]byte // pictures, sound, films and notices by their path in the course
}

// Module is a chapter.
type Module struct {
	ID      string
	Title   Text
	Lessons []Lesson
}

// Lesson is one page, with what is asked after it.
type Lesson struct {
	ID      string
	Minutes int64 // to read it and answer; 0 for unknown
	Title   Text
	Body    Text // Markdown
	Quiz    Quiz // without questions for none
	Tasks   []Task
	Work    Work // without text for none
}

// Task is something to do in one's own shop. The node looks for itself whether it is done.
type Task struct {
	Check string // what is counted there: "products_priced"
	Need  int64  // how many of them make it done
	Say   Text
}

// Work is something to hand in, which a person looks at.
type Work struct {
	Say    Text // Markdown
	Rubric []Criterion
	Peers  int64 // how many other learners look at it; 0 when a mentor does
}

// Criterion is one line by which a work is judged.
type Criterion struct {
	ID     string
	Points int64 // at most
	Say    Text
}

// Lesson finds a lesson by its ID, which is one in the whole course.
func (c *Course) Lesson(id string) (Lesson, bool) {
	for _, m := range c.Modules {
		for _, l := range m.Lessons {
			if l.ID == id {
				return l, true
			}
		}
	}
	return Lesson{}, false
}
