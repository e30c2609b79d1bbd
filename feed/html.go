package feed

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plainText gives what a reader sees of a description in HTML: paragraphs
// parted by an empty line, list items on lines of their own. Text without
// markup stays as it is.
func plainText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	}
	var b strings.Builder
	skip := 0
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return tidy(b.String())
		}
		t := z.Token()
		switch {
		case t.DataAtom == atom.Script || t.DataAtom == atom.Style:
			if kind == html.StartTagToken {
				skip++
			} else if kind == html.EndTagToken && skip > 0 {
				skip--
			}
		case skip > 0:
		case kind == html.TextToken:
			b.WriteString(strings.NewReplacer("\r", " ", "\n", " ").Replace(t.Data))
		default:
			b.WriteString(lineBreak(t.DataAtom, kind))
		}
	}
}

// lineBreak gives what a tag does to the flow of lines.
func lineBreak(a atom.Atom, kind html.TokenType) string {
	switch a {
	case atom.Br, atom.Tr:
		return "\n"
	case atom.Li:
		if kind == html.StartTagToken {
			return "\n• "
		}
	case atom.P, atom.Div, atom.Ul, atom.Ol, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Section:
		return "\n\n"
	}
	return ""
}

// tidy trims lines and leaves at most one empty one between paragraphs.
func tidy(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
