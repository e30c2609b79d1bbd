package cnxml

import (
	"strings"

	"agora/course"
	"agora/prose"
)

// writer makes Markdown of one document.
type writer struct {
	x         *index
	d         *document
	report    *Report
	files     media
	notes     []string // footnotes, in the order in which they were met
	questions int      // exercises of the section so far
	quiz      []asked
}

// left names what is in the lesson in another way.
func (w *writer) left(name, why string) { w.report.left(w.d.name, name, course.Otherwise, why) }

// drew counts an element that stands in the lesson.
func (w *writer) drew(n *node) {
	n.seen = true
	w.report.Drawn[n.name]++
}

// leave counts an element that stands there in another way.
func (w *writer) leave(n *node, why string) {
	n.seen = true
	w.left(n.name, why)
}

// plain is the text of an element in which nothing else is drawn than words.
func (w *writer) plain(n *node) string {
	n.seenBelow(w)
	return n.plain()
}

// seenBelow counts all below an element as drawn, but for footnotes.
func (n *node) seenBelow(w *writer) {
	for _, k := range n.kids {
		switch k.name {
		case "":
			k.seen = true
		case "footnote":
		default:
			w.drew(k)
			k.seenBelow(w)
		}
	}
}

// lines and inLine make Markdown of a marked text.
func (w *writer) lines(marked string) string {
	md, lost := prose.Lines(marked)
	return w.lost(md, lost)
}

func (w *writer) inLine(marked string) string {
	md, lost := prose.OneLine(marked)
	return w.lost(md, lost)
}

func (w *writer) lost(md string, times int) string {
	for range times {
		w.left("emphasis@position", "Markdown has none in the middle of a word or against a sign; the words stay")
	}
	return md
}

// inline makes a marked line of what an element holds.
func (w *writer) inline(n *node) string {
	var b strings.Builder
	for _, k := range n.kids {
		b.WriteString(w.span(k))
	}
	return b.String()
}

// span is one piece of a line.
func (w *writer) span(n *node) string {
	switch n.name {
	case "":
		n.seen = true
		return prose.Escape(prose.Squeeze(n.text))
	case "footnote":
		return w.footnote(n)
	case "link":
		return w.link(n)
	case "newline":
		w.drew(n)
		return string(prose.Break)
	case "space":
		w.drew(n)
		return " "
	case "sup", "sub":
		w.drew(n)
		return prose.Raised(n.name, w.inline(n))
	case "term":
		w.drew(n)
		return w.term(n)
	case "emphasis":
		w.drew(n)
		return w.emphasis(n)
	case "code":
		w.drew(n)
		return prose.CodeSpan(w.plain(n))
	case "m:math":
		return w.math(n)
	case "foreign", "cite", "cite-title", "span", "label", "title":
		w.drew(n)
		return w.inline(n)
	case "media":
		return " " + w.media(n) + " "
	}
	if isBlock(n.name) {
		return " " + w.flat(n) + " "
	}
	return w.unknown(n)
}

// unknown keeps the words of an element that this package does not know.
func (w *writer) unknown(n *node) string {
	w.leave(n, "unknown; its words are kept as plain text")
	return " " + w.inline(n) + " "
}

// term is bold where it is explained, and plain where the book only indexes it.
func (w *writer) term(n *node) string {
	if hasClass(n, "no-emphasis") {
		return w.inline(n)
	}
	return prose.Strong(w.inline(n))
}

func (w *writer) emphasis(n *node) string {
	switch n.attr["effect"] {
	case "", "bold", "smallcaps":
		return prose.Strong(w.inline(n))
	case "italics":
		return prose.Em(w.inline(n))
	case "normal":
		return w.inline(n)
	}
	w.left("emphasis@effect="+n.attr["effect"], "drawn slanted")
	return prose.Em(w.inline(n))
}

// footnote keeps its text for the foot of the lesson and marks its place.
func (w *writer) footnote(n *node) string {
	w.drew(n)
	at := len(w.notes)
	w.notes = append(w.notes, "")
	w.notes[at] = w.inLine(w.inline(n))
	return prose.Note(at)
}

// link leads to a lesson or to an address; a place on the same page is only named.
func (w *writer) link(n *node) string {
	w.drew(n)
	words := w.inline(n)
	if address := n.attr["url"]; address != "" {
		return w.outside(words, address)
	}
	t, ok := w.x.find(w.d, n)
	if !ok {
		w.left("link@target", "leads to nothing in the book; its words stay")
		return words
	}
	if strings.TrimSpace(words) == "" {
		words = prose.Escape(t.label)
	}
	if t.document == w.d.name {
		return words
	}
	return "[" + words + "](lesson:" + t.document + ")"
}

// outside is an address that stands where it can be read, also on paper.
func (w *writer) outside(words, address string) string {
	to, ok := prose.Address(address)
	if !ok {
		w.left("link@url", "is no web address; it stands beside its words")
		return words + " (" + prose.Escape(address) + ")"
	}
	if strings.TrimSpace(words) == "" {
		words = prose.Escape(address)
	}
	return "[" + words + "](" + prose.Destination(to) + ")"
}

func hasClass(n *node, class string) bool {
	for c := range strings.FieldsSeq(n.attr["class"]) {
		if c == class {
			return true
		}
	}
	return false
}
