package cartridge

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"agora/course"
	"agora/prose"
)

func itoa(n int) string { return strconv.Itoa(n) }

// start is the number of the first item of a list.
func start(n *html.Node) int {
	if i, err := strconv.Atoi(attr(n, "start")); err == nil && i >= 0 && i < 1_000_000 {
		return i
	}
	return 1
}

// marked and oneLine make Markdown of a marked text; what emphasis is lost is named.
func (p *page) marked(s string) string {
	md, lost := prose.Lines(s)
	return p.lost(md, lost)
}

func (p *page) oneLine(s string) string {
	md, lost := prose.OneLine(s)
	return p.lost(md, lost)
}

func (p *page) lost(md string, times int) string {
	if times > 0 {
		p.changed("emphasis", "Markdown has none in the middle of a word or against a sign; the words stay")
	}
	return md
}

func (p *page) lines(list []*html.Node) string {
	var b strings.Builder
	for _, n := range list {
		b.WriteString(p.span(n))
	}
	return p.marked(b.String())
}

func (p *page) inline(n *html.Node) string {
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(p.span(c))
	}
	return b.String()
}

// dropped are elements that do something, or hold what is no text.
func dropped(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Embed, atom.Applet, atom.Input, atom.Button,
		atom.Select, atom.Textarea, atom.Svg, atom.Canvas, atom.Math, atom.Link, atom.Meta, atom.Base, atom.Frame, atom.Frameset:
		return true
	}
	return false
}

// span is a piece of a line.
func (p *page) span(n *html.Node) string {
	switch {
	case n.Type == html.TextNode:
		return prose.Escape(prose.Squeeze(n.Data))
	case n.Type != html.ElementNode:
		return ""
	case dropped(n):
		return p.drop(n)
	}
	switch n.DataAtom {
	case atom.B, atom.Strong, atom.Th:
		return prose.Strong(p.inline(n))
	case atom.I, atom.Em, atom.Cite, atom.Dfn, atom.Var:
		return prose.Em(p.inline(n))
	case atom.Del, atom.S, atom.Strike:
		return prose.Struck(p.inline(n))
	case atom.Code, atom.Kbd, atom.Samp, atom.Tt:
		if code := strings.Join(strings.Fields(textOf(n)), " "); code != "" {
			return prose.CodeSpan(code)
		}
		return ""
	case atom.Br:
		return string(prose.Break)
	case atom.Sup, atom.Sub:
		return p.raised(n)
	case atom.A:
		return p.link(n)
	case atom.Img:
		return p.picture(n)
	case atom.Audio, atom.Video:
		return p.medium(n)
	}
	if isBlock(n) { // in a cell or a heading
		return string(prose.Break) + p.inline(n) + string(prose.Break)
	}
	return p.inline(n)
}

// drop names what is not taken; where it only shows another page, a link leads there.
func (p *page) drop(n *html.Node) string {
	switch n.DataAtom {
	case atom.Link, atom.Meta, atom.Base, atom.Style, atom.Template:
		return ""
	case atom.Math:
		p.changed("math", "a formula; its parts are written in a row")
		return prose.Escape(prose.Squeeze(textOf(n)))
	case atom.Iframe:
		to, ok := prose.Address(attr(n, "src"))
		if !ok {
			break
		}
		p.changed("iframe", "a page of another host; a link leads there")
		words := attr(n, "title")
		if words == "" {
			words = to
		}
		return prose.Link(prose.Escape(words), to)
	}
	p.left(n.Data, "was left out")
	return ""
}

// raised is sup and sub, or the place of a footnote.
func (p *page) raised(n *html.Node) string {
	if n.DataAtom == atom.Sup {
		for c := range n.ChildNodes() {
			if foot := p.feet[strings.TrimPrefix(attr(c, "href"), "#")]; c.DataAtom == atom.A && foot != nil {
				return p.note(foot)
			}
		}
	}
	return prose.Raised(n.Data, p.inline(n))
}

// note keeps a footnote for the foot of the lesson and marks its place.
func (p *page) note(foot *html.Node) string {
	id := attr(foot, "id")
	at, met := p.at[id]
	if !met {
		at = len(p.notes)
		p.at[id] = at
		p.notes = append(p.notes, "")
		p.notes[at] = p.blocks(foot, deepest-2)
	}
	return prose.Note(at)
}

// link leads to a lesson, or to an address outside; anything else keeps its words.
func (p *page) link(n *html.Node) string {
	if attr(n, "role") == "doc-backlink" {
		return ""
	}
	words, to := p.inline(n), attr(n, "href")
	switch {
	case to == "" || strings.HasPrefix(to, "#"):
		return words
	case strings.TrimSpace(words) == "":
		words = prose.Escape(to)
	}
	if address, ok := prose.Address(to); ok {
		return prose.Link(words, address)
	}
	name, ok := p.r.resolve(p.file, to)
	if !ok {
		p.r.note(p.file, "a", course.BadLink, course.Shorten(to))
		return words
	}
	if id := p.r.pages[name]; id != "" {
		return "[" + words + "](lesson:" + id + ")"
	}
	p.left("a", "leads to "+course.Shorten(name)+", which is no lesson")
	return words
}

// picture shows a picture of the cartridge; of another one its words stay.
func (p *page) picture(n *html.Node) string {
	words := prose.Escape(prose.Squeeze(attr(n, "alt")))
	if name := p.shown(attr(n, "src")); name != "" {
		return "![" + p.oneLine(words) + "](" + prose.Destination(name) + ")"
	}
	return words
}

// medium is sound or film, in one of the kinds in which it is there.
func (p *page) medium(n *html.Node) string {
	sources := []string{attr(n, "src")}
	for c := range n.ChildNodes() {
		if c.DataAtom == atom.Source {
			sources = append(sources, attr(c, "src"))
		}
	}
	words := attr(n, "title")
	if words == "" {
		words = attr(n, "aria-label")
	}
	for _, s := range sources {
		if s == "" {
			continue
		}
		if name := p.shown(s); name != "" {
			return "![" + p.oneLine(prose.Escape(words)) + "](" + prose.Destination(name) + ")"
		}
	}
	return prose.Escape(words)
}

// shown takes a file of the cartridge that a page shows, "" when it can't be shown.
func (p *page) shown(source string) string {
	name, ok := p.r.resolve(p.file, source)
	if !ok || p.r.files[name] == nil {
		p.left("src", "is of another host, or is not in the package: "+course.Shorten(source))
		return ""
	}
	return p.r.take(name, p.file)
}

// How some systems write the folder in which their files are, and a page of theirs.
const (
	fileBase = "$IMS-CC-FILEBASE$"
	wikiBase = "$WIKI_REFERENCE$/pages/"
)

// resolve finds the file to which an address on a page leads.
func (r *reader) resolve(from, to string) (name string, ok bool) {
	to, _, _ = strings.Cut(strings.ReplaceAll(to, "%24", "$"), "#")
	to, _, _ = strings.Cut(to, "?")
	if rest, is := strings.CutPrefix(to, fileBase); is {
		if name, ok = local(strings.Trim(strings.TrimPrefix(rest, "/../"), "/")); ok && r.files[name] == nil {
			name = "web_resources/" + name
		}
		return name, ok
	}
	if rest, is := strings.CutPrefix(to, wikiBase); is {
		return local("wiki_content/" + rest + ".html")
	}
	if u, err := url.Parse(to); err != nil || u.IsAbs() || u.Host != "" {
		return "", false
	}
	folder := path.Dir(from)
	for rest, is := strings.CutPrefix(to, "../"); is && folder != "."; rest, is = strings.CutPrefix(to, "../") {
		to, folder = rest, path.Dir(folder)
	}
	if folder != "." {
		to = folder + "/" + to
	}
	return local(to)
}
