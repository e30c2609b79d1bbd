package load

import (
	"bytes"
	"encoding/json"
)

// value is one value of JSON as it came. Looking into it costs no allocation,
// and does not prove that it is well-formed: what cannot be found is nil.
type value []byte

// get gives the member of an object; nil when there is none.
func (v value) get(key string) value {
	var found value
	v.members(func(k []byte, m value) bool {
		if string(k) == key {
			found = m
		}
		return found == nil
	})
	return found
}

// members calls f for each member of an object until it says no. Keys are as
// they came, escapes included.
func (v value) members(f func(key []byte, v value) bool) {
	i := space(v, 0)
	if i >= len(v) || v[i] != '{' {
		return
	}
	for i++; ; {
		i = space(v, i)
		if i >= len(v) || v[i] != '"' {
			return
		}
		end := stringEnd(v, i)
		if end < 0 {
			return
		}
		key := v[i+1 : end-1]
		i = space(v, end)
		if i >= len(v) || v[i] != ':' {
			return
		}
		i = space(v, i+1)
		if end = valueEnd(v, i); end < 0 || !f(key, v[i:end]) {
			return
		}
		if i = space(v, end); i >= len(v) || v[i] != ',' {
			return
		}
		i++
	}
}

// each calls f for each element of a list until it says no.
func (v value) each(f func(v value) bool) {
	i := space(v, 0)
	if i >= len(v) || v[i] != '[' {
		return
	}
	for i++; ; i++ {
		i = space(v, i)
		end := valueEnd(v, i)
		if end < 0 || !f(v[i:end]) {
			return
		}
		if i = space(v, end); i >= len(v) || v[i] != ',' {
			return
		}
	}
}

// first gives the first element of a list; nil when there is none.
func (v value) first() (found value) {
	v.each(func(e value) bool { found = e; return false })
	return found
}

// raw gives a string without its quotes, escapes as they came: what may be put
// between quotes again.
func (v value) raw() []byte {
	if len(v) < 2 || v[0] != '"' {
		return nil
	}
	return v[1 : len(v)-1]
}

// text gives a string; "" when it is none.
func (v value) text() string {
	raw := v.raw()
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw)
	}
	var s string
	_ = json.Unmarshal(v, &s) // what is no string is ""
	return s
}

// is reports whether a string without escapes, or a word such as true, is s.
func (v value) is(s string) bool {
	return string(v) == s || string(v.raw()) == s && len(v) > 0 && v[0] == '"'
}

// space gives the next place that is no white space.
func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// stringEnd gives the place after the string that begins at i; -1 when it
// does not end.
func stringEnd(b []byte, i int) int {
	for i++; ; {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			return -1
		}
		quote := i + n
		back := quote
		for back > i && b[back-1] == '\\' {
			back--
		}
		i = quote + 1
		if (quote-back)%2 == 0 {
			return i
		}
	}
}

// valueEnd gives the place after the value that begins at i; -1 when there is
// none, or it does not end.
func valueEnd(b []byte, i int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '"':
		return stringEnd(b, i)
	case '{', '[':
		depth := 0
		for i < len(b) {
			switch b[i] {
			case '"':
				if i = stringEnd(b, i); i < 0 {
					return -1
				}
				continue
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
			i++
		}
		return -1
	case ']', '}', ',', ':':
		return -1
	}
	start := i
	for i < len(b) && b[i] != ',' && b[i] != '}' && b[i] != ']' && b[i] > ' ' {
		i++
	}
	if i == start {
		return -1
	}
	return i
}
