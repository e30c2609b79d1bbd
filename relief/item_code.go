package relief

import (
	"slices"
	"strings"

	"agora/catalog"
)

// Code is what a scheme of codes calls an item.
type Code struct {
	Scheme string `json:"scheme"` // of Schemes
	Code   string `json:"code"`
}

// Schemes are those of codes: the Harmonized System of the WCO, the Global Trade Item
// Number of GS1, the UNSPSC of the United Nations, and the WHO's list.
var Schemes = []string{"hs", "gtin", "unspsc", "who"}

const maxCode = 40 // characters

// wrong gives the key of what is wrong with a code; "" for nothing.
func (c Code) wrong() string {
	digits := c.Code != "" && strings.Trim(c.Code, "0123456789") == ""
	switch c.Scheme {
	case "hs":
		if !digits || len(c.Code) < 6 || len(c.Code) > 10 {
			return "fault.hs_six"
		}
	case "gtin":
		if !catalog.IsGTIN(c.Code) {
			return "fault.relief_gtin"
		}
	case "unspsc": // eight digits, of which the first two are its segment, 10 to 95
		if !digits || len(c.Code) != 8 || c.Code < "10" || c.Code >= "96" {
			return "fault.relief_unspsc"
		}
	default:
		if !slices.Contains(Schemes, c.Scheme) || c.Code == "" || len(c.Code) > maxCode {
			return "fault.choice"
		}
	}
	return ""
}

// CodeIn gives the first code of an item in a scheme; "" for none.
func (i Item) CodeIn(scheme string) string {
	for _, c := range i.Codes {
		if c.Scheme == scheme {
			return c.Code
		}
	}
	return ""
}
