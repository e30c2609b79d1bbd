package identity

import (
	"net/mail"
	"slices"
	"strings"

	"agora/country"
	"agora/fault"
)

// normal gives a login in the one form it is stored in, an e-mail address in
// lower case or a phone number as E.164, and which of the two it is. home is
// the country of numbers without a country code, "" for none.
func normal(login string, home country.Code) (email, phone string, err error) {
	login = strings.TrimSpace(login)
	switch {
	case login == "":
		return "", "", fault.Field("login", "fault.required")
	case strings.Contains(login, "@"):
		email, err = normalEmail(login)
	default:
		if phone, err = country.ParsePhone(login, home); err != nil {
			return "", "", fault.Field("login", "fault.login_form").Because(err)
		}
	}
	return email, phone, err
}

// readings gives the normal forms that a login may mean where nobody says the
// country: one, or for a local phone number one for each country it is valid
// in.
func readings(login string) []string {
	email, phone, err := normal(login, "")
	if err == nil {
		return []string{email + phone}
	}
	var list []string
	for _, c := range country.All() {
		if _, phone, err := normal(login, c.Code); err == nil && phone != "" && !slices.Contains(list, phone) {
			list = append(list, phone)
		}
	}
	return list
}

func normalEmail(text string) (string, error) {
	low := strings.ToLower(text)
	wrong := fault.Field("login", "fault.email")
	a, err := mail.ParseAddress(low)
	if err != nil || a.Address != low || len(low) > 254 {
		return "", wrong.Because(err)
	}
	name, host, _ := strings.Cut(low, "@")
	if len(name) > 64 || strings.ContainsAny(low, "\" []<>\\,;:") || !strings.Contains(host, ".") {
		return "", wrong
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return "", wrong
		}
	}
	return low, nil
}
