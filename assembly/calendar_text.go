package assembly

import (
	"bufio"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/catalog"
)

// said is a text and its language.
type said struct{ string, lang string }

// text reads texts of an event in the best language there is.
func (o CalendarOptions) text(e Event, t catalog.Texts) (s said) {
	s.string, s.lang = t.In("", append(o.Langs[:len(o.Langs):len(o.Langs)], e.Langs...)...)
	return s
}

// leaf writes content lines of RFC 5545.
type leaf struct{ w *bufio.Writer }

func newLeaf(w io.Writer) leaf { return leaf{bufio.NewWriter(w)} }

func (l leaf) end() error { return l.w.Flush() }

// maxLine is how many octets a line has at most, without its end.
const maxLine = 75

// line writes a property, folded: what is over goes on in lines that begin with a
// space. No letter is cut.
func (l leaf) line(property, value string) {
	rest := property + ":" + value
	for room := maxLine; len(rest) > room; room = maxLine - 1 {
		cut := room
		for cut > room-utf8.UTFMax && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		_, _ = l.w.WriteString(rest[:cut] + "\r\n ") // the writer keeps its error for Flush
		rest = rest[cut:]
	}
	_, _ = l.w.WriteString(rest + "\r\n")
}

// escaped makes a text the value of a property. What some reader takes for the end
// of a line becomes a written one; other signs of control go.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n") {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// address keeps of a URL what one may have.
func address(url string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, url)
}
