package prose

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Private characters mark places in a line until the whole of it is known: whether
// stars make words bold depends on what stands beside them.
const (
	StrongOn   = '\uE000'
	StrongOff  = '\uE001'
	EmOn       = '\uE002'
	EmOff      = '\uE003'
	Break      = '\uE004' // a new line within a paragraph
	noteOn     = '\uE005' // before and after the index of a footnote
	noteOff    = '\uE006'
	StruckOn   = '\uE007'
	StruckOff  = '\uE008'
	markFirst  = '\uE000'
	markLast   = '\uE00F'
	everywhere = "\\`*_[]<~|"
)

// Clean brings text to NFC and takes out characters that are no text: those that mark
// places here, controls, and what turns the direction of all that follows.
func Clean(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r):
			return ' '
		case r >= markFirst && r <= markLast, r >= '\u202a' && r <= '\u202e', r == '\ufeff', r >= '\ufff0' && r <= '\uffff' && r != unicode.ReplacementChar:
			return -1
		}
		return r
	}, s))
}

// Strong marks what is bold.
func Strong(marked string) string { return string(StrongOn) + marked + string(StrongOff) }

// Struck marks what is struck out.
func Struck(marked string) string { return string(StruckOn) + marked + string(StruckOff) }

func begins(r rune) bool { return r == StrongOn || r == EmOn || r == StruckOn }

func ends(r rune) bool { return begins(r - 1) }

// Em marks what is slanted.
func Em(marked string) string { return string(EmOn) + marked + string(EmOff) }

// Escape makes text mean itself in Markdown, wherever it stands in a line.
func Escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		entity := r == '&' && i+1 < len(s) && (s[i+1] == '#' || unicode.IsLetter(rune(s[i+1])))
		picture := r == '!' && i+1 == len(s) // a link may follow
		if entity || picture || strings.ContainsRune(everywhere, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Lines makes Markdown lines of a marked text: emphasis, breaks, and signs that would
// begin a list or a heading. Lost is how often words stay without their emphasis.
func Lines(marked string) (md string, lost int) {
	md, lost = emphasize(strings.TrimSpace(Squeeze(marked)))
	list := strings.Split(md, string(Break))
	kept := list[:0]
	for _, l := range list {
		if l = strings.TrimSpace(l); l != "" {
			kept = append(kept, atStart(l))
		}
	}
	return fewPipes(strings.Join(kept, "\\\n")), lost
}

// OneLine is the same on one line, for cells and headings.
func OneLine(marked string) (md string, lost int) {
	var kept []string
	for part := range strings.SplitSeq(Squeeze(marked), string(Break)) {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}
	md, lost = emphasize(strings.Join(kept, " / "))
	return fewPipes(md), lost
}

// fewPipes writes the strokes of a text that has many in another way, so that nobody
// takes it for a table of too many columns.
func fewPipes(md string) string {
	if strings.Count(md, "|") < Columns/2 {
		return md
	}
	return strings.ReplaceAll(md, `\|`, "&#124;")
}

// atStart escapes what would make a line something else than words.
func atStart(l string) string {
	if strings.ContainsRune("#+->=", rune(l[0])) {
		return "\\" + l
	}
	digits := strings.TrimLeft(l, "0123456789")
	if n := len(l) - len(digits); n > 0 && digits != "" && (digits[0] == '.' || digits[0] == ')') {
		return l[:n] + "\\" + digits
	}
	return l
}

// Squeeze leaves one space where there are several.
func Squeeze(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		is := r == ' ' || r == '\n' || r == '\t' || r == '\r'
		if !is {
			b.WriteRune(r)
		} else if !space {
			b.WriteByte(' ')
		}
		space = is
	}
	return b.String()
}

// emphasize puts stars and lines in the place of marks, where Markdown would see them
// as such; elsewhere the words stay without.
func emphasize(s string) (md string, lost int) {
	text := tidy([]rune(s))
	for pass := 0; ; pass++ {
		list := pairs(text)
		signs, bad, more := make([]string, len(text)), make([]bool, len(text)+2), false
		for _, p := range list {
			sign := delimiter(text, p[0], p[1])
			signs[p[0]], signs[p[1]] = sign, sign
			// What stands beside a mark that goes stands beside something else then: it is looked at again.
			beside := bad[p[0]] || bad[p[0]+2] || bad[p[1]] || bad[p[1]+2] // bad is one further than text
			if sign == "" && !beside || pass == maxPasses {
				bad[p[0]+1], bad[p[1]+1], more, lost = true, true, true, lost+1
			}
		}
		if !more {
			return signed(text, signs), lost
		}
		text = without(text, bad)
	}
}

// maxPasses bounds how often marks are looked at again; only texts made for it need more.
const maxPasses = 10

// signed writes the signs in the place of marks.
func signed(text []rune, signs []string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case signs[i] != "":
			b.WriteString(signs[i])
		case !begins(r) && !ends(r): // a mark alone means nothing
			b.WriteRune(r)
		}
	}
	return b.String()
}

// without takes marks out; bad is one further than text.
func without(text []rune, bad []bool) []rune {
	kept := make([]rune, 0, len(text))
	for i, r := range text {
		if !bad[i+1] {
			kept = append(kept, r)
		}
	}
	return kept
}

// pairs finds the marks that belong together, inner ones first. A mark alone is none.
func pairs(text []rune) [][2]int {
	var list [][2]int
	var open []int
	for i, r := range text {
		switch {
		case begins(r):
			open = append(open, i)
		case ends(r):
			if last := len(open) - 1; last >= 0 && text[open[last]] == r-1 {
				list = append(list, [2]int{open[last], i})
				open = open[:last]
			}
		}
	}
	return list
}

// tidy takes spaces out of the ends of marked words, joins marks that touch, and drops
// marks within marks of their kind, and those around nothing.
func tidy(text []rune) []rune {
	var out []rune
	last := func() rune {
		if len(out) == 0 {
			return 0
		}
		return out[len(out)-1]
	}
	for _, r := range outer(text) {
		switch {
		case begins(r) && last() == r+1, ends(r) && last() == r-1:
			out = out[:len(out)-1]
		case ends(r) && unicode.IsSpace(last()):
			out = behind(out, r)
		case unicode.IsSpace(r):
			out = before(out, r)
		default:
			out = append(out, r)
		}
	}
	return []rune(strings.TrimSpace(string(out)))
}

// behind ends marked words before the spaces after them.
func behind(out []rune, end rune) []rune {
	n := len(out)
	for n > 0 && unicode.IsSpace(out[n-1]) {
		n--
	}
	spaces := append([]rune{}, out[n:]...)
	if n > 0 && out[n-1] == end-1 {
		return append(out[:n-1], spaces...)
	}
	return append(append(out[:n], end), spaces...)
}

// before puts a space before the marks that begin where it stands.
func before(out []rune, space rune) []rune {
	n := len(out)
	for n > 0 && begins(out[n-1]) {
		n--
	}
	if n > 0 && space == ' ' && out[n-1] == ' ' {
		return out
	}
	marks := append([]rune{}, out[n:]...)
	return append(append(out[:n], space), marks...)
}

func outer(text []rune) []rune {
	kept := text[:0:0]
	depth := map[rune]int{}
	for _, r := range text {
		switch {
		case begins(r):
			if depth[r]++; depth[r] > 1 {
				continue
			}
		case ends(r):
			if depth[r-1]--; depth[r-1] > 0 {
				continue
			}
		}
		kept = append(kept, r)
	}
	return kept
}

// delimiter is what makes the words between two marks bold or slanted by the rules of
// CommonMark for what stands around them; "" when nothing does.
func delimiter(text []rune, on, off int) string {
	before, first := class(text, on-1), class(text, on+1)
	last, after := class(text, off-1), class(text, off+1)
	opens := first != space && (first != sign || before != letter)
	closes := last != space && (last != sign || after != letter)
	if !opens || !closes {
		return ""
	}
	switch text[on] {
	case StrongOn:
		return "**"
	case StruckOn:
		if on > 0 && text[on-1] == '~' || text[off-1] == '~' {
			return ""
		}
		return "~~"
	}
	if before != letter && after != letter {
		return "_"
	}
	for _, i := range []int{on - 1, on + 1, off - 1, off + 1} {
		if i >= 0 && i < len(text) && (begins(text[i]) || ends(text[i])) {
			return "" // stars beside stars mean something else
		}
	}
	return "*"
}

// Classes of characters that count beside stars.
const (
	space = iota
	sign
	letter
)

func class(text []rune, i int) int {
	switch {
	case i < 0 || i >= len(text) || unicode.IsSpace(text[i]) || text[i] == Break:
		return space
	case unicode.IsPunct(text[i]) || unicode.IsSymbol(text[i]) || text[i] >= markFirst && text[i] <= markLast:
		return sign
	}
	return letter
}
