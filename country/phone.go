package country

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"agora/fault"
	"agora/memo"
)

// ParsePhone reads a number as a person of the country writes it, local or
// international, in any script's digits, and gives it in E.164.
func ParsePhone(s string, c Code) (string, error) {
	return phones.Recall(written{s, c}, func() (string, error) { return parsePhone(s, c) })
}

// phones remembers numbers: one is read several times while something is bought.
var phones = memo.New[written, string](1024)

// written is a number as somebody of a country wrote it.
type written struct {
	text    string
	country Code
}

func parsePhone(s string, c Code) (string, error) {
	n, err := phonenumbers.Parse(Digits(s), string(c))
	if err != nil || !phonenumbers.IsValidNumber(n) {
		example := ""
		if found, ok := Find(c); ok {
			example = found.Phone
		}
		return s, fault.Field("phone", "fault.phone", "example", example)
	}
	return phonenumbers.Format(n, phonenumbers.E164), nil
}

// ShowPhone writes an E.164 number with the usual spaces and hyphens, at which
// no line breaks.
func ShowPhone(e164 string) string {
	n, err := phonenumbers.Parse(e164, "")
	if err != nil {
		return e164
	}
	return unbroken.Replace(phonenumbers.Format(n, phonenumbers.INTERNATIONAL))
}

var unbroken = strings.NewReplacer(" ", "\u00a0", "-", "\u2011")
