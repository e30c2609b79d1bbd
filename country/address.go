package country

import (
	"slices"
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

// keys are the parts of an address.
var keys = []string{"name", "phone", "street", "landmark", "district", "city", "province", "postcode"}

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
	fields := c.AddressForm()
	for _, key := range keys { // parts that the form does not ask for as well
		field := FormField{Key: key}
		if i := slices.IndexFunc(fields, func(f FormField) bool { return f.Key == key }); i >= 0 {
			field = fields[i]
		}
		part := a.Part(key)
		clean, err := field.check(c, *part)
		if err := f.Join("", err); err != nil {
			return a, err
		}
		*part = clean
	}
	return a, f.Err()
}

func (f FormField) check(c Country, s string) (string, error) {
	s, err := plain(f.Key, s)
	switch {
	case err != nil:
		return s, err
	case s == "" && f.Required:
		return s, fault.Field(f.Key, "fault.required")
	case s == "":
		return s, nil
	case f.Key == "phone":
		return ParsePhone(s, c.Code)
	case f.Key == "postcode":
		return f.postcode(c, s)
	case f.Options != nil:
		for _, o := range f.Options {
			if strings.EqualFold(o, s) {
				return o, nil
			}
		}
		return s, fault.Field(f.Key, "fault.choice")
	}
	return s, nil
}

// postcode reads a postcode, also with the country's code before it ("AZ 1000").
func (f FormField) postcode(c Country, s string) (string, error) {
	s = strings.ToUpper(strings.ReplaceAll(Digits(s), " ", ""))
	if bare, ok := strings.CutPrefix(s, string(c.Code)); ok {
		s = strings.TrimPrefix(bare, "-")
	}
	if !c.postcode.MatchString(s) {
		return s, fault.Field(f.Key, "fault.postcode", "example", f.Example, "country", string(c.Code))
	}
	return s, nil
}

// plain cleans one line of text. Signs that turn the direction of writing come
// along when people copy from a page, and could disguise a label: they go.
func plain(key, s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.Field(key, "fault.text")
	}
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(norm.NFC.String(s)), " ")
	if utf8.RuneCountInString(s) > maxPart {
		return "", fault.Field(key, "fault.too_long", "max", maxPart)
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		return "", fault.Field(key, "fault.text")
	}
	return s, nil
}

// Digits turns the decimal digits of other scripts into ASCII.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.IsDigit(r) {
			return r
		}
		// the ten digits of a script stand together, zero first, and the next
		// ten may follow at once
		n := rune(0)
		for unicode.IsDigit(r - n - 1) {
			n++
		}
		return '0' + n%10
	}, s)
}
