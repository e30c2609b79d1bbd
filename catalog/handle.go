package catalog

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxHandle is the longest handle in letters.
const maxHandle = 100

// ValidHandle reports whether h may name a product: small letters and digits
// of any script, joined by single characters "-", "_" or ".".
func ValidHandle(h string) bool {
	if n := utf8.RuneCountInString(h); n == 0 || n > maxHandle || !utf8.ValidString(h) {
		return false
	}
	joint := true // as if one stood before the start
	for _, r := range h {
		if r == '-' || r == '_' || r == '.' {
			if joint {
				return false
			}
			joint = true
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) || unicode.ToLower(r) != r {
			return false
		}
		joint = false
	}
	return !joint
}

// HandleOf makes a handle of a title, empty when no letter is in it.
func HandleOf(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) || unicode.ToLower(r) != r
	})
	h := ""
	for _, w := range words {
		if utf8.RuneCountInString(h)+1+utf8.RuneCountInString(w) > maxHandle {
			break
		}
		h = strings.TrimPrefix(h+"-"+w, "-")
	}
	return h
}

// validShopHandle reports whether h may name a shop for ever: it is read over
// the phone and typed on any keyboard, so it is plain Latin.
func validShopHandle(h string) bool {
	if len(h) < 2 || len(h) > 40 {
		return false
	}
	for _, r := range h {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return ValidHandle(h)
}

// validTag reports whether a language tag has the form of BCP 47: "ur",
// "uz-Cyrl", "zh-Hans-CN".
func validTag(tag string) bool {
	for i, part := range strings.Split(tag, "-") {
		if n := len(part); n < 2 || n > 8 || i == 0 && n > 3 {
			return false
		}
		for _, r := range part {
			if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
	}
	return true
}

func digits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func alpha2(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// choiceKey gives the values of a variant as variants.choice holds them.
func choiceKey(values []string) string {
	if len(values) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(values) // a list of strings always encodes
	return string(b)
}

func choiceValues(key string) (values []string, err error) {
	if key == "[]" {
		return nil, nil
	}
	return values, decode(key, &values)
}
