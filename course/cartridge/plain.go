package cartridge

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"agora/course"
	"agora/prose"
)

// plain is the text of a question or choice, which is HTML when it says so.
func (r *reader) plain(t *element, file string) string {
	text := prose.Clean(t.Text)
	if !strings.Contains(t.attr("texttype"), "html") {
		return tidy(text)
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return tidy(text)
	}
	var b strings.Builder
	r.wordsOf(root, &b, file)
	return tidy(b.String())
}

// wordsOf writes the words below an element, blocks on lines of their own.
func (r *reader) wordsOf(n *html.Node, b *strings.Builder, file string) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode && n.DataAtom == atom.Pre:
			b.WriteString(c.Data)
		case c.Type == html.TextNode:
			b.WriteString(prose.Squeeze(c.Data))
		case c.DataAtom == atom.Br:
			b.WriteByte('\n')
		case c.DataAtom == atom.Img:
			b.WriteString(attr(c, "alt"))
			r.note(file, "img", course.Otherwise, "a picture in a question; its words stay")
		case dropped(c):
			r.note(file, c.Data, course.NotShown, "was left out of a question")
		case isBlock(c):
			b.WriteByte('\n')
			r.wordsOf(c, b, file)
			b.WriteByte('\n')
		default:
			r.wordsOf(c, b, file)
		}
	}
}

// tidy takes spaces off the ends of lines, and empty lines out.
func tidy(s string) string {
	var kept []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
