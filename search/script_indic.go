package search

// syllable is a group of consonants of an Indian word and the vowel after it.
type syllable struct {
	from, to int // its sounds in voice.b
	inherent bool
	single   bool // one consonant
}

// indic says the letters of one Indian word, or part of one, from letters[i] on,
// and tells how many there were. The scripts between Devanagari and Malayalam
// have their letters in the same order, so that one table does for them.
//
// Each consonant carries a short a that is not written. In the languages of the
// north it is silent at the end and where the syllable before and after can do
// without it.
func (v *voice) indic(letters []rune, i int) int {
	block := letters[i] &^ 0x7F
	north := block <= 0x0A80
	v.syl = v.syl[:0]
	n := i
	for ; n < len(letters) && letters[n]&^0x7F == block; n++ {
		off := letters[n] & 0x7F
		start := len(v.b)
		switch {
		case off >= 0x15 && off <= 0x39 || off >= 0x58 && off <= 0x5F:
			var dot, halt bool
			s := indicConsonants[off]
			if n+1 < len(letters) && letters[n+1] == block+0x3C {
				dot = true
				n++
			}
			if dot {
				s = dotted(off, s)
			}
			v.sayAll(s)
			halt = n+1 < len(letters) && letters[n+1] == block+0x4D
			bare := n+1 >= len(letters) || !indicSign(letters[n+1]&0x7F) || letters[n+1]&^0x7F != block
			if halt {
				n++
				continue
			}
			if bare {
				v.b = append(v.b, 'a')
				v.syl = append(v.syl, syllable{len(v.b) - 1, len(v.b), true, true})
			}
		case off == 0x01 || off == 0x02 || off == 0x70 || off == 0x71: // nasals; the last two are Gurmukhi
			if off == 0x71 {
				continue // doubles what follows
			}
			v.say('n')
			v.syl = append(v.syl, syllable{start, len(v.b), false, false})
		default:
			if s := indicVowels[off]; s != "" {
				v.sayAll(s)
				v.syl = append(v.syl, syllable{len(v.b) - 1, len(v.b), false, false})
			}
		}
	}
	if north {
		v.silence()
	}
	return n - i
}

// silence drops the inherent vowels that are not spoken, from the end.
func (v *voice) silence() {
	spoken := false // the vowel after this one
	for k := len(v.syl) - 1; k > 0; k-- {
		s := v.syl[k]
		if !s.inherent {
			spoken = true
			continue
		}
		at := s.from
		last := at == len(v.b)-1
		// One consonant between two vowels, and one consonant with a spoken vowel after.
		middle := spoken && at >= 2 && vowel(v.b[at-2]) && at+2 < len(v.b) && !vowel(v.b[at+1]) && vowel(v.b[at+2])
		if last || middle {
			v.b = append(v.b[:at], v.b[at+1:]...)
			spoken = false
		} else {
			spoken = true
		}
	}
}

// indicSign reports the signs that replace the inherent vowel.
func indicSign(off rune) bool {
	return off >= 0x3E && off <= 0x4D || off == 0x55 || off == 0x56 || off == 0x57 || off == 0x62 || off == 0x63
}

// dotted is a consonant with a dot below: sounds that came with Persian words.
func dotted(off rune, s string) string {
	switch off {
	case 0x16:
		return "X"
	case 0x17:
		return "g"
	case 0x1C:
		return "Z"
	case 0x21, 0x22:
		return "R"
	case 0x2B:
		return "f"
	}
	return s
}

var indicConsonants = [0x80]string{
	0x15: "k", "X", "g", "g", "n", "C", "C", "Y", "Y", "n", "t", "t", "d", "d", "n", "t", "t", "d", "d", "n", "n",
	"p", "f", "b", "b", "m", "i", "r", "r", "l", "l", "l", "v", "S", "S", "s", "h",
	0x58: "k", "X", "g", "Z", "R", "R", "f", "i",
}

var indicVowels = [0x80]string{
	0x05: "a", "a", "i", "i", "u", "u", "ri", "l", "e", "e", "e", "ai", "o", "o", "o", "au",
	0x3E: "a", "i", "i", "u", "u", "ri", "ri", "e", "e", "e", "ai", "o", "o", "o", "au",
	0x60: "ri", "l", "l", "l",
}
