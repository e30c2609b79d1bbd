package country

import "slices"

// Membership is one dated row of a country's standing in the SCO; countries
// that are not of the market have rows as well.
type Membership struct {
	Country   Code     `json:"alpha2"`
	Status    string   `json:"status"` // member, observer, dialogue partner, partner
	From      string   `json:"from"`   // year, month or day, as precise as the source; empty when not known
	To        string   `json:"to"`     // the first day it is over; empty while it lasts
	Precision string   `json:"from_precision"`
	Founder   bool     `json:"founder"`
	Note      string   `json:"note"`
	Sources   []string `json:"sources"` // keys for SourceOf
}

// On reports whether the row holds on a day (2006-01-02). A row that is precise
// to a year holds from that year's beginning; one without a beginning held
// always.
func (m Membership) On(day string) bool {
	return m.From <= day && (m.To == "" || day < m.To)
}

// Memberships gives all rows.
func Memberships() []Membership { return slices.Clone(facts().Memberships) }

// Memberships gives the rows of the country.
func (c Country) Memberships() []Membership {
	return slices.DeleteFunc(Memberships(), func(m Membership) bool { return m.Country != c.Code })
}
