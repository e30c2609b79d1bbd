package prose

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Join puts blocks one below the other.
func Join(blocks ...string) string {
	var kept []string
	for _, b := range blocks {
		if b != "" {
			kept = append(kept, b)
		}
	}
	return strings.Join(kept, "\n\n")
}

// Quoted puts the sign of a quotation before each line.
func Quoted(block string) string {
	lines := strings.Split(block, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight("> "+l, " ")
	}
	return strings.Join(lines, "\n")
}

// Indented hangs all lines but the first under an item's sign.
func Indented(sign, block string) string {
	lines := strings.Split(block, "\n")
	for i, l := range lines {
		if i > 0 && l != "" {
			lines[i] = strings.Repeat(" ", len(sign)) + l
		}
	}
	return sign + strings.Join(lines, "\n")
}

// Fenced is text whose lines stay as they are.
func Fenced(text string) string {
	fence := fence(text, 3)
	return fence + "\n" + strings.Trim(text, "\n") + "\n" + fence
}

// CodeSpan quotes code with more backticks than it has.
func CodeSpan(s string) string {
	fence := fence(s, 1)
	return fence + " " + s + " " + fence
}

// fence is a row of backticks that a text does not have, of so many at least.
func fence(text string, least int) string {
	run, most := 0, least-1
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		most = max(most, run)
	}
	return strings.Repeat("`", most+1)
}

// Destination writes an address so that it ends where Markdown's parenthesis does.
func Destination(address string) string {
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

// Address gives an address of the web, of mail or of a telephone as a lesson may lead to
// it; ok is false for any other.
func Address(s string) (to string, ok bool) {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == '\\' }) {
		return "", false
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", false
	}
	switch u.Scheme {
	case "http", "https":
		return u.String(), u.Host != "" && u.User == nil && u.Opaque == ""
	case "mailto", "tel":
		return u.String(), u.Opaque != "" && u.Host == ""
	}
	return "", false
}

// Link is a link in a line. Its words are marked text.
func Link(marked, address string) string { return "[" + marked + "](" + Destination(address) + ")" }

var (
	superscript = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹", "+", "⁺", "−", "⁻", "-", "⁻", "n", "ⁿ")
	subscript   = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉", "+", "₊", "−", "₋", "-", "₋")
)

// Raised writes sup and sub with the letters that Unicode has for digits; letters after
// a caret, and signs as they are.
func Raised(name, words string) string {
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

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Note marks where footnote number at, from zero, belongs.
func Note(at int) string { return fmt.Sprintf("%c%d%c", noteOn, at, noteOff) }

// place marks a footnote in a text.
var place = regexp.MustCompile(string(noteOn) + `\d+` + string(noteOff))

// Assemble makes a text of blocks, with the footnotes that are in them, counted from one.
func Assemble(blocks, notes []string) string {
	var foot []string
	numbers := map[int]int{} // by the index in notes
	var number func(string) string
	number = func(mark string) string {
		at, _ := strconv.Atoi(strings.Trim(mark, string([]rune{noteOn, noteOff})))
		if n, met := numbers[at]; met {
			return fmt.Sprintf("[^%d]", n)
		}
		n := len(foot) + 1
		numbers[at] = n
		foot = append(foot, "")
		text := place.ReplaceAllStringFunc(notes[at], number)
		foot[n-1] = fmt.Sprintf("[^%d]: ", n) + strings.TrimPrefix(Indented("    ", text), "    ")
		return fmt.Sprintf("[^%d]", n)
	}
	text := place.ReplaceAllStringFunc(strings.Join(blocks, "\n\n"), number)
	if len(foot) > 0 {
		text += "\n\n" + strings.Join(foot, "\n\n")
	}
	return text + "\n"
}
