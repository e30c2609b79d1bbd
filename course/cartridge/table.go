package cartridge

import (
	"strconv"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"agora/prose"
)

// table makes a table of one line a cell; a cell across several stands in the first.
func (p *page) table(n *html.Node) []block {
	t := &grid{page: p}
	for c := range n.ChildNodes() {
		switch c.DataAtom {
		case atom.Caption:
			if s := p.oneLine(prose.Strong(p.inline(c))); s != "" {
				t.caption = s
			}
		case atom.Thead, atom.Tbody, atom.Tfoot:
			for r := range c.ChildNodes() {
				t.row(r)
			}
		case atom.Tr:
			t.row(c)
		}
	}
	if t.spans {
		p.changed("table", "cells across rows or columns stand in the first of them")
	}
	return []block{{"", t.caption}, {"", prose.Table(t.heads, t.rows, t.right...)}}
}

// grid is a table while it is read.
type grid struct {
	page    *page
	caption string
	rows    [][]string
	heads   int
	right   []int // columns of numbers
	spans   bool
}

func (t *grid) row(n *html.Node) {
	if n.DataAtom != atom.Tr {
		return
	}
	var cells []string
	heads := true
	for c := range n.ChildNodes() {
		if c.DataAtom != atom.Th && c.DataAtom != atom.Td {
			continue
		}
		heads = heads && c.DataAtom == atom.Th
		if len(t.rows) == 0 && (hasClass(c, "num") || attr(c, "align") == "right") {
			t.right = append(t.right, len(cells))
		}
		cells = append(cells, t.page.oneLine(t.page.inline(c)))
		wide, _ := strconv.Atoi(attr(c, "colspan"))
		t.spans = t.spans || wide > 1 || attr(c, "rowspan") > "1"
		for range min(wide, prose.Columns) - 1 {
			cells = append(cells, "")
		}
	}
	if cells == nil {
		return
	}
	if heads && t.heads == len(t.rows) {
		t.heads++
	}
	t.rows = append(t.rows, cells)
}
