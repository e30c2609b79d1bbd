package search

// read makes the sounds of a word. turkic tells how Latin c is read.
func (v *voice) read(letters []rune, turkic bool) {
	v.b, v.marks = v.b[:0], false
	for i := 0; i < len(letters); i++ {
		r := letters[i]
		switch {
		case r < 0x80:
			i += v.ascii(letters, i, turkic)
		case r < 0x0250 || r >= 0x1E00 && r < 0x1F00:
			v.marked(r)
		case r >= 0x0400 && r < 0x0530:
			v.cyrillic(letters, i)
		case r >= 0x0530 && r < 0x0590:
			i += v.armenian(letters, i)
		case r >= 0x0600 && r < 0x0780:
			v.arabic(letters, i)
		case r >= 0x0900 && r < 0x0D80:
			i += v.indic(letters, i) - 1
		case r >= 0x0D80 && r < 0x0E00:
			i += v.sinhala(letters, i) - 1
		case r >= 0x10D0 && r < 0x1100:
			v.sayAll(georgian(r))
		case r >= 0x1780 && r < 0x17E0:
			v.khmer(letters, i)
		case r >= 0x4E00 && r < 0xA000:
			v.pinyin(r)
		}
	}
}

// readBare reads a Latin word as if its marks had been left out.
func (v *voice) readBare(letters []rune) {
	v.b = v.b[:0]
	v.stated = v.stated[:0]
	for _, r := range letters {
		if r < 0x80 {
			v.stated = append(v.stated, r)
			continue
		}
		for _, c := range plain(r) {
			v.stated = append(v.stated, c)
		}
	}
	v.read(v.stated, false)
}

// ascii says a plain Latin letter, and tells how many more it took.
func (v *voice) ascii(letters []rune, i int, turkic bool) int {
	next := func(n int) rune {
		if i+n < len(letters) {
			return letters[i+n]
		}
		return 0
	}
	switch r := letters[i]; r {
	case 'c':
		switch n := next(1); {
		case n == 'h':
			v.say('C')
			return 1
		case turkic:
			v.say('J')
		case n == 'e' || n == 'i' || n == 'y':
			v.say('E')
		default:
			v.say('K')
		}
	case 's':
		if next(1) == 'c' && next(2) == 'h' {
			v.say('S')
			return 2
		}
		v.say('s')
	case 'x':
		if i == 0 {
			v.say('X')
		} else {
			v.say('Q')
		}
	case 'j':
		v.say('J')
	case 'q':
		v.say('k')
	case 'w':
		v.say('v')
	case 'y':
		v.say('i')
	default:
		v.say(byte(r))
	}
	return 0
}

// marked says a Latin letter with a mark.
func (v *voice) marked(r rune) {
	v.marks = true
	switch r {
	case 'ç', 'č', 'ć':
		v.say('C')
	case 'ş', 'š', 'ș', 'ś', 'ṣ':
		v.say('S')
	case 'ž', 'ź':
		v.say('J')
	case 'ñ':
		v.sayAll("ng")
	case 'ḥ', 'ḫ':
		v.say('h')
	default:
		for _, c := range []byte(plain(r)) {
			if c < 0x80 {
				v.say(c)
			}
		}
	}
}

// consonantal reports a letter of Cyrillic after which ё is e.
func consonantal(r rune) bool {
	switch r {
	case 'а', 'е', 'ё', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'і', 'ї', 'ә', 'ө', 'ү', 'ұ', 'ӣ', 'ӯ', 'ў', 'й', 'ъ', 'ь':
		return false
	}
	return r >= 0x0400 && r < 0x0530
}

func (v *voice) cyrillic(letters []rune, i int) {
	before := rune(0)
	if i > 0 {
		before = letters[i-1]
	}
	switch r := letters[i]; r {
	case 'ё':
		if consonantal(before) {
			v.say('e')
		} else {
			v.sayAll("io")
		}
	case 'ў': // Belarusian has it after vowels only
		if vowel(v.last()) {
			v.say('v')
		} else {
			v.say('o')
		}
	default:
		v.sayAll(cyrillic[r-0x0400])
	}
}

// cyrillic says each small letter of Cyrillic from U+0400.
var cyrillic = func() (t [0x130]string) {
	for r, s := range map[rune]string{
		'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "J", 'з': "z", 'и': "i", 'й': "i", 'к': "k", 'л': "l",
		'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h", 'ц': "ts", 'ч': "C",
		'ш': "S", 'щ': "S", 'ы': "i", 'э': "e", 'ю': "iu", 'я': "ia",
		'і': "i", 'ї': "i", 'є': "e", 'ґ': "g", 'ј': "i", 'ѐ': "e", 'ѝ': "i",
		'қ': "k", 'ғ': "g", 'ҳ': "h", 'һ': "h", 'ң': "ng", 'ө': "o", 'ү': "u", 'ұ': "u", 'ә': "a", 'ҷ': "J", 'ӣ': "i", 'ӯ': "u",
		'җ': "J", 'ҙ': "z", 'ҡ': "k", 'ҫ': "s", 'ҥ': "ng", 'ӊ': "ng", 'ӈ': "ng", 'ҝ': "g", 'ҹ': "J", 'ӑ': "a", 'ӗ': "e", 'ӳ': "u",
		'ӱ': "u", 'ӧ': "o", 'ӓ': "a", 'ӟ': "z", 'ӵ': "C", 'ҕ': "g", 'ҭ': "t", 'ԥ': "p",
	} {
		t[r-0x0400] = s
	}
	return t
}()
