package search

// armenian says a letter of Armenian in its eastern reading, and tells how many
// more it took.
func (v *voice) armenian(letters []rune, i int) int {
	r := letters[i]
	if r == 'ո' && i+1 < len(letters) && (letters[i+1] == 'ւ' || letters[i+1] == 'ვ') {
		v.say('u')
		return 1
	}
	if r == 'ո' && i == 0 {
		v.say('v')
	}
	if r < 'ա' || r > 'և' {
		return 0
	}
	v.sayAll(armenian[r-'ա'])
	return 0
}

var armenian = [...]string{
	"a", "b", "g", "d", "e", "z", "e", "e", "t", "J", "i", "l", "X", "ts", "k", "h", "dz", "g", "C", "m", "i", "n", "S", "o", "C",
	"p", "J", "r", "s", "v", "t", "r", "ts", "v", "p", "k", "o", "f", "ev",
}

func georgian(r rune) string {
	if i := int(r - 'ა'); i < len(georgianLetters) {
		return georgianLetters[i]
	}
	return ""
}

var georgianLetters = [...]string{
	"a", "b", "g", "d", "e", "v", "z", "t", "i", "k", "l", "m", "n", "o", "p", "J", "r", "s", "t", "u", "f", "k", "g", "k", "S",
	"C", "ts", "dz", "ts", "C", "X", "J", "h",
}

// sinhala says the letters of a Sinhala word from letters[i] on, and tells how
// many there were. Every consonant without a sign carries an a, which is spoken.
func (v *voice) sinhala(letters []rune, i int) int {
	n := i
	for ; n < len(letters) && letters[n] >= 0x0D80 && letters[n] < 0x0E00; n++ {
		off := letters[n] - 0x0D80
		v.sayAll(sinhala[off])
		if off >= 0x1A && off <= 0x46 {
			if n+1 >= len(letters) || letters[n+1] < 0x0DCA || letters[n+1] > 0x0DDF {
				v.say('a')
			}
		}
	}
	return n - i
}

var sinhala = [0x80]string{
	0x02: "n", 0x05: "a", "a", "a", "a", "i", "i", "u", "u", "ri", "ri", "l", "l", "e", "e", "ai", "o", "o", "au",
	0x1A: "k", "X", "g", "g", "n", "ng", "C", "C", "J", "J", "n", "n", "nJ", "t", "t", "d", "d", "n", "nd", "t", "t", "d", "d", "n",
	0x33: "nd", "p", "f", "b", "b", "m", "mb", "i", "r",
	0x3D: "l", 0x40: "v", "S", "S", "s", "h", "l", "f",
	0x4F: "a", "a", "a", "i", "i", "u", 0x56: "u", 0x58: "ri", "e", "e", "ai", "o", "o", "au", "l",
}

// khmer says a letter of Khmer. Its vowels depend on the consonant's series; they
// are only roughly right, and Sounds does without them.
func (v *voice) khmer(letters []rune, i int) {
	if off := letters[i] - 0x1780; int(off) < len(khmer) {
		v.sayAll(khmer[off])
	}
}

var khmer = [...]string{
	"k", "k", "k", "k", "ng", "C", "C", "C", "C", "n", "d", "t", "d", "t", "n", "t", "t", "t", "t", "n", "b", "p", "p", "p", "m",
	"i", "r", "l", "v", "S", "S", "s", "h", "l", "a", // consonants
	"a", "a", "i", "i", "u", "u", "u", "au", "ru", "ru", "lu", "lu", "e", "ai", "o", "o", "au", // vowels that stand alone
	"", "", "a", "i", "i", "e", "e", "u", "u", "ua", "ae", "e", "ie", "e", "e", "ai", "o", "au", "m", "", "a",
}
