package customs

import (
	"fmt"
	"strings"
)

// Lack is one thing that the papers ask for and nobody gave.
type Lack struct {
	Field string `json:"field"`          // "hs", "gross", "sender.street"
	Line  int    `json:"line,omitempty"` // counted from 1; 0 for the parcel as a whole
}

// String gives the field with its line: "hs 2".
func (l Lack) String() string {
	if l.Line == 0 {
		return l.Field
	}
	return fmt.Sprintf("%s %d", l.Field, l.Line)
}

// Missing lists what the papers ask for and is not there, in the order of the
// forms. Papers are made all the same, with the places marked.
func (s Shipment) Missing() (list []Lack) {
	ask := func(there bool, field string, line int) {
		if !there {
			list = append(list, Lack{field, line})
		}
	}
	for _, side := range []struct {
		name string
		Party
	}{{"sender", s.Sender}, {"addressee", s.Addressee}} {
		a := side.Address
		ask(a.Country.Known(), side.name+".country", 0)
		ask(a.Name != "" || side.Trade != "", side.name+".name", 0)
		ask(a.Street != "" || a.Landmark != "", side.name+".street", 0)
		ask(a.City != "", side.name+".city", 0)
		ask(a.Phone != "", side.name+".phone", 0)
	}
	ask(s.Ref != "", "ref", 0)
	ask(!s.Day.IsZero(), "date", 0)
	ask(s.Category != "", "category", 0)
	ask(s.Incoterm != "", "incoterm", 0)
	ask(s.Gross > 0, "gross", 0)
	ask(len(s.Lines) > 0, "lines", 0)
	for i, l := range s.Lines {
		ask(len(l.names(s.tongues())) > 0, "description", i+1)
		ask(l.Quantity > 0, "quantity", i+1)
		ask(l.Grams > 0, "net", i+1)
		ask(l.Unit.Minor > 0, "value", i+1)
		ask(len(l.HS) >= 6, "hs", i+1) // six digits are the same in all countries
		ask(l.Origin != "", "origin", i+1)
	}
	return list
}

// names gives what the goods are called in the languages of the paper, each
// text once; in whatever language there is when it is none of these.
func (l Line) names(tongues []string) (list []string) {
	seen := map[string]bool{"": true}
	add := func(s string) {
		if s = strings.TrimSpace(s); !seen[s] {
			seen[s] = true
			list = append(list, s)
		}
	}
	for _, lang := range tongues {
		for tag := lang; tag != ""; tag = tag[:max(0, strings.LastIndexByte(tag, '-'))] {
			add(l.Description[tag])
		}
	}
	if len(list) == 0 {
		first := ""
		for tag, text := range l.Description {
			if strings.TrimSpace(text) != "" && (first == "" || tag < first) {
				first = tag
			}
		}
		add(l.Description[first])
	}
	return list
}
