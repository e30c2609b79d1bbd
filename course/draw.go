package course

import (
	"bufio"
	"bytes"
	"fmt"
	stdhtml "html"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"

	"agora/prose"
)

// Options are how Markdown is drawn.
type Options struct {
	// Medium gives the HTML of a picture, sound or film of the course, within a paragraph:
	// a button that shows it on tap, or the picture. Without it, or when it gives "", its words stand there.
	Medium func(Medium) string
	// Lesson gives the address of another lesson of the course, "" for none.
	Lesson func(id string) string
	// Prefix begins the ids of headings and footnotes, so that two texts can be on one page.
	Prefix string
	// Back says in the reader's language what leads from a footnote to its place.
	Back string
}

// Medium is a picture, sound or film in a text.
type Medium struct {
	Path  string // in the course: "pictures/pack.svg"
	Type  string // as MediaType says
	Words string // for who can't see or hear it
}

// Heading is a heading of a text, for a table of contents.
type Heading struct {
	Level int // from 2
	ID    string
	Text  string
}

// Draw makes HTML of Markdown. Whatever comes in, what it makes runs nothing and loads
// nothing: HTML is shown as text, and what Options.Medium gives is the caller's.
// What is longer than a lesson may be is drawn as one paragraph without marks.
func Draw(md string, o Options) (page string, headings []Heading) {
	if len(md) > MaxLesson || tooMany(md) != "" {
		return "<p>" + stdhtml.EscapeString(md) + "</p>\n", nil
	}
	var b bytes.Buffer
	source := []byte(md)
	p := &pen{out: bufio.NewWriter(&b), source: source, options: o}
	root := parse(source)
	p.shift, p.last = 2-topLevel(root), 1
	p.children(root, 0)
	_ = p.out.Flush()
	return b.String(), p.headings
}

// pen draws one text.
type pen struct {
	out      *bufio.Writer // over memory; it can't fail
	source   []byte
	options  Options
	headings []Heading
	shift    int // from the levels of the text to those of the page
	last     int // level of the heading before; none is left out on the way down
}

// topLevel gives the highest level of heading in a text.
func topLevel(root ast.Node) int {
	top := 6
	for n := range below(root) {
		if h, ok := n.(*ast.Heading); ok {
			top = min(top, h.Level)
		}
	}
	return top
}

func (p *pen) raw(format string, args ...any) { fmt.Fprintf(p.out, format, args...) }

func (p *pen) text(s string) { _, _ = p.out.WriteString(stdhtml.EscapeString(s)) }

func (p *pen) children(n ast.Node, depth int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.draw(c, depth+1)
	}
}

// within draws the children of a node between tags.
func (p *pen) within(open, end string, n ast.Node, depth int) {
	p.raw("%s", open)
	p.children(n, depth)
	p.raw("%s", end)
}

// draw draws a node. The kinds that it knows are all that can come out.
func (p *pen) draw(n ast.Node, depth int) {
	if depth > maxMarkdownDepth {
		p.text(words(n, p.source))
		return
	}
	switch n := n.(type) {
	case *ast.Paragraph:
		p.within("<p>", "</p>\n", n, depth)
	case *ast.TextBlock:
		p.children(n, depth)
	case *ast.Heading:
		p.heading(n, depth)
	case *ast.ThematicBreak:
		p.raw("<hr>\n")
	case *ast.Blockquote:
		p.within("<blockquote>\n", "</blockquote>\n", n, depth)
	case *ast.List:
		p.list(n, depth)
	case *ast.ListItem:
		p.within("<li>", "</li>\n", n, depth)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		p.lines("<pre><code>", n, "</code></pre>\n")
	case *ast.HTMLBlock:
		p.lines("<p>", n, "</p>\n")
	default:
		p.drawMore(n, depth)
	}
}

func (p *pen) drawMore(n ast.Node, depth int) {
	switch n := n.(type) {
	case *east.Table:
		// A wide table scrolls by itself, and by the keys of who has no finger on it.
		p.within("<div class=\"scroll\" tabindex=\"0\"><table>\n", "</tbody></table></div>\n", n, depth)
	case *east.TableHeader:
		p.within("<thead><tr>", "</tr></thead>\n<tbody>\n", n, depth)
	case *east.TableRow:
		p.within("<tr>", "</tr>\n", n, depth)
	case *east.TableCell:
		p.cell(n, depth)
	case *east.FootnoteList:
		p.within("<hr>\n<ol class=\"footnotes\">\n", "</ol>\n", n, depth)
	case *east.Footnote:
		p.within(fmt.Sprintf("<li id=\"%sfn%d\">", stdhtml.EscapeString(p.options.Prefix), n.Index), "</li>\n", n, depth)
	default:
		p.inline(n, depth)
	}
}

func (p *pen) inline(n ast.Node, depth int) {
	prefix := stdhtml.EscapeString(p.options.Prefix)
	switch n := n.(type) {
	case *ast.Text:
		p.words(n)
	case *ast.String:
		html.DefaultWriter.Write(p.out, n.Value)
	case *ast.CodeSpan:
		p.within("<code>", "</code>", n, depth)
	case *ast.Emphasis:
		tag := map[bool]string{true: "strong", false: "em"}[n.Level == 2]
		p.within("<"+tag+">", "</"+tag+">", n, depth)
	case *east.Strikethrough:
		p.within("<del>", "</del>", n, depth)
	case *ast.Link:
		p.link(destination(n.Destination), n, depth)
	case *ast.AutoLink:
		p.autoLink(n)
	case *ast.Image:
		p.medium(n)
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			at := n.Segments.At(i)
			p.text(string(at.Value(p.source)))
		}
	case *east.FootnoteLink:
		p.raw("<sup><a href=\"#%sfn%d\" id=\"%sfr%d-%d\" role=\"doc-noteref\">%d</a></sup>", prefix, n.Index, prefix, n.Index, n.RefIndex, n.Index)
	case *east.FootnoteBacklink:
		p.raw(" <a href=\"#%sfr%d-%d\" role=\"doc-backlink\"", prefix, n.Index, n.RefIndex)
		if p.options.Back != "" {
			p.raw(" aria-label=\"%s\"", stdhtml.EscapeString(p.options.Back))
		}
		p.raw(">↑</a>")
	default: // a kind that a newer parser made; its words are not lost
		p.children(n, depth)
	}
}

// words draws the text of a node with its breaks.
func (p *pen) words(n *ast.Text) {
	value := n.Segment.Value(p.source)
	if n.IsRaw() || n.Parent() != nil && n.Parent().Kind() == ast.KindCodeSpan {
		html.DefaultWriter.RawWrite(p.out, value)
	} else {
		html.DefaultWriter.Write(p.out, value)
	}
	switch {
	case n.HardLineBreak():
		p.raw("<br>\n")
	case n.SoftLineBreak():
		p.raw("\n")
	}
}

// lines draws the lines of a block as they are.
func (p *pen) lines(open string, n ast.Node, end string) {
	p.raw("%s", open)
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		p.text(string(at.Value(p.source)))
	}
	if b, ok := n.(*ast.HTMLBlock); ok && b.HasClosure() {
		p.text(string(b.ClosureLine.Value(p.source)))
	}
	p.raw("%s", end)
}

func (p *pen) heading(n *ast.Heading, depth int) {
	level := min(n.Level+p.shift, p.last+1, 6)
	p.last = level
	h := Heading{Level: level, ID: p.options.Prefix + "s" + strconv.Itoa(len(p.headings)+1), Text: words(n, p.source)}
	p.headings = append(p.headings, h)
	p.within(fmt.Sprintf("<h%d id=\"%s\">", level, stdhtml.EscapeString(h.ID)), fmt.Sprintf("</h%d>\n", level), n, depth)
}

func (p *pen) list(n *ast.List, depth int) {
	open, end := "<ul>\n", "</ul>\n"
	if n.IsOrdered() {
		open, end = "<ol>\n", "</ol>\n"
		if n.Start != 1 {
			open = fmt.Sprintf("<ol start=\"%d\">\n", n.Start)
		}
	}
	p.within(open, end, n, depth)
}

func (p *pen) cell(n *east.TableCell, depth int) {
	tag := "td"
	if n.Parent().Kind() == east.KindTableHeader {
		tag = "th"
	}
	open := "<" + tag
	if n.Alignment == east.AlignRight {
		open += " class=\"num\"" // a column of numbers
	}
	p.within(open+">", "</"+tag+">", n, depth)
}

// link draws a link where it may lead, and only its words where it may not.
func (p *pen) link(to string, n ast.Node, depth int) {
	if id, ok := lessonLink(to); ok {
		href := ""
		if p.options.Lesson != nil {
			href = p.options.Lesson(id)
		}
		if href == "" {
			p.children(n, depth)
			return
		}
		p.within("<a href=\""+stdhtml.EscapeString(href)+"\">", "</a>", n, depth)
		return
	}
	if href, ok := prose.Address(to); ok {
		p.within("<a href=\""+stdhtml.EscapeString(href)+"\" rel=\"nofollow noopener\">", "</a>", n, depth)
		return
	}
	p.children(n, depth)
}

func (p *pen) autoLink(n *ast.AutoLink) {
	label, to := string(n.Label(p.source)), string(n.URL(p.source))
	if n.AutoLinkType == ast.AutoLinkEmail {
		to = "mailto:" + label
	}
	if href, ok := prose.Address(to); ok {
		p.raw("<a href=\"%s\" rel=\"nofollow noopener\">%s</a>", stdhtml.EscapeString(href), stdhtml.EscapeString(label))
		return
	}
	p.text(label)
}

// medium draws a picture, sound or film of the course; of another host there is none.
func (p *pen) medium(n *ast.Image) {
	m := Medium{Path: destination(n.Destination), Words: words(n, p.source)}
	m.Type = MediaType(m.Path)
	drawn := ""
	if p.options.Medium != nil && m.Type != "" && cleanPath(m.Path) == nil {
		drawn = p.options.Medium(m)
	}
	if drawn == "" {
		p.text(m.Words)
		return
	}
	p.raw("%s", drawn)
}
