package search

import "strings"

// A keyboard is what each key types, the keys in one order: the row of digits
// from the left of 1 on, then those of letters.
const (
	keysLatin   = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,."
	keysShifted = "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
	// The letters of Kazakh that Russian lacks are on the row of digits of its
	// keyboard; the rest is the Russian one.
	keysCyrillic = "ё\"әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю"
	keysPersian  = "`1234567890-=ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو."
)

// keys gives what a key of one keyboard types on another.
func keys(to string, from ...string) map[rune]rune {
	m := map[rune]rune{}
	target := []rune(to)
	for _, f := range from {
		for i, r := range []rune(f) {
			m[r] = target[i]
		}
	}
	return m
}

var (
	toCyrillic  = keys(keysCyrillic, keysLatin, keysShifted)
	toPersian   = keys(keysPersian, keysLatin)
	offCyrillic = letters(keys(keysLatin, keysCyrillic))
	offPersian  = letters(keys(keysLatin, keysPersian))
)

// letters leaves out keys that type none: a comma after a word is a comma.
func letters(keys map[rune]rune) map[rune]rune {
	for r := range keys {
		if kindOf(r) != letter || r >= '0' && r <= '9' {
			delete(keys, r)
		}
	}
	return keys
}

// keyboards are the ways to read keys on another keyboard.
var keyboards = []map[rune]rune{toCyrillic, toPersian, offCyrillic, offPersian}

// otherKeyboards gives what the same keys would have typed on the other keyboards
// of people who have a Latin one and that of their language; nothing when the text
// is of no keyboard, or shorter than three letters.
func otherKeyboards(typed string) []string {
	var list []string
	for _, m := range keyboards {
		if s := retype(typed, m); s != "" {
			list = append(list, s)
		}
	}
	if s := spelled(typed); s != typed {
		list = append(list, s)
	}
	return list
}

// shorthand is what people from Russian to Uzbek type for letters that Latin
// lacks.
var shorthand = strings.NewReplacer("4", "ch", "6", "sh", "w", "sh", "W", "sh")

// spelled writes the shorthand of a Latin word out; a number stays.
func spelled(typed string) string {
	letters := 0
	for _, r := range typed {
		switch r = small(r); {
		case r >= 'a' && r <= 'z':
			letters++
		case r != '4' && r != '6' && r != '\'':
			return typed
		}
	}
	if letters < 2 {
		return typed
	}
	return shorthand.Replace(typed)
}

// retype gives what keys type on another keyboard; nothing when not all are keys
// of the first, or none of the first three is that of a letter.
func retype(typed string, keys map[rune]rune) string {
	var b strings.Builder
	letters := 0
	for _, r := range typed {
		to, ok := keys[r]
		if !ok {
			if to, ok = keys[small(r)]; !ok {
				return ""
			}
		}
		if kindOf(small(to)) == letter {
			letters++
		}
		b.WriteRune(to)
	}
	if letters < 3 {
		return ""
	}
	return b.String()
}
