package cnxml

import (
	"strings"
	"unicode"
)

// Private characters mark places in a line until the whole of it is known: whether
// stars make words bold depends on what stands beside them.
const (
	markFirst  = '\uE000'
	strongOn   = '\uE000'
	strongOff  = '\uE001'
	emOn       = '\uE002'
	emOff      = '\uE003'
	lineBreak  = '\uE004'
	noteOn     = '\uE005' // before and after the index of a footnote
	noteOff    = '\uE006'
	markLast   = '\uE00F'
	everywhere = "\\`*_[]<~|"
)

// escape makes text mean itself in Markdown, wherever it stands in a line.
func escape(s string) string {
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

// lines makes Markdown lines of a marked text: emphasis, breaks, and signs that would
// begin a list or a heading.
func (w *writer) lines(marked string) string {
	list := strings.Split(w.emphasize(strings.TrimSpace(squeeze(marked))), string(lineBreak))
	kept := list[:0]
	for _, l := range list {
		if l = strings.TrimSpace(l); l != "" {
			kept = append(kept, atStart(l))
		}
	}
	return strings.Join(kept, "\\\n")
}

// inLine is the same on one line, for cells and headings.
func (w *writer) inLine(marked string) string {
	s := strings.ReplaceAll(squeeze(marked), string(lineBreak), " / ")
	return w.emphasize(strings.Trim(squeeze(s), " /"))
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

// squeeze leaves one space where there are several.
func squeeze(s string) string {
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
// as such; elsewhere the words stay without, and the report says so.
func (w *writer) emphasize(s string) string {
	text := tidy([]rune(s))
	for {
		on, off := innermost(text)
		if on < 0 {
			return string(text)
		}
		sign := delimiter(text, on, off)
		if sign == "" {
			w.left("emphasis@position", "Markdown has none in the middle of a word or against a sign; the words stay")
		}
		text = splice(text, off, sign)
		text = splice(text, on, sign)
	}
}

func splice(text []rune, at int, with string) []rune {
	return append(append(append([]rune{}, text[:at]...), []rune(with)...), text[at+1:]...)
}

// innermost finds a pair of marks without marks between them.
func innermost(text []rune) (on, off int) {
	on = -1
	for i, r := range text {
		switch r {
		case strongOn, emOn:
			on = i
		case strongOff, emOff:
			return on, i
		}
	}
	return -1, -1
}

// tidy takes spaces out of the ends of marked words, joins marks that touch, and drops
// marks within marks of their kind.
func tidy(text []rune) []rune {
	for changed := true; changed; {
		changed = false
		for i := 0; i+1 < len(text); i++ {
			a, b := text[i], text[i+1]
			switch {
			case (a == strongOn || a == emOn) && unicode.IsSpace(b), unicode.IsSpace(a) && (b == strongOff || b == emOff):
				text[i], text[i+1], changed = b, a, true
			case a == strongOn && b == strongOff, a == emOn && b == emOff, a == strongOff && b == strongOn, a == emOff && b == emOn:
				text, changed = append(text[:i:i], text[i+2:]...), true
			}
		}
	}
	return outer(text)
}

func outer(text []rune) []rune {
	kept := text[:0:0]
	depth := map[rune]int{}
	for _, r := range text {
		switch r {
		case strongOn, emOn:
			if depth[r]++; depth[r] > 1 {
				continue
			}
		case strongOff, emOff:
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
	if text[on] == strongOn {
		return "**"
	}
	if before != letter && after != letter {
		return "_"
	}
	for _, i := range []int{on - 1, on + 1, off - 1, off + 1} {
		if i >= 0 && i < len(text) && (text[i] == strongOn || text[i] == strongOff || text[i] == '*') {
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
	case i < 0 || i >= len(text) || unicode.IsSpace(text[i]) || text[i] == lineBreak:
		return space
	case unicode.IsPunct(text[i]) || unicode.IsSymbol(text[i]) || text[i] >= markFirst && text[i] <= markLast:
		return sign
	}
	return letter
}
