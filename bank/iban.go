package bank

import "strings"

// ibanLengths are those of the countries of the market that have an IBAN, by
// the IBAN registry of SWIFT; of any other country only the check digits tell.
var ibanLengths = map[string]int{"AZ": 28, "BY": 28, "IR": 26, "KZ": 20, "MN": 20, "PK": 24, "RU": 33, "TR": 26}

// LooksIBAN reports whether a person seems to have meant an IBAN: two letters,
// two digits, and 11 to 30 letters and digits (ISO 13616).
func LooksIBAN(s string) bool {
	s = number(s)
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	for i, c := range []byte(s) {
		digit, letter := c >= '0' && c <= '9', c >= 'A' && c <= 'Z'
		if i < 2 && !letter || (i == 2 || i == 3) && !digit || !digit && !letter {
			return false
		}
	}
	return true
}

// IsIBAN reports whether s is an IBAN whose check digits hold: its number, read
// as ISO 7064 says, leaves 1 when divided by 97. Spaces don't matter.
func IsIBAN(s string) bool {
	s = number(s)
	if !LooksIBAN(s) {
		return false
	}
	if n := ibanLengths[s[:2]]; n != 0 && n != len(s) {
		return false
	}
	left := 0
	for _, c := range []byte(s[4:] + s[:4]) {
		if c >= 'A' {
			left = (left*100 + int(c-'A') + 10) % 97
		} else {
			left = (left*10 + int(c-'0')) % 97
		}
	}
	return left == 1
}

// BadIBAN gives what in a text looks like an IBAN and is none: the whole, or one
// of its words; "" when nothing does.
func BadIBAN(text string) string {
	if LooksIBAN(text) {
		if IsIBAN(text) {
			return ""
		}
		return text
	}
	for _, w := range accountWords(text) {
		if LooksIBAN(w) && !IsIBAN(w) {
			return w
		}
	}
	return ""
}

func accountWords(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" ,;:\n\t", c) })
}

// AccountIn gives the one account number in what a person wrote beside the names
// of a bank and a holder: an IBAN, else the only word of at least six digits; ""
// when there is none, or it is not the only one.
func AccountIn(text string) string {
	if before, _, _ := strings.Cut(text, ","); IsIBAN(before) {
		text = number(before)
	}
	ibans, numbers := []string{}, []string{}
	for _, w := range accountWords(text) {
		switch {
		case IsIBAN(w):
			ibans = append(ibans, number(w))
		case len(w) >= 6 && strings.Trim(w, "0123456789-/.") == "":
			numbers = append(numbers, w)
		}
	}
	switch {
	case len(ibans) == 1:
		return ibans[0]
	case len(ibans) == 0 && len(numbers) == 1:
		return numbers[0]
	}
	return ""
}

// IsBIC reports whether s has the form of a BIC (ISO 9362).
func IsBIC(s string) bool {
	if len(s) != 8 && len(s) != 11 {
		return false
	}
	for i, c := range s {
		if letter := c >= 'A' && c <= 'Z'; !letter && (i == 4 || i == 5 || !strings.ContainsRune("0123456789", c)) {
			return false
		}
	}
	return true
}
