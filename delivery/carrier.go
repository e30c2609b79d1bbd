package delivery

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"agora/country"
	"agora/fault"
)

// Carrier is who takes parcels: what it takes, how its numbers look and where
// they are followed. What it asks is its dated Tariff.
type Carrier struct {
	Key       string         `json:"key"`
	Name      string         `json:"name"`
	Countries []country.Code `json:"countries"` // where it takes parcels over
	Pattern   string         `json:"pattern"`   // a regular expression of its numbers, whole; "" for any
	Page      string         `json:"page"`      // where a number is followed, with {number} in it; "" when not known
	Cash      bool           `json:"cash"`      // it collects money at the door
	Dangerous bool           `json:"dangerous"` // it takes dangerous goods
	Source    string         `json:"source"`    // where this was read, with the day
	Limits
}

// Limits are what one parcel may be; zero sets none.
type Limits struct {
	MaxGrams  int64 `json:"max_grams,omitempty"`
	MaxLength int64 `json:"max_length,omitempty"` // of the longest side, in mm
	MaxGirth  int64 `json:"max_girth,omitempty"`  // the longest side and once around, in mm
	Divisor   int64 `json:"divisor,omitempty"`    // cubic cm that count as a kilogram; 0: only the weight counts
}

// Numbered is the word in Carrier.Page that the number takes the place of.
const Numbered = "{number}"

// Follow gives the page on which the carrier tells of a number; "" when it has
// none.
func (c Carrier) Follow(number string) string {
	if c.Page == "" || number == "" {
		return ""
	}
	return strings.ReplaceAll(c.Page, Numbered, url.PathEscape(number))
}

// Fits reports whether a number looks like one of this carrier.
func (c Carrier) Fits(number string) bool {
	if c.Pattern == "" || number == "" {
		return true
	}
	re, err := regexp.Compile(`^(?:` + c.Pattern + `)$`)
	return err == nil && re.MatchString(number)
}

// Bounds of what a carrier may be.
const (
	mostCarriers = 200
	mostSource   = 200
	mostPattern  = 100
	mostPage     = 200
	mostMM       = 100_000
	mostGrams    = 1_000_000
	mostDivisor  = 1_000_000
)

func (c Carrier) check() error {
	var f fault.Fields
	if !optionKey.MatchString(c.Key) {
		f.Add("key", "fault.carrier_key")
	}
	if _, err := checkCarrier(c.Name); err != nil {
		f.Add("name", "fault.carrier")
	}
	if len(c.Countries) == 0 {
		f.Add("countries", "fault.required")
	}
	for _, code := range c.Countries {
		if !code.Known() {
			f.Add("countries", "fault.delivery_to", "to", string(code))
		}
	}
	if _, err := regexp.Compile(c.Pattern); err != nil || len(c.Pattern) > mostPattern {
		f.Add("pattern", "fault.carrier_pattern")
	}
	if u, err := url.Parse(c.Page); c.Page != "" && (err != nil || u.Scheme != "https" || u.Host == "" || len(c.Page) > mostPage) {
		f.Add("page", "fault.carrier_page")
	}
	if utf8.RuneCountInString(c.Source) > mostSource {
		f.Add("source", "fault.too_long", "max", mostSource)
	}
	for _, n := range []struct {
		field     string
		has, most int64
	}{{"max_grams", c.MaxGrams, mostGrams}, {"max_length", c.MaxLength, mostMM}, {"max_girth", c.MaxGirth, mostMM}, {"divisor", c.Divisor, mostDivisor}} {
		if n.has < 0 || n.has > n.most {
			f.Add(n.field, "fault.number_range", "min", int64(0), "max", n.most)
		}
	}
	return f.Err()
}

// merged puts the carriers that an operator wrote in the place of those that
// the program brings, by key.
func merged(own []Carrier) []Carrier {
	list := slices.Clone(posts())
	for _, c := range own {
		if i := slices.IndexFunc(list, func(p Carrier) bool { return p.Key == c.Key }); i >= 0 {
			list[i] = c
		} else {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b Carrier) int { return strings.Compare(a.Key, b.Key) })
	return list
}
