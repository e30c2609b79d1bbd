package cartridge

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"agora/course"
	"agora/prose"
)

// page turns the HTML of one file into Markdown.
type page struct {
	r     *reader
	file  string
	title string // of the lesson; a heading that repeats it is left out
	notes []string
	feet  map[string]*html.Node // footnotes by their id
	at    map[string]int        // where they are in notes
}

// markdown makes Markdown of a page, or of a piece of one.
func (r *reader) markdown(file, title, text string) string {
	root, err := html.Parse(strings.NewReader(prose.Clean(strings.TrimPrefix(text, "\ufeff"))))
	if err != nil {
		r.note(file, "", course.Unreadable, err.Error())
		return ""
	}
	p := &page{r: r, file: file, title: title, feet: map[string]*html.Node{}, at: map[string]int{}}
	p.findFeet(root)
	p.findScript(root)
	body := p.blocks(root, 0)
	if body == "" {
		return ""
	}
	return prose.Assemble([]string{body}, p.notes)
}

// changed names what is in the lesson in another way.
func (p *page) changed(what, detail string) {
	p.r.note(p.file, what, course.Otherwise, detail)
}

func (p *page) left(what, detail string) {
	p.r.note(p.file, what, course.NotShown, detail)
}

// findFeet finds footnotes as Agora and other writers of Markdown write them.
func (p *page) findFeet(n *html.Node) {
	for c := range n.Descendants() {
		if c.DataAtom == atom.Ol && hasClass(c, "footnotes") {
			for li := range c.ChildNodes() {
				if id := attr(li, "id"); id != "" {
					p.feet[id] = li
				}
			}
		}
	}
}

// findScript names what would run on a page; none of it is taken.
func (p *page) findScript(n *html.Node) {
	for c := range n.Descendants() {
		if c.DataAtom == atom.Script {
			p.left("script", "was left out")
		}
		for _, a := range c.Attr {
			if strings.HasPrefix(a.Key, "on") {
				p.left(a.Key, "was left out")
			}
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	for c := range strings.FieldsSeq(attr(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// isBlock tells what stands on lines of its own.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.Blockquote, atom.Pre,
		atom.Table, atom.Figure, atom.Figcaption, atom.Hr, atom.Address, atom.Center, atom.Fieldset, atom.Details, atom.Summary, atom.Form, atom.Title:
		return true
	}
	return false
}

// block is a block of Markdown and of what kind it is, for what follows it.
type block struct{ kind, text string }

// deepest is how far blocks may stand in blocks before they are laid flat.
const deepest = 16

// list makes the blocks of an element's content.
func (p *page) list(n *html.Node, depth int) []block {
	var out []block
	var words []*html.Node
	flush := func() {
		if s := p.lines(words); s != "" {
			out = append(out, block{"", s})
		}
		words = nil
	}
	for c := range n.ChildNodes() {
		if !isBlock(c) && !holdsBlocks(c, depth) {
			words = append(words, c)
			continue
		}
		flush()
		for _, b := range p.block(c, depth) {
			if b.text != "" {
				out = append(out, b)
			}
		}
	}
	flush()
	return out
}

// holdsBlocks finds pieces of a line that have blocks in them, as <a><div>.
func holdsBlocks(n *html.Node, depth int) bool {
	if depth > deepest || dropped(n) {
		return false
	}
	for c := range n.Descendants() {
		if isBlock(c) {
			return true
		}
	}
	return false
}

// blocks joins blocks; lists that follow one another get other signs, so that they stay two.
func (p *page) blocks(n *html.Node, depth int) string { return joined(p.list(n, depth)) }

func joined(list []block) string {
	texts := make([]string, len(list))
	before := ""
	for i, b := range list {
		if b.kind == before && before == "ul" {
			b = block{"ul*", otherSigns(b.text, "-", "*")}
		} else if b.kind == before && before == "ol" {
			b = block{"ol)", otherSigns(b.text, ".", ")")}
		}
		before, texts[i] = b.kind, b.text
	}
	return prose.Join(texts...)
}

// otherSigns changes the signs of the items that are not in others.
func otherSigns(text, from, to string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		digits := len(l) - len(strings.TrimLeft(l, "0123456789"))
		if strings.HasPrefix(l[digits:], from+" ") && (digits > 0) == (from == ".") {
			lines[i] = l[:digits] + to + l[digits+1:]
		}
	}
	return strings.Join(lines, "\n")
}

// block makes the blocks of one element.
func (p *page) block(n *html.Node, depth int) []block {
	if depth > deepest {
		p.changed(n.Data, "blocks in blocks, too deep; its words stay")
		return []block{{"", p.lines([]*html.Node{n})}}
	}
	if hasClass(n, footClass) {
		return nil // the manifest says it too
	}
	switch n.DataAtom {
	case atom.Head, atom.Title:
		return nil // the lesson's title is the manifest's
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return []block{{"", p.heading(n)}}
	case atom.Ul, atom.Ol:
		return p.items(n, depth)
	case atom.Blockquote:
		if s := p.blocks(n, depth+1); s != "" {
			return []block{{"", prose.Quoted(s)}}
		}
		return nil
	case atom.Pre:
		return []block{{"", prose.Fenced(textOf(n))}}
	case atom.Table:
		return p.table(n)
	case atom.Hr:
		if isFeet(nextElement(n)) {
			return nil
		}
		return []block{{"", "---"}}
	case atom.Dt:
		return []block{{"", p.marked(prose.Strong(p.inline(n)))}}
	case atom.Form:
		p.changed("form", "only its words are there")
	}
	return p.list(n, depth+1)
}

func isFeet(n *html.Node) bool { return n != nil && n.DataAtom == atom.Ol && hasClass(n, "footnotes") }

func nextElement(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
	}
	return n
}

func (p *page) heading(n *html.Node) string {
	words := p.oneLine(p.inline(n))
	if words == "" || n.DataAtom == atom.H1 && strings.Join(strings.Fields(textOf(n)), " ") == p.title {
		return ""
	}
	return strings.Repeat("#", int(n.Data[1]-'0')) + " " + strings.ReplaceAll(words, "#", `\#`)
}

// items makes a list; footnotes that were met in the text stand at its foot already.
func (p *page) items(n *html.Node, depth int) []block {
	if isFeet(n) {
		return p.restOfFeet(n, depth)
	}
	kind, number := "ul", start(n)
	if n.DataAtom == atom.Ol {
		kind = "ol"
	}
	var items []string
	tight := !holdsParagraphs(n)
	for li := range n.ChildNodes() {
		if li.Type != html.ElementNode {
			continue
		}
		sign := "- "
		if kind == "ol" {
			sign, number = itoa(number)+". ", number+1
		}
		items = append(items, prose.Indented(sign, p.item(li, depth, tight)))
	}
	if tight {
		return []block{{kind, strings.Join(items, "\n")}}
	}
	return []block{{kind, strings.Join(items, "\n\n")}}
}

// item is one item: in a tight list a list in it stands right below its words.
func (p *page) item(li *html.Node, depth int, tight bool) string {
	list := p.list(li, depth+1)
	if tight && len(list) == 2 && list[0].kind == "" && list[1].kind != "" {
		return list[0].text + "\n" + list[1].text
	}
	return joined(list)
}

func holdsParagraphs(list *html.Node) bool {
	for li := range list.ChildNodes() {
		for c := range li.ChildNodes() {
			if c.DataAtom == atom.P {
				return true
			}
		}
	}
	return false
}

// restOfFeet lists footnotes to which nothing in the text leads.
func (p *page) restOfFeet(n *html.Node, depth int) []block {
	var items []string
	for li := range n.ChildNodes() {
		if _, met := p.at[attr(li, "id")]; !met && li.Type == html.ElementNode {
			items = append(items, prose.Indented("- ", p.blocks(li, depth+1)))
		}
	}
	if items == nil {
		return nil
	}
	return []block{{"ul", strings.Join(items, "\n\n")}}
}

// textOf is the text of an element as it stands there.
func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.DataAtom == atom.Br:
			b.WriteByte('\n')
		}
	}
	return b.String()
}
