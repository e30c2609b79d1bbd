package delivery

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/fault"
)

var (
	s10      = regexp.MustCompile(`^[A-Z]{2}[0-9]{9}[A-Z]{2}$`)
	anyTrack = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{3,39}$`)
)

// CheckTracking gives a tracking number without spaces and in capitals. One in
// the form of the postal union's S10 must have the right check digit and no
// reserved first letter: a mistyped number is found before the parcel is lost.
// Empty stays empty.
func CheckTracking(s string) (string, error) {
	t := strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s))
	switch {
	case t == "":
		return "", nil
	case s10.MatchString(t):
		if strings.ContainsRune("JKSTW", rune(t[0])) {
			return "", fault.Field("tracking", "fault.tracking_service", "letter", t[:1])
		}
		if t[10] != s10Digit(t[2:10]) {
			return "", fault.Field("tracking", "fault.tracking_digit")
		}
	case !anyTrack.MatchString(t):
		return "", fault.Field("tracking", "fault.tracking_form")
	}
	return t, nil
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

// carrierMax bounds a carrier's name, in characters.
const carrierMax = 80

func checkCarrier(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", fault.Field("carrier", "fault.required")
	}
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > carrierMax || strings.ContainsFunc(s, unicode.IsControl) {
		return "", fault.Field("carrier", "fault.carrier")
	}
	return s, nil
}
