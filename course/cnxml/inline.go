package cnxml

import (
	"fmt"
	"strings"
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

func (w *writer) left(name, why string) { w.report.left(w.d.name, name, why) }

// drew counts an element that stands in the lesson.
func (w *writer) drew(n *node) {
	n.seen = true
	w.report.Drawn[n.name]++
}

// leave counts an element that does not, or not as it was.
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
		return escape(squeeze(n.text))
	case "footnote":
		return w.footnote(n)
	case "link":
		return w.link(n)
	case "newline":
		w.drew(n)
		return string(lineBreak)
	case "space":
		w.drew(n)
		return " "
	case "sup", "sub":
		w.drew(n)
		return raised(n.name, w.inline(n))
	case "term":
		w.drew(n)
		return w.term(n)
	case "emphasis":
		w.drew(n)
		return w.emphasis(n)
	case "code":
		w.drew(n)
		return codeSpan(w.plain(n))
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
	return string(strongOn) + w.inline(n) + string(strongOff)
}

func (w *writer) emphasis(n *node) string {
	switch n.attr["effect"] {
	case "", "bold", "smallcaps":
		return string(strongOn) + w.inline(n) + string(strongOff)
	case "italics":
		return string(emOn) + w.inline(n) + string(emOff)
	case "normal":
		return w.inline(n)
	}
	w.left("emphasis@effect="+n.attr["effect"], "drawn slanted")
	return string(emOn) + w.inline(n) + string(emOff)
}

// footnote keeps its text for the foot of the lesson and marks its place.
func (w *writer) footnote(n *node) string {
	w.drew(n)
	at := len(w.notes)
	w.notes = append(w.notes, "")
	w.notes[at] = w.inLine(w.inline(n))
	return fmt.Sprintf("%c%d%c", noteOn, at, noteOff)
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
		words = escape(t.label)
	}
	if t.document == w.d.name {
		return words
	}
	return "[" + words + "](lesson:" + t.document + ")"
}

// outside is an address that stands where it can be read, also on paper.
func (w *writer) outside(words, address string) string {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		w.left("link@url", "is no web address; it stands beside its words")
		return words + " (" + escape(address) + ")"
	}
	if strings.TrimSpace(words) == "" {
		words = escape(address)
	}
	return "[" + words + "](" + destination(address) + ")"
}

// destination writes an address so that it ends where Markdown's parenthesis does.
func destination(address string) string {
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; c <= ' ' || strings.IndexByte("()<>\\\"'*[]`|", c) >= 0 || c == 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

var (
	superscript = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹", "+", "⁺", "−", "⁻", "-", "⁻", "n", "ⁿ")
	subscript   = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉", "+", "₊", "−", "₋", "-", "₋")
)

// raised writes sup and sub with the letters that Unicode has for digits; letters after
// a caret, and signs as they are.
func raised(name, words string) string {
	digits, caret := superscript, "^"
	if name == "sub" {
		digits, caret = subscript, `\_`
	}
	switch {
	case strings.Trim(words, "0123456789+-−n") == "":
		return digits.Replace(words)
	case !strings.ContainsFunc(words, isWord):
		return words
	}
	return caret + "(" + words + ")"
}

// codeSpan quotes code with more backticks than it has.
func codeSpan(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + " " + s + " " + fence
}

func hasClass(n *node, class string) bool {
	for c := range strings.FieldsSeq(n.attr["class"]) {
		if c == class {
			return true
		}
	}
	return false
}
