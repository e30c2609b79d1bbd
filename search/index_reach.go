package search

import "strings"

// reachEnd stands behind what a row says of where a document goes, before its
// attributes.
const reachEnd = "\x1d"

// reach writes down where a document goes and how it may be paid, for counting:
// the countries, and the ways with theirs.
func (d Document) reach() string {
	parts := []string{strings.Join(d.To, ",")}
	for _, p := range d.Pays {
		parts = append(parts, p.Way+" "+p.To)
	}
	return strings.Join(parts, "\x1f")
}

// comes reports whether it goes to a country.
func (r *row) comes(to string) bool {
	list, _, _ := strings.Cut(r.reach, "\x1f")
	for c := range strings.SplitSeq(list, ",") {
		if c == Anywhere || c == to && to != "" {
			return true
		}
	}
	return false
}

// ways gives the ways to pay for it at a country, if it comes there.
func (r *row) ways(to string, add func(string)) {
	if !r.comes(to) {
		return
	}
	_, list, _ := strings.Cut(r.reach, "\x1f")
	for p := range strings.SplitSeq(list, "\x1f") {
		if way, at, ok := strings.Cut(p, " "); ok && (at == Anywhere || at == to) {
			add(way)
		}
	}
}

func toTag(country string) string { return "to_" + token(country) }

func (p Pay) tag() string { return "pay_" + token(p.Way) + "_" + token(p.To) }
