package search

import "strings"

// voice reads a word aloud: it turns its letters into sounds, a byte each. Those
// that are one letter of Latin are that letter; C is ch, S sh, J the j of jam or
// the s of pleasure. The others are read in two ways, and Sounds has both:
//
//	X  kh: h in Uzbek, Persian and Russian, k in Hindi and Urdu
//	Q  x within a word: h in Uzbek and Azeri, ks in English
//	K  c before a, o, u: k, or ch, or j in Turkish
//	E  c before e and i: s, or ch, or j in Turkish
//	T  ts: the s or the ch of other languages
//	R  the r of the tongue in Hindi and Urdu: r, or d
//	Y  j of India: j, or z, of which it lacks the dot
//	Z  the same with its dot: z, or j
//	W  waw that looks like a consonant: v, or nothing
//	U  waw that looks like a vowel: u, or v
type voice struct {
	b      []byte
	marks  bool   // Latin letters with marks, which many leave out
	stem   []byte // the sounds of the stem
	out    []byte
	syl    []syllable
	stated []rune
}

// say adds a sound, and makes one of those that people write in several ways.
func (v *voice) say(c byte) {
	last := v.last()
	if c == 'h' || (c == 'X' || c == 'Q') && last != 'k' {
		if v.breathe(last) {
			return
		}
	}
	switch {
	case c == last && (c == 'o' || c == 'e'):
		v.put("ui"[(c>>3)&1^1])
		return
	case c == last, c == 'k' && last == 'K', c == 'C' && last == 'S', c == 'S' && last == 'C':
		if c == 'k' {
			v.put(c)
		}
		return
	case c == 'C' && last == 't', c == 'J' && last == 'd', c == 'u' && last == 'o':
		v.put(c)
		return
	case c == 's' && last == 't':
		v.put('T')
		return
	case (c == 'p' || c == 'b') && last == 'n':
		v.put('m')
	case c == 'e' && last == 'i' && (len(v.b) == 1 || vowel(v.b[len(v.b)-2])):
		v.put(c)
		return
	}
	v.b = append(v.b, c)
}

// breathe makes one of a consonant and the h after it.
func (v *voice) breathe(last byte) bool {
	switch last {
	case 'k', 'K':
		v.put('X')
	case 'p':
		v.put('f')
	case 's':
		v.put('S')
	case 'z':
		v.put('J')
	case 'g', 't', 'd', 'b', 'J', 'Y', 'R', 'C', 'S':
	default:
		return false
	}
	return true
}

func (v *voice) last() byte {
	if len(v.b) == 0 {
		return 0
	}
	return v.b[len(v.b)-1]
}

// put changes the last sound.
func (v *voice) put(c byte) { v.b[len(v.b)-1] = c }

func (v *voice) sayAll(s string) {
	for i := 0; i < len(s); i++ {
		v.say(s[i])
	}
}

func vowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'U':
		return true
	}
	return false
}

// latin writes the sounds down; exact is used again when it is the same.
func (v *voice) latin(exact string) string {
	v.out = appendLatin(v.out[:0], v.b)
	if string(v.out) == exact {
		return exact
	}
	return string(v.out)
}

func write(sounds []byte) string { return string(appendLatin(nil, sounds)) }

func appendLatin(b, sounds []byte) []byte {
	for _, c := range sounds {
		switch c {
		case 'C':
			b = append(b, 'c', 'h')
		case 'S':
			b = append(b, 's', 'h')
		case 'J', 'Y':
			b = append(b, 'j')
		case 'R':
			b = append(b, 'r')
		case 'Z':
			b = append(b, 'z')
		case 'T':
			b = append(b, 't', 's')
		case 'X', 'Q':
			b = append(b, 'h')
		case 'K':
			b = append(b, 'k')
		case 'E':
			b = append(b, 's')
		case 'W':
			b = append(b, 'v')
		case 'U':
			b = append(b, 'u')
		default:
			b = append(b, c)
		}
	}
	return b
}

// sounds gives the skeletons of a word that was read.
func (v *voice) sounds(w Word, letters []rune) []string {
	if len(v.b) < 2 || digits(w.Latin) {
		return nil
	}
	list := make([]string, 0, 2)
	add := func(s string) {
		if s == "" || len(list) >= maxSounds {
			return
		}
		for _, have := range list {
			if have == s {
				return
			}
		}
		list = append(list, s)
	}
	add(v.skeleton(v.b, ""))
	if w.Stem != w.Latin {
		add(v.skeleton(v.stem, ""))
	}
	for _, other := range [...]string{"K", "E", "X", "R", "Y", "Z", "W", "U", "T", "Q"} {
		if strings.IndexByte(string(v.b), other[0]) >= 0 {
			add(v.skeleton(v.b, other))
		}
	}
	if v.marks {
		v.readBare(letters)
		add(v.skeleton(v.b, ""))
	}
	return list
}

// skeleton drops vowels but one at the beginning, and makes one of consonants
// that languages and ears exchange. Sounds in other are taken the other way.
func (v *voice) skeleton(sounds []byte, other string) string {
	var room [maxLetters * 2]byte
	b := room[:0]
	between := true // a vowel stood between the last consonant and this one
	var first byte
	for i, c := range sounds {
		way := class(c, other != "" && c == other[0])
		switch {
		case way == 0:
			if i == 0 {
				b = append(b, 'a')
			}
			if first == 0 {
				first = c
			}
			between = true
			continue
		case c == 'g' && i > 0 && sounds[i-1] == 'n': // ng is one sound in many languages
			continue
		case !between && len(b) > 0 && b[len(b)-1] == way:
			continue
		}
		b = append(b, way)
		if c == 'Q' && way == 'k' {
			b = append(b, 's')
		}
		between = false
	}
	if n := len(b); n > 2 && b[n-1] == 'h' {
		b = b[:n-1]
	}
	if len(b) == 1 { // one consonant tells too little without its vowel
		if b[0] == 'a' {
			return ""
		}
		if first == 'e' || first == 'i' {
			b = append(b, 'e')
		} else {
			b = append(b, 'a')
		}
	}
	return string(b)
}

// class is the consonant that stands for a sound and those like it; 0 for vowels.
func class(c byte, other bool) byte {
	switch c {
	case 'a', 'e', 'i', 'o', 'u':
		return 0
	case 'C', 'S', 'J':
		return 'c'
	case 's', 'z':
		return 's'
	case 'b', 'p', 'v', 'f':
		return 'p'
	case 'd', 't':
		return 't'
	case 'g', 'k':
		return 'k'
	}
	if !other {
		switch c {
		case 'X', 'Q':
			return 'h'
		case 'K':
			return 'k'
		case 'E', 'T', 'Z':
			return 's'
		case 'Y':
			return 'c'
		case 'R':
			return 'r'
		case 'W':
			return 'p'
		case 'U':
			return 0
		}
		return c
	}
	switch c {
	case 'X', 'Q':
		return 'k'
	case 'W':
		return 0
	case 'U':
		return 'p'
	case 'R':
		return 't'
	case 'Y':
		return 's'
	}
	return 'c' // K, E, T and Z
}

// decode turns a Latin form into sounds.
func decode(b []byte, latin string) []byte {
	for i := 0; i < len(latin); i++ {
		c := latin[i]
		if i+1 < len(latin) && latin[i+1] == 'h' && (c == 'c' || c == 's') {
			c -= 'a' - 'A'
			i++
		} else if c == 't' && i+1 < len(latin) && latin[i+1] == 's' && !(i+2 < len(latin) && latin[i+2] == 'h') {
			c = 'T'
			i++
		} else if c == 'j' {
			c = 'J'
		}
		b = append(b, c)
	}
	return b
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			return true
		}
	}
	return false
}
