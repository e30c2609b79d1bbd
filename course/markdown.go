package course

import (
	"bufio"
	"bytes"
	"fmt"
	stdhtml "html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	gtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Bounds within which the parser is quick: each row of a table gets all its columns, so
// that a few kilobytes could make millions of cells, and marks within marks cost their square.
const (
	maxColumns  = 40
	maxCells    = 20_000
	maxQuotes   = 32 // within each other
	maxBrackets = 2_000
)

// tooMany says what a text has too many of to be parsed; "" for none.
func tooMany(md string) string {
	if strings.Count(md, "[") > maxBrackets {
		return "brackets; " + most(maxBrackets)
	}
	lines, widest := 0, 0
	for line := range strings.Lines(md) {
		lines, widest = lines+1, max(widest, strings.Count(line, "|"))
		if nested(line) > maxQuotes {
			return "quotations and lists within each other; " + most(maxQuotes)
		}
	}
	switch {
	case widest > maxColumns+1:
		return "columns of a table; " + most(maxColumns)
	case lines*widest > maxCells: // any line may be a row
		return "cells of a table; " + most(maxCells)
	}
	return ""
}

// nested counts the marks of quotations and lists with which a line begins.
func nested(line string) (n int) {
	marks := line[:len(line)-len(strings.TrimLeft(line, "> \t-+*.)0123456789"))]
	for i, r := range marks {
		space := i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t')
		if r == '>' || space && strings.ContainsRune("-+*.)", r) {
			n++
		}
	}
	return n
}

// parse reads Markdown with tables, footnotes and struck out words.
func parse(source []byte) ast.Node {
	m := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote))
	return m.Parser().Parse(gtext.NewReader(source))
}

// words gives the text below a node, without its marks.
func words(n ast.Node, source []byte) string {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	for c := range below(n) {
		switch c := c.(type) {
		case *ast.Text:
			if c.IsRaw() {
				html.DefaultWriter.RawWrite(w, c.Segment.Value(source))
			} else {
				html.DefaultWriter.Write(w, c.Segment.Value(source))
			}
			if c.SoftLineBreak() || c.HardLineBreak() {
				_ = w.WriteByte(' ')
			}
		case *ast.String:
			html.DefaultWriter.Write(w, c.Value)
		case *ast.AutoLink:
			html.DefaultWriter.RawWrite(w, c.Label(source))
		}
	}
	_ = w.Flush()
	return stdhtml.UnescapeString(b.String())
}

// below gives a node and all below it in the order of reading, however deep they are.
func below(n ast.Node) func(func(ast.Node) bool) {
	return func(yield func(ast.Node) bool) {
		for at := n; at != nil; {
			if !yield(at) {
				return
			}
			if at.FirstChild() != nil {
				at = at.FirstChild()
				continue
			}
			for at != n && at.NextSibling() == nil {
				at = at.Parent()
			}
			if at == n {
				return
			}
			at = at.NextSibling()
		}
	}
}

// destination gives where a link leads as a browser would read it.
func destination(raw []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw))))
}

// lessonLink gives the lesson to which a destination leads inside the course.
func lessonLink(to string) (id string, ok bool) { return strings.CutPrefix(to, "lesson:") }

// line says on which line of its file a node begins; front is how many lines stand before the text.
func line(n ast.Node, source []byte, front int) string {
	for ; n != nil; n = n.Parent() {
		at := -1
		if raw, ok := n.(*ast.RawHTML); ok && raw.Segments.Len() > 0 {
			at = raw.Segments.At(0).Start
		} else if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			at = n.Lines().At(0).Start
		}
		if at >= 0 {
			return fmt.Sprintf("line %d", 1+front+bytes.Count(source[:at], []byte("\n")))
		}
	}
	return ""
}
