package country

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"agora/fault"
)

// Address is one postal address as a person entered it.
type Address struct {
	Country  Code   `json:"country"`
	Name     string `json:"name"`
	Phone    string `json:"phone"` // E.164 after Check
	Street   string `json:"street"`
	Landmark string `json:"landmark,omitempty"`
	District string `json:"district,omitempty"`
	City     string `json:"city"`
	Province string `json:"province,omitempty"`
	Postcode string `json:"postcode,omitempty"`
}

// maxPart bounds each part of an address, in characters.
const maxPart = 120

// Part gives a part of the address by the key of its form field; nil for none.
func (a *Address) Part(key string) *string {
	switch key {
	case "name":
		return &a.Name
	case "phone":
		return &a.Phone
	case "street":
		return &a.Street
	case "landmark":
		return &a.Landmark
	case "district":
		return &a.District
	case "city":
		return &a.City
	case "province":
		return &a.Province
	case "postcode":
		return &a.Postcode
	}
	return nil
}

// Check gives the address cleaned: trimmed, normalised, its digits ASCII, its
// phone in E.164. All faults come at once, each with the key of its field.
func (a Address) Check() (Address, error) {
	c, ok := Find(a.Country)
	if !ok {
		return a, fault.Field("country", "fault.choice")
	}
	var f fault.Fields
	for _, field := range c.AddressForm() {
		part := a.Part(field.Key)
		clean, err := field.check(c, *part)
		if err := f.Join("", err); err != nil {
			return a, err
		}
		*part = clean
	}
	return a, f.Err()
}

func (field FormField) check(c Country, s string) (string, error) {
	s, err := plain(field.Key, s)
	switch {
	case err != nil:
		return s, err
	case s == "" && field.Required:
		return s, fault.Field(field.Key, "fault.required")
	case s == "":
		return s, nil
	}
	switch field.Key {
	case "postcode":
		s = strings.ToUpper(strings.ReplaceAll(Digits(s), " ", ""))
		if !c.postcode.MatchString(s) {
			return s, fault.Field(field.Key, "fault.postcode", "example", field.Example, "country", string(c.Code))
		}
	case "phone":
		return ParsePhone(s, c.Code)
	}
	return s, nil
}

// plain cleans one line of text.
func plain(key, s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.Field(key, "fault.text")
	}
	s = strings.Join(strings.Fields(norm.NFC.String(s)), " ")
	if utf8.RuneCountInString(s) > maxPart {
		return s, fault.Field(key, "fault.too_long", "max", maxPart)
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		return s, fault.Field(key, "fault.text")
	}
	return s, nil
}

// Digits turns the decimal digits of other scripts into ASCII.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.IsDigit(r) {
			return r
		}
		// the digits of a script stand together, zero first
		n := rune(0)
		for n < 9 && unicode.IsDigit(r-n-1) {
			n++
		}
		return '0' + n
	}, s)
}

// Lines gives the address as the country's post prints it, for a label. The
// country's name stands last, in lang. The landmark follows the street.
func (a Address) Lines(lang string) []string {
	c, ok := Find(a.Country)
	if !ok {
		return nil
	}
	street := a.Street
	if a.Landmark != "" {
		street += "%n" + a.Landmark
	}
	line := strings.NewReplacer("%N", a.Name, "%O", "", "%A", street, "%D", a.District,
		"%C", a.City, "%S", a.Province, "%Z", a.Postcode).Replace(c.Address.Format)
	if provinces[c.Code] != nil {
		line += "%n" + a.Province
	}
	var lines []string
	for l := range strings.SplitSeq(line, "%n") {
		if l = strings.Trim(l, " ,-/"); l != "" {
			lines = append(lines, l)
		}
	}
	return append(lines, c.Name(lang))
}
