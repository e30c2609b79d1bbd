package qr

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Item is one field of an EMV code: two digits and a value of 1 to 99
// characters.
type Item struct{ Tag, Value string }

// Items are fields in their order. A template is a value that holds Items.
type Items []Item

// Value gives the value of a tag; "" when it is not there.
func (l Items) Value(tag string) string {
	for _, i := range l {
		if i.Tag == tag {
			return i.Value
		}
	}
	return ""
}

// add appends a field unless its value is empty.
func (l *Items) add(tag, value string) {
	if value != "" {
		*l = append(*l, Item{tag, value})
	}
}

// String writes tag, length and value of each.
func (l Items) String() string {
	var b strings.Builder
	for _, i := range l {
		fmt.Fprintf(&b, "%s%02d%s", i.Tag, utf8.RuneCountInString(i.Value), i.Value)
	}
	return b.String()
}

// check proves that the fields can be written: each tag once, lengths of two
// digits, letters that every reader counts as one.
func (l Items) check(where string) error {
	seen := map[string]bool{}
	for _, i := range l {
		at := where + i.Tag
		switch {
		case len(i.Tag) != 2 || !digits(i.Tag):
			return wrong(at, ErrFormat)
		case seen[i.Tag]:
			return wrong(at, ErrTwice)
		case i.Value == "" || utf8.RuneCountInString(i.Value) > 99:
			return wrong(at, ErrLength)
		case !plain(i.Value):
			return wrong(at, ErrLetters)
		}
		seen[i.Tag] = true
	}
	return nil
}

// readItems reads fields to the last letter.
func readItems(text, where string) (Items, error) {
	var l Items
	for text != "" {
		if len(text) < 4 || !digits(text[:4]) {
			return nil, wrong(where, ErrFormat)
		}
		tag, n := text[:2], int(text[2]-'0')*10+int(text[3]-'0')
		text = text[4:]
		end := 0
		for range n {
			_, size := utf8.DecodeRuneInString(text[end:])
			if size == 0 {
				return nil, wrong(where+tag, ErrLength)
			}
			end += size
		}
		l = append(l, Item{tag, text[:end]})
		text = text[end:]
	}
	return l, l.check(where)
}

// digits reports whether all of s is ASCII digits.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// ascii reports whether all of s can be typed on any keyboard.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// plain reports whether s is text in letters of at most 16 bits: libraries
// differ on how long the others are.
func plain(s string) bool {
	for i, r := range s {
		if r < ' ' || r == 0x7f || r > 0xFFFF || r == utf8.RuneError && s[i:min(i+3, len(s))] != "\uFFFD" {
			return false
		}
	}
	return true
}
