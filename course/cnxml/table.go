package cnxml

import (
	"strings"

	"agora/course"
	"agora/prose"
)

// table is a table of Markdown: one row of heads, cells of one line. A head across all
// columns stands above it; other cells across columns stand in their first.
func (w *writer) table(n *node) string {
	w.drew(n)
	if n.attr["summary"] != "" {
		w.report.left(w.d.name, "table@summary", course.LeftOut, "repeats the table for who can't see it; here the table is text itself")
	}
	blocks := []string{w.heading(n)}
	for _, g := range n.kids {
		if g.name == "tgroup" {
			blocks = append(blocks, w.group(g))
		}
	}
	number, words := n.attr["number"], ""
	if c := n.child("caption"); c != nil {
		w.drew(c)
		words = w.inline(c)
	}
	if number != "" {
		number = prose.Strong(number+".") + " "
	}
	return prose.Join(append(blocks, w.lines(number+words))...)
}

// grid is a table by rows and columns.
type grid struct {
	columns map[string]int // by the names of colspec
	rows    [][]string
	heads   int
	above   []string // heads across all columns
}

func (w *writer) group(n *node) string {
	w.drew(n)
	g := &grid{columns: map[string]int{}}
	for _, k := range n.kids {
		switch k.name {
		case "colspec":
			w.drew(k)
			g.columns[k.attr["colname"]] = len(g.columns)
		case "thead", "tbody", "tfoot":
			w.drew(k)
			w.rows(g, k)
		}
	}
	return prose.Join(prose.Join(g.above...), prose.Table(g.heads, g.rows))
}

func (w *writer) rows(g *grid, part *node) {
	for _, r := range part.kids {
		if r.name != "row" {
			continue
		}
		w.drew(r)
		var cells []string
		for _, e := range r.kids {
			if e.name == "entry" {
				cells = w.entry(g, part.name == "thead", cells, e)
			}
		}
		if cells == nil {
			continue // was put above
		}
		g.rows = append(g.rows, cells)
		if part.name == "thead" {
			g.heads++
		}
	}
}

// entry adds a cell to a row, and empty ones for the other columns that it is across.
func (w *writer) entry(g *grid, head bool, cells []string, e *node) []string {
	w.drew(e)
	first, last := g.columns[e.attr["namest"]], g.columns[e.attr["nameend"]]
	spans := e.attr["namest"] != "" && last > first
	if e.attr["morerows"] != "" {
		w.left("entry@morerows", "stands in its first row")
	}
	if head && spans && last-first+1 == len(g.columns) && len(g.rows) == 0 {
		g.above = append(g.above, w.bold(w.flat(e)))
		w.left("entry@namest", "a head across all columns is a bold line above the table")
		return nil
	}
	for spans && len(cells) < first {
		cells = append(cells, "")
	}
	text := w.inLine(w.flat(e))
	cells = append(cells, text)
	if spans {
		w.left("entry@namest", "stands in the first of its columns")
		for range last - first {
			cells = append(cells, "")
		}
	}
	return cells
}

// flat writes blocks in one line: paragraphs after a stroke, items after a dot.
func (w *writer) flat(n *node) string {
	var out []string
	for _, part := range w.parts(n) {
		switch part.name {
		case loose:
			out = append(out, strings.TrimSpace(w.inline(part)))
		case "para", "item", "quote", "note", "section", "div":
			w.drew(part)
			out = append(out, strings.TrimSpace(w.title(part)+w.flat(part)))
		case "list":
			w.drew(part)
			w.left("list@place", "in a cell; its items stand in one line")
			out = append(out, w.flatList(part))
		default:
			w.leave(part, "inside of a line; its words stay")
			out = append(out, strings.TrimSpace(w.inline(part)))
		}
	}
	return strings.Join(out, string(prose.Break))
}

func (w *writer) title(n *node) string {
	t := n.child("title")
	if t == nil {
		return ""
	}
	w.drew(t)
	return prose.Strong(w.inline(t)) + " "
}

func (w *writer) flatList(n *node) string {
	out := strings.TrimSpace(w.title(n))
	at := 0
	for _, k := range n.kids {
		if k.name != "item" {
			continue
		}
		w.drew(k)
		sign := "•"
		if n.attr["list-type"] == "enumerated" {
			sign = ordinal(n.attr["number-style"], at) + "."
		}
		out = strings.TrimSpace(out + " " + sign + " " + w.title(k) + w.flat(k))
		at++
	}
	return out
}
