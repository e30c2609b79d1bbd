package cnxml

import (
	"strings"

	"agora/prose"
)

// piece is a block of Markdown, or a heading with its level.
type piece struct {
	level int // of a heading: 1 for a section of the document; 0 for what is none
	text  string
}

// isBlock tells blocks from pieces of a line.
func isBlock(name string) bool {
	switch name {
	case "para", "section", "list", "item", "note", "figure", "subfigure", "table", "exercise", "problem", "solution", "commentary",
		"quote", "equation", "example", "rule", "statement", "proof", "definition", "meaning", "seealso", "preformat", "caption", "entry", "div":
		return true
	}
	return false
}

// body makes the pieces of an element's content, level being that of its sections.
func (w *writer) body(n *node, level int) []piece {
	var out []piece
	for _, part := range w.parts(n) {
		switch {
		case part.name == "section":
			out = append(out, w.section(part, level)...)
		default:
			if s := w.block(part); s != "" {
				out = append(out, piece{text: s})
			}
		}
	}
	return out
}

// blocks makes the Markdown of an element's content, where no section can be.
func (w *writer) blocks(n *node) string {
	var out []string
	for _, part := range w.parts(n) {
		if s := w.block(part); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n\n")
}

// Names of what parts makes: words that stand between blocks, and exercises in a row.
const (
	loose = "(words)"
	asks  = "(exercises)"
)

// parts groups the children: words between blocks become a paragraph, exercises that
// follow one another a list. Titles and labels are drawn by who owns them.
func (w *writer) parts(n *node) []*node {
	var out []*node
	add := func(name string, k *node) {
		if last := len(out) - 1; last >= 0 && out[last].name == name {
			out[last].kids = append(out[last].kids, k)
			return
		}
		out = append(out, &node{name: name, kids: []*node{k}})
	}
	for _, k := range n.kids {
		switch {
		case k.name == "title" || k.name == "label" || k.name == "" && strings.TrimSpace(k.text) == "" && (len(out) == 0 || out[len(out)-1].name != loose):
		case k.name == "exercise":
			add(asks, k)
		case isBlock(k.name) || k.name == "media":
			out = append(out, k)
		default:
			add(loose, k)
		}
	}
	return out
}

// block makes one block.
func (w *writer) block(n *node) string {
	switch n.name {
	case loose:
		return w.lines(w.inline(n))
	case asks:
		return w.exercises(n.kids)
	case "list":
		return w.list(n)
	case "table":
		return w.table(n)
	case "figure", "subfigure":
		return w.figure(n)
	case "media":
		return w.media(n)
	case "note", "example", "rule", "statement", "proof", "quote":
		return w.boxed(n)
	case "preformat":
		w.drew(n)
		return w.fenced(n)
	case "section":
		w.left("section@place", "inside of a box; its title is a bold line")
		return w.titled(n)
	case "solution":
		w.leaveAll(n, "is not in the lesson: an answer would stand on the page before it was given")
		return ""
	}
	if n.attr["class"] != "" && n.name == "para" {
		w.left("para@class="+n.attr["class"], "its words are drawn as others")
	}
	return w.titled(n)
}

// titled is a block under its title, if it has one.
func (w *writer) titled(n *node) string {
	w.drew(n)
	return prose.Join(w.heading(n), w.blocks(n))
}

// heading is the title of a block as a bold line, after its label.
func (w *writer) heading(n *node) string {
	var words []string
	for _, name := range []string{"label", "title"} {
		if k := n.child(name); k != nil {
			w.drew(k)
			if s := strings.TrimSpace(w.inline(k)); s != "" {
				words = append(words, s)
			}
		}
	}
	return w.bold(strings.Join(words, ": "))
}

func (w *writer) bold(marked string) string {
	if strings.TrimSpace(marked) == "" {
		return ""
	}
	return w.lines(prose.Strong(marked))
}

// section is a heading and what is under it.
func (w *writer) section(n *node, level int) []piece {
	w.drew(n)
	w.questions = 0
	title := ""
	if t := n.child("title"); t != nil {
		w.drew(t)
		title = w.inLine(w.inline(t))
	}
	var out []piece
	if title != "" {
		title = strings.ReplaceAll(title, "#", `\#`)
		if level > 5 {
			w.left("section@depth", "deeper than headings go; drawn as the last level")
		}
		out = append(out, piece{level, strings.Repeat("#", min(level+1, 6)) + " " + title})
	}
	return append(out, w.body(n, level+1)...)
}

// boxes are the names of kinds of notes, which the book prints on them.
func boxLabel(class string) string {
	switch class {
	case "are-you-ready":
		return "Are You Ready?"
	case "what-can-do":
		return "What Can You Do?"
	case "entrepreneur-in-action":
		return "Entrepreneur in Action"
	case "link-to-learning":
		return "Link to Learning"
	case "work-it-out":
		return "Work It Out"
	}
	words := strings.Fields(strings.ReplaceAll(class, "-", " "))
	for i, word := range words {
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, " ")
}

// boxed is what stands apart from the text: a quotation, or a note with its kind.
func (w *writer) boxed(n *node) string {
	w.drew(n)
	label := ""
	if n.name != "quote" && n.child("label") == nil {
		label = boxLabel(n.attr["class"])
	}
	title := n.child("title")
	if label != "" && title != nil {
		w.drew(title)
		return prose.Quoted(prose.Join(w.bold(prose.Escape(label)+": "+w.inline(title)), w.blocks(n)))
	}
	return prose.Quoted(prose.Join(w.bold(prose.Escape(label)), w.heading(n), w.blocks(n)))
}

// figure has its number and caption, and the words that stand for its picture.
func (w *writer) figure(n *node) string {
	w.drew(n)
	head := w.heading(n)
	number := n.attr["number"]
	caption := n.child("caption")
	words := ""
	if caption != nil {
		w.drew(caption)
		words = w.inline(caption)
	}
	if number != "" {
		number = prose.Strong(number+".") + " "
	}
	inner := &node{}
	for _, k := range n.kids {
		if k != caption {
			inner.kids = append(inner.kids, k)
		}
	}
	return prose.Join(head, w.blocks(inner), w.lines(number+words))
}

// fenced is text whose lines stay as they are.
func (w *writer) fenced(n *node) string {
	var text strings.Builder
	var walk func(*node)
	walk = func(n *node) {
		for _, k := range n.kids {
			if k.seen = true; k.name != "" {
				w.drew(k)
			}
			text.WriteString(k.text)
			walk(k)
		}
	}
	walk(n)
	return prose.Fenced(text.String())
}
