package cnxml

import "fmt"

// document is one CNXML module on its way to lessons.
type document struct {
	name    string
	chapter int // 0 for one outside of chapters
	root    *node
	title   string
}

// target is what a link to an element says when it has no words of its own.
type target struct{ document, label string }

// index finds documents and the elements in them that links lead to.
type index struct {
	documents map[string]*document
	targets   map[[2]string]target // by document and id
}

// numbers are how many figures and tables a chapter has had.
type numbers struct{ figures, tables int }

// label gives each element that can be linked to its words: "Figure 1.2".
func (x *index) label(d *document, count *numbers) {
	question := 0
	d.root.all(func(n *node) {
		label := ""
		switch n.name {
		case "section":
			question = 0
			label = titleOf(n)
		case "figure":
			label = numbered(n, "Figure", d.chapter, &count.figures)
		case "table":
			label = numbered(n, "Table", d.chapter, &count.tables)
		case "exercise":
			question++
			label = fmt.Sprintf("question %d", question)
		default:
			label = titleOf(n)
		}
		if id := n.attr["id"]; id != "" {
			x.targets[[2]string{d.name, id}] = target{d.name, label}
		}
	})
}

// numbered counts what has a number on the page of the book.
func numbered(n *node, word string, chapter int, count *int) string {
	if hasClass(n, "unnumbered") {
		return ""
	}
	*count++
	number := fmt.Sprint(*count)
	if chapter > 0 {
		number = fmt.Sprintf("%d.%d", chapter, *count)
	}
	n.attr["number"] = word + " " + number
	return n.attr["number"]
}

func titleOf(n *node) string {
	if t := n.child("title"); t != nil {
		return t.plain()
	}
	return ""
}

// find resolves a link; ok is false when it leads nowhere in the book.
func (x *index) find(from *document, link *node) (t target, ok bool) {
	name := link.attr["document"]
	if name == "" {
		name = from.name
	}
	d := x.documents[name]
	if d == nil {
		return target{}, false
	}
	id := link.attr["target-id"]
	if id == "" {
		return target{name, d.title}, true
	}
	t, ok = x.targets[[2]string{name, id}]
	if ok && t.label == "" {
		t.label = d.title
	}
	return t, ok
}
