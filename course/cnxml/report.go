package cnxml

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"agora/course"
)

// Report says what came of a book. Its notes name what is not in the lessons as it was.
type Report struct {
	course.Report
	Modules     int // CNXML documents
	Lessons     int
	Words       int // of the Markdown, signs and labels of ours not counted
	Exercises   int
	Tables      int
	Formulas    int
	Footnotes   int
	Figures     int
	Boxes       int // notes that stand apart from the text
	Terms       int
	Definitions int

	Drawn map[string]int // elements that stand in the lessons, by name
	Left  []Left         // what does not, or not as it was
}

// Left is something that is not in the lessons as it was in the book.
type Left struct {
	Name   string // of the element, or element@attribute
	Reason course.Reason
	Why    string
	Times  int
	Where  string // the first document that has it
}

func (r *Report) left(where, name string, reason course.Reason, why string) {
	i := slices.IndexFunc(r.Left, func(l Left) bool { return l.Name == name && l.Why == why })
	if i < 0 {
		i, r.Left = len(r.Left), append(r.Left, Left{Name: name, Reason: reason, Why: why, Where: where})
	}
	r.Left[i].Times++
}

// finish fills the figures, and the notes.
func (r *Report) finish(c *course.Course) {
	for name, field := range map[string]*int{
		"document": &r.Modules, "exercise": &r.Exercises, "table": &r.Tables, "m:math": &r.Formulas, "footnote": &r.Footnotes,
		"figure": &r.Figures, "note": &r.Boxes, "term": &r.Terms, "definition": &r.Definitions,
	} {
		*field = r.Drawn[name]
	}
	for _, m := range c.Modules {
		r.Lessons += len(m.Lessons)
	}
	slices.SortFunc(r.Left, func(a, b Left) int { return strings.Compare(a.Name+a.Why, b.Name+b.Why) })
	for _, l := range r.Left {
		r.Note(course.Problem{Path: documentPath(l.Where), At: l.Name, Reason: l.Reason, Detail: fmt.Sprintf("%d times: %s", l.Times, l.Why)})
	}
}

// String is the report in lines.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d modules in %d lessons, %d words\n", r.Modules, r.Lessons, r.Words)
	fmt.Fprintf(&b, "%d exercises, %d tables, %d formulas, %d footnotes, %d figures, %d notes, %d terms, %d definitions\n",
		r.Exercises, r.Tables, r.Formulas, r.Footnotes, r.Figures, r.Boxes, r.Terms, r.Definitions)
	for _, l := range r.Left {
		fmt.Fprintf(&b, "%6d %s: %s (first in %s)\n", l.Times, l.Name, l.Why, l.Where)
	}
	fmt.Fprintf(&b, "drawn:")
	for _, name := range slices.Sorted(maps.Keys(r.Drawn)) {
		fmt.Fprintf(&b, " %s %d", name, r.Drawn[name])
	}
	b.WriteByte('\n')
	return b.String()
}
