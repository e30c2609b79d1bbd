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
