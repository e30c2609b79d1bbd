package search

import "slices"

// ending is what a word may end in without being another word, and how many
// letters it leaves at least.
type ending struct {
	text  []rune
	least int
}

// endings makes a list, the longer ones first as they are written down.
func endings(least int, list ...string) (all []ending) {
	for _, s := range list {
		all = append(all, ending{[]rune(s), least})
	}
	return all
}

// Endings of plurals, cases and possession, by script and in the order in which
// they are cut: a word loses one of each list at most. Languages that share a
// script share the lists, so they are rough; a stem is less sure than a word.
var (
	latinEndings = [][]ending{
		endings(3, "ning", "dagi", "dan", "den", "tan", "ten", "nın", "nin", "nun", "nün"),
		slices.Concat(endings(3, "larımız", "larimiz", "ları", "leri", "lari", "ləri", "lar", "ler", "lər"),
			endings(4, "i", "ı", "u", "ü", "e", "a")),
	}
	cyrillicEndings = [][]ending{
		endings(2, "ның", "нің", "дың", "дің", "тың", "тің", "нын", "нин", "нун", "нүн", "дын", "дин", "дун", "дүн", "нинг",
			"дан", "ден", "дон", "дөн", "нан", "нен", "тан", "тен", "тон", "төн"),
		slices.Concat(endings(3, "лары", "лери", "лори", "лөрү", "лору", "дары", "дери", "дору", "дөрү", "тары", "тери", "тору", "төрү",
			"лар", "лер", "лор", "лөр", "дар", "дер", "дор", "дөр", "тар", "тер", "тор", "төр", "ларим", "лари", "ҳои", "ҳо"),
			endings(4, "иями", "ыми", "ими", "ого", "его", "ому", "ему", "ами", "ями", "ой", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю",
				"ых", "их", "ым", "им", "ов", "ев", "ей", "ом", "ем", "ам", "ям", "ах", "ях", "аў", "яў"),
			endings(3, "а", "я", "о", "е", "и", "ы", "і", "у", "ю", "ь", "ү", "э")),
	}
	arabicEndings = [][]ending{
		endings(3, "هایی", "های", "ها", "یاں", "یوں", "ئیں", "ؤں", "یں", "وں", "ونه", "ونو", "انو", "ان", "لار", "لەر", "ۍ", "ې", "ے", "ہ", "ا", "ی", "ه"),
	}
	indicEndings = [][]ending{
		endings(2, "ियाँ", "ियां", "ियों", "ियो", "ाएँ", "ाएं", "ाओं", "हरू", "ओं", "ों", "ें", "ाँ", "ां", "ी", "े", "ा", "ो"),
	}
	armenianEndings = [][]ending{
		endings(3, "ները", "ների", "ներ", "երը", "երի", "եր", "ով", "ից", "ը", "ն", "ի", "ե", "յա"),
	}
)

// stemmed tells how many letters of a word are its stem.
func stemmed(letters []rune) int {
	var rounds [][]ending
	switch r := letters[0]; {
	case r < 0x250:
		rounds = latinEndings
	case r >= 0x0400 && r < 0x0530:
		rounds = cyrillicEndings
	case r >= 0x0530 && r < 0x0590:
		rounds = armenianEndings
	case r >= 0x0600 && r < 0x0780:
		rounds = arabicEndings
	case r >= 0x0900 && r < 0x0980:
		rounds = indicEndings
	}
	n := len(letters)
	if letters[0] < 0x250 {
		if n = singular(letters); n < len(letters) {
			return n
		}
	}
	for _, list := range rounds {
		for _, e := range list {
			if n-len(e.text) >= e.least && endsIn(letters[:n], e.text) {
				n -= len(e.text)
				break
			}
		}
	}
	return n
}

// singular tells how many letters of a Latin word are left without the plural of
// English.
func singular(letters []rune) int {
	n := len(letters)
	if n < 4 || letters[n-1] != 's' {
		return n
	}
	switch letters[n-2] {
	case 's', 'i', 'u', 'a', 'y':
		return n
	case 'e':
		switch letters[n-3] {
		case 'h', 'x', 's', 'z', 'i':
			return n - 2
		}
	}
	return n - 1
}

func endsIn(letters, end []rune) bool {
	at := len(letters) - len(end)
	for i, r := range end {
		if letters[at+i] != r {
			return false
		}
	}
	return true
}

// harden makes the last consonant of a stem the voiceless one: before an ending
// Turkic languages soften it, and Russian hardens it without.
func harden(stem []byte) []byte {
	n := len(stem)
	if n < 3 {
		return stem
	}
	switch stem[n-1] {
	case 'g':
		if stem[n-2] != 'n' {
			stem[n-1] = 'k'
		}
	case 'b':
		stem[n-1] = 'p'
	case 'd':
		stem[n-1] = 't'
	case 'J':
		stem[n-1] = 'C'
	}
	return stem
}
