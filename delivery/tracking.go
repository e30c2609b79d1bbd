package delivery

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/fault"
)

var anyTrack = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{3,39}$`)

// CheckTracking gives a tracking number without spaces and in capitals. One in
// the form of the postal union's S10 must have the right check digit, a country
// and no reserved first letter: a mistyped number is found before the parcel is
// lost. Empty stays empty.
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
	case s10Form.MatchString(t):
		return t, s10Fault(t)
	case !anyTrack.MatchString(t):
		return "", fault.Field("tracking", "fault.tracking_form")
	}
	return t, nil
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
