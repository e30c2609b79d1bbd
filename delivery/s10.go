package delivery

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"agora/fault"
)

// A number of the postal union's standard S10: two letters of the service,
// eight digits, a check digit, and the country whose post gave it.
var (
	s10Form    = regexp.MustCompile(`^[A-Z]{2}[0-9]{9}[A-Z]{2}$`)
	s10Service = regexp.MustCompile(`^[A-Z]{2}$`)
)

// s10Most is the greatest serial of a service.
const s10Most = 99_999_999

// reserved are first letters that no post may use.
const reserved = "JKSTW"

// S10 makes a number of a service ("RR"), a serial of at most eight digits and
// a country; its parts must be good ones.
func S10(service string, serial int64, country string) string {
	digits := fmt.Sprintf("%08d", serial)
	return service + digits + string(s10Digit(digits)) + country
}

// s10Fault says what is wrong with a text in the form of an S10 number.
func s10Fault(t string) error {
	if strings.Contains(reserved, t[:1]) {
		return fault.Field("tracking", "fault.tracking_service", "letter", t[:1])
	}
	if !s10Country(t[11:]) {
		return fault.Field("tracking", "fault.tracking_country", "code", t[11:])
	}
	if t[10] != s10Digit(t[2:10]) {
		return fault.Field("tracking", "fault.tracking_digit")
	}
	return nil
}

// s10Country reports whether two letters are a country or a territory of ISO 3166-1.
func s10Country(code string) bool {
	r, err := language.ParseRegion(code)
	return err == nil && r.IsCountry() && r.String() == code
}

// s10Digit gives the check digit of the eight digits of an S10 number.
func s10Digit(serial string) byte {
	sum := 0
	for i, w := range [8]int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += w * int(serial[i]-'0')
	}
	switch d := 11 - sum%11; d {
	case 10:
		return '0'
	case 11:
		return '5'
	default:
		return byte('0' + d)
	}
}
