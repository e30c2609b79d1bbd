package search

// arabic says a letter of Arabic script as Persians, Urdu speakers, Pashtuns and
// Uyghurs would. Short vowels are not written, and و and ی are vowels or not by
// what stands beside them.
func (v *voice) arabic(letters []rune, i int) {
	at := func(n int) rune {
		if n >= 0 && n < len(letters) {
			return letters[n]
		}
		return 0
	}
	before, after := at(i-1), at(i+1)
	switch r := letters[i]; r {
	case 'ا', 'أ', 'إ', 'ٱ', 'ٲ', 'ع':
		if r != 'ع' && i == 0 && (after == 'ی' || after == 'ي' || after == 'و') {
			return // it only carries their vowel
		}
		if r == 'ع' && i > 0 {
			return
		}
		v.say('a')
	case 'و':
		switch {
		case i == 0 || arabicVowel(after) && after != 'ی' && after != 'ي' || arabicVowel(before):
			v.say('W')
		default:
			v.say('U')
		}
	case 'ه', 'ہ', 'ة', 'ۃ', 'ۂ', 'ۀ':
		if after == 0 && i > 1 && !arabicVowel(before) {
			v.say('a') // silent, after a short vowel
		} else {
			v.b = append(v.b, 'h') // a vowel that is not written stands before it
		}
	case 'ھ':
		switch last := v.last(); last {
		case 'r', 'l', 'm', 'n':
		default:
			v.say('h')
		}
	default:
		v.sayAll(arabic[r])
	}
}

func arabicVowel(r rune) bool {
	switch r {
	case 'ا', 'آ', 'و', 'ی', 'ي', 'ے', 'ې', 'ە', 'ۇ', 'ۆ', 'ۈ':
		return true
	}
	return false
}

var arabic = map[rune]string{
	'آ': "a", 'ب': "b", 'پ': "p", 'ت': "t", 'ٹ': "t", 'ټ': "t", 'ث': "s", 'ج': "J", 'چ': "C", 'ح': "h", 'خ': "X", 'د': "d", 'ڈ': "d", 'ډ': "d",
	'ذ': "z", 'ر': "r", 'ڑ': "R", 'ړ': "R", 'ز': "z", 'ژ': "J", 'ږ': "J", 'س': "s", 'ش': "S", 'ښ': "X", 'ص': "s", 'ض': "z", 'ط': "t", 'ظ': "z",
	'غ': "g", 'ف': "f", 'ق': "k", 'ک': "k", 'ك': "k", 'ڪ': "k", 'گ': "g", 'ګ': "g", 'ل': "l", 'م': "m", 'ن': "n", 'ں': "n", 'ڼ': "n",
	'ی': "i", 'ي': "i", 'ى': "i", 'ۍ': "i", 'ێ': "e", 'ے': "e", 'ۓ': "e", 'ې': "e", 'ە': "e", 'ۇ': "u", 'ۈ': "u", 'ۆ': "o", 'ۋ': "v", 'ڭ': "ng",
	'ؤ': "u", 'ځ': "z", 'څ': "ts",
}
