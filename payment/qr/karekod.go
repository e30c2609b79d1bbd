package qr

import (
	"math/big"
	"strings"
)

// Karekod is a TR Karekod from person to person by FAST: an account and a name;
// the payer types the sum.
type Karekod struct {
	Producer string // EFT code of the bank, digits
	IBAN     string // Turkish, without spaces
	Name     string // at most 99 letters
}

// flow is what sub-tag 10 says of a payment between persons.
const flow = "03"

// Text writes the code.
func (k Karekod) Text() (string, error) {
	if err := k.check(); err != nil {
		return "", err
	}
	who := Items{{"01", k.IBAN}, {"07", k.Name}, {"10", flow}}
	l := Items{{"75", "10"}, {"01", "11"}, {"02", k.Producer}, {"61", who.String()}}
	if err := l.check(""); err != nil {
		return "", err
	}
	return sealed(l.String()), nil
}

func (k Karekod) check() error {
	switch {
	case k.Producer == "" || len(k.Producer) > 5 || !digits(k.Producer):
		return wrong("02", ErrValue)
	case !strings.HasPrefix(k.IBAN, "TR") || len(k.IBAN) != 26 || !ibanValid(k.IBAN):
		return wrong("61.01", ErrValue)
	case k.Name == "" || len(k.Name) > 50:
		return wrong("61.07", ErrLength)
	case !plain(k.Name):
		return wrong("61.07", ErrLetters)
	}
	return nil
}

// ReadKarekod reads a code of this kind, and no other.
func ReadKarekod(text string) (k Karekod, err error) {
	if len(text) > longest {
		return k, wrong("", ErrLength)
	}
	body, err := unsealed(text)
	if err != nil {
		return k, err
	}
	l, err := readItems(body, "")
	if err != nil {
		return k, err
	}
	who, err := readItems(l.Value("61"), "61.")
	if err != nil {
		return k, err
	}
	if l.Value("75") != "10" || l.Value("01") != "11" || len(l) != 4 || len(who) != 3 || who.Value("10") != flow {
		return k, wrong("75", ErrFormat)
	}
	k = Karekod{l.Value("02"), who.Value("01"), who.Value("07")}
	return k, k.check()
}

// ibanValid proves the check digits of an IBAN without spaces.
func ibanValid(s string) bool {
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	var b strings.Builder
	for _, r := range s[4:] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			n := int(r-'A') + 10
			b.WriteByte(byte('0' + n/10))
			b.WriteByte(byte('0' + n%10))
		default:
			return false
		}
	}
	n, ok := new(big.Int).SetString(b.String(), 10)
	return ok && new(big.Int).Mod(n, big.NewInt(97)).Int64() == 1
}
