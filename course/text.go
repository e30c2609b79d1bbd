package course

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// hasControls finds characters that are no text: NUL, escapes, and what turns the
// direction of all that follows; newline and tab are text.
func hasControls(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r == '\ufeff' || r >= '\ufff0' && r <= '\uffff' && r != '\ufffd')
	})
}

// text brings a file to how texts are kept: UTF-8 in NFC, lines ending in a newline
// and no mark of order. Whether accents had to be put together is said.
func text(body []byte) (s string, composed, ok bool) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(body) {
		return "", false, false
	}
	s = strings.ReplaceAll(string(body), "\r\n", "\n")
	if n := norm.NFC.String(s); n != s {
		s, composed = n, true
	}
	return s, composed, !hasControls(s)
}

// checkText says what is wrong with a text of at most so many characters.
func checkText(s string, longest int) (Reason, string) {
	switch {
	case strings.TrimSpace(s) == "":
		return Required, ""
	case !utf8.ValidString(s) || hasControls(s) || !norm.NFC.IsNormalString(s):
		return NotText, ""
	case utf8.RuneCountInString(s) > longest:
		return TooLong, most(longest)
	}
	return "", ""
}
